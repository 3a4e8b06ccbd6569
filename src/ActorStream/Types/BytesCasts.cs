using System.Text;
using System.Text.Unicode;

namespace ActorStream.Types;

/// <summary>Cuts text to a number of code points; CHAR is padded with blanks.</summary>
internal sealed class TextLengthCast(int length, bool pads) : Cast
{
    public override Column Apply(Column column, TimeZoneInfo zone)
    {
        var texts = (BytesColumn)column;
        int[] lengths = GC.AllocateUninitializedArray<int>(texts.Length);
        bool mustPad = false;
        for (int i = 0; i < lengths.Length; i++)
        {
            lengths[i] = Cut(texts[i], length, out int points);
            mustPad |= pads && points < length && !texts.IsNull(i);
        }
        return mustPad ? Pad(texts) : new BytesColumn(texts.Data, texts.Starts, lengths, texts.Length, texts.Nulls);
    }

    /// <summary>How many bytes the first so many code points take, and how many code points there were.</summary>
    private static int Cut(ReadOnlySpan<byte> text, int most, out int points)
    {
        points = 0;
        if (text.Length <= most && most == int.MaxValue) return text.Length;
        int at = 0;
        for (; at < text.Length; at++)
        {
            // A byte 10xxxxxx goes on with a code point; any other begins one.
            if ((text[at] & 0xC0) == 0x80) continue;
            if (points == most) return at;
            points++;
        }
        return at;
    }

    private BytesColumn Pad(BytesColumn texts)
    {
        var output = new BytesOutput();
        output.Reset(texts.Length);
        for (int i = 0; i < texts.Length; i++)
        {
            if (texts.IsNull(i))
            {
                output.EndNull();
                continue;
            }
            ReadOnlySpan<byte> text = texts[i];
            output.Write(text[..Cut(text, length, out int points)]);
            for (; points < length; points++) output.Write((byte)' ');
            output.EndRow();
        }
        return output.Build();
    }
}

/// <summary>Cuts bytes to a length; BINARY is padded with zeros.</summary>
internal sealed class BinaryLengthCast(int length, bool pads) : Cast
{
    public static Cast Create(DataType from, DataType to) =>
        to.Root == TypeRoot.VarBinary && from.Precision <= to.Precision
            ? Casts.Identity : new BinaryLengthCast(to.Precision, to.Root == TypeRoot.Binary);

    public override Column Apply(Column column, TimeZoneInfo zone)
    {
        if (length == DataType.MaxLength) return column;
        var output = new BytesOutput();
        output.Reset(column.Length);
        for (int i = 0; i < column.Length; i++)
        {
            if (column.IsNull(i))
            {
                output.EndNull();
                continue;
            }
            ReadOnlySpan<byte> bytes = ((BytesColumn)column)[i];
            output.Write(bytes.Length > length ? bytes[..length] : bytes);
            for (int k = bytes.Length; pads && k < length; k++) output.Write((byte)0);
            output.EndRow();
        }
        return output.Build();
    }
}

/// <summary>Takes bytes for UTF-8; what is not becomes U+FFFD.</summary>
internal sealed class BinaryToTextCast(TextLengthCast? cut) : Cast
{
    public override Column Apply(Column column, TimeZoneInfo zone)
    {
        var bytes = (BytesColumn)column;
        for (int i = 0; i < bytes.Length; i++)
        {
            if (bytes.IsNull(i) || Utf8.IsValid(bytes[i])) continue;
            bytes = Mend(bytes);
            break;
        }
        return cut is null ? bytes : cut.Apply(bytes, zone);
    }

    private static BytesColumn Mend(BytesColumn bytes)
    {
        var output = new BytesOutput();
        output.Reset(bytes.Length, long.MaxValue);
        for (int i = 0; i < bytes.Length; i++)
        {
            if (bytes.IsNull(i))
            {
                output.EndNull();
                continue;
            }
            output.Write(Encoding.UTF8.GetString(bytes[i]).AsSpan());
            output.EndRow();
        }
        return output.Build();
    }
}
