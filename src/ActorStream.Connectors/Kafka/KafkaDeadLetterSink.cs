using ActorStream.Types;

namespace ActorStream.Connectors.Kafka;

/// <summary>Dead letters into a topic of the cluster that they came from, in the job's transaction: a letter is there exactly when the
/// record is behind the committed position.</summary>
internal sealed class KafkaDeadLetterSink : ISink
{
    private readonly TableContext _context;
    private readonly string _topic;
    private readonly LogLease _lease;
    private readonly Func<IEncoder> _encoder;

    public KafkaDeadLetterSink(TableContext context, string topic, LogLease lease, Func<IEncoder> encoder) =>
        (_context, _topic, _lease, _encoder) = (context, topic, lease, encoder);

    /// <inheritdoc/>
    public DeliveryGuarantee Guarantee => DeliveryGuarantee.ExactlyOnce;

    /// <inheritdoc/>
    public ChangelogMode AcceptedChangelogMode => ChangelogMode.InsertOnly;

    /// <inheritdoc/>
    public string Description => $"dead letters to topic {_topic} at {_lease.Log.Address}";

    /// <inheritdoc/>
    public ILog TransactionalLog => _lease.Log;

    /// <inheritdoc/>
    public async ValueTask OpenAsync(CancellationToken cancellationToken) =>
        _ = await KafkaTopics.RequireForWritingAsync(_lease.Log, _topic, _context, cancellationToken);

    /// <inheritdoc/>
    public ISinkWriter CreateWriter(SinkWriterContext context) => new Writer(_topic, context.Transaction!, _encoder());

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _lease.DisposeAsync();

    private sealed class Writer(string topic, ILogAppender transaction, IEncoder encoder) : ISinkWriter
    {
        private readonly BytesColumnBuilder _values = new();

        public ValueTask WriteAsync(Batch batch, CancellationToken cancellationToken)
        {
            if (batch.Count == 0) return ValueTask.CompletedTask;
            encoder.Encode(batch, _values);
            var values = (BytesColumn)_values.Build();
            return transaction.AppendAsync(new LogAppend { Topic = topic, Count = batch.Count, Values = values }, cancellationToken);
        }

        public ValueTask FlushAsync(CancellationToken cancellationToken) => transaction.FlushAsync(cancellationToken);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
