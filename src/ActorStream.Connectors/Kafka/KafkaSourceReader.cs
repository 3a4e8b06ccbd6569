using ActorStream.Types;

namespace ActorStream.Connectors.Kafka;

/// <summary>Reads all partitions of a table and stops each at its bound; decodes nothing itself.</summary>
internal sealed class KafkaSourceReader : ISourceReader
{
    private readonly TableContext _context;
    private readonly Batch _empty;
    private readonly ILogReader _reader;
    private readonly IReadOnlyDictionary<LogPartition, long> _ends;
    private readonly Dictionary<LogPartition, SplitProgress> _splits = [];
    private readonly Queue<SourceBatch> _ended = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly Task? _watch;
    private CancellationTokenSource? _reading;
    private Task<LogRecords>? _pending;
    private bool _hasToldOfPartitions;

    /// <summary>Makes a reader.</summary>
    /// <param name="context">The table.</param>
    /// <param name="log">The log that it reads.</param>
    /// <param name="decoder">Makes what makes rows of a partition's records.</param>
    /// <param name="starts">The partitions with where to start.</param>
    /// <param name="ends">Where a bounded table's partitions end.</param>
    /// <param name="discoveryInterval">How often to look for partitions that are not among these; zero: never.</param>
    /// <param name="discover">All partitions of the table's topics at this moment.</param>
    public KafkaSourceReader(
        TableContext context, ILog log, Func<KafkaDecoder> decoder, IReadOnlyList<SplitStart> starts,
        IReadOnlyDictionary<LogPartition, long> ends, TimeSpan discoveryInterval,
        Func<CancellationToken, ValueTask<IReadOnlyList<LogPartition>>> discover)
    {
        (_context, _ends) = (context, ends);
        _empty = new Batch([.. context.Columns.Select(c => ColumnBuilder.Create(c.Type).Build())], 0);
        var open = new List<LogOffset>();
        foreach (SplitStart start in starts)
        {
            LogPartition partition = start.Split.Log!.Value;
            var progress = new SplitProgress(start.Split, decoder()) { NextOffset = start.Offset!.Value };
            if (ends.TryGetValue(partition, out long end) && progress.NextOffset >= end) _ended.Enqueue(progress.End(_empty));
            else open.Add(new LogOffset(partition, progress.NextOffset));
            _splits.Add(partition, progress);
        }
        _reader = log.OpenReader(open);
        OpenSplits = open.Count;
        _watch = discoveryInterval > TimeSpan.Zero ? WatchAsync(discoveryInterval, discover, _closing.Token) : null;
    }

    private int OpenSplits { get; set; }

    public async ValueTask<SourceBatch?> ReadAsync(CancellationToken cancellationToken)
    {
        if (_ended.TryDequeue(out SourceBatch? ended)) return ended;
        while (OpenSplits > 0)
        {
            if (await NextAsync(cancellationToken) is not { } records) return NewSplits();
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

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        if (_watch is not null) await _watch.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_pending is not null) await ((Task)_pending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _reader.DisposeAsync();
        _reading?.Dispose();
        _closing.Dispose();
    }

    /// <summary>The next records, or null, once, when partitions were added.</summary>
    private async ValueTask<LogRecords?> NextAsync(CancellationToken cancellationToken)
    {
        if (_watch is null || _hasToldOfPartitions) return await TakeAsync(cancellationToken);
        // Without traffic a read waits for long, but new partitions must be told of all the same.
        _reading ??= CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token);
        _pending ??= _reader.ReadAsync(_reading.Token).AsTask();
        if (!_pending.IsCompleted) await Task.WhenAny(_pending, _watch);
        if (!_watch.IsCompleted) return await TakeAsync(cancellationToken);
        await _watch;
        _hasToldOfPartitions = true;
        return null;
    }

    private async ValueTask<LogRecords> TakeAsync(CancellationToken cancellationToken)
    {
        if (_pending is not { } pending) return await _reader.ReadAsync(cancellationToken);
        _pending = null;
        return await pending;
    }

    private SourceBatch NewSplits()
    {
        SplitProgress any = _splits.Values.First(s => !s.IsEnded);
        return new SourceBatch(any.Split, _empty, any.NextOffset) { Lag = Math.Max(0, any.Lag), HasNewSplits = true };
    }

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
        if (isEnd)
        {
            split.IsEnded = true;
            OpenSplits--;
            await _reader.RemoveAsync(records.Partition);
        }
        var batch = new SourceBatch(split.Split, _empty, records.NextOffset)
        {
            IsEnd = isEnd,
            Lag = isEnd ? 0 : lag,
            NewestTimestampMs = records.Count > 0 ? records.TimestampsMs[records.Count - 1] : null,
            EncodedBytes = records.Values.SizeBytes + records.Keys.SizeBytes,
        };
        return batch with { Decode = () => split.Decode(batch, records) };
    }

    /// <summary>Asks now and then, beside the reading, for partitions that were added; completes when there are some.</summary>
    private async Task WatchAsync(
        TimeSpan interval, Func<CancellationToken, ValueTask<IReadOnlyList<LogPartition>>> discover, CancellationToken cancellationToken)
    {
        TimeProvider timeProvider = _context.Environment.TimeProvider;
        while (true)
        {
            await Task.Delay(interval, timeProvider, cancellationToken);
            try
            {
                if ((await discover(cancellationToken)).Any(p => !_splits.ContainsKey(p))) return;
            }
            catch (ActorStreamException)
            {
                // A broker that does not answer now is asked again after the interval; reading tells of it if it stays away.
            }
        }
    }

    private sealed class SplitProgress(SourceSplit split, KafkaDecoder decoder)
    {
        public SourceSplit Split => split;

        public long NextOffset { get; set; }

        public long Lag { get; set; } = -1;

        public bool IsEnded { get; set; }

        public SourceBatch Decode(SourceBatch batch, LogRecords records)
        {
            (Batch rows, IReadOnlyList<DeadLetter>? letters) = decoder.Decode(records);
            return batch with { Rows = rows, DeadLetters = letters };
        }

        public SourceBatch End(Batch empty)
        {
            IsEnded = true;
            return new SourceBatch(split, empty, NextOffset) { IsEnd = true, Lag = 0 };
        }
    }
}
