using System.Globalization;
using System.Text;

namespace ActorStream.Expressions.Functions;

/// <summary>A set of characters of a Java pattern, written as a .NET pattern that matches one of them.</summary>
internal sealed class JavaPatternSet
{
    /// <summary>Any code point outside of the first 65,536, which UTF-16 writes as two units.</summary>
    public const string Pair = "[\\uD800-\\uDBFF][\\uDC00-\\uDFFF]";

    private readonly StringBuilder _ranges = new();
    private readonly List<string> _alternatives = [];
    private bool _hasAstral;

    /// <summary>Adds a code point or a range of them; where case is ignored, the other case too.</summary>
    public void Add(int from, int to, bool ignoresCase, bool isUnicode)
    {
        AddRange(from, to);
        if (!ignoresCase || to - from > 0x3000) return;
        for (int c = from; c <= to && c <= 0xFFFF; c++)
        {
            if (!isUnicode && c > 127 || c is >= 0xD800 and < 0xE000) continue;
            foreach (char other in new[] { char.ToUpperInvariant((char)c), char.ToLowerInvariant((char)c) })
            {
                if (other != c && (isUnicode || other < 128)) AddRange(other, other);
            }
        }
    }

    /// <summary>Adds what a class such as <c>\d</c> or <c>\p{L}</c> stands for, written as the inside of .NET brackets.</summary>
    public void AddContent(string content, bool hasAstral)
    {
        _ranges.Append(content);
        _hasAstral |= hasAstral;
    }

    /// <summary>Adds another set, in brackets of its own.</summary>
    public void AddNested(JavaPatternSet nested, bool isNegated, bool isFull)
    {
        if (isNegated || nested._alternatives.Count > 0)
        {
            _alternatives.Add(nested.Write(isNegated, isFull));
            return;
        }
        _ranges.Append(nested._ranges);
        _hasAstral |= nested._hasAstral;
    }

    /// <summary>The characters that are in both sets.</summary>
    public static JavaPatternSet Intersect(JavaPatternSet left, JavaPatternSet right, bool isFull)
    {
        var both = new JavaPatternSet();
        both._alternatives.Add($"(?=(?:{right.Write(false, isFull)})){left.Write(false, isFull)}");
        return both;
    }

    /// <summary>The pattern of one character that is in the set, or is not.</summary>
    /// <param name="isNegated">True for those that are not.</param>
    /// <param name="isFull">Whether texts may have code points of two UTF-16 units.</param>
    public string Write(bool isNegated, bool isFull)
    {
        string alternatives = string.Join('|', _alternatives);
        string ranges = _ranges.ToString();
        if (!isNegated)
        {
            var choices = new List<string>();
            if (isFull && _hasAstral) choices.Add(Pair);
            if (_alternatives.Count > 0) choices.Add(alternatives);
            if (ranges.Length > 0) choices.Add($"[{ranges}]");
            if (choices.Count == 0) return "(?!)";
            return choices.Count == 1 && _alternatives.Count == 0 ? choices[0] : $"(?:{string.Join('|', choices)})";
        }
        string one = ranges.Length == 0 ? "[\\s\\S]" : $"[^{ranges}]";
        if (isFull && !_hasAstral) one = $"(?:{Pair}|[^{ranges}\\uD800-\\uDFFF])";
        return _alternatives.Count > 0 ? $"(?:(?!{alternatives}){one})" : one;
    }

    /// <summary>A UTF-16 unit as an escape.</summary>
    public static string Escape(int unit) => string.Create(CultureInfo.InvariantCulture, $"\\u{unit:X4}");

    private void AddRange(int from, int to)
    {
        if (from <= 0xFFFF)
        {
            int end = Math.Min(to, 0xFFFF);
            _ranges.Append(Escape(from));
            if (end > from) _ranges.Append('-').Append(Escape(end));
        }
        if (to > 0xFFFF) AddAstral(Math.Max(from, 0x10000), to);
    }

    private void AddAstral(int from, int to)
    {
        string low = char.ConvertFromUtf32(from), high = char.ConvertFromUtf32(to);
        if (low[0] == high[0])
        {
            _alternatives.Add($"{Escape(low[0])}[{Escape(low[1])}-{Escape(high[1])}]");
            return;
        }
        _alternatives.Add($"{Escape(low[0])}[{Escape(low[1])}-\\uDFFF]");
        if (high[0] - low[0] > 1) _alternatives.Add($"[{Escape(low[0] + 1)}-{Escape(high[0] - 1)}][\\uDC00-\\uDFFF]");
        _alternatives.Add($"{Escape(high[0])}[\\uDC00-{Escape(high[1])}]");
    }
}
