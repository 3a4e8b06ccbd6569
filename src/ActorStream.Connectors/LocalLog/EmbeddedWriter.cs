using System.Globalization;
using ActorStream.Types;

namespace ActorStream.Connectors.LocalLog;

/// <summary>Stages records in segment files of its own and links them in by one commit. Behind both the appender, which commits at
/// every flush, and the transaction. Thread-safe.</summary>
internal sealed class EmbeddedWriter : IDisposable
{
    /// <summary>A new segment file is begun when the last one is longer.</summary>
    private const long RollBytes = 256L << 20;

    private readonly EmbeddedLog _log;
    private readonly Lock _lock = new();
    private readonly Dictionary<LogPartition, EmbeddedSegment> _segments = [];
    private readonly List<EmbeddedSegment> _rolled = [];
    private readonly List<EmbeddedPending> _carried = [];
    private int _keyless;

    public EmbeddedWriter(EmbeddedLog log) => _log = log;

    /// <summary>Bytes staged since the last commit, about.</summary>
    public long StagedBytes { get; private set; }

    public void Append(LogAppend records)
    {
        EmbeddedTopic topic = _log.RequireTopic(records.Topic);
        long now = _log.TimeProvider.GetUtcNow().ToUnixTimeMilliseconds();
        lock (_lock)
        {
            int keyless = _keyless++ & int.MaxValue;
            BytesColumn? keys = records.Keys;
            BytesColumn values = records.Values;
            EmbeddedSegment? segment = null;
            for (int i = 0; i < records.Count; i++)
            {
                bool hasKey = keys is not null && !keys.IsNull(i);
                int partition = records.Partitions is { } each ? each[i]
                    : records.Partition ?? (hasKey ? DefaultPartitioner.ForKey(keys![i], topic.Partitions) : keyless % topic.Partitions);
                if (segment is null || segment.Partition != partition) segment = Segment(topic, partition);
                byte[]? headers = records.Headers?[i] is { Count: > 0 } list ? EmbeddedFrame.EncodeHeaders(list) : null;
                bool hasValue = !values.IsNull(i);
                ReadOnlySpan<byte> key = hasKey ? keys![i] : default;
                ReadOnlySpan<byte> value = hasValue ? values[i] : default;
                segment.Append(hasKey, key, hasValue, value, records.TimestampsMs is { } times ? times[i] : now, headers);
                StagedBytes += key.Length + value.Length + 16;
            }
        }
    }

    /// <summary>Writes what is staged to the files, makes it durable, and commits it together with offsets.</summary>
    /// <returns>False where the transactional id has another owner; what was staged is dropped then.</returns>
    public bool Commit(string? transactionalId, long epoch, IReadOnlyDictionary<string, IReadOnlyList<LogOffset>>? offsets)
    {
        List<EmbeddedPending> pending;
        List<EmbeddedSegment> touched;
        lock (_lock)
        {
            pending = [.. _carried];
            touched = [.. _rolled];
            _carried.Clear();
            _rolled.Clear();
            StagedBytes = 0;
            foreach (EmbeddedSegment segment in _segments.Values)
            {
                if (segment.TakePending() is not { } taken) continue;
                pending.Add(taken);
                touched.Add(segment);
            }
            if (pending.Count == 0 && offsets is null && transactionalId is null) return true;
        }
        try
        {
            foreach (EmbeddedSegment segment in touched) segment.Sync();
            bool committed = _log.Database.Commit(transactionalId, epoch, _log.WriterId, pending, offsets);
            // Topics may have been given partitions meanwhile, over which keys are spread from now on.
            _log.ForgetTopics();
            if (committed) _log.Signal.Raise();
            return committed;
        }
        finally
        {
            lock (_lock)
            {
                foreach (EmbeddedSegment segment in touched)
                {
                    if (!_segments.ContainsValue(segment)) segment.Dispose();
                }
            }
        }
    }

    /// <summary>Drops what is staged.</summary>
    public void Drop()
    {
        lock (_lock)
        {
            foreach (EmbeddedSegment segment in _segments.Values) segment.Drop();
            foreach (EmbeddedSegment segment in _rolled) segment.Dispose();
            _rolled.Clear();
            _carried.Clear();
            StagedBytes = 0;
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            try
            {
                Drop();
            }
            finally
            {
                foreach (EmbeddedSegment segment in _segments.Values) segment.Dispose();
                _segments.Clear();
            }
        }
    }

    private EmbeddedSegment Segment(EmbeddedTopic topic, int partition)
    {
        var key = new LogPartition(topic.Name, partition);
        if (_segments.TryGetValue(key, out EmbeddedSegment? segment) && segment.Length < RollBytes) return segment;
        if ((uint)partition >= (uint)topic.Partitions)
        {
            throw LogErrors.PartitionNotFound(key, topic.Partitions, _log.Address);
        }
        if (segment is not null)
        {
            if (segment.TakePending() is { } pending)
            {
                _carried.Add(pending);
                _rolled.Add(segment);
            }
            else
            {
                segment.Dispose();
            }
        }
        string name = string.Create(CultureInfo.InvariantCulture, $"{topic.Id}/{partition}-{_log.WriterId}-{_log.NextFileNumber()}.seg");
        segment = new EmbeddedSegment(topic.Id, partition, _log.SegmentFolder, name);
        _segments[key] = segment;
        return segment;
    }
}
