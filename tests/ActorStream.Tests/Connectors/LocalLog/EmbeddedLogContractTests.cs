using ActorStream.Connectors;
using ActorStream.Connectors.LocalLog;
using ActorStream.Tests.Support;

namespace ActorStream.Tests.Connectors.LocalLog;

public sealed class EmbeddedLogContractTests : LogContractTests
{
    private readonly string _folder = Directory.CreateTempSubdirectory("embedded-log-").FullName;

    protected override bool HasUncommittedReads => false;

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    protected override ValueTask<ILog> OpenAsync() => ValueTask.FromResult<ILog>(new EmbeddedLog(_folder));
}
