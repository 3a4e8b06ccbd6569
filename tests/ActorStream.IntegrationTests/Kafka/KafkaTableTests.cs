using ActorStream.Connectors;
using ActorStream.Connectors.Kafka;
using ActorStream.IntegrationTests.Support;
using ActorStream.Tests.Support;

namespace ActorStream.IntegrationTests.Kafka;

public sealed class KafkaTableTests : KafkaTableContractTests
{
    protected override string LeaderEpoch => "0";

    protected override async Task<(ILog Log, TableFixture Tables, string Address)> OpenAsync()
    {
        string address = await SharedServers.KafkaAsync();
        return (new KafkaLog(new Dictionary<string, string> { ["bootstrap.servers"] = address }), new TableFixture(null), address);
    }
}
