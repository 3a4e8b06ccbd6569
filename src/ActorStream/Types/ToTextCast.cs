namespace ActorStream.Types;

/// <summary>Casts any other type to text.</summary>
internal sealed class ToTextCast(DataType from, TextLengthCast? cut) : Cast
{
    /// <summary>Whether a type has a text.</summary>
    public static bool CanWrite(DataType type) => type.Root != TypeRoot.Null && type.Children.All(CanWrite);

    public override Column Apply(Column column, TimeZoneInfo zone)
    {
        var output = new BytesOutput();
        output.Reset(column.Length, long.MaxValue);
        for (int i = 0; i < column.Length; i++)
        {
            if (column.IsNull(i))
            {
                output.EndNull();
                continue;
            }
            Write(output, from, column, i, zone);
            output.EndRow();
        }
        Column text = output.Build();
        return cut is null ? text : cut.Apply(text, zone);
    }

    /// <summary>Writes one value that is not NULL.</summary>
    public static void Write(BytesOutput output, DataType type, Column column, int row, TimeZoneInfo zone)
    {
        switch (type.Root)
        {
            case TypeRoot.Boolean: output.Write(((FixedColumn<bool>)column).Values[row] ? "TRUE"u8 : "FALSE"u8); return;
            case TypeRoot.Char or TypeRoot.VarChar or TypeRoot.Binary
                or TypeRoot.VarBinary: output.Write(((BytesColumn)column)[row]); return;
            case TypeRoot.Array or TypeRoot.Multiset: WriteList(output, type, (ListColumn)column, row, zone); return;
            case TypeRoot.Map: WriteMap(output, type, (MapColumn)column, row, zone); return;
            case TypeRoot.Row: WriteRow(output, type, (RowColumn)column, row, zone); return;
            default:
                Span<byte> to = output.GetSpan(ValueText.MaxLength);
                output.Advance(WriteScalar(to, type, column, row, zone));
                return;
        }
    }

    private static int WriteScalar(Span<byte> to, DataType type, Column column, int row, TimeZoneInfo zone) => type.Root switch
    {
        TypeRoot.TinyInt => ValueText.Number(to, ((FixedColumn<sbyte>)column).Values[row]),
        TypeRoot.SmallInt => ValueText.Number(to, ((FixedColumn<short>)column).Values[row]),
        TypeRoot.Int => ValueText.Number(to, ((FixedColumn<int>)column).Values[row]),
        TypeRoot.BigInt => ValueText.Number(to, ((FixedColumn<long>)column).Values[row]),
        TypeRoot.Float => ValueText.JavaFloat(to, ((FixedColumn<float>)column).Values[row]),
        TypeRoot.Double => ValueText.JavaDouble(to, ((FixedColumn<double>)column).Values[row]),
        TypeRoot.Decimal => ValueText.DecimalPlain(to, column is FixedColumn<long> narrow
            ? narrow.Values[row] : ((FixedColumn<Int128>)column).Values[row], type.Scale),
        TypeRoot.Date => ValueText.Date(to, ((FixedColumn<int>)column).Values[row]),
        TypeRoot.Time => ValueText.ClockTime(to, ((FixedColumn<int>)column).Values[row]),
        TypeRoot.Timestamp or TypeRoot.TimestampLtz when column is FixedColumn<Int128> nanos =>
            Nanoseconds(to, type, nanos.Values[row], zone),
        TypeRoot.Timestamp => ValueText.Timestamp(to, ((FixedColumn<long>)column).Values[row], type.Precision),
        TypeRoot.TimestampLtz => ValueText.Timestamp(to, DateTimeMath.ToLocal(((FixedColumn<long>)column).Values[row], zone),
            type.Precision),
        TypeRoot.IntervalYearMonth => ValueText.IntervalMonths(to, ((FixedColumn<int>)column).Values[row]),
        _ => ValueText.Interval(to, ((FixedColumn<long>)column).Values[row]),
    };

    private static int Nanoseconds(Span<byte> to, DataType type, Int128 value, TimeZoneInfo zone)
    {
        (long micros, int nanos) = DateTimeMath.SplitNanos(value);
        if (type.Root == TypeRoot.TimestampLtz) micros = DateTimeMath.ToLocal(micros, zone);
        return ValueText.Timestamp(to, micros, type.Precision, nanos);
    }

    private static void WriteNested(BytesOutput output, DataType type, Column column, int row, TimeZoneInfo zone)
    {
        if (column.IsNull(row)) output.Write("NULL"u8);
        else Write(output, type, column, row, zone);
    }

    private static void WriteList(BytesOutput output, DataType type, ListColumn list, int row, TimeZoneInfo zone)
    {
        output.Write((byte)'[');
        for (int i = 0; i < list.Lengths[row]; i++)
        {
            if (i > 0) output.Write(", "u8);
            WriteNested(output, type.Children[0], list.Elements, list.Starts[row] + i, zone);
        }
        output.Write((byte)']');
    }

    private static void WriteMap(BytesOutput output, DataType type, MapColumn map, int row, TimeZoneInfo zone)
    {
        output.Write((byte)'{');
        for (int i = map.Starts[row]; i < map.Starts[row] + map.Lengths[row]; i++)
        {
            if (i > map.Starts[row]) output.Write(", "u8);
            WriteNested(output, type.Children[0], map.Keys, i, zone);
            output.Write((byte)'=');
            WriteNested(output, type.Children[1], map.Values, i, zone);
        }
        output.Write((byte)'}');
    }

    private static void WriteRow(BytesOutput output, DataType type, RowColumn nested, int row, TimeZoneInfo zone)
    {
        output.Write((byte)'(');
        for (int i = 0; i < nested.Fields.Count; i++)
        {
            if (i > 0) output.Write(", "u8);
            WriteNested(output, type.Children[i], nested.Fields[i], row, zone);
        }
        output.Write((byte)')');
    }
}
