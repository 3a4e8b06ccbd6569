using ActorStream.Types;

namespace ActorStream.Connectors.Kafka;

/// <summary>Reads all partitions of a table, decodes their records and stops each at its bound.</summary>
internal sealed class KafkaSourceReader : ISourceReader
{
    private readonly TableContext _context;
    private readonly ILog _log;
    private readonly KafkaDecoder _decoder;
    private readonly ILogReader _reader;
    private readonly IReadOnlyDictionary<LogPartition, long> _ends;
    private readonly Dictionary<LogPartition, SplitProgress> _splits = [];
    private readonly Queue<SourceBatch> _ended = new();
    private readonly Func<CancellationToken, ValueTask<IReadOnlyList<LogPartition>>> _discover;
    private readonly TimeSpan _discoveryInterval;
    private readonly HashSet<LogPartition> _known;
    private Task<IReadOnlyList<LogPartition>>? _discovery;
    private long _lastDiscovery;

    public KafkaSourceReader(
        TableContext context, ILog log, KafkaDecoder decoder, IReadOnlyList<SplitStart> starts, IReadOnlyDictionary<LogPartition,
            long> ends,
        TimeSpan discoveryInterval, Func<CancellationToken, ValueTask<IReadOnlyList<LogPartition>>> discover)
    {
        (_context, _log, _decoder, _ends, _discoveryInterval, _discover) = (context, log, decoder, ends, discoveryInterval, discover);
        var open = new List<LogOffset>();
        foreach (SplitStart start in starts)
        {
            LogPartition partition = start.Split.Log!.Value;
            var progress = new SplitProgress(start.Split) { NextOffset = start.Offset!.Value };
            if (ends.TryGetValue(partition, out long end) && progress.NextOffset >= end) _ended.Enqueue(progress.End(Empty()));
            else open.Add(new LogOffset(partition, progress.NextOffset));
            _splits.Add(partition, progress);
        }
        _known = [.. _splits.Keys];
        _reader = log.OpenReader(open);
        OpenSplits = open.Count;
        _lastDiscovery = context.Environment.TimeProvider.GetTimestamp();
    }

    private int OpenSplits { get; set; }

    public async ValueTask<SourceBatch?> ReadAsync(CancellationToken cancellationToken)
    {
        if (_ended.TryDequeue(out SourceBatch? ended)) return ended;
        while (OpenSplits > 0)
        {
            if (_discoveryInterval > TimeSpan.Zero) LookForNewPartitions(cancellationToken);
            LogRecords records = await _reader.ReadAsync(cancellationToken);
            SplitProgress split = _splits[records.Partition];
            if (split.IsEnded) continue;
            bool isEnd = false;
            if (_ends.TryGetValue(records.Partition, out long end) && records.NextOffset >= end)
            {
                records = UpTo(records, end);
                isEnd = true;
            }
            if (await MakeBatchAsync(records, split, isEnd) is { } batch) return batch;
        }
        return null;
    }

    public ValueTask DisposeAsync() => _reader.DisposeAsync();

    /// <summary>The part of records that lies before a bound.</summary>
    private static LogRecords UpTo(LogRecords records, long end)
    {
        int count = 0;
        while (count < records.Count && records.Offsets[count] < end) count++;
        if (count == records.Count) return records;
        return new LogRecords
        {
            Partition = records.Partition, Count = count, Keys = First(records.Keys, count), Values = First(records.Values, count),
            Offsets = records.Offsets, TimestampsMs = records.TimestampsMs, TimestampType = records.TimestampType, Headers =
                records.Headers,
            LeaderEpoch = records.LeaderEpoch, NextOffset = end, EndOffset = end,
        };
    }

    private static BytesColumn First(BytesColumn column, int count) =>
        new(column.Data, column.Starts, column.Lengths, count, column.Nulls?[..NullBits.WordCount(count)]);

    private async ValueTask<SourceBatch?> MakeBatchAsync(LogRecords records, SplitProgress split, bool isEnd)
    {
        long lag = Math.Max(0, (records.EndOffset ?? records.NextOffset) - records.NextOffset);
        bool isNews = records.Count > 0 || isEnd || records.NextOffset != split.NextOffset || lag != split.Lag;
        if (!isNews) return null;
        (split.NextOffset, split.Lag) = (records.NextOffset, lag);
        (Batch rows, IReadOnlyList<DeadLetter>? letters) = _decoder.Decode(records);
        if (isEnd)
        {
            split.IsEnded = true;
            OpenSplits--;
            await _reader.RemoveAsync(records.Partition);
        }
        return new SourceBatch(split.Split, rows, records.NextOffset)
        {
            IsEnd = isEnd,
            Lag = isEnd ? 0 : lag,
            NewestTimestampMs = records.Count > 0 ? records.TimestampsMs[records.Count - 1] : null,
            DeadLetters = letters,
        };
    }

    private Batch Empty() => new([.. _context.Columns.Select(c => ColumnBuilder.Create(c.Type).Build())], 0);

    /// <summary>Each partition has a shard, and a job's shards are those it started with: a new partition ends the job with the remedy,
    /// because to leave its rows unread would be to lose them.</summary>
    private void LookForNewPartitions(CancellationToken cancellationToken)
    {
        TimeProvider timeProvider = _context.Environment.TimeProvider;
        if (_discovery is null)
        {
            if (timeProvider.GetElapsedTime(_lastDiscovery) < _discoveryInterval) return;
            _lastDiscovery = timeProvider.GetTimestamp();
            _discovery = _discover(cancellationToken).AsTask();
        }
        if (!_discovery.IsCompleted) return;
        Task<IReadOnlyList<LogPartition>> done = _discovery;
        _discovery = null;
        // A broker that does not answer now is asked again after the interval.
        if (!done.IsCompletedSuccessfully) return;
#pragma warning disable CA1849 // The task has completed.
        LogPartition[] added = [.. done.Result.Where(p => !_known.Contains(p))];
#pragma warning restore CA1849
        if (added.Length == 0) return;
        throw new ConnectorException(
            KafkaConnector.Name, _context.Table.Name,
            $"Table \"{_context.Table.Name}\" has new partitions in {_log.Address} that this run does not read: "
                + string.Join(", ", added.Take(5)) + ".",
            hint: "Start the job again from a savepoint under another --name, or with --fresh; "
                + "'scan.topic-partition-discovery.interval' = '0' keeps it from looking.");
    }

    private sealed class SplitProgress(SourceSplit split)
    {
        public SourceSplit Split => split;

        public long NextOffset { get; set; }

        public long Lag { get; set; } = -1;

        public bool IsEnded { get; set; }

        public SourceBatch End(Batch empty)
        {
            IsEnded = true;
            return new SourceBatch(split, empty, NextOffset) { IsEnd = true, Lag = 0 };
        }
    }
}
