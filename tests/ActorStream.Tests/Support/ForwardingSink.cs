using ActorStream.Connectors;

namespace ActorStream.Tests.Support;

/// <summary>A sink that hands everything on to another; what derives from it changes its writers.</summary>
internal abstract class ForwardingSink(ISink inner) : ISink
{
    public DeliveryGuarantee Guarantee => Inner.Guarantee;

    public ChangelogMode AcceptedChangelogMode => Inner.AcceptedChangelogMode;

    public string Description => Inner.Description;

    public ILog? TransactionalLog => Inner.TransactionalLog;

    protected ISink Inner { get; } = inner;

    public ValueTask OpenAsync(CancellationToken cancellationToken) => Inner.OpenAsync(cancellationToken);

    public virtual ISinkWriter CreateWriter(SinkWriterContext context) => Inner.CreateWriter(context);

    public virtual ValueTask DisposeAsync() => Inner.DisposeAsync();
}
