using System.Runtime.CompilerServices;
using System.Text;

namespace ActorStream.Expressions.Functions;

/// <summary>Counts and finds code points in UTF-8 without decoding it.</summary>
internal static class Utf8
{
    /// <summary>How many code points a text has.</summary>
    public static int Count(ReadOnlySpan<byte> text)
    {
        int count = 0;
        foreach (byte b in text)
        {
            if ((b & 0xC0) != 0x80) count++;
        }
        return count;
    }

    /// <summary>Where code point <paramref name="index"/> starts, counted from 0, in bytes; the length if there are fewer.</summary>
    public static int OffsetOf(ReadOnlySpan<byte> text, int index)
    {
        if (index <= 0) return 0;
        if (index < text.Length && Ascii.IsValid(text[..index])) return index;
        int offset = 0;
        while (index > 0 && offset < text.Length)
        {
            offset += WidthOf(text[offset]);
            index--;
        }
        return Math.Min(offset, text.Length);
    }

    /// <summary>How many bytes the code point takes that starts with this byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int WidthOf(byte first) => first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;

    /// <summary>Where the last code point of a text starts, which is not empty.</summary>
    public static int LastStart(ReadOnlySpan<byte> text)
    {
        int i = text.Length - 1;
        while (i > 0 && (text[i] & 0xC0) == 0x80) i--;
        return i;
    }

    /// <summary>Writes UTF-16 as UTF-8; half of a surrogate pair becomes a question mark, as in Flink.</summary>
    public static void Write(Types.BytesOutput output, ReadOnlySpan<char> text)
    {
        if (System.Text.Unicode.Utf8.FromUtf16(text, output.GetSpan(text.Length * 3), out _, out int written, false)
            == System.Buffers.OperationStatus.Done)
        {
            output.Advance(written);
            return;
        }
        output.Write(Encode(text));
    }

    /// <summary>UTF-16 as UTF-8; half of a surrogate pair becomes a question mark.</summary>
    public static byte[] Encode(ReadOnlySpan<char> text)
    {
        byte[] bytes = new byte[text.Length * 3];
        int used = 0;
        while (!text.IsEmpty)
        {
            bool whole = Rune.DecodeFromUtf16(text, out Rune rune, out int consumed) == System.Buffers.OperationStatus.Done;
            used += (whole ? rune : new Rune('?')).EncodeToUtf8(bytes.AsSpan(used));
            text = text[consumed..];
        }
        return bytes[..used];
    }

    /// <summary>The text as UTF-16.</summary>
    public static string Decode(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text);
}
