using System.Text.RegularExpressions;

namespace ActorStream.Expressions.Functions;

/// <summary>A Java regular expression: texts with code points of two UTF-16 units are matched by a pattern of their own.</summary>
internal sealed class JavaRegex
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private readonly string _pattern;
    private readonly bool _isWhole;
    private readonly Regex _simple;
    private Regex? _full;

    private JavaRegex(string pattern, bool isWhole)
    {
        (_pattern, _isWhole) = (pattern, isWhole);
        _simple = Make(isFull: false);
        GroupCount = _simple.GetGroupNumbers().Length - 1;
    }

    /// <summary>How many groups the pattern has, without the whole match.</summary>
    public int GroupCount { get; }

    /// <summary>Reads a pattern; null where Java would refuse it.</summary>
    public static JavaRegex? Parse(string pattern) => Parse(pattern, isWhole: false);

    /// <summary>Reads a pattern that is to match whole texts; null where Java would refuse it.</summary>
    public static JavaRegex? ParseWhole(string pattern) => Parse(pattern, isWhole: true);

    private static JavaRegex? Parse(string pattern, bool isWhole)
    {
        try
        {
            return new JavaRegex(pattern, isWhole);
        }
        catch (FormatException)
        {
            return null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The reason why Java would refuse a pattern, for errors.</summary>
    public static EvaluationException Error(string function, string pattern) =>
        new($"{function} takes a regular expression, got '{pattern}', which is not one.");

    /// <summary>What matches a text.</summary>
    public Regex For(ReadOnlySpan<byte> utf8) =>
        utf8.IndexOfAnyInRange((byte)0xF0, (byte)0xFF) < 0 ? _simple : _full ??= Make(isFull: true);

    /// <summary>What matches a text.</summary>
    public Regex For(string text) => text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0 ? _simple : _full ??= Make(isFull: true);

    /// <summary>Runs a match, whose time is bounded.</summary>
    public static EvaluationException TooSlow(RegexMatchTimeoutException cause) => new(
        $"The regular expression '{cause.Pattern}' took more than {Patience.TotalSeconds} s on one text.",
        "Avoid repetitions of repetitions, such as (a+)+.", cause);

    private Regex Make(bool isFull)
    {
        string translated = JavaPatternTranslator.Translate(_pattern, isFull);
        if (_isWhole) translated = $@"\A(?:{translated})\z";
        return new Regex(translated, RegexOptions.CultureInvariant | RegexOptions.Compiled, Patience);
    }
}
