using ActorStream.Connectors;
using ActorStream.Tests.Support;

namespace ActorStream.Tests.Simulation;

/// <summary>A process's connection to a simulated log: each call may fail, be late, or lose its answer.</summary>
internal sealed class UnreliableLog(ILog inner, SimulatedProcess process) : ForwardingLog(inner)
{
    public override ValueTask<bool> CreateTopicAsync(
        string topic, int partitions, IReadOnlyDictionary<string, string>? settings, CancellationToken cancellationToken) =>
        process.CallAsync(
            $"log create {topic}", () => Inner.CreateTopicAsync(topic, partitions, settings, cancellationToken), cancellationToken);

    public override ValueTask<LogTopic?> FindTopicAsync(string topic, CancellationToken cancellationToken) =>
        process.CallAsync($"log find {topic}", () => Inner.FindTopicAsync(topic, cancellationToken), cancellationToken);

    public override ValueTask<IReadOnlyList<LogOffset>> CommittedOffsetsAsync(
        string group, IReadOnlyList<LogPartition> partitions, CancellationToken cancellationToken) =>
        process.CallAsync(
            "log committed offsets", () => Inner.CommittedOffsetsAsync(group, partitions, cancellationToken), cancellationToken);

    public override ILogReader OpenReader(
        IReadOnlyList<LogOffset> starts, LogIsolation isolation = LogIsolation.ReadCommitted,
        IReadOnlyDictionary<string, string>? properties = null) =>
        new Reader(Inner.OpenReader(starts, isolation, properties), process);

    public override async ValueTask<ILogTransaction> OpenTransactionAsync(
        string transactionalId, TimeSpan timeout, IReadOnlyDictionary<string, string>? properties, CancellationToken cancellationToken)
    {
        ILogTransaction transaction = await process.CallAsync(
            $"log open {transactionalId}", () => Inner.OpenTransactionAsync(transactionalId, timeout, properties, cancellationToken),
            cancellationToken);
        return new Transaction(transaction, process);
    }

    private sealed class Reader(ILogReader inner, SimulatedProcess process) : ILogReader
    {
        private bool _isReading;

        public async ValueTask<LogRecords> ReadAsync(CancellationToken cancellationToken)
        {
            process.Forbid(_isReading, "reads twice at once");
            _isReading = true;
            try
            {
                return await process.CallAsync("log read", () => inner.ReadAsync(cancellationToken), cancellationToken);
            }
            finally
            {
                _isReading = false;
            }
        }

        public ValueTask RemoveAsync(LogPartition partition) => inner.RemoveAsync(partition);

        public ValueTask DisposeAsync()
        {
            process.Forbid(_isReading, "closes a reader that is reading");
            return inner.DisposeAsync();
        }
    }

    private sealed class Transaction(ILogTransaction inner, SimulatedProcess process) : ForwardingTransaction(inner)
    {
        private int _underWay;

        public override async ValueTask AppendAsync(LogAppend records, CancellationToken cancellationToken)
        {
            _underWay++;
            try
            {
                await process.CallAsync(
                    $"log append {records.Count} to {records.Topic}", () => Inner.AppendAsync(records, cancellationToken),
                    cancellationToken);
            }
            finally
            {
                _underWay--;
            }
        }

        public override async ValueTask<CommitResult> CommitAsync(
            IReadOnlyDictionary<string, IReadOnlyList<LogOffset>> offsets, CancellationToken cancellationToken)
        {
            process.Forbid(_underWay != 0, "commits while it appends");
            _underWay++;
            try
            {
                return await process.CallAsync("log commit", () => Inner.CommitAsync(offsets, cancellationToken), cancellationToken);
            }
            catch (Exception lost) when (lost is OperationCanceledException || SimulatedProcess.IsSimulated(lost))
            {
                return CommitResult.Unknown;
            }
            finally
            {
                _underWay--;
            }
        }

        /// <summary>Aborts what is open, if it can; else that is left to the next owner or the time-out.</summary>
        public override async ValueTask DisposeAsync()
        {
            process.Forbid(_underWay != 0, "closes a transaction that it uses");
            _underWay = int.MinValue;
            try
            {
                await process.CallAsync("log abort", () => Inner.AbortAsync(default), default);
            }
            catch (ConnectorException lost) when (SimulatedProcess.IsSimulated(lost))
            {
            }
            await base.DisposeAsync();
        }
    }
}
