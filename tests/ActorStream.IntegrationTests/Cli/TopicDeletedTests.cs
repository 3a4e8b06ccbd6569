using ActorStream.IntegrationTests.Support;

namespace ActorStream.IntegrationTests.Cli;

/// <summary>A topic that is deleted under a job that reads it.</summary>
public sealed class TopicDeletedTests
{
    [RequiresKafkaServerFact]
    public async Task TheJobSaysSoAndEndsAsItsRestartStrategySays()
    {
        await using KafkaServer server = await KafkaServer.StartAsync();
        await using ChildProcess job = await StartAsync(
            server, "SET 'restart-strategy.type' = 'fixed-delay'; SET 'restart-strategy.fixed-delay.attempts' = '2';"
                + "SET 'restart-strategy.fixed-delay.delay' = '1 s';");
        await server.ToolAsync("topics", "--delete", "--topic", "in");
        ProcessResult ended = await job.WaitForExitAsync(TimeSpan.FromMinutes(1));

        string told = ended.ToString();
        Assert.Equal(3, ended.ExitCode);
        // Reading tells of it, or the commit of the offsets, whichever comes first.
        Assert.True(told.Contains("was deleted while it was read", StringComparison.Ordinal)
            || told.Contains("did not commit: ", StringComparison.Ordinal), told);
        Assert.True(told.Contains("(restart 2)", StringComparison.Ordinal), told);
        Assert.True(told.Contains("Error: Job \"deleted\" failed: Topic \"in\" does not exist", StringComparison.Ordinal), told);
    }

    [RequiresKafkaServerFact]
    public async Task AJobThatWaitsForTheTopicEndsWhenAsked()
    {
        await using KafkaServer server = await KafkaServer.StartAsync();
        await using ChildProcess job = await StartAsync(server, "");
        await server.ToolAsync("topics", "--delete", "--topic", "in");
        await job.WaitForLineAsync(static l => l.Contains("(restart 1)", StringComparison.Ordinal));
        job.Interrupt();
        _ = await job.WaitForExitAsync(TimeSpan.FromSeconds(30));
    }

    [RequiresKafkaServerFact]
    public async Task AJobIsStoppedWhileItsTopicIsBeingDeleted()
    {
        await using KafkaServer server = await KafkaServer.StartAsync();
        await using ChildProcess job = await StartAsync(server, "");
        Task<string[]> deletion = server.ToolAsync("topics", "--delete", "--topic", "in");
        job.Interrupt();
        _ = await job.WaitForExitAsync(TimeSpan.FromSeconds(60));
        await deletion;
    }

    /// <summary>A job that has written a row for each that it has read.</summary>
    private static async Task<ChildProcess> StartAsync(KafkaServer server, string settings)
    {
        foreach (string topic in (string[])["in", "out"]) await CliAsync("", "topic", "create", topic, "--bootstrap", server.Address);
        await CliAsync("{\"n\":1}\n", "topic", "produce", "in", "--bootstrap", server.Address);
        string folder = Machine.NewFolder("deleted");
        string script = Path.Combine(folder, "job.sql");
        await File.WriteAllTextAsync(script, $"""
            SET 'execution.checkpointing.interval' = '1 s';
            {settings}
            CREATE TABLE i (n INT) WITH ('connector' = 'kafka', 'topic' = 'in', 'properties.bootstrap.servers' = '{server.Address}',
                'properties.group.id' = 'g', 'scan.startup.mode' = 'earliest-offset', 'format' = 'json');
            CREATE TABLE o (n INT) WITH ('connector' = 'kafka', 'topic' = 'out', 'properties.bootstrap.servers' = '{server.Address}',
                'format' = 'json', 'sink.delivery-guarantee' = 'exactly-once', 'sink.transactional-id-prefix' = 'p');
            INSERT INTO o SELECT n FROM i;
            """);
        string dll = Path.Combine(AppContext.BaseDirectory, "ActorStream.Cli.dll");
        ChildProcess job = ChildProcess.Start("dotnet", [dll, "run", "-f", script, "--name", "deleted"], folder);
        ProcessResult rows = await ChildProcess.RunCliAsync(
            ["topic", "consume", "out", "--from-beginning", "--count", "1", "--timeout", "60s", "--bootstrap", server.Address]);
        Assert.Equal(["{\"n\":1}"], rows.Output);
        return job;
    }

    private static async Task CliAsync(string input, params string[] arguments)
    {
        ProcessResult result = await ChildProcess.RunCliAsync(input, arguments);
        Assert.True(result.ExitCode == 0, result.ToString());
    }
}
