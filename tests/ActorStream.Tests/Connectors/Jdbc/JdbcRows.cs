using System.Globalization;
using System.Numerics;
using ActorStream.Types;

namespace ActorStream.Tests.Connectors.Jdbc;

/// <summary>Batches from plain values, and as text.</summary>
internal static class JdbcRows
{
    public static Batch Rows(DataType[] types, params object?[][] rows)
    {
        ColumnBuilder[] builders = [.. types.Select(ColumnBuilder.Create)];
        foreach (object?[] row in rows)
        {
            for (int i = 0; i < types.Length; i++) Append(builders[i], types[i], row[i]);
        }
        return new Batch([.. builders.Select(b => b.Build())], rows.Length);
    }

    /// <summary>A DECIMAL(38, 10) that is too wide for .NET's own.</summary>
    public static BigInteger Wide(string text) => BigInteger.Parse(text.Replace(".", "", StringComparison.Ordinal),
        CultureInfo.InvariantCulture);

    public static List<string> ShowRows(Batch batch, DataType[] types) =>
        [.. Enumerable.Range(0, batch.Count).Select(row => string.Join(", ", types.Select((t, i) => Cell(batch.Columns[i], row, t))))];

    public static string Cell(Column column, int row, DataType type)
    {
        if (column.IsNull(row)) return "NULL";
        return column switch
        {
            BytesColumn bytes when type.IsText => System.Text.Encoding.UTF8.GetString(bytes[row]),
            BytesColumn bytes => Convert.ToHexString(bytes[row]),
            FixedColumn<long> c when type.Root == TypeRoot.Decimal => Scaled(c[row], type.Scale),
            FixedColumn<Int128> c when type.IsTimestamp => new NanoTimestamp(c[row], type.Root == TypeRoot.TimestampLtz).ToString(),
            FixedColumn<Int128> c => Scaled(c[row], type.Scale),
            FixedColumn<long> c when type.IsTimestamp =>
                DateTime.UnixEpoch.AddTicks(c[row] * 10).ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture),
            FixedColumn<int> c when type.Root == TypeRoot.Date =>
                DateTime.UnixEpoch.AddDays(c[row]).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            FixedColumn<int> c when type.Root == TypeRoot.Time =>
                TimeSpan.FromMilliseconds(c[row]).ToString("c", CultureInfo.InvariantCulture),
            FixedColumn<int> c => c[row].ToString(CultureInfo.InvariantCulture),
            FixedColumn<long> c => c[row].ToString(CultureInfo.InvariantCulture),
            FixedColumn<short> c => c[row].ToString(CultureInfo.InvariantCulture),
            FixedColumn<sbyte> c => c[row].ToString(CultureInfo.InvariantCulture),
            FixedColumn<double> c => c[row].ToString("R", CultureInfo.InvariantCulture),
            FixedColumn<float> c => c[row].ToString("R", CultureInfo.InvariantCulture),
            FixedColumn<bool> c => c[row] ? "true" : "false",
            ListColumn => "list",
            _ => throw new ArgumentException(column.GetType().Name),
        };
    }

    private static string Scaled(Int128 unscaled, int scale)
    {
        string digits = Int128.Abs(unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        return (unscaled < 0 ? "-" : "") + (scale == 0 ? digits : $"{digits[..^scale]}.{digits[^scale..]}");
    }

    private static void Append(ColumnBuilder builder, DataType type, object? value)
    {
        switch (builder, value)
        {
            case (_, null): builder.AppendNull(); break;
            case (BytesColumnBuilder b, string text): b.Append(text); break;
            case (BytesColumnBuilder b, byte[] bytes): b.Append(bytes); break;
            case (FixedColumnBuilder<long> b, decimal d): b.Append((long)(d * (decimal)Math.Pow(10, type.Scale))); break;
            case (FixedColumnBuilder<Int128> b, decimal d): b.Append((Int128)(d * (decimal)Math.Pow(10, type.Scale))); break;
            case (FixedColumnBuilder<Int128> b, BigInteger d): b.Append((Int128)d); break;
            case (FixedColumnBuilder<Int128> b, NanoTimestamp t): b.Append(t.Nanoseconds); break;
            case (FixedColumnBuilder<long> b, DateTime t): b.Append((t - DateTime.UnixEpoch).Ticks / 10); break;
            case (FixedColumnBuilder<int> b, DateTime t): b.Append((int)(t - DateTime.UnixEpoch).TotalDays); break;
            case (FixedColumnBuilder<int> b, TimeSpan t): b.Append((int)t.TotalMilliseconds); break;
            case (FixedColumnBuilder<int> b, int i): b.Append(i); break;
            case (FixedColumnBuilder<long> b, long i): b.Append(i); break;
            case (FixedColumnBuilder<short> b, short i): b.Append(i); break;
            case (FixedColumnBuilder<double> b, double d): b.Append(d); break;
            case (FixedColumnBuilder<bool> b, bool d): b.Append(d); break;
            default: throw new ArgumentException($"{type} {value}");
        }
    }
}
