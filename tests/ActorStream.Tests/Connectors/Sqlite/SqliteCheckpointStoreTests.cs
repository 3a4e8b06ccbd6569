using ActorStream.Connectors;
using ActorStream.Tests.Connectors.Sql;
using Microsoft.Data.Sqlite;

namespace ActorStream.Tests.Connectors.Sqlite;

public sealed class SqliteCheckpointStoreTests : SqlCheckpointStoreContract, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("checkpoints").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    protected override ICheckpointStore NewStore() => CheckpointStoreFactory.Create("file://" + _folder);

    protected override void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_folder}/{CheckpointStoreFactory.FileName};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    [Fact]
    public async Task OpensWithoutWarningsAndDescribesTheFile()
    {
        await using ICheckpointStore store = CheckpointStoreFactory.Create($"sqlite:{_folder}/deeper/x.db");
        Assert.Empty(await store.OpenAsync(CancellationToken.None));
        Assert.Equal($"SQLite {_folder}/deeper/x.db", store.Description);
        Assert.True(File.Exists($"{_folder}/deeper/x.db"));
    }

    [Fact]
    public async Task FileThatIsNoDatabaseIsAnError()
    {
        File.WriteAllText($"{_folder}/x.db", new string('x', 5000));
        await using ICheckpointStore store = CheckpointStoreFactory.Create($"sqlite:{_folder}/x.db");
        var e = await Assert.ThrowsAsync<ConnectorException>(async () => await store.OpenAsync(CancellationToken.None));
        Assert.False(e.IsTransient);
        Assert.Contains("not a database", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("checkpoints")]
    [InlineData("http://x/y")]
    [InlineData("file:")]
    [InlineData("sqlite:")]
    [InlineData("sqlite::memory:")]
    [InlineData("jdbc:oracle:thin:@h:1521/x")]
    public void OtherUrlsAreRefused(string url) =>
        Assert.Equal(ErrorDomain.User, Assert.Throws<ActorStreamException>(() => CheckpointStoreFactory.Create(url)).Domain);
}
