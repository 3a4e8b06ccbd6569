using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace ActorStream.Connectors.Formats.Json;

/// <summary>Backslash escapes of JSON strings, there and back.</summary>
internal static class JsonEscapes
{
    /// <summary>The most bytes that one byte of text becomes.</summary>
    public const int MaxGrowth = 6;

    private static readonly SearchValues<byte> Ascii = SearchValues.Create(
    [
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
        (byte)'"', (byte)'\\',
    ]);

    private static readonly SearchValues<byte> AsciiAndSurrogates = SearchValues.Create(
    [
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
        (byte)'"', (byte)'\\', 0xF0, 0xF1, 0xF2, 0xF3, 0xF4,
    ]);

    /// <summary>Whether every escape is one that JSON knows.</summary>
    public static bool AreValid(ReadOnlySpan<byte> content)
    {
        for (int at = content.IndexOf((byte)'\\'); at >= 0 && at < content.Length;)
        {
            int length = EscapeLength(content[at..]);
            if (length == 0) return false;
            int next = content[(at + length)..].IndexOf((byte)'\\');
            at = next < 0 ? -1 : at + length + next;
        }
        return true;
    }

    /// <summary>Replaces the escapes; the text never grows.</summary>
    /// <returns>The bytes written, or −1 at an escape that JSON does not know.</returns>
    public static int Unescape(ReadOnlySpan<byte> content, Span<byte> target)
    {
        int written = 0;
        while (true)
        {
            int at = content.IndexOf((byte)'\\');
            ReadOnlySpan<byte> plain = at < 0 ? content : content[..at];
            plain.CopyTo(target[written..]);
            written += plain.Length;
            if (at < 0) return written;
            content = content[at..];
            int length = EscapeLength(content);
            if (length == 0) return -1;
            if (length == 2) target[written++] = Simple(content[1]);
            else length = UnescapeUnit(content, target, ref written);
            content = content[length..];
        }
    }

    /// <summary>Writes text between quotes, escaped as Jackson does it: control characters, quotes and backslashes, and into bytes (but
    /// not into text) whatever takes two UTF-16 units.</summary>
    /// <param name="text">UTF-8.</param>
    /// <param name="target">At least <see cref="MaxGrowth"/> times the text and two bytes.</param>
    /// <param name="escapesSurrogates">Whether surrogate pairs are escaped.</param>
    /// <returns>The bytes written.</returns>
    public static int WriteQuoted(ReadOnlySpan<byte> text, Span<byte> target, bool escapesSurrogates = true)
    {
        SearchValues<byte> escaped = escapesSurrogates ? AsciiAndSurrogates : Ascii;
        target[0] = (byte)'"';
        int written = 1;
        while (true)
        {
            int at = text.IndexOfAny(escaped);
            ReadOnlySpan<byte> plain = at < 0 ? text : text[..at];
            plain.CopyTo(target[written..]);
            written += plain.Length;
            if (at < 0) break;
            text = text[at..];
            int taken = 1;
            if (text[0] < 0x80) written += WriteEscape(text[0], target[written..]);
            else written += WritePair(text, target[written..], out taken);
            text = text[taken..];
        }
        target[written] = (byte)'"';
        return written + 1;
    }

    private static int WriteEscape(byte value, Span<byte> target)
    {
        byte letter = value switch
        {
            (byte)'"' => (byte)'"',
            (byte)'\\' => (byte)'\\',
            8 => (byte)'b',
            9 => (byte)'t',
            10 => (byte)'n',
            12 => (byte)'f',
            13 => (byte)'r',
            _ => 0,
        };
        if (letter == 0) return WriteUnit((char)value, target);
        target[0] = (byte)'\\';
        target[1] = letter;
        return 2;
    }

    private static int WritePair(ReadOnlySpan<byte> text, Span<byte> target, out int taken)
    {
        Rune.DecodeFromUtf8(text, out Rune rune, out taken);
        Span<char> units = stackalloc char[2];
        int count = rune.EncodeToUtf16(units);
        int written = 0;
        foreach (char unit in units[..count]) written += WriteUnit(unit, target[written..]);
        return written;
    }

    private static int WriteUnit(char unit, Span<byte> target)
    {
        target[0] = (byte)'\\';
        target[1] = (byte)'u';
        for (int i = 0; i < 4; i++) target[2 + i] = "0123456789ABCDEF"u8[(unit >> (12 - 4 * i)) & 15];
        return 6;
    }

    /// <summary>The length of the escape at the start, or 0 where it is none.</summary>
    private static int EscapeLength(ReadOnlySpan<byte> text)
    {
        if (text.Length < 2) return 0;
        if (text[1] == (byte)'u') return text.Length >= 6 && ParseUnit(text) >= 0 ? 6 : 0;
        return Simple(text[1]) != 0 ? 2 : 0;
    }

    private static byte Simple(byte letter) => letter switch
    {
        (byte)'"' => (byte)'"',
        (byte)'\\' => (byte)'\\',
        (byte)'/' => (byte)'/',
        (byte)'b' => 8,
        (byte)'t' => 9,
        (byte)'n' => 10,
        (byte)'f' => 12,
        (byte)'r' => 13,
        _ => 0,
    };

    /// <summary>Replaces <c>\uXXXX</c>, or two that make a surrogate pair; a lone surrogate becomes a question mark, as in Java.</summary>
    private static int UnescapeUnit(ReadOnlySpan<byte> text, Span<byte> target, ref int written)
    {
        char unit = (char)ParseUnit(text);
        if (char.IsHighSurrogate(unit) && EscapeLength(text[6..]) == 6)
        {
            char low = (char)ParseUnit(text[6..]);
            if (char.IsLowSurrogate(low))
            {
                written += new Rune(unit, low).EncodeToUtf8(target[written..]);
                return 12;
            }
        }
        if (char.IsSurrogate(unit)) target[written++] = (byte)'?';
        else written += new Rune(unit).EncodeToUtf8(target[written..]);
        return 6;
    }

    private static int ParseUnit(ReadOnlySpan<byte> text) =>
        Utf8Parser.TryParse(text.Slice(2, 4), out ushort value, out int consumed, 'x') && consumed == 4 ? value : -1;
}
