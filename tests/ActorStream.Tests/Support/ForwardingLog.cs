using ActorStream.Connectors;

namespace ActorStream.Tests.Support;

/// <summary>A log that hands everything on to another; what derives from it changes its transactions.</summary>
internal abstract class ForwardingLog(ILog inner) : ILog
{
    public string Address => Inner.Address;

    public string Identity => Inner.Identity;

    protected ILog Inner { get; } = inner;

    public virtual ValueTask<bool> CreateTopicAsync(
        string topic, int partitions, IReadOnlyDictionary<string, string>? settings, CancellationToken cancellationToken) =>
        Inner.CreateTopicAsync(topic, partitions, settings, cancellationToken);

    public virtual ValueTask<bool> AddPartitionsAsync(string topic, int partitions, CancellationToken cancellationToken) =>
        Inner.AddPartitionsAsync(topic, partitions, cancellationToken);

    public virtual ValueTask<IReadOnlyList<LogTopic>> ListTopicsAsync(CancellationToken cancellationToken) =>
        Inner.ListTopicsAsync(cancellationToken);

    public virtual ValueTask<LogTopic?> FindTopicAsync(string topic, CancellationToken cancellationToken) =>
        Inner.FindTopicAsync(topic, cancellationToken);

    public virtual ValueTask<IReadOnlyList<LogOffset>> EarliestOffsetsAsync(
        IReadOnlyList<LogPartition> partitions, CancellationToken cancellationToken) =>
        Inner.EarliestOffsetsAsync(partitions, cancellationToken);

    public virtual ValueTask<IReadOnlyList<LogOffset>> LatestOffsetsAsync(
        IReadOnlyList<LogPartition> partitions, LogIsolation isolation, CancellationToken cancellationToken) =>
        Inner.LatestOffsetsAsync(partitions, isolation, cancellationToken);

    public virtual ValueTask<IReadOnlyList<LogOffset>> OffsetsForTimeAsync(
        IReadOnlyList<LogPartition> partitions, long timestampMs, CancellationToken cancellationToken) =>
        Inner.OffsetsForTimeAsync(partitions, timestampMs, cancellationToken);

    public virtual ValueTask<IReadOnlyList<LogOffset>> CommittedOffsetsAsync(
        string group, IReadOnlyList<LogPartition> partitions, CancellationToken cancellationToken) =>
        Inner.CommittedOffsetsAsync(group, partitions, cancellationToken);

    public virtual ILogReader OpenReader(
        IReadOnlyList<LogOffset> starts, LogIsolation isolation = LogIsolation.ReadCommitted,
        IReadOnlyDictionary<string, string>? properties = null) => Inner.OpenReader(starts, isolation, properties);

    public virtual ILogAppender OpenAppender(IReadOnlyDictionary<string, string>? properties = null) => Inner.OpenAppender(properties);

    public abstract ValueTask<ILogTransaction> OpenTransactionAsync(
        string transactionalId, TimeSpan timeout, IReadOnlyDictionary<string, string>? properties, CancellationToken cancellationToken);

    public virtual ValueTask DisposeAsync() => Inner.DisposeAsync();
}

/// <summary>A transaction that hands everything on to another.</summary>
internal abstract class ForwardingTransaction(ILogTransaction inner) : ILogTransaction
{
    public TimeSpan? Timeout => Inner.Timeout;

    protected ILogTransaction Inner { get; } = inner;

    public virtual ValueTask AppendAsync(LogAppend records, CancellationToken cancellationToken) =>
        Inner.AppendAsync(records, cancellationToken);

    public virtual ValueTask FlushAsync(CancellationToken cancellationToken) => Inner.FlushAsync(cancellationToken);

    public virtual ValueTask<CommitResult> CommitAsync(
        IReadOnlyDictionary<string, IReadOnlyList<LogOffset>> offsets, CancellationToken cancellationToken) =>
        Inner.CommitAsync(offsets, cancellationToken);

    public virtual ValueTask AbortAsync(CancellationToken cancellationToken) => Inner.AbortAsync(cancellationToken);

    public virtual ValueTask DisposeAsync() => Inner.DisposeAsync();
}
