using ActorStream.IntegrationTests.Support;

namespace ActorStream.IntegrationTests.Cli;

/// <summary>Jobs whose checkpoints are further apart than a broker lets a transaction live.</summary>
public sealed class TransactionTimeoutTests
{
    [RequiresKafkaServerTheory]
    [InlineData("")]
    [InlineData("SET 'execution.checkpointing.interval' = '20 min';")]
    public async Task AJobCommitsBeforeTheBrokerEndsItsTransaction(string setting)
    {
        await using KafkaServer server = await KafkaServer.StartAsync("transaction.max.timeout.ms=10000");
        foreach (string topic in (string[])["in", "out"]) await CliAsync("", "topic", "create", topic, "--bootstrap", server.Address);
        await CliAsync("{\"n\":1}\n", "topic", "produce", "in", "--bootstrap", server.Address);
        string folder = Machine.NewFolder("timeout");
        string script = Path.Combine(folder, "job.sql");
        await File.WriteAllTextAsync(script, $"""
            {setting}
            CREATE TABLE i (n INT) WITH ('connector' = 'kafka', 'topic' = 'in', 'properties.bootstrap.servers' = '{server.Address}',
                'scan.startup.mode' = 'earliest-offset', 'format' = 'json');
            CREATE TABLE o (n INT) WITH ('connector' = 'kafka', 'topic' = 'out', 'properties.bootstrap.servers' = '{server.Address}',
                'format' = 'json', 'sink.delivery-guarantee' = 'exactly-once', 'sink.transactional-id-prefix' = 'p');
            INSERT INTO o SELECT n FROM i;
            """);

        string dll = Path.Combine(AppContext.BaseDirectory, "ActorStream.Cli.dll");
        await using ChildProcess job = ChildProcess.Start("dotnet", [dll, "run", "-f", script, "--name", "timeout"], folder);
        ProcessResult first = await ConsumeAsync(server, 1);
        await CliAsync("{\"n\":2}\n", "topic", "produce", "in", "--bootstrap", server.Address);
        ProcessResult both = await ConsumeAsync(server, 2);
        job.Interrupt();
        ProcessResult ended = await job.WaitForExitAsync();

        Assert.Equal(["{\"n\":1}"], first.Output);
        Assert.Equal(["{\"n\":1}", "{\"n\":2}"], both.Output);
        Assert.Equal(0, ended.ExitCode);
        Assert.DoesNotContain(ended.Errors, static l => l.Contains("restart", StringComparison.OrdinalIgnoreCase));
    }

    private static Task<ProcessResult> ConsumeAsync(KafkaServer server, int count) => ChildProcess.RunCliAsync(
        ["topic", "consume", "out", "--from-beginning", "--count", $"{count}", "--timeout", "60s", "--bootstrap", server.Address]);

    private static async Task CliAsync(string input, params string[] arguments)
    {
        ProcessResult result = await ChildProcess.RunCliAsync(input, arguments);
        Assert.True(result.ExitCode == 0, result.ToString());
    }
}
