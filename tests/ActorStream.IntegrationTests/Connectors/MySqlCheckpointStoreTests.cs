using ActorStream.Connectors;
using ActorStream.IntegrationTests.Support;
using ActorStream.Tests.Connectors.Sql;
using MySqlConnector;

namespace ActorStream.IntegrationTests.Connectors;

public sealed class MySqlCheckpointStoreTests : SqlCheckpointStoreContract, IAsyncLifetime
{
    private readonly string _database = SharedServers.UniqueName("store");
    private MariaDbServer? _server;

    public async Task InitializeAsync()
    {
        _server = await SharedServers.MariaDbAsync();
        await _server.ExecuteAsync($"CREATE DATABASE {_database}");
    }

    public async Task DisposeAsync() => await _server!.ExecuteAsync($"DROP DATABASE {_database}");

    protected override ICheckpointStore NewStore() =>
        CheckpointStoreFactory.Create($"jdbc:mariadb://127.0.0.1:{_server!.Port}/{_database}?useSSL=false", "test", "test");

    protected override void Execute(string sql)
    {
        using var connection = new MySqlConnection(_server!.ConnectionString);
        connection.Open();
        connection.ChangeDatabase(_database);
        using MySqlCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    [RequiresMariaDbFact]
    public async Task LessDurableServerIsWarnedOf()
    {
        await using ICheckpointStore store = NewStore();
        Assert.Empty(await store.OpenAsync(CancellationToken.None));
        Execute("SET GLOBAL innodb_flush_log_at_trx_commit = 2");
        try
        {
            Assert.Contains("innodb_flush_log_at_trx_commit = 2", Assert.Single(await store.OpenAsync(CancellationToken.None)),
                StringComparison.Ordinal);
        }
        finally
        {
            Execute("SET GLOBAL innodb_flush_log_at_trx_commit = 1");
        }
    }

    [RequiresMariaDbFact]
    public async Task WrongPasswordIsNoReasonToRetryAndIsNotShown()
    {
        await using ICheckpointStore store = CheckpointStoreFactory.Create(
            $"jdbc:mysql://127.0.0.1:{_server!.Port}/{_database}?user=test&password=hunter2hunter2");
        var e = await Assert.ThrowsAsync<ConnectorException>(async () => await store.OpenAsync(CancellationToken.None));
        Assert.Contains("Access denied", e.Message, StringComparison.Ordinal);
        Assert.False(e.IsTransient);
        Assert.DoesNotContain("hunter2", e.ToString() + store.Description, StringComparison.Ordinal);
    }
}
