using ActorStream.Connectors;
using ActorStream.IntegrationTests.Support;
using ActorStream.Tests.Connectors.Sql;
using Npgsql;

namespace ActorStream.IntegrationTests.Connectors;

public sealed class PostgresCheckpointStoreTests : SqlCheckpointStoreContract, IAsyncLifetime
{
    private readonly string _schema = SharedServers.UniqueName("store");
    private PostgresServer? _server;

    public async Task InitializeAsync()
    {
        _server = await SharedServers.PostgresAsync();
        await _server.ExecuteAsync($"CREATE SCHEMA {_schema}");
    }

    public async Task DisposeAsync() => await _server!.ExecuteAsync($"DROP SCHEMA {_schema} CASCADE");

    protected override ICheckpointStore NewStore() =>
        CheckpointStoreFactory.Create($"jdbc:postgresql://127.0.0.1:{_server!.Port}/testdb?currentSchema={_schema}", "test", "test");

    protected override void Execute(string sql)
    {
        using var connection = new NpgsqlConnection(_server!.ConnectionString);
        connection.Open();
        using NpgsqlCommand command = connection.CreateCommand();
        command.CommandText = $"SET search_path = {_schema}; {sql}";
        command.ExecuteNonQuery();
    }

    [RequiresPostgresFact]
    public async Task SessionIsDurableWhateverTheServersDefaultIs()
    {
        await using ICheckpointStore store = NewStore();
        IReadOnlyList<string> warnings = await store.OpenAsync(CancellationToken.None);
        Assert.All(warnings, static warning => Assert.Contains("fsync", warning, StringComparison.Ordinal));
    }
}
