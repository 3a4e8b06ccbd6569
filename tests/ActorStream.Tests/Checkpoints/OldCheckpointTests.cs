using System.IO.Compression;
using ActorStream.Tests.Cli;
using ActorStream.Tests.Support;
using Microsoft.Data.Sqlite;

namespace ActorStream.Tests.Checkpoints;

/// <summary>
/// Folders of <c>--local</c> that earlier versions left behind, each with its script: an embedded log, a dimension table and a
/// checkpoint of a job whose cache holds the keys a and b and that c is missing. A later version goes on from them.
/// </summary>
public sealed class OldCheckpointTests : IDisposable
{
    private const string Fixtures = "tests/ActorStream.Tests/Checkpoints/fixtures";

    private readonly string _folder = Directory.CreateTempSubdirectory("old").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("lookup-cache-1.zip")]
    public async Task AJobGoesOnFromAnOldCheckpoint(string fixture)
    {
        await ZipFile.ExtractToDirectoryAsync(Path.Combine(SourceTree.Root, Fixtures, fixture), _folder);
        await ChangeTableAsync();
        const string lines = "{\"k\":\"a\",\"n\":4}\n{\"k\":\"b\",\"n\":4}\n{\"k\":\"c\",\"n\":4}\n{\"k\":\"d\",\"n\":1}\n";
        await CliAsync(lines, "topic", "produce", "readings", "--key", "k");
        await CliAsync("", "run", "-f", Path.Combine(_folder, "job.sql"), "--rest", "off");
        string[] rows = (await CliAsync("", "topic", "consume", "named", "--from-beginning", "--count", "13")).Output
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(13, rows.Length);
        // The old names come from the cache of the checkpoint: the table says otherwise by now.
        Assert.Equal(
            [
                """{"k":"a","n":4,"name":"first","since":"2020-01-02 03:04:05.678","price":1.25}""",
                """{"k":"b","n":4,"name":"second","since":null,"price":null}""",
                """{"k":"c","n":4,"name":null,"since":null,"price":null}""",
                """{"k":"d","n":1,"name":"changed","since":null,"price":3}""",
            ],
            rows[9..].Order(StringComparer.Ordinal));
    }

    private async Task ChangeTableAsync()
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder, "data", "testdb.db")};Pooling=False");
        await connection.OpenAsync();
        await using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "INSERT INTO devices(k, price) VALUES ('c', 2), ('d', 3); UPDATE devices SET name = 'changed'";
        Assert.Equal(6, await command.ExecuteNonQueryAsync());
    }

    private async Task<CliRun> CliAsync(string input, params string[] arguments)
    {
        CliRun run = await CliRun.InvokeAsync(input, CancellationToken.None, [.. arguments, "--local", Path.Combine(_folder, "data")]);
        Assert.True(run.ExitCode == 0, run.Error);
        return run;
    }
}
