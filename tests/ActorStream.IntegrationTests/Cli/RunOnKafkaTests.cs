using System.Text.RegularExpressions;
using ActorStream.IntegrationTests.Support;

namespace ActorStream.IntegrationTests.Cli;

/// <summary>The enrichment example on a real broker and a real database, started, stopped, killed and started again.</summary>
public sealed partial class RunOnKafkaTests
{
    [RequiresKafkaAndMariaDbFact]
    public async Task TheExampleRunsUnchangedButForItsAddresses()
    {
        string kafka = await SharedServers.KafkaAsync();
        MariaDbServer database = await SharedServers.MariaDbAsync();
        string table = SharedServers.UniqueName("meta"), input = SharedServers.UniqueName("in"), output = SharedServers.UniqueName("out");
        await database.ExecuteAsync($"""
            CREATE TABLE {table} (pboxid VARCHAR(64) PRIMARY KEY, device_id VARCHAR(64), bind_time DATETIME(3), unbind_time DATETIME(3),
                credit_code VARCHAR(32), status INT);
            INSERT INTO {table} VALUES ('a', 'DEV-a', '2018-01-15 08:30:00', NULL, 'CC-1', 1)
            """);
        foreach (string topic in (string[])[input, output]) await CliAsync("topic", "create", topic, "--bootstrap", kafka);
        string folder = Machine.NewFolder("run");
        string script = Path.Combine(folder, "job.sql");
        string text = await File.ReadAllTextAsync(Path.Combine(Machine.Checkout, "examples", "enrichment", "job.sql"));
        await File.WriteAllTextAsync(script, text.Replace("localhost:9092", kafka).Replace("iot-topic", input)
            .Replace("'rich-iot-data'", $"'{output}'").Replace("'meta_data'", $"'{table}'")
            .Replace("jdbc:mysql://localhost:3306/testdb'", $"{database.JdbcUrl}', 'username' = 'test', 'password' = '${{secret:DB}}'"));
        string name = SharedServers.UniqueName("job");

        await using (ChildProcess first = StartRun(folder, script, name))
        {
            string line = await first.WaitForLineAsync(static l => l.StartsWith("REST API at ", StringComparison.Ordinal));
            await UntilRunningAsync(int.Parse(PortNumber().Match(line).Groups[1].Value));
            await ProduceAsync(kafka, input, 0, 100);
            await first.WaitForLineAsync(static l => l.Contains("[a, t98,", StringComparison.Ordinal));
            Assert.Contains("Kafka-MySQL-Lookup> +I[a, t0, 1.50, 46.1000000, 9.2000000, DEV-a, CC-1, 2018-01-15 08:30:00.000, 1]",
                first.Output);
            Assert.Contains("Kafka-MySQL-Lookup> +I[b, t1, 1.50, 46.1000000, 9.2000000, UNKNOWN, UNKNOWN, , 0]", first.Output);
            first.Interrupt();
            Assert.Equal(0, (await first.WaitForExitAsync()).ExitCode);
        }
        await ProduceAsync(kafka, input, 100, 100);
        await using (ChildProcess second = StartRun(folder, script, name))
        {
            await second.WaitForLineAsync(static l => l.Contains("[b, t199,", StringComparison.Ordinal));
            await second.KillAsync();
        }
        await using (ChildProcess third = StartRun(folder, script, name))
        {
            await ProduceAsync(kafka, input, 200, 100);
            await third.WaitForLineAsync(static l => l.Contains("[b, t299,", StringComparison.Ordinal));
            third.Interrupt();
            Assert.Equal(0, (await third.WaitForExitAsync()).ExitCode);
        }
        ProcessResult rows = await CliAsync("topic", "consume", output, "--from-beginning", "--timeout", "3s", "--bootstrap", kafka);
        Assert.Equal(Enumerable.Range(0, 300).Select(static i => $"t{i}")
            .Order(), rows.Output.Select(static l => Time().Match(l).Groups[1].Value).Order());
    }

    private static ChildProcess StartRun(string folder, string script, string name)
    {
        string dll = Path.Combine(AppContext.BaseDirectory, "ActorStream.Cli.dll");
        return ChildProcess.Start("dotnet", [dll, "run", "-f", script, "--name", name], folder,
            environment: new Dictionary<string, string> { ["DB"] = "test" });
    }

    private static async Task UntilRunningAsync(int port)
    {
        await Deadline.Until("the job runs", async () =>
        {
            ProcessResult list = await CliAsync("job", "list", "--url", $"http://127.0.0.1:{port}");
            return list.Output.Any(static l => l.Contains("RUNNING", StringComparison.Ordinal));
        }, TimeSpan.FromSeconds(60));
    }

    private static async Task ProduceAsync(string kafka, string topic, int from, int count)
    {
        string lines = string.Concat(Enumerable.Range(from, count).Select(i =>
            $"{{\"pboxid\":\"{(i % 2 == 0 ? "a" : "b")}\",\"eventTime\":\"t{i}\",\"metric\":1.5,\"latitude\":46.1,\"longitude\":9.2}}\n"));
        ProcessResult result = await ChildProcess.RunCliAsync(lines, ["topic", "produce", topic, "--key", "pboxid", "--bootstrap", kafka]);
        Assert.True(result.ExitCode == 0, result.ToString());
    }

    private static Task<ProcessResult> CliAsync(params string[] arguments) => ChildProcess.RunCliAsync(arguments);

    [GeneratedRegex(@":(\d+)$")]
    private static partial Regex PortNumber();

    [GeneratedRegex("\"eventTime\":\"(t\\d+)\"")]
    private static partial Regex Time();
}
