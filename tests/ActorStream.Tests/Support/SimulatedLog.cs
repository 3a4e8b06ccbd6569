using ActorStream.Actors;
using ActorStream.Connectors;
using ActorStream.Connectors.LocalLog;
using ActorStream.Types;

namespace ActorStream.Tests.Support;

/// <summary>Where a simulated log can be made to fail.</summary>
public enum LogFault
{
    /// <summary>An append throws.</summary>
    Append,

    /// <summary>A read throws.</summary>
    Read,

    /// <summary>A commit happens, but its answer is lost.</summary>
    CommitAnswerLost,

    /// <summary>A commit does not happen, and its answer is lost.</summary>
    CommitRequestLost,

    /// <summary>A commit is refused.</summary>
    CommitAborted,
}

/// <summary>The storage behind simulated logs: what a broker holds. Survives its logs, as a broker survives its clients.</summary>
/// <param name="dispatcher">Where those who wait for records go on; null: the thread pool.</param>
internal sealed class SimulatedBroker(Dispatcher? dispatcher = null)
{
    private readonly Dispatcher _dispatcher = dispatcher ?? Dispatcher.ThreadPool;
    private TaskCompletionSource? _changed;

    internal Lock Lock { get; } = new();

    internal Dictionary<string, List<List<SimulatedRecord>>> Topics { get; } = new(StringComparer.Ordinal);

    internal Dictionary<(string Group, LogPartition Partition), long> Offsets { get; } = [];

    internal Dictionary<string, SimulatedTransaction> Owners { get; } = new(StringComparer.Ordinal);

    internal TaskCompletionSource Changed => _changed ??= _dispatcher.CreateCompletion();

    /// <summary>Asked at every point where a fault may come, with a text that names the point.</summary>
    public Func<LogFault, string, bool>? Faults { get; set; }

    /// <summary>The broker's clock, by which it aborts transactions that stay open for longer than their time-out; null: it does
    /// not.</summary>
    public TimeProvider? Clock { get; init; }

    /// <summary>Told of each end of a transaction when it has happened, before its owner hears of it.</summary>
    public Action? TransactionEnded { get; set; }

    /// <summary>The number of readers that were made and not yet closed.</summary>
    public int OpenReaders { get; internal set; }

    /// <summary>The number of commits so far.</summary>
    public int Commits { get; internal set; }

    internal bool Fails(LogFault fault, string where) => Faults?.Invoke(fault, where) == true;

    internal void Raise()
    {
        TaskCompletionSource? changed = _changed;
        _changed = null;
        changed?.SetResult();
    }
}

/// <summary>A record in a simulated partition. It is invisible while its transaction is open, and for ever where that was
/// aborted.</summary>
internal sealed record SimulatedRecord(byte[]? Key, byte[]? Value, long TimestampMs, IReadOnlyList<LogHeader>? Headers, SimulatedFate Fate);

/// <summary>What became of the transaction that wrote a record.</summary>
internal sealed class SimulatedFate
{
    public bool IsOpen { get; set; }

    public bool IsAborted { get; set; }
}

/// <summary>A log in memory, deterministic, with faults on demand.</summary>
internal sealed class SimulatedLog(SimulatedBroker broker, TimeProvider? timeProvider = null) : ILog
{
    private readonly TimeProvider _timeProvider = timeProvider ?? TimeProvider.System;

    public string Address => "simulation";

    public string Identity => $"simulated:{broker.GetHashCode()}";

    internal SimulatedBroker Broker => broker;

    public ValueTask<bool> CreateTopicAsync(
        string topic, int partitions, IReadOnlyDictionary<string, string>? settings, CancellationToken cancellationToken)
    {
        lock (broker.Lock)
            return ValueTask.FromResult(
                broker.Topics.TryAdd(topic, [.. Enumerable.Range(0, partitions).Select(_ => new List<SimulatedRecord>())]));
    }

    public ValueTask<bool> AddPartitionsAsync(string topic, int partitions, CancellationToken cancellationToken)
    {
        lock (broker.Lock)
        {
            if (!broker.Topics.TryGetValue(topic, out List<List<SimulatedRecord>>? found)) throw LogErrors.TopicNotFound(topic, Address);
            if (found.Count >= partitions) return ValueTask.FromResult(false);
            while (found.Count < partitions) found.Add([]);
            return ValueTask.FromResult(true);
        }
    }

    public ValueTask<IReadOnlyList<LogTopic>> ListTopicsAsync(CancellationToken cancellationToken)
    {
        lock (broker.Lock)
        {
            return ValueTask.FromResult<IReadOnlyList<LogTopic>>(
                [.. broker.Topics.OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => new LogTopic(t.Key, t.Value.Count))]);
        }
    }

    public ValueTask<LogTopic?> FindTopicAsync(string topic, CancellationToken cancellationToken)
    {
        lock (broker.Lock)
            return ValueTask.FromResult(broker.Topics.TryGetValue(topic, out var found) ? new LogTopic(topic, found.Count) : null);
    }

    public ValueTask<IReadOnlyList<LogOffset>> EarliestOffsetsAsync(
        IReadOnlyList<LogPartition> partitions, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<LogOffset>>([.. partitions.Select(p => new LogOffset(p, 0))]);

    public ValueTask<IReadOnlyList<LogOffset>> LatestOffsetsAsync(
        IReadOnlyList<LogPartition> partitions, LogIsolation isolation, CancellationToken cancellationToken)
    {
        lock (broker.Lock)
        {
            return ValueTask.FromResult<IReadOnlyList<LogOffset>>(
                [.. partitions.Select(p => new LogOffset(p, SimulatedReader.End(Records(p), isolation)))]);
        }
    }

    public ValueTask<IReadOnlyList<LogOffset>> OffsetsForTimeAsync(
        IReadOnlyList<LogPartition> partitions, long timestampMs, CancellationToken cancellationToken)
    {
        lock (broker.Lock)
        {
            return ValueTask.FromResult<IReadOnlyList<LogOffset>>([.. partitions.Select(p =>
            {
                List<SimulatedRecord> records = Records(p);
                int found = records.FindIndex(r => r.TimestampMs >= timestampMs);
                return new LogOffset(p, found < 0 ? records.Count : found);
            })]);
        }
    }

    public async ValueTask<IReadOnlyList<LogOffset>> CommittedOffsetsAsync(
        string group, IReadOnlyList<LogPartition> partitions, CancellationToken cancellationToken)
    {
        await Task.Yield();
        lock (broker.Lock)
        {
            return [.. partitions.Where(p => broker.Offsets.ContainsKey((group, p))).Select(p =>
                new LogOffset(p, broker.Offsets[(group, p)]))];
        }
    }

    public ILogReader OpenReader(
        IReadOnlyList<LogOffset> starts, LogIsolation isolation = LogIsolation.ReadCommitted,
        IReadOnlyDictionary<string, string>? properties = null)
    {
        lock (broker.Lock) broker.OpenReaders++;
        return new SimulatedReader(this, starts, isolation);
    }

    public ILogAppender OpenAppender(IReadOnlyDictionary<string, string>? properties = null) => new SimulatedAppender(this);

    public ValueTask<ILogTransaction> OpenTransactionAsync(
        string transactionalId, TimeSpan timeout, IReadOnlyDictionary<string, string>? properties, CancellationToken cancellationToken)
    {
        lock (broker.Lock)
        {
            if (broker.Owners.TryGetValue(transactionalId, out SimulatedTransaction? earlier)) earlier.End(aborted: true);
            var transaction = new SimulatedTransaction(this, transactionalId, timeout);
            broker.Owners[transactionalId] = transaction;
            broker.Raise();
            return ValueTask.FromResult<ILogTransaction>(transaction);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    internal List<SimulatedRecord> Records(LogPartition partition) =>
        broker.Topics.TryGetValue(partition.Topic, out var partitions)
            ? partitions[partition.Partition]
            : throw LogErrors.TopicNotFound(partition.Topic, Address);

    internal void Append(LogAppend records, SimulatedFate fate)
    {
        if (broker.Fails(LogFault.Append, records.Topic))
            throw new ConnectorException("simulated", null, "The simulation lets this append fail.", isTransient: true);
        lock (broker.Lock)
        {
            if (!broker.Topics.TryGetValue(records.Topic, out var partitions)) throw LogErrors.TopicNotFound(records.Topic, Address);
            for (int i = 0; i < records.Count; i++)
            {
                byte[]? key = records.Keys is null || records.Keys.IsNull(i) ? null : records.Keys[i].ToArray();
                int partition = records.Partitions?[i] ?? records.Partition ?? (key is null ? 0
                    : DefaultPartitioner.ForKey(key, partitions.Count));
                partitions[partition].Add(new SimulatedRecord(
                    key, records.Values.IsNull(i) ? null : records.Values[i].ToArray(),
                    records.TimestampsMs?[i] ?? _timeProvider.GetUtcNow().ToUnixTimeMilliseconds(), records.Headers?[i], fate));
            }
            broker.Raise();
        }
    }
}

/// <summary>Appends at once.</summary>
internal sealed class SimulatedAppender(SimulatedLog log) : ILogAppender
{
    public ValueTask AppendAsync(LogAppend records, CancellationToken cancellationToken)
    {
        log.Append(records, new SimulatedFate());
        return ValueTask.CompletedTask;
    }

    public ValueTask FlushAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>A transaction whose records stand in the log from the start, as in Kafka, and become visible at its end.</summary>
internal sealed class SimulatedTransaction(SimulatedLog log, string id, TimeSpan timeout) : ILogTransaction
{
    private SimulatedFate _fate = new() { IsOpen = true };
    private SimulatedFate? _begun;

    public TimeSpan? Timeout => timeout;

    public ValueTask AppendAsync(LogAppend records, CancellationToken cancellationToken)
    {
        lock (log.Broker.Lock)
        {
            if (IsOwner) Begin();
            log.Append(records, IsOwner ? _fate : new SimulatedFate { IsAborted = true });
        }
        return ValueTask.CompletedTask;
    }

    public ValueTask FlushAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public async ValueTask<CommitResult> CommitAsync(
        IReadOnlyDictionary<string, IReadOnlyList<LogOffset>> offsets, CancellationToken cancellationToken)
    {
        await Task.Yield();
        SimulatedBroker broker = log.Broker;
        lock (broker.Lock)
        {
            if (!IsOwner) return CommitResult.Fenced;
            if (broker.Fails(LogFault.CommitRequestLost, id)) return CommitResult.Unknown;
            if (broker.Fails(LogFault.CommitAborted, id))
            {
                End(aborted: true);
                return CommitResult.Aborted;
            }
            foreach ((string group, IReadOnlyList<LogOffset> list) in offsets)
            {
                foreach (LogOffset offset in list) broker.Offsets[(group, offset.Partition)] = offset.Offset;
            }
            End(aborted: false);
            broker.Commits++;
            return broker.Fails(LogFault.CommitAnswerLost, id) ? CommitResult.Unknown : CommitResult.Committed;
        }
    }

    public ValueTask AbortAsync(CancellationToken cancellationToken)
    {
        lock (log.Broker.Lock) End(aborted: true);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    internal void End(bool aborted)
    {
        (_fate.IsOpen, _fate.IsAborted) = (false, aborted);
        _fate = new SimulatedFate { IsOpen = true };
        log.Broker.Raise();
        log.Broker.TransactionEnded?.Invoke();
    }

    /// <summary>The broker's patience with an owner of whom it hears nothing more.</summary>
    private void Begin()
    {
        if (_begun == _fate) return;
        SimulatedFate begun = _begun = _fate;
        log.Broker.Clock?.CreateTimer(
            _ =>
            {
                lock (log.Broker.Lock)
                {
                    if (!begun.IsOpen) return;
                    End(aborted: true);
                    if (IsOwner) log.Broker.Owners.Remove(id);
                }
            },
            null, timeout, System.Threading.Timeout.InfiniteTimeSpan);
    }

    private bool IsOwner => log.Broker.Owners.GetValueOrDefault(id) == this;
}

/// <summary>Reads simulated partitions in turn.</summary>
internal sealed class SimulatedReader(SimulatedLog log, IReadOnlyList<LogOffset> starts, LogIsolation isolation) : ILogReader
{
    private readonly List<(LogPartition Partition, long Next, long ToldEnd)> _positions =
        [.. starts.Select(s => (s.Partition, s.Offset, -1L))];
    private int _turn;

    public static long End(List<SimulatedRecord> records, LogIsolation isolation)
    {
        int open = isolation == LogIsolation.ReadUncommitted ? -1 : records.FindIndex(r => r.Fate.IsOpen);
        return open < 0 ? records.Count : open;
    }

    public async ValueTask<LogRecords> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Task changed;
            lock (log.Broker.Lock)
            {
                for (int i = 0; i < _positions.Count; i++)
                {
                    int index = (_turn + i) % _positions.Count;
                    if (Read(index) is not { } records) continue;
                    _turn = index + 1;
                    return records;
                }
                changed = log.Broker.Changed.Task;
            }
            await changed.WaitAsync(cancellationToken);
        }
    }

    public ValueTask RemoveAsync(LogPartition partition)
    {
        _positions.RemoveAll(p => p.Partition == partition);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        lock (log.Broker.Lock) log.Broker.OpenReaders--;
        return ValueTask.CompletedTask;
    }

    private LogRecords? Read(int index)
    {
        (LogPartition partition, long next, long toldEnd) = _positions[index];
        if (log.Broker.Fails(LogFault.Read, partition.ToString()))
            throw new ConnectorException("simulated", null, "The simulation lets this read fail.", isTransient: true);
        List<SimulatedRecord> all = log.Records(partition);
        long end = End(all, isolation);
        if (next > end && next > all.Count) throw LogErrors.OffsetOutOfRange(partition, next, 0, end, log.Address);
        var found = new List<(long Offset, SimulatedRecord Record)>();
        for (; next < end && found.Count < Batch.TargetRows; next++)
        {
            SimulatedRecord record = all[(int)next];
            if (isolation == LogIsolation.ReadUncommitted || !record.Fate.IsAborted) found.Add((next, record));
        }
        bool isAtEnd = next == end;
        if (found.Count == 0 && (!isAtEnd || toldEnd == end)) return null;
        _positions[index] = (partition, next, isAtEnd ? end : toldEnd);
        return new LogRecords
        {
            Partition = partition, Count = found.Count, Keys = Column(found.Select(f => f.Record.Key)), Values =
                Column(found.Select(f => f.Record.Value)),
            Offsets = [.. found.Select(f => f.Offset)], TimestampsMs = [.. found.Select(f => f.Record.TimestampMs)],
            Headers = found.Exists(f => f.Record.Headers is not null) ? [.. found.Select(f => f.Record.Headers)] : null,
            NextOffset = next, EndOffset = end, IsAtEnd = isAtEnd,
        };
    }

    private static BytesColumn Column(IEnumerable<byte[]?> values)
    {
        var builder = new BytesColumnBuilder();
        foreach (byte[]? value in values)
        {
            if (value is null) builder.AppendNull();
            else builder.Append((ReadOnlySpan<byte>)value);
        }
        return (BytesColumn)builder.Build();
    }
}
