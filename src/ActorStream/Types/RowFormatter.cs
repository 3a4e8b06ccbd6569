using System.Buffers;

namespace ActorStream.Types;

/// <summary>Writes rows as Flink's <c>Row.toString</c> does, for the print connector and <c>--format changelog</c>:
/// <c>+I[1, a, null]</c>. Values are as Java writes them: timestamps as LocalDateTime or Instant, DECIMAL as BigDecimal, binary as
/// signed bytes.</summary>
public sealed class RowFormatter
{
    private readonly DataType[] _types;

    /// <summary>Makes a formatter for rows of a schema.</summary>
    public RowFormatter(Schema schema) => _types = [.. schema.Fields.Select(f => f.Type)];

    /// <summary>Appends a row as UTF-8, without a line's end.</summary>
    public void Append(Batch batch, int row, IBufferWriter<byte> output)
    {
        output.Write(Sign(batch.KindOf(row)));
        Write(output, '[');
        for (int i = 0; i < _types.Length; i++)
        {
            if (i > 0) output.Write(", "u8);
            WriteValue(output, _types[i], batch.Columns[i], row);
        }
        Write(output, ']');
    }

    /// <summary>A row as a string.</summary>
    public string Format(Batch batch, int row)
    {
        var output = new ArrayBufferWriter<byte>();
        Append(batch, row, output);
        return System.Text.Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static ReadOnlySpan<byte> Sign(RowKind kind) => kind switch
    {
        RowKind.Insert => "+I"u8,
        RowKind.UpdateBefore => "-U"u8,
        RowKind.UpdateAfter => "+U"u8,
        _ => "-D"u8,
    };

    private static void WriteValue(IBufferWriter<byte> output, DataType type, Column column, int row)
    {
        if (column.IsNull(row))
        {
            output.Write("null"u8);
            return;
        }
        switch (type.Root)
        {
            case TypeRoot.Boolean: output.Write(((FixedColumn<bool>)column).Values[row] ? "true"u8 : "false"u8); return;
            case TypeRoot.Char or TypeRoot.VarChar: output.Write(((BytesColumn)column)[row]); return;
            case TypeRoot.Binary or TypeRoot.VarBinary: WriteBytes(output, ((BytesColumn)column)[row]); return;
            case TypeRoot.Array: WriteList(output, type, (ListColumn)column, row); return;
            case TypeRoot.Multiset: WriteMultiset(output, type, (ListColumn)column, row); return;
            case TypeRoot.Map: WriteMap(output, type, (MapColumn)column, row); return;
            case TypeRoot.Row: WriteRow(output, type, (RowColumn)column, row); return;
            default: output.Advance(WriteScalar(output.GetSpan(ValueText.MaxLength), type, column, row)); return;
        }
    }

    private static int WriteScalar(Span<byte> to, DataType type, Column column, int row) => type.Root switch
    {
        TypeRoot.TinyInt => ValueText.Number(to, ((FixedColumn<sbyte>)column).Values[row]),
        TypeRoot.SmallInt => ValueText.Number(to, ((FixedColumn<short>)column).Values[row]),
        TypeRoot.Int => ValueText.Number(to, ((FixedColumn<int>)column).Values[row]),
        TypeRoot.BigInt => ValueText.Number(to, ((FixedColumn<long>)column).Values[row]),
        TypeRoot.Float => ValueText.JavaFloat(to, ((FixedColumn<float>)column).Values[row]),
        TypeRoot.Double => ValueText.JavaDouble(to, ((FixedColumn<double>)column).Values[row]),
        TypeRoot.Decimal when column is FixedColumn<long> narrow => ValueText.DecimalJava(to, narrow.Values[row], type.Scale),
        TypeRoot.Decimal => ValueText.DecimalJava(to, ((FixedColumn<Int128>)column).Values[row], type.Scale),
        TypeRoot.Date => ValueText.Date(to, ((FixedColumn<int>)column).Values[row]),
        TypeRoot.Time => ValueText.JavaTime(to, ((FixedColumn<int>)column).Values[row] * 1000L, alwaysSeconds: false),
        TypeRoot.Timestamp or TypeRoot.TimestampLtz when column is FixedColumn<Int128> nanos =>
            new NanoTimestamp(nanos.Values[row], type.Root == TypeRoot.TimestampLtz).Write(to),
        TypeRoot.Timestamp => ValueText.JavaDateTime(to, ((FixedColumn<long>)column).Values[row]),
        TypeRoot.TimestampLtz => ValueText.JavaInstant(to, ((FixedColumn<long>)column).Values[row]),
        TypeRoot.IntervalYearMonth => ValueText.JavaPeriod(to, ((FixedColumn<int>)column).Values[row]),
        _ => ValueText.JavaDuration(to, ((FixedColumn<long>)column).Values[row]),
    };

    private static void WriteBytes(IBufferWriter<byte> output, ReadOnlySpan<byte> bytes)
    {
        Write(output, '[');
        for (int i = 0; i < bytes.Length; i++)
        {
            if (i > 0) output.Write(", "u8);
            output.Advance(ValueText.Number(output.GetSpan(ValueText.MaxLength), (sbyte)bytes[i]));
        }
        Write(output, ']');
    }

    private static void WriteList(IBufferWriter<byte> output, DataType type, ListColumn list, int row)
    {
        Write(output, '[');
        for (int i = 0; i < list.Lengths[row]; i++)
        {
            if (i > 0) output.Write(", "u8);
            WriteValue(output, type.Children[0], list.Elements, list.Starts[row] + i);
        }
        Write(output, ']');
    }

    /// <summary>A multiset is a map from its elements to how often they occur.</summary>
    private static void WriteMultiset(IBufferWriter<byte> output, DataType type, ListColumn list, int row)
    {
        DataType element = type.Children[0];
        int start = list.Starts[row];
        int end = start + list.Lengths[row];
        bool isFirst = true;
        Write(output, '{');
        for (int i = start; i < end; i++)
        {
            if (Occurs(element, list.Elements, start, i, i)) continue;
            int times = 1;
            for (int k = i + 1; k < end; k++) times += ValueComparison.AreEqual(element, list.Elements, i, list.Elements, k) ? 1 : 0;
            if (!isFirst) output.Write(", "u8);
            isFirst = false;
            WriteValue(output, element, list.Elements, i);
            Write(output, '=');
            output.Advance(ValueText.Number(output.GetSpan(ValueText.MaxLength), times));
        }
        Write(output, '}');
    }

    private static bool Occurs(DataType element, Column elements, int from, int to, int row)
    {
        for (int i = from; i < to; i++)
        {
            if (ValueComparison.AreEqual(element, elements, i, elements, row)) return true;
        }
        return false;
    }

    private static void WriteMap(IBufferWriter<byte> output, DataType type, MapColumn map, int row)
    {
        Write(output, '{');
        bool isFirst = true;
        foreach (int entry in JavaHashOrder.Of(type.Children[0], map, row))
        {
            if (!isFirst) output.Write(", "u8);
            isFirst = false;
            WriteValue(output, type.Children[0], map.Keys, entry);
            Write(output, '=');
            WriteValue(output, type.Children[1], map.Values, entry);
        }
        Write(output, '}');
    }

    private static void WriteRow(IBufferWriter<byte> output, DataType type, RowColumn nested, int row)
    {
        output.Write("+I["u8);
        for (int i = 0; i < nested.Fields.Count; i++)
        {
            if (i > 0) output.Write(", "u8);
            WriteValue(output, type.Children[i], nested.Fields[i], row);
        }
        Write(output, ']');
    }

    private static void Write(IBufferWriter<byte> output, char ascii)
    {
        output.GetSpan(1)[0] = (byte)ascii;
        output.Advance(1);
    }
}
