using System.Text.RegularExpressions;
using ActorStream.Expressions.Functions;

namespace ActorStream;

/// <summary>A regular expression in Java's syntax, for options that Flink documents as such. It may be used by several threads.</summary>
public sealed class JavaPattern
{
    private readonly JavaRegex _regex;

    private JavaPattern(string text, JavaRegex regex)
    {
        Text = text;
        _regex = regex;
    }

    /// <summary>The expression as it was written.</summary>
    public string Text { get; }

    /// <summary>Reads an expression; possessive quantifiers, look-around, flags and classes are Java's.</summary>
    /// <exception cref="EvaluationException">It is none in Java, or has no counterpart here.</exception>
    public static JavaPattern Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new JavaPattern(text, JavaRegex.ParseWhole(text)
            ?? throw new EvaluationException($"'{text}' is not a regular expression as Java has them."));
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    /// <summary>Whether the expression matches a whole text, as Java's <c>matches</c> does.</summary>
    /// <exception cref="EvaluationException">It took more than two seconds.</exception>
    public bool IsMatch(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            return _regex.For(text).IsMatch(text);
        }
        catch (RegexMatchTimeoutException cause)
        {
            throw JavaRegex.TooSlow(cause);
        }
    }
}
