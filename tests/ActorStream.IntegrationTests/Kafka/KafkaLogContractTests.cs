using ActorStream.Connectors;
using ActorStream.Connectors.Kafka;
using ActorStream.IntegrationTests.Support;
using ActorStream.Tests.Support;

namespace ActorStream.IntegrationTests.Kafka;

public sealed class KafkaLogContractTests : LogContractTests
{
    private string? _address;

    protected override bool HasControlRecords => true;

    protected override async ValueTask<ILog> OpenAsync()
    {
        _address ??= await SharedServers.KafkaAsync();
        return new KafkaLog(new Dictionary<string, string> { ["bootstrap.servers"] = _address });
    }
}
