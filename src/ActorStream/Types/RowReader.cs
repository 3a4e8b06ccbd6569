using System.Data.SqlTypes;
using System.Text;

namespace ActorStream.Types;

/// <summary>Takes rows out of batches as .NET objects, see <see cref="Row"/>.</summary>
internal sealed class RowReader
{
    /// <summary>1970-01-01 as <see cref="DateOnly.DayNumber"/>.</summary>
    public const int EpochDay = 719162;

    private const int MostDecimalDigits = 28;

    private const long MostIntervalMillis = long.MaxValue / TimeSpan.TicksPerMillisecond;

    private readonly DataType[] _types;

    /// <summary>Makes a reader for rows of a schema.</summary>
    public RowReader(Schema schema) => _types = [.. schema.Fields.Select(f => f.Type)];

    /// <summary>One row.</summary>
    public Row Read(Batch batch, int row)
    {
        var values = new object?[_types.Length];
        for (int i = 0; i < values.Length; i++) values[i] = Read(_types[i], batch.Columns[i], row);
        return new Row(batch.KindOf(row), values);
    }

    /// <summary>One value.</summary>
    public static object? Read(DataType type, Column column, int row)
    {
        if (column.IsNull(row)) return null;
        return type.Root switch
        {
            TypeRoot.Boolean => ((FixedColumn<bool>)column).Values[row],
            TypeRoot.TinyInt => ((FixedColumn<sbyte>)column).Values[row],
            TypeRoot.SmallInt => ((FixedColumn<short>)column).Values[row],
            TypeRoot.Int => ((FixedColumn<int>)column).Values[row],
            TypeRoot.BigInt => ((FixedColumn<long>)column).Values[row],
            TypeRoot.Float => ((FixedColumn<float>)column).Values[row],
            TypeRoot.Double => ((FixedColumn<double>)column).Values[row],
            TypeRoot.Decimal when column is FixedColumn<long> narrow => Decimal(narrow.Values[row], type),
            TypeRoot.Decimal => Decimal(((FixedColumn<Int128>)column).Values[row], type),
            TypeRoot.Char or TypeRoot.VarChar => Encoding.UTF8.GetString(((BytesColumn)column)[row]),
            TypeRoot.Binary or TypeRoot.VarBinary => ((BytesColumn)column)[row].ToArray(),
            TypeRoot.Date => Date(((FixedColumn<int>)column).Values[row]),
            TypeRoot.Time => new TimeOnly(((FixedColumn<int>)column).Values[row] * TimeSpan.TicksPerMillisecond),
            TypeRoot.Timestamp or TypeRoot.TimestampLtz when column is FixedColumn<Int128> nanos =>
                new NanoTimestamp(nanos.Values[row], type.Root == TypeRoot.TimestampLtz),
            TypeRoot.Timestamp => Timestamp(((FixedColumn<long>)column).Values[row]),
            TypeRoot.TimestampLtz => new DateTimeOffset(Timestamp(((FixedColumn<long>)column).Values[row]), TimeSpan.Zero),
            TypeRoot.IntervalYearMonth => new YearMonthInterval(((FixedColumn<int>)column).Values[row]),
            TypeRoot.IntervalDayTime => Interval(((FixedColumn<long>)column).Values[row]),
            TypeRoot.Array => Elements(type.Children[0], (ListColumn)column, row),
            TypeRoot.Multiset => Multiset(type.Children[0], (ListColumn)column, row),
            TypeRoot.Map => Entries(type, (MapColumn)column, row),
            _ => new Row(RowKind.Insert, [.. ((RowColumn)column).Fields.Select((f, i) => Read(type.Children[i], f, row))]),
        };
    }

    /// <summary>The unscaled value of a decimal.</summary>
    public static Int128 Unscaled(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var size = (Int128)new UInt128((uint)bits[2], (uint)bits[1] * (1UL << 32) + (uint)bits[0]);
        return value < 0 ? -size : size;
    }

    private static DateOnly Date(int days)
    {
        if (days >= -EpochDay && days <= DateOnly.MaxValue.DayNumber - EpochDay) return DateOnly.FromDayNumber(days + EpochDay);
        Span<byte> text = stackalloc byte[ValueText.MaxLength];
        throw OutOfRange("DATE", text[..ValueText.Date(text, days)], "the years 1 to 9999");
    }

    private static DateTime Timestamp(long micros)
    {
        long days = DateTimeMath.FloorDiv(micros, DateTimeMath.MicrosPerDay);
        if (days >= -EpochDay && days <= DateOnly.MaxValue.DayNumber - EpochDay)
            return new DateTime(DateTime.UnixEpoch.Ticks + micros * 10, DateTimeKind.Unspecified);
        Span<byte> text = stackalloc byte[ValueText.MaxLength];
        throw OutOfRange("TIMESTAMP", text[..ValueText.JavaDateTime(text, micros)], "the years 1 to 9999");
    }

    private static TimeSpan Interval(long millis)
    {
        if (millis is >= -MostIntervalMillis and <= MostIntervalMillis) return TimeSpan.FromMilliseconds(millis);
        Span<byte> text = stackalloc byte[ValueText.MaxLength];
        throw OutOfRange("INTERVAL", text[..ValueText.JavaDuration(text, millis)], $"{MostIntervalMillis} milliseconds");
    }

    private static EvaluationException OutOfRange(string type, ReadOnlySpan<byte> text, string most) => new(
        $"The {type} {Encoding.ASCII.GetString(text)} has no .NET object, which holds {most}.", "CAST it to STRING to read it as text.");

    private static object Decimal(Int128 unscaled, DataType type)
    {
        UInt128 size = (UInt128)Int128.Abs(unscaled);
        if (type.Scale <= MostDecimalDigits && size >> 96 == 0)
        {
            return new decimal((int)(uint)size, (int)(uint)(size >> 32), (int)(uint)(size >> 64), unscaled < 0, (byte)type.Scale);
        }
        return new SqlDecimal(DataType.MaxDecimalPrecision, (byte)type.Scale, unscaled >= 0,
            unchecked((int)(uint)size), unchecked((int)(uint)(size >> 32)), unchecked((int)(uint)(size >> 64)), (int)(uint)(size >> 96));
    }

    private static object?[] Elements(DataType element, ListColumn list, int row)
    {
        var values = new object?[list.Lengths[row]];
        for (int i = 0; i < values.Length; i++) values[i] = Read(element, list.Elements, list.Starts[row] + i);
        return values;
    }

    private static KeyValuePair<object?, object?>[] Entries(DataType type, MapColumn map, int row)
    {
        var values = new KeyValuePair<object?, object?>[map.Lengths[row]];
        for (int i = 0; i < values.Length; i++)
        {
            int entry = map.Starts[row] + i;
            values[i] = new(Read(type.Children[0], map.Keys, entry), Read(type.Children[1], map.Values, entry));
        }
        return values;
    }

    private static KeyValuePair<object?, object?>[] Multiset(DataType element, ListColumn list, int row)
    {
        var counts = new List<(int First, int Times)>();
        for (int i = list.Starts[row]; i < list.Starts[row] + list.Lengths[row]; i++)
        {
            int known = counts.FindIndex(c => ValueComparison.AreEqual(element, list.Elements, c.First, list.Elements, i));
            if (known < 0) counts.Add((i, 1));
            else counts[known] = (counts[known].First, counts[known].Times + 1);
        }
        return [.. counts.Select(c => new KeyValuePair<object?, object?>(Read(element, list.Elements, c.First), c.Times))];
    }
}
