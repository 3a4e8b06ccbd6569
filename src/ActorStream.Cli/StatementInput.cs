namespace ActorStream.Cli;

/// <summary>Says when what was typed at a prompt is a statement: at a semicolon that stands neither in a text, a quoted name or a
/// comment, nor between BEGIN and END.</summary>
internal static class StatementInput
{
    public static bool IsComplete(string text)
    {
        bool ends = false;
        int depth = 0;
        for (int i = 0; i < text.Length;)
        {
            char c = text[i];
            int next = c switch
            {
                '\'' or '`' => Behind(text.IndexOf(c, i + 1), 1),
                '-' or '/' when Follows(text, i, c) => EndOfLine(text, i),
                '/' when Follows(text, i, '*') => Behind(text.IndexOf("*/", i + 2, StringComparison.Ordinal), 2),
                _ when IsWordPart(c) => EndOfWord(text, i),
                _ => i + 1,
            };
            if (next < 0) return false;
            bool isComment = c is '-' or '/' && next > i + 1;
            if (IsWordPart(c)) depth += Nesting(text.AsSpan(i, next - i));
            if (c == ';') ends = depth <= 0;
            else if (!isComment && !char.IsWhiteSpace(c)) ends = false;
            i = next;
        }
        return ends;
    }

    // CASE ends with END, too.
    private static int Nesting(ReadOnlySpan<char> word) =>
        word.Equals("BEGIN", StringComparison.OrdinalIgnoreCase) || word.Equals("CASE", StringComparison.OrdinalIgnoreCase) ? 1
        : word.Equals("END", StringComparison.OrdinalIgnoreCase) ? -1 : 0;

    private static int Behind(int end, int length) => end < 0 ? -1 : end + length;

    private static bool Follows(string text, int index, char c) => index + 1 < text.Length && text[index + 1] == c;

    private static int EndOfLine(string text, int start)
    {
        int end = text.IndexOfAny(['\r', '\n'], start);
        return end < 0 ? text.Length : end;
    }

    private static int EndOfWord(string text, int start)
    {
        int end = start;
        while (end < text.Length && IsWordPart(text[end])) end++;
        return end;
    }

    private static bool IsWordPart(char c) => char.IsLetterOrDigit(c) || c == '_';
}
