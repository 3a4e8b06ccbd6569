using System.Text;
using ActorStream.Types;

namespace ActorStream.Tests.Support;

/// <summary>Columns of arbitrary values under a seed, for tests to which the values do not matter.</summary>
internal static class SomeColumns
{
    /// <summary>A type of every physical form, nested ones among them.</summary>
    public static IReadOnlyList<DataType> Types { get; } =
    [
        DataType.Boolean, DataType.TinyInt, DataType.SmallInt, DataType.Int, DataType.BigInt, DataType.Float, DataType.Double,
        DataType.Decimal(10, 2), DataType.Decimal(38, 10), DataType.String, DataType.Char(3), DataType.Bytes, DataType.Date,
        DataType.Time(3), DataType.Timestamp(3), DataType.Timestamp(6), DataType.TimestampLtz(6), DataType.Timestamp(9),
        DataType.TimestampLtz(7), DataType.IntervalYearMonth, DataType.IntervalDayTime,
        DataType.Array(DataType.Int), DataType.Map(DataType.String, DataType.Array(DataType.Double)),
        DataType.Row(["a", "b"], [DataType.BigInt, DataType.Map(DataType.Int, DataType.String)]), DataType.Null,
    ];

    /// <summary>Rows of these types, about a quarter of the values NULL.</summary>
    public static Batch Batch(IReadOnlyList<DataType> types, int count, Random random) =>
        new([.. types.Select(t => Of(t, count, random))], count);

    /// <summary>A column, about a quarter of it NULL.</summary>
    public static Column Of(DataType type, int count, Random random)
    {
        ulong[]? nulls = null;
        for (int row = 0; row < count; row++)
        {
            if (type.Root == TypeRoot.Null || random.Next(4) == 0) NullBits.Set(nulls ??= NullBits.Create(count), row);
        }
        return (type.Root switch
        {
            TypeRoot.Array => List(type, count, random),
            TypeRoot.Map => Map(type, count, random),
            TypeRoot.Row => new RowColumn([.. type.Children.Select(c => Of(c, count, random))], count),
            TypeRoot.Char or TypeRoot.VarChar or TypeRoot.Binary or TypeRoot.VarBinary => Bytes(count, random),
            _ when type.HasNanoseconds => new FixedColumn<Int128>(Values(count, () => Nanos(random)), count),
            _ => Fixed(ColumnBuilder.Create(type).Build(), count, random),
        }).WithNulls(nulls);
    }

    private static Column Fixed(Column like, int count, Random random) => like switch
    {
        FixedColumn<bool> => new FixedColumn<bool>(Values(count, () => random.Next(2) == 0), count),
        FixedColumn<sbyte> => new FixedColumn<sbyte>(Values(count, () => (sbyte)random.Next(-128, 128)), count),
        FixedColumn<short> => new FixedColumn<short>(Values(count, () => (short)random.Next(-32768, 32768)), count),
        FixedColumn<int> => new FixedColumn<int>(Values(count, () => random.Next(0, 20_000)), count),
        FixedColumn<long> => new FixedColumn<long>(Values(count, () => random.NextInt64(0, 1L << 50)), count),
        FixedColumn<float> => new FixedColumn<float>(Values(count, random.NextSingle), count),
        FixedColumn<double> => new FixedColumn<double>(Values(count, random.NextDouble), count),
        FixedColumn<Int128> => new FixedColumn<Int128>(Values(count, () => (Int128)random.NextInt64() * random.Next()), count),
        _ => throw new ArgumentException(like.GetType().Name),
    };

    private static BytesColumn Bytes(int count, Random random)
    {
        var builder = new BytesColumnBuilder();
        for (int row = 0; row < count; row++) builder.Append(Encoding.UTF8.GetBytes(new string('ä', random.Next(12))));
        return (BytesColumn)builder.Build();
    }

    private static ListColumn List(DataType type, int count, Random random)
    {
        (int[] starts, int[] lengths, int total) = Slices(count, random);
        return new ListColumn(Of(type.Children[0], total, random), starts, lengths, count);
    }

    private static MapColumn Map(DataType type, int count, Random random)
    {
        (int[] starts, int[] lengths, int total) = Slices(count, random);
        return new MapColumn(Of(type.Children[0], total, random), Of(type.Children[1], total, random), starts, lengths, count);
    }

    private static (int[] Starts, int[] Lengths, int Total) Slices(int count, Random random)
    {
        int[] lengths = Values(count, () => random.Next(4)), starts = new int[count];
        for (int row = 1; row < count; row++) starts[row] = starts[row - 1] + lengths[row - 1];
        return (starts, lengths, lengths.Sum());
    }

    /// <summary>Of the years 0 to 9999.</summary>
    private static Int128 Nanos(Random random) =>
        DateTimeMath.ToNanos(random.NextInt64(-62_167_219_200_000_000, 253_402_300_800_000_000), random.Next(1000));

    private static T[] Values<T>(int count, Func<T> next) => [.. Enumerable.Range(0, count).Select(_ => next())];
}
