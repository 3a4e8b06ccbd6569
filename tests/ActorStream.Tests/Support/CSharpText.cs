using System.Text.RegularExpressions;

namespace ActorStream.Tests.Support;

/// <summary>As much of C# as the tidy tests need: where comments and strings are, and how long members are.</summary>
internal static partial class CSharpText
{
    /// <summary>The text with the content of comments, strings and characters replaced by spaces; lines stay where they are.</summary>
    public static string Mask(string text)
    {
        char[] masked = text.ToCharArray();
        int i = 0;
        while (i < text.Length) i = MaskOne(text, masked, i);
        return new string(masked);
    }

    /// <summary>Members (methods, properties with bodies, constructors) with their first line and number of lines.</summary>
    public static IEnumerable<(string Header, int Line, int Lines)> Members(string text)
    {
        string masked = Mask(text);
        var blocks = new Stack<(bool IsType, string Header, int Line)>();
        int headerStart = 0;
        int parentheses = 0;
        for (int i = 0; i < masked.Length; i++)
        {
            switch (masked[i])
            {
                case '(' or '[':
                    parentheses++;
                    break;
                case ')' or ']':
                    parentheses--;
                    break;
                case ';' when parentheses == 0:
                    headerStart = i + 1;
                    break;
                case '{':
                    string header = masked[headerStart..i].Trim();
                    int line = LineOf(masked, i - masked[headerStart..i].TrimStart().Length);
                    blocks.Push((TypeKeyword().IsMatch(header) && !header.Contains('='), header, line));
                    headerStart = i + 1;
                    break;
                case '}':
                    (bool IsType, string Header, int Line) block = blocks.Pop();
                    bool isInType = blocks.TryPeek(out (bool IsType, string Header, int Line) outer) && outer.IsType;
                    int lines = LineOf(masked, i) - block.Line + 1;
                    if (isInType && !block.IsType && IsMember(block.Header)) yield return (block.Header, block.Line, lines);
                    headerStart = i + 1;
                    break;
            }
        }
    }

    /// <summary>Names of the types that a file declares.</summary>
    public static IEnumerable<string> TypeNames(string text) =>
        TypeDeclaration().Matches(Mask(text)).Select(static m => m.Groups["name"].Value);

    // An initializer of a field is data, not code.
    private static bool IsMember(string header) => !Assignment().IsMatch(header.Replace("=>", "", StringComparison.Ordinal))
        || header.Contains("=>", StringComparison.Ordinal);

    private static int LineOf(string text, int index) => text.AsSpan(0, Math.Max(index, 0)).Count('\n') + 1;

    private static int MaskOne(string text, char[] masked, int i)
    {
        ReadOnlySpan<char> rest = text.AsSpan(i);
        if (rest.StartsWith("//")) return Blank(text, masked, i, EndOf(text, "\n", i));
        if (rest.StartsWith("/*")) return Blank(text, masked, i, EndOf(text, "*/", i + 2));
        if (rest[0] == '\'') return Blank(text, masked, i, EndOfQuoted(text, i + 1, '\''));
        int start = i;
        while (i < text.Length && text[i] is '$' or '@') i++;
        bool isInterpolated = text.AsSpan(start, i - start).Contains('$');
        bool isVerbatim = text.AsSpan(start, i - start).Contains('@');
        if (i >= text.Length || text[i] != '"') return start + 1;
        int quotes = i;
        while (quotes < text.Length && text[quotes] == '"') quotes++;
        if (quotes - i >= 3) return Blank(text, masked, start, EndOf(text, new string('"', quotes - i), quotes));
        if (isInterpolated) return Blank(text, masked, start, EndOfInterpolated(text, i + 1, isVerbatim));
        return Blank(text, masked, start, isVerbatim ? EndOfVerbatim(text, i + 1) : EndOfQuoted(text, i + 1, '"'));
    }

    private static int EndOfQuoted(string text, int i, char quote)
    {
        for (; i < text.Length && text[i] != quote && text[i] != '\n'; i++)
        {
            if (text[i] == '\\') i++;
        }
        return Math.Min(i + 1, text.Length);
    }

    private static int EndOfVerbatim(string text, int i)
    {
        for (; i < text.Length; i++)
        {
            if (text[i] != '"') continue;
            if (i + 1 >= text.Length || text[i + 1] != '"') return i + 1;
            i++;
        }
        return i;
    }

    private static int EndOfInterpolated(string text, int i, bool isVerbatim)
    {
        int depth = 0;
        char[] scratch = new char[text.Length];
        while (i < text.Length)
        {
            char c = text[i];
            if (depth == 0 && c == '"') return i + 1;
            if (depth == 0 && c == '\\' && !isVerbatim)
            {
                i += 2;
            }
            else if (depth == 0 && (c is '{' or '}') && i + 1 < text.Length && text[i + 1] == c)
            {
                i += 2;
            }
            else if (c == '{' || (c == '}' && depth > 0))
            {
                depth += c == '{' ? 1 : -1;
                i++;
            }
            else
            {
                i = depth > 0 ? MaskOne(text, scratch, i) : i + 1;
            }
        }
        return i;
    }

    private static int EndOf(string text, string what, int from)
    {
        int end = from < text.Length ? text.IndexOf(what, from, StringComparison.Ordinal) : -1;
        if (end < 0) return text.Length;
        return what == "\n" ? end : end + what.Length;
    }

    private static int Blank(string text, char[] masked, int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            if (text[i] != '\n') masked[i] = ' ';
        }
        return Math.Max(to, from + 1);
    }

    [GeneratedRegex(@"\b(class|struct|interface|record|enum|namespace|extension)\b")]
    private static partial Regex TypeKeyword();

    [GeneratedRegex(@"\b(class|struct|interface|enum|record\s+struct|record\s+class|record|delegate\s+[\w<>\[\]?,. ]+)\s+"
        + @"(?<name>[A-Z]\w*)\s*[<({:;\r\n]")]
    private static partial Regex TypeDeclaration();

    [GeneratedRegex(@"(?<![=!<>])=(?!=)")]
    private static partial Regex Assignment();
}
