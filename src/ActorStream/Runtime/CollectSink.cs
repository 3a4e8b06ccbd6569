using System.Threading.Channels;
using ActorStream.Connectors;
using ActorStream.Types;

namespace ActorStream.Runtime;

/// <summary>Hands a SELECT's rows to whoever ran it; waits while they are not taken.</summary>
internal sealed class CollectSink : ISink
{
    private readonly Channel<Batch> _batches = Channel.CreateBounded<Batch>(16);

    /// <summary>The rows, until the job ends.</summary>
    public ChannelReader<Batch> Batches => _batches.Reader;

    /// <inheritdoc/>
    public DeliveryGuarantee Guarantee => DeliveryGuarantee.None;

    /// <inheritdoc/>
    public ChangelogMode AcceptedChangelogMode => ChangelogMode.Retract;

    /// <inheritdoc/>
    public string Description => "Collect";

    /// <inheritdoc/>
    public ILog? TransactionalLog => null;

    /// <summary>No more rows come; with the failure that ended them, or null.</summary>
    public void Complete(Exception? failure) => _batches.Writer.TryComplete(failure);

    /// <inheritdoc/>
    public ValueTask OpenAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public ISinkWriter CreateWriter(SinkWriterContext context) => new Writer(_batches.Writer);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    internal sealed class Writer(ChannelWriter<Batch> batches) : ISinkWriter
    {
        public ValueTask WriteAsync(Batch batch, CancellationToken cancellationToken) => batches.WriteAsync(batch, cancellationToken);

        public ValueTask FlushAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
