using System.Buffers;
using System.Globalization;
using System.Text;
using ActorStream.Types;

namespace ActorStream.Connectors.Formats.Json;

/// <summary>Copies an object or array as compact JSON, as Flink does for a STRING column: no blanks, escapes made uniform, fractions
/// as a DOUBLE (or, where the table has a DECIMAL, as an exact decimal without trailing zeros), the last of equal names.</summary>
internal static class JsonCompactText
{
    /// <summary>Copies the value at the position.</summary>
    public static bool Copy(ref JsonReader reader, ArrayBufferWriter<byte> target, bool exactNumbers, int depth = 0)
    {
        switch (reader.PeekToken())
        {
            case (byte)'{':
                return CopyObject(ref reader, target, exactNumbers, depth + 1);
            case (byte)'[':
                return CopyArray(ref reader, target, exactNumbers, depth + 1);
            case (byte)'"':
                return CopyString(ref reader, target);
            case (byte)'-' or (>= (byte)'0' and <= (byte)'9'):
                return CopyNumber(ref reader, target, exactNumbers);
            default:
                int start = reader.Position;
                if (!reader.Skip()) return false;
                target.Write(reader.Text[start..reader.Position]);
                return true;
        }
    }

    private static bool CopyObject(ref JsonReader reader, ArrayBufferWriter<byte> target, bool exactNumbers, int depth)
    {
        if (depth > JsonReader.MaxDepth) return reader.FailSyntax("at most 1000 levels of nesting");
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        var values = new List<byte[]>();
        var value = new ArrayBufferWriter<byte>();
        reader.Position++;
        byte next = reader.PeekToken();
        while (next != (byte)'}' || values.Count > 0)
        {
            if (reader.PeekToken() != (byte)'"') return reader.FailSyntax("a quoted field name");
            value.ResetWrittenCount();
            if (!CopyString(ref reader, value)) return false;
            string name = Encoding.UTF8.GetString(value.WrittenSpan);
            if (reader.PeekToken() != (byte)':') return reader.FailSyntax("':'");
            reader.Position++;
            value.ResetWrittenCount();
            if (!Copy(ref reader, value, exactNumbers, depth)) return false;
            if (names.TryAdd(name, values.Count)) values.Add(value.WrittenSpan.ToArray());
            else values[names[name]] = value.WrittenSpan.ToArray();
            next = reader.PeekToken();
            if (next is not ((byte)',' or (byte)'}')) return reader.FailSyntax("',' or '}'");
            if (next == (byte)'}') break;
            reader.Position++;
        }
        reader.Position++;
        WriteObject(target, names, values);
        return true;
    }

    private static void WriteObject(ArrayBufferWriter<byte> target, Dictionary<string, int> names, List<byte[]> values)
    {
        target.Write("{"u8);
        int written = 0;
        foreach ((string name, int index) in names)
        {
            if (written++ > 0) target.Write(","u8);
            target.Write(Encoding.UTF8.GetBytes(name));
            target.Write(":"u8);
            target.Write(values[index]);
        }
        target.Write("}"u8);
    }

    private static bool CopyArray(ref JsonReader reader, ArrayBufferWriter<byte> target, bool exactNumbers, int depth)
    {
        if (depth > JsonReader.MaxDepth) return reader.FailSyntax("at most 1000 levels of nesting");
        target.Write("["u8);
        reader.Position++;
        if (reader.PeekToken() != (byte)']')
        {
            while (true)
            {
                if (!Copy(ref reader, target, exactNumbers, depth)) return false;
                byte next = reader.PeekToken();
                if (next is not ((byte)',' or (byte)']')) return reader.FailSyntax("',' or ']'");
                if (next == (byte)']') break;
                target.Write(","u8);
                reader.Position++;
            }
        }
        reader.Position++;
        target.Write("]"u8);
        return true;
    }

    private static bool CopyString(ref JsonReader reader, ArrayBufferWriter<byte> target)
    {
        int at = reader.Position;
        if (!reader.ReadString(out int start, out int length, out bool hasEscapes)) return false;
        if (!reader.IsUtf8(start, length))
        {
            reader.Position = at;
            return reader.FailSyntax("UTF-8");
        }
        ReadOnlySpan<byte> content = reader.Text.Slice(start, length);
        if (hasEscapes)
        {
            byte[] plain = new byte[length];
            int written = JsonEscapes.Unescape(content, plain);
            if (written < 0)
            {
                reader.Position = at;
                return reader.FailSyntax("known escapes");
            }
            content = plain.AsSpan(0, written);
        }
        Span<byte> room = target.GetSpan(checked(content.Length * JsonEscapes.MaxGrowth + 2));
        target.Advance(JsonEscapes.WriteQuoted(content, room, escapesSurrogates: false));
        return true;
    }

    private static bool CopyNumber(ref JsonReader reader, ArrayBufferWriter<byte> target, bool exactNumbers)
    {
        if (!reader.ReadNumber(out ReadOnlySpan<byte> number, out bool isInteger)) return false;
        if (isInteger) target.Write(number.SequenceEqual("-0"u8) ? "0"u8 : number);
        else if (exactNumbers) WriteExact(number, target);
        else
        {
            double value = double.Parse(number, CultureInfo.InvariantCulture);
            target.Advance(JavaDigits.Write(value, target.GetSpan(JavaDigits.MaxLength)));
        }
        return true;
    }

    private static void WriteExact(ReadOnlySpan<byte> number, ArrayBufferWriter<byte> target)
    {
        if (!DecimalText.TryRead(number, out DecimalText parts)) return;
        if (parts.SignificantCount == 0)
        {
            target.Write("0"u8);
            return;
        }
        Span<byte> digits = stackalloc byte[JsonReader.MaxNumberLength];
        int count = 0;
        for (int i = parts.DigitsStart; i < parts.DigitsEnd; i++)
        {
            if (number[i] != (byte)'.' && (count > 0 || number[i] != (byte)'0')) digits[count++] = number[i];
        }
        while (digits[count - 1] == (byte)'0') count--;
        long exponent = parts.PointAt - parts.LeadingZeros - count;
        target.Advance(JavaNumberText.WriteDecimal(
            parts.IsNegative, digits[..count], -exponent, target.GetSpan(count + JavaNumberText.MaxLength)));
    }
}
