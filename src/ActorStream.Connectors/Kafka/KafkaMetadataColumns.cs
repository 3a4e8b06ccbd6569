using ActorStream.Types;

namespace ActorStream.Connectors.Kafka;

/// <summary>The metadata of records as columns.</summary>
internal static class KafkaMetadataColumns
{
    private static readonly DataType HeaderMap = DataType.Map(DataType.String.NotNull(), DataType.Bytes.NotNull()).NotNull();

    public static IReadOnlyDictionary<string, DataType> Readable { get; } = new Dictionary<string, DataType>(StringComparer.Ordinal)
    {
        ["topic"] = DataType.String.NotNull(),
        ["partition"] = DataType.Int.NotNull(),
        ["headers"] = HeaderMap,
        ["leader-epoch"] = DataType.Int,
        ["offset"] = DataType.BigInt.NotNull(),
        ["timestamp"] = DataType.TimestampLtz(3).NotNull(),
        ["timestamp-type"] = DataType.String.NotNull(),
    };

    public static IReadOnlyDictionary<string, DataType> Writable { get; } = new Dictionary<string, DataType>(StringComparer.Ordinal)
    {
        ["topic"] = DataType.String.NotNull(),
        ["headers"] = HeaderMap.Nullable(),
        ["timestamp"] = DataType.TimestampLtz(3),
    };

    /// <summary>A metadata column of a batch.</summary>
    /// <param name="key">The metadata key.</param>
    /// <param name="records">The records that were read.</param>
    /// <param name="rows">For each row its record; null where row i came from record i.</param>
    /// <param name="count">The number of rows.</param>
    public static Column Read(string key, LogRecords records, int[]? rows, int count) => key switch
    {
        "topic" => Same(records.Partition.Topic, count),
        "partition" => Filled(records.Partition.Partition, count),
        "offset" => Longs(records.Offsets, rows, count, 1),
        "timestamp" => Longs(records.TimestampsMs, rows, count, 1000),
        "timestamp-type" => Same(records.TimestampType switch { 0 => "NoTimestampType", 2 => "LogAppendTime", _ => "CreateTime" }, count),
        "leader-epoch" => records.LeaderEpoch >= 0
            ? Filled(records.LeaderEpoch, count)
            : new FixedColumn<int>(new int[count], count, NullBits.CreateAllNull(count)),
        _ => Headers(records, rows, count),
    };

    /// <summary>Times of records from a TIMESTAMP_LTZ column; now where it is NULL.</summary>
    public static long[] Timestamps(Column column, int count, TimeProvider timeProvider)
    {
        long now = timeProvider.GetUtcNow().ToUnixTimeMilliseconds();
        var micros = (FixedColumn<long>)column;
        long[] times = new long[count];
        for (int i = 0; i < count; i++) times[i] = column.IsNull(i) ? now : Math.DivRem(micros[i], 1000).Quotient;
        return times;
    }

    /// <summary>Headers of records from a MAP column.</summary>
    public static IReadOnlyList<LogHeader>?[] Headers(Column column, int count)
    {
        var map = (MapColumn)column;
        var names = (BytesColumn)map.Keys;
        var values = (BytesColumn)map.Values;
        var headers = new IReadOnlyList<LogHeader>?[count];
        for (int row = 0; row < count; row++)
        {
            if (map.IsNull(row) || map.Lengths[row] == 0) continue;
            var list = new LogHeader[map.Lengths[row]];
            for (int i = 0; i < list.Length; i++)
            {
                int at = map.Starts[row] + i;
                list[i] = new LogHeader(System.Text.Encoding.UTF8.GetString(names[at]), values.IsNull(at) ? null : values[at].ToArray());
            }
            headers[row] = list;
        }
        return headers;
    }

    private static BytesColumn Same(string text, int count)
    {
        byte[] utf8 = System.Text.Encoding.UTF8.GetBytes(text);
        int[] lengths = new int[count];
        Array.Fill(lengths, utf8.Length);
        return new BytesColumn(utf8, new int[count], lengths, count);
    }

    private static FixedColumn<int> Filled(int value, int count)
    {
        int[] values = new int[count];
        Array.Fill(values, value);
        return new FixedColumn<int>(values, count);
    }

    private static FixedColumn<long> Longs(long[] of, int[]? rows, int count, long factor)
    {
        long[] values = GC.AllocateUninitializedArray<long>(count);
        for (int i = 0; i < count; i++) values[i] = of[rows is null ? i : rows[i]] * factor;
        return new FixedColumn<long>(values, count);
    }

    private static Column Headers(LogRecords records, int[]? rows, int count)
    {
        var names = new BytesColumnBuilder();
        var values = new BytesColumnBuilder();
        var maps = new MapColumnBuilder(names, values);
        for (int i = 0; i < count; i++)
        {
            // A map holds a name once; the last header of a name counts, as it does in Flink.
            IReadOnlyList<LogHeader> headers = records.Headers?[rows is null ? i : rows[i]] ?? [];
            foreach (LogHeader header in headers.GroupBy(h => h.Key, StringComparer.Ordinal).Select(g => g.Last()))
            {
                names.Append(header.Key.AsSpan());
                if (header.Value is null) values.AppendNull();
                else values.Append((ReadOnlySpan<byte>)header.Value);
            }
            maps.EndRow();
        }
        return maps.Build();
    }
}
