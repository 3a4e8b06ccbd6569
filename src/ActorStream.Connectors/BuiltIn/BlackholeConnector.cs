using ActorStream.Types;

namespace ActorStream.Connectors.BuiltIn;

/// <summary>The blackhole connector: takes any rows and keeps none.</summary>
internal sealed class BlackholeConnector : ISinkConnector
{
    /// <inheritdoc/>
    public string Identifier => "blackhole";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, DataType> WritableMetadata(TableDefinition table) => new Dictionary<string, DataType>();

    /// <inheritdoc/>
    public ISink CreateSink(TableContext context) => new Sink();

    private sealed class Sink : ISink
    {
        public DeliveryGuarantee Guarantee => DeliveryGuarantee.ExactlyOnce;

        public ChangelogMode AcceptedChangelogMode => ChangelogMode.Retract;

        public string Description => "blackhole";

        public ILog? TransactionalLog => null;

        public ValueTask OpenAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ISinkWriter CreateWriter(SinkWriterContext context) => new Writer();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class Writer : ISinkWriter
    {
        public ValueTask WriteAsync(Batch batch, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask FlushAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
