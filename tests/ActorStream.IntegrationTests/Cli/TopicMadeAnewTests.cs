using ActorStream.IntegrationTests.Support;

namespace ActorStream.IntegrationTests.Cli;

/// <summary>A topic that is deleted and made again under a job that is stopped.</summary>
public sealed class TopicMadeAnewTests
{
    [RequiresKafkaServerFact]
    public async Task TheJobDoesNotGoOnAtTheOldOffset()
    {
        await using KafkaServer server = await KafkaServer.StartAsync();
        await CliAsync("", "topic", "create", "t", "--bootstrap", server.Address);
        await CliAsync("{\"n\":1}\n{\"n\":2}\n", "topic", "produce", "t", "--bootstrap", server.Address);
        string folder = Machine.NewFolder("anew");
        string script = Path.Combine(folder, "job.sql");
        await File.WriteAllTextAsync(script, $"""
            CREATE TABLE t (n INT) WITH ('connector' = 'kafka', 'topic' = 't', 'properties.bootstrap.servers' = '{server.Address}',
                'scan.startup.mode' = 'earliest-offset', 'scan.bounded.mode' = 'latest-offset', 'format' = 'json');
            CREATE TABLE o (n INT) WITH ('connector' = 'print');
            INSERT INTO o SELECT n FROM t;
            """);

        ProcessResult first = await RunAsync(folder, script);
        Assert.Equal((0, "+I[1] +I[2]"), (first.ExitCode, Rows(first)));
        await CliAsync("{\"n\":3}\n", "topic", "produce", "t", "--bootstrap", server.Address);
        ProcessResult second = await RunAsync(folder, script);
        Assert.Equal((0, "+I[3]"), (second.ExitCode, Rows(second)));

        await server.ToolAsync("topics", "--delete", "--topic", "t");
        await CliAsync("", "topic", "create", "t", "--bootstrap", server.Address);
        await CliAsync("{\"n\":4}\n{\"n\":5}\n{\"n\":6}\n{\"n\":7}\n", "topic", "produce", "t", "--bootstrap", server.Address);
        ProcessResult third = await RunAsync(folder, script);
        Assert.NotEqual(0, third.ExitCode);
        Assert.Equal("", Rows(third));
        Assert.Contains(third.Errors, static l => l.Contains("deleted and made again", StringComparison.Ordinal));
        Assert.Contains(third.Errors, static l => l.Contains("--fresh", StringComparison.Ordinal));

        ProcessResult fresh = await RunAsync(folder, script, "--fresh");
        Assert.Equal((0, "+I[4] +I[5] +I[6] +I[7]"), (fresh.ExitCode, Rows(fresh)));
    }

    private static string Rows(ProcessResult result) =>
        string.Join(' ', result.Output.Where(static l => l.StartsWith("+I[", StringComparison.Ordinal)));

    private static async Task<ProcessResult> RunAsync(string folder, string script, params string[] more)
    {
        string dll = Path.Combine(AppContext.BaseDirectory, "ActorStream.Cli.dll");
        await using ChildProcess child = ChildProcess.Start("dotnet", [dll, "run", "-f", script, "--name", "anew", .. more], folder);
        return await child.WaitForExitAsync();
    }

    private static async Task CliAsync(string input, params string[] arguments)
    {
        ProcessResult result = await ChildProcess.RunCliAsync(input, arguments);
        Assert.True(result.ExitCode == 0, result.ToString());
    }
}
