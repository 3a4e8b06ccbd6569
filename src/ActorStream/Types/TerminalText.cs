using System.Globalization;
using System.Text;

namespace ActorStream.Types;

/// <summary>Texts that do nothing to a terminal but stand there.</summary>
internal static class TerminalText
{
    /// <summary>The text with control characters, line breaks and what turns the direction of text as escapes.</summary>
    public static string Escape(string text)
    {
        int first = 0;
        while (first < text.Length && !IsActive(text, first)) first++;
        if (first == text.Length) return text;
        var escaped = new StringBuilder(text, 0, first, text.Length + 16);
        for (int i = first; i < text.Length; i++)
        {
            char c = text[i];
            if (!IsActive(text, i)) escaped.Append(c);
            else if (c == '\t') escaped.Append("\\t");
            else if (c == '\n') escaped.Append("\\n");
            else if (c == '\r') escaped.Append("\\r");
            else escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
        }
        return escaped.ToString();
    }

    private static bool IsActive(string text, int index)
    {
        char c = text[index];
        if (c < 0x7F) return c < ' ';
        if (char.IsSurrogate(c)) return !IsPaired(text, index);
        // Embeddings, overrides and isolates of direction, which would show other columns where they are not.
        return c is <= '\u009F' or '\u2028' or '\u2029' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
    }

    private static bool IsPaired(string text, int index) => char.IsHighSurrogate(text[index])
        ? index + 1 < text.Length && char.IsLowSurrogate(text[index + 1])
        : index > 0 && char.IsHighSurrogate(text[index - 1]);
}
