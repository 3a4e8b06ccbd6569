using ActorStream.Connectors.Kafka.Client;

namespace ActorStream.Connectors.Kafka;

/// <summary>Appends outside of any transaction.</summary>
internal sealed class KafkaAppender(KafkaProducer producer) : ILogAppender
{
    public ValueTask AppendAsync(LogAppend records, CancellationToken cancellationToken) =>
        producer.AppendAsync(records, cancellationToken);

    public ValueTask FlushAsync(CancellationToken cancellationToken) => producer.FlushAsync(cancellationToken);

    public ValueTask DisposeAsync() => producer.DisposeAsync();
}
