using ActorStream.Types;

namespace ActorStream.Connectors;

/// <summary>Records of one partition, as columns.</summary>
public sealed class LogRecords
{
    /// <summary>The partition.</summary>
    public required LogPartition Partition { get; init; }

    /// <summary>The number of records; may be 0 where only <see cref="NextOffset"/> moved (control records).</summary>
    public required int Count { get; init; }

    /// <summary>The keys; NULL where a record has none.</summary>
    public required BytesColumn Keys { get; init; }

    /// <summary>The values; NULL for tombstones.</summary>
    public required BytesColumn Values { get; init; }

    /// <summary>The offsets, rising, not always without gaps.</summary>
    public required long[] Offsets { get; init; }

    /// <summary>The records' times in milliseconds since 1970.</summary>
    public required long[] TimestampsMs { get; init; }

    /// <summary>0: no time, 1: set by the producer, 2: set by the broker on append; Kafka's values.</summary>
    public byte TimestampType { get; init; } = 1;

    /// <summary>Headers of each record, or null where no record has any.</summary>
    public IReadOnlyList<IReadOnlyList<LogHeader>?>? Headers { get; init; }

    /// <summary>The leader epoch under which they were written, or −1 where the log has none.</summary>
    public int LeaderEpoch { get; init; } = -1;

    /// <summary>Where reading goes on after these records.</summary>
    public required long NextOffset { get; init; }

    /// <summary>The end of what a reader with this isolation can see, where known; for lag and for bounded reads.</summary>
    public long? EndOffset { get; init; }

    /// <summary>True where the reader has seen all that the partition held at this moment (Kafka's partition-EOF event).</summary>
    public bool IsAtEnd { get; init; }
}

/// <summary>A record's header.</summary>
/// <param name="Key">The name.</param>
/// <param name="Value">The bytes, or null.</param>
public sealed record LogHeader(string Key, byte[]? Value);

/// <summary>A topic.</summary>
/// <param name="Name">The name.</param>
/// <param name="Partitions">The number of partitions.</param>
public sealed record LogTopic(string Name, int Partitions);

/// <summary>Where a partition starts, ends, or something was committed.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="Offset">The offset of the next record to read.</param>
public readonly record struct LogOffset(LogPartition Partition, long Offset);

/// <summary>Records to append, as columns.</summary>
public sealed class LogAppend
{
    /// <summary>The topic.</summary>
    public required string Topic { get; init; }

    /// <summary>The partition, or null: by the hash of the key as Kafka's default partitioner does it (murmur2), else sticky.</summary>
    public int? Partition { get; init; }

    /// <summary>A partition for each record; beats <see cref="Partition"/>.</summary>
    public int[]? Partitions { get; init; }

    /// <summary>The number of records.</summary>
    public required int Count { get; init; }

    /// <summary>The keys, or null where no record has one.</summary>
    public BytesColumn? Keys { get; init; }

    /// <summary>The values; NULL for tombstones.</summary>
    public required BytesColumn Values { get; init; }

    /// <summary>Times in milliseconds since 1970, or null for the time of appending.</summary>
    public long[]? TimestampsMs { get; init; }

    /// <summary>Headers of each record, or null.</summary>
    public IReadOnlyList<IReadOnlyList<LogHeader>?>? Headers { get; init; }
}

/// <summary>What of a partition can be read.</summary>
public enum LogIsolation
{
    /// <summary>Only what was committed (the default).</summary>
    ReadCommitted,

    /// <summary>Also what an open or aborted transaction wrote.</summary>
    ReadUncommitted,
}

/// <summary>A log: topics of partitions of records, consumer groups, one atomic commit. Kafka, the embedded log and the simulated log
/// obey the same contract tests. Thread-safe.</summary>
public interface ILog : IAsyncDisposable
{
    /// <summary>How it appears in messages: the bootstrap servers, the folder.</summary>
    string Address { get; }

    /// <summary>Two sinks share a transaction when the identities of their logs are equal.</summary>
    string Identity { get; }

    /// <summary>Creates a topic.</summary>
    /// <returns>False where it exists already.</returns>
    ValueTask<bool> CreateTopicAsync(
        string topic, int partitions, IReadOnlyDictionary<string, string>? settings, CancellationToken cancellationToken);

    /// <summary>Raises a topic's number of partitions; there is no way to lower it.</summary>
    /// <returns>False where it has that many already, or more.</returns>
    /// <exception cref="ConnectorException">There is no such topic.</exception>
    ValueTask<bool> AddPartitionsAsync(string topic, int partitions, CancellationToken cancellationToken);

    /// <summary>All topics but internal ones, sorted by name.</summary>
    ValueTask<IReadOnlyList<LogTopic>> ListTopicsAsync(CancellationToken cancellationToken);

    /// <summary>A topic, or null where it does not exist.</summary>
    ValueTask<LogTopic?> FindTopicAsync(string topic, CancellationToken cancellationToken);

    /// <summary>The id that each topic was given when it was made, null where the log does not tell it; topics that are not there are
    /// left out. Another id means another topic. A log of which no topic can be deleted tells none.</summary>
    ValueTask<IReadOnlyDictionary<string, string?>> TopicIdsAsync(IReadOnlyList<string> topics, CancellationToken cancellationToken) =>
        new(topics.ToDictionary(static t => t, static _ => (string?)null, StringComparer.Ordinal));

    /// <summary>First offsets.</summary>
    ValueTask<IReadOnlyList<LogOffset>> EarliestOffsetsAsync(IReadOnlyList<LogPartition> partitions, CancellationToken cancellationToken);

    /// <summary>Ends: the offset of the next record. With <see cref="LogIsolation.ReadCommitted"/> the last stable offset.</summary>
    ValueTask<IReadOnlyList<LogOffset>> LatestOffsetsAsync(
        IReadOnlyList<LogPartition> partitions, LogIsolation isolation, CancellationToken cancellationToken);

    /// <summary>Offsets of the first record at or after a time; the end where there is none.</summary>
    ValueTask<IReadOnlyList<LogOffset>> OffsetsForTimeAsync(
        IReadOnlyList<LogPartition> partitions, long timestampMs, CancellationToken cancellationToken);

    /// <summary>What a group has committed, without the partitions for which it has not. Waits while a transaction that moves these
    /// offsets is open (<c>require_stable</c>).</summary>
    ValueTask<IReadOnlyList<LogOffset>> CommittedOffsetsAsync(
        string group, IReadOnlyList<LogPartition> partitions, CancellationToken cancellationToken);

    /// <summary>A reader of partitions from offsets.</summary>
    ILogReader OpenReader(
        IReadOnlyList<LogOffset> starts, LogIsolation isolation = LogIsolation.ReadCommitted,
        IReadOnlyDictionary<string, string>? properties = null);

    /// <summary>An appender whose records are visible when flushed: at least once.</summary>
    ILogAppender OpenAppender(IReadOnlyDictionary<string, string>? properties = null);

    /// <summary>A transaction's owner. Opening fences any earlier owner of the same id and aborts what it left open.</summary>
    ValueTask<ILogTransaction> OpenTransactionAsync(
        string transactionalId, TimeSpan timeout, IReadOnlyDictionary<string, string>? properties, CancellationToken cancellationToken);
}

/// <summary>Reads records. Called by one task at a time.</summary>
public interface ILogReader : IAsyncDisposable
{
    /// <summary>Waits for the next records of any partition and returns what is there, up to about a thousand.</summary>
    ValueTask<LogRecords> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Stops reading a partition, such as one of which a bounded source has seen enough.</summary>
    ValueTask RemoveAsync(LogPartition partition);
}

/// <summary>Appends records. Thread-safe.</summary>
public interface ILogAppender : IAsyncDisposable
{
    /// <summary>Takes records, keeping their order for each key and partition. Completes at once unless the buffer is full. The columns
    /// and arrays are not changed by the caller afterwards.</summary>
    ValueTask AppendAsync(LogAppend records, CancellationToken cancellationToken);

    /// <summary>Completes when all records taken so far are durable in the log; throws what went wrong with any of them.</summary>
    ValueTask FlushAsync(CancellationToken cancellationToken);
}

/// <summary>How a transaction ended, as far as its owner can tell.</summary>
public enum CommitResult
{
    /// <summary>All of it is visible.</summary>
    Committed,

    /// <summary>None of it is.</summary>
    Aborted,

    /// <summary>The answer was lost: dispose of the transaction, open a new one under the same id and read the pointer.</summary>
    Unknown,

    /// <summary>Another owner has taken the id: drop everything.</summary>
    Fenced,
}

/// <summary>The one commit of a job on a node: outputs, input offsets and pointers move together. One transaction is open at a time:
/// it begins with the first append or commit after the last one ended.</summary>
public interface ILogTransaction : ILogAppender
{
    /// <summary>How long it may be open before the log ends it by itself, and fences its owner; null: for ever. It may be less than was
    /// asked for, where the log allows no more.</summary>
    TimeSpan? Timeout => null;

    /// <summary>Commits what was appended together with offsets of consumer groups.</summary>
    /// <param name="offsets">Offsets by group; all concrete.</param>
    /// <param name="cancellationToken">Ends the wait, with <see cref="CommitResult.Unknown"/>.</param>
    /// <exception cref="ConnectorException">As <see cref="CommitResult.Unknown"/>, where more is known of the reason.</exception>
    ValueTask<CommitResult> CommitAsync(IReadOnlyDictionary<string, IReadOnlyList<LogOffset>> offsets, CancellationToken cancellationToken);

    /// <summary>Drops what was appended since the last commit.</summary>
    ValueTask AbortAsync(CancellationToken cancellationToken);
}
