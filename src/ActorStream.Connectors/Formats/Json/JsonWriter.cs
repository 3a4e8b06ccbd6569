using System.Buffers.Text;
using System.Numerics;
using System.Text;
using ActorStream.Types;

namespace ActorStream.Connectors.Formats.Json;

/// <summary>Writes the values of one column. Bound to a batch's column before its rows are written.</summary>
internal abstract class JsonWriter
{
    private ulong[]? _nulls;

    /// <summary>Room enough for any value, or −1 where that depends on the row.</summary>
    public abstract int FixedLength { get; }

    /// <summary>Takes the column whose rows come next.</summary>
    public virtual void Bind(Column column) => _nulls = column.Nulls;

    /// <summary>Whether a row is NULL.</summary>
    public bool IsNull(int row) => NullBits.IsNull(_nulls, row);

    /// <summary>Room enough for a row that is not NULL, where <see cref="FixedLength"/> is −1.</summary>
    public virtual long MaxLength(int row) => FixedLength;

    /// <summary>Writes a row that is not NULL.</summary>
    /// <returns>The bytes written.</returns>
    public abstract int Write(int row, Span<byte> target);

    /// <summary>Room enough for a row, NULL or not.</summary>
    protected static long Room(JsonWriter writer, int row) =>
        writer.FixedLength >= 0 ? Math.Max(4, writer.FixedLength) : writer.IsNull(row) ? 4 : Math.Max(4, writer.MaxLength(row));

    /// <summary>Writes a row, NULL or not.</summary>
    protected static int WriteNullable(JsonWriter writer, int row, Span<byte> target)
    {
        if (!writer.IsNull(row)) return writer.Write(row, target);
        "null"u8.CopyTo(target);
        return 4;
    }
}

/// <summary>Writes values of one fixed size.</summary>
/// <typeparam name="T">The physical type.</typeparam>
internal abstract class JsonFixedWriter<T> : JsonWriter
    where T : unmanaged
{
    /// <summary>The values of the bound column.</summary>
    protected T[] Values { get; private set; } = [];

    /// <inheritdoc/>
    public override int FixedLength => JavaNumberText.MaxLength + 2;

    /// <inheritdoc/>
    public override void Bind(Column column)
    {
        base.Bind(column);
        Values = ((FixedColumn<T>)column).Values;
    }

    /// <summary>Puts quotes around a text that was written behind the first one's place.</summary>
    protected static int Quote(Span<byte> target, int length)
    {
        target[0] = target[length + 1] = (byte)'"';
        return length + 2;
    }
}

/// <summary>Writes BOOLEAN.</summary>
internal sealed class JsonBooleanWriter : JsonFixedWriter<bool>
{
    /// <inheritdoc/>
    public override int Write(int row, Span<byte> target)
    {
        ReadOnlySpan<byte> text = Values[row] ? "true"u8 : "false"u8;
        text.CopyTo(target);
        return text.Length;
    }
}

/// <summary>Writes whole numbers and intervals.</summary>
/// <typeparam name="T">The physical type.</typeparam>
internal sealed class JsonIntegerWriter<T> : JsonFixedWriter<T>
    where T : unmanaged, IBinaryInteger<T>
{
    /// <inheritdoc/>
    public override int Write(int row, Span<byte> target)
    {
        Utf8Formatter.TryFormat(long.CreateTruncating(Values[row]), target, out int written);
        return written;
    }
}

/// <summary>Writes FLOAT; what is no number in JSON is written as text.</summary>
internal sealed class JsonFloatWriter : JsonFixedWriter<float>
{
    /// <inheritdoc/>
    public override int Write(int row, Span<byte> target)
    {
        float value = Values[row];
        return float.IsFinite(value) ? JavaDigits.Write(value, target) : Quote(target, JavaDigits.Write(value, target[1..]));
    }
}

/// <summary>Writes DOUBLE; what is no number in JSON is written as text.</summary>
internal sealed class JsonDoubleWriter : JsonFixedWriter<double>
{
    /// <inheritdoc/>
    public override int Write(int row, Span<byte> target)
    {
        double value = Values[row];
        return double.IsFinite(value) ? JavaDigits.Write(value, target) : Quote(target, JavaDigits.Write(value, target[1..]));
    }
}

/// <summary>Writes DECIMAL of up to 18 digits.</summary>
internal sealed class JsonDecimalWriter(int scale, bool isPlain) : JsonFixedWriter<long>
{
    /// <inheritdoc/>
    public override int Write(int row, Span<byte> target) => isPlain
        ? JavaNumberText.WriteDecimal(Values[row], scale, isPlain: true, target)
        : JavaNumberText.WriteStripped(Values[row], scale, isPlain: false, target);
}

/// <summary>Writes DECIMAL of more than 18 digits.</summary>
internal sealed class JsonWideDecimalWriter(int scale, bool isPlain) : JsonFixedWriter<Int128>
{
    /// <inheritdoc/>
    public override int Write(int row, Span<byte> target) => isPlain
        ? JavaNumberText.WriteDecimal(Values[row], scale, isPlain: true, target)
        : JavaNumberText.WriteStripped(Values[row], scale, isPlain: false, target);
}

/// <summary>Writes DATE.</summary>
internal sealed class JsonDateWriter : JsonFixedWriter<int>
{
    /// <inheritdoc/>
    public override int Write(int row, Span<byte> target)
    {
        target[0] = (byte)'"';
        int written = TimeText.WriteDate(Values[row], target[1..]) + 1;
        target[written] = (byte)'"';
        return written + 1;
    }
}

/// <summary>Writes TIME, to the second as Flink does.</summary>
internal sealed class JsonTimeWriter : JsonFixedWriter<int>
{
    /// <inheritdoc/>
    public override int Write(int row, Span<byte> target)
    {
        target[0] = (byte)'"';
        int written = TimeText.WriteTime(Values[row] / 1000 * TimeText.MicrosPerSecond, target[1..]) + 1;
        target[written] = (byte)'"';
        return written + 1;
    }
}

/// <summary>Writes TIMESTAMP and TIMESTAMP_LTZ of 7 to 9 digits.</summary>
internal sealed class JsonNanosecondWriter(TimestampFormat format, bool isInstant) : JsonFixedWriter<Int128>
{
    /// <inheritdoc/>
    public override int Write(int row, Span<byte> target) => Quote(target, format.Write(Values[row], isInstant, target[1..]));
}

/// <summary>Writes TIMESTAMP and TIMESTAMP_LTZ of up to 6 digits.</summary>
internal sealed class JsonTimestampWriter(TimestampFormat format, bool isInstant) : JsonFixedWriter<long>
{
    /// <inheritdoc/>
    public override int Write(int row, Span<byte> target)
    {
        target[0] = (byte)'"';
        int written = format.Write(Values[row], isInstant, target[1..]) + 1;
        target[written] = (byte)'"';
        return written + 1;
    }
}

/// <summary>Writes text.</summary>
internal sealed class JsonTextWriter : JsonWriter
{
    private BytesColumn? _column;

    /// <inheritdoc/>
    public override int FixedLength => -1;

    /// <inheritdoc/>
    public override void Bind(Column column)
    {
        base.Bind(column);
        _column = (BytesColumn)column;
    }

    /// <inheritdoc/>
    public override long MaxLength(int row) => _column!.Lengths[row] * (long)JsonEscapes.MaxGrowth + 2;

    /// <inheritdoc/>
    public override int Write(int row, Span<byte> target) => JsonEscapes.WriteQuoted(_column![row], target);

    /// <summary>The text of a row, for names of map entries.</summary>
    public string TextOf(int row) => Encoding.UTF8.GetString(_column![row]);
}

/// <summary>Writes binary as base 64.</summary>
internal sealed class JsonBinaryWriter : JsonWriter
{
    private BytesColumn? _column;

    /// <inheritdoc/>
    public override int FixedLength => -1;

    /// <inheritdoc/>
    public override void Bind(Column column)
    {
        base.Bind(column);
        _column = (BytesColumn)column;
    }

    /// <inheritdoc/>
    public override long MaxLength(int row) => Base64.GetMaxEncodedToUtf8Length(_column!.Lengths[row]) + 2L;

    /// <inheritdoc/>
    public override int Write(int row, Span<byte> target)
    {
        target[0] = (byte)'"';
        Base64.EncodeToUtf8(_column![row], target[1..], out _, out int written);
        target[written + 1] = (byte)'"';
        return written + 2;
    }
}

/// <summary>Writes the untyped NULL.</summary>
internal sealed class JsonNullWriter : JsonWriter
{
    /// <inheritdoc/>
    public override int FixedLength => 4;

    /// <inheritdoc/>
    public override int Write(int row, Span<byte> target)
    {
        "null"u8.CopyTo(target);
        return 4;
    }
}
