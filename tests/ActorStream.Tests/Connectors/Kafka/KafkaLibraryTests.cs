using ActorStream.Connectors.Kafka.Client;

namespace ActorStream.Tests.Connectors.Kafka;

public sealed class KafkaLibraryTests
{
    [Fact]
    public void TheClientLibraryComesWithTheBuild() => Assert.Equal("2.16.0", KafkaLibrary.Version);
}
