using ActorStream.Connectors;
using ActorStream.Connectors.Kafka;
using ActorStream.IntegrationTests.Support;
using ActorStream.Tests.Support;

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
        await using ChildProcess job = await StartAsync(server, setting);
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

    [RequiresKafkaServerFact]
    public async Task AJobThatSleptForLongerThanItsTransactionGoesOn()
    {
        await using KafkaServer server = await KafkaServer.StartAsync(
            "transaction.max.timeout.ms=10000", "transaction.abort.timed.out.transaction.cleanup.interval.ms=500");
        await using var log = new KafkaLog(new Dictionary<string, string> { ["bootstrap.servers"] = server.Address });
        foreach (string topic in (string[])["in", "out"]) await CliAsync("", "topic", "create", topic, "--bootstrap", server.Address);
        await CliAsync("{\"n\":1}\n", "topic", "produce", "in", "--bootstrap", server.Address);
        await using ChildProcess job = await StartAsync(server, "");
        await ConsumeAsync(server, 1);
        var output = new LogPartition("out", 0);
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        int rows = 1;
        while (!await IsOpenAsync())
        {
            job.Thaw();
            rows++;
            await CliAsync($"{{\"n\":{rows}}}\n", "topic", "produce", "in", "--bootstrap", server.Address);
            await Deadline.Until("a transaction is open", IsOpenAsync);
            job.Freeze();
        }
        await log.UntilSettledAsync(output, limit.Token);
        job.Thaw();

        ProcessResult all = await ConsumeAsync(server, rows);
        job.Interrupt();
        ProcessResult ended = await job.WaitForExitAsync();
        Assert.Equal(Enumerable.Range(1, rows).Select(static n => $"{{\"n\":{n}}}"), all.Output);
        Assert.True(ended.ExitCode == 0, ended.ToString());
        Assert.Contains("(restart 1)", ended.ToString(), StringComparison.Ordinal);

        async Task<bool> IsOpenAsync()
        {
            LogOffset stable = Assert.Single(await log.LatestOffsetsAsync([output], LogIsolation.ReadCommitted, limit.Token));
            LogOffset last = Assert.Single(await log.LatestOffsetsAsync([output], LogIsolation.ReadUncommitted, limit.Token));
            return stable.Offset < last.Offset;
        }
    }

    private static async Task<ChildProcess> StartAsync(KafkaServer server, string setting)
    {
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
        return ChildProcess.Start("dotnet", [dll, "run", "-f", script, "--name", "timeout"], folder);
    }

    private static Task<ProcessResult> ConsumeAsync(KafkaServer server, int count) => ChildProcess.RunCliAsync(
        ["topic", "consume", "out", "--from-beginning", "--count", $"{count}", "--timeout", "60s", "--bootstrap", server.Address]);

    private static async Task CliAsync(string input, params string[] arguments)
    {
        ProcessResult result = await ChildProcess.RunCliAsync(input, arguments);
        Assert.True(result.ExitCode == 0, result.ToString());
    }
}
