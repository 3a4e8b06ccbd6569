namespace ActorStream.Connectors.Kafka.Client;

/// <summary>A call into a native client, which is not destroyed before the call has returned. Disposed once.</summary>
internal readonly struct KafkaUse(KafkaClient client) : IDisposable
{
    public void Dispose() => client.EndUse();
}
