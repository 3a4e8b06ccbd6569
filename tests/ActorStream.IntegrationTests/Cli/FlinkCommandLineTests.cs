using ActorStream.IntegrationTests.Support;

namespace ActorStream.IntegrationTests.Cli;

/// <summary>Flink's own command line against the REST API of a job here.</summary>
public sealed class FlinkCommandLineTests
{
    [RequiresFlinkFact]
    public async Task ItListsTakesSavepointsAndStops()
    {
        string folder = Machine.NewFolder("flink-cli");
        string script = Path.Combine(folder, "job.sql");
        await File.WriteAllTextAsync(script, """
            CREATE TABLE s (id INT, v STRING) WITH ('connector' = 'datagen', 'rows-per-second' = '5');
            CREATE TABLE t (id INT, v STRING) WITH ('connector' = 'blackhole');
            INSERT INTO t SELECT id, UPPER(v) FROM s;
            """);
        await using ChildProcess job = ChildProcess.StartCli(
            "run", script, "--name", "my-job", "--local", Path.Combine(folder, "data"), "--rest", $"{Machine.FreePort()}");
        string url = (await job.WaitForLineAsync(static l => l.StartsWith("REST API at ", StringComparison.Ordinal))).Split(' ')[^1];
        using var http = new HttpClient();
        await Deadline.Until("the job runs",
            async () => (await http.GetStringAsync($"{url}/jobs")).Contains("RUNNING", StringComparison.Ordinal));
        string id = (await http.GetStringAsync($"{url}/jobs")).Split('"')[5];

        Assert.Contains($" : {id} : my-job (RUNNING)", await FlinkAsync(url, 0, "list"), StringComparison.Ordinal);
        Assert.Contains(
            "Savepoint completed. Path: mine\n", await FlinkAsync(url, 0, "savepoint", id, "/any/mine"), StringComparison.Ordinal);
        Assert.Contains(
            "Savepoint \"mine\" exists already.", await FlinkAsync(url, 1, "savepoint", id, "/any/mine"), StringComparison.Ordinal);
        Assert.Matches($"Checkpoint \\d+ for job {id} completed", await FlinkAsync(url, 0, "checkpoint", id));
        Assert.Contains("Savepoint completed. Path: last\n", await FlinkAsync(url, 0, "stop", "--savepointPath", "/any/last", id),
            StringComparison.Ordinal);
        Assert.Equal(0, (await job.WaitForExitAsync()).ExitCode);
    }

    private static async Task<string> FlinkAsync(string url, int exitCode, params string[] arguments)
    {
        await using ChildProcess flink = ChildProcess.Start(Missing.FlinkScript, ["cli", url, .. arguments]);
        ProcessResult result = await flink.WaitForExitAsync(TimeSpan.FromMinutes(3));
        Assert.True(result.ExitCode == exitCode, result.ToString());
        return string.Join('\n', [.. result.Output, .. result.Errors]) + "\n";
    }
}
