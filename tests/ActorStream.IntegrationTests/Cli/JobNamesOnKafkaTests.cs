using ActorStream.IntegrationTests.Support;

namespace ActorStream.IntegrationTests.Cli;

/// <summary>Jobs whose names no topic may have.</summary>
public sealed class JobNamesOnKafkaTests
{
    [RequiresKafkaFact]
    public async Task EachJobGoesOnFromItsOwnCheckpoint()
    {
        string kafka = await SharedServers.KafkaAsync();
        string input = SharedServers.UniqueName("in"), run = SharedServers.UniqueName("r");
        await CliAsync("", "topic", "create", input, "--bootstrap", kafka);
        await CliAsync("{\"n\":1}\n", "topic", "produce", input, "--bootstrap", kafka);
        string folder = Machine.NewFolder("names");
        (string Name, bool IsSet)[] jobs = [($"{run} a b", false), ($"{run} a/b", false), ($"{run} Größe", true), ($"{run}-a-b", true)];

        foreach ((string name, bool isSet) in jobs)
        {
            string output = SharedServers.UniqueName("out");
            await CliAsync("", "topic", "create", output, "--bootstrap", kafka);
            for (int i = 0; i < 2; i++)
            {
                ProcessResult result = await RunAsync(folder, kafka, input, output, name, isSet);
                Assert.True(result.ExitCode == 0, result.ToString());
            }
            ProcessResult rows = await ChildProcess.RunCliAsync(
                ["topic", "consume", output, "--from-beginning", "--timeout", "2s", "--bootstrap", kafka]);
            Assert.Equal(["{\"n\":1}"], rows.Output);
        }
    }

    private static async Task<ProcessResult> RunAsync(
        string folder, string kafka, string input, string output, string name, bool isSet)
    {
        string script = Path.Combine(folder, "job.sql");
        await File.WriteAllTextAsync(script, $"""
            {(isSet ? $"SET 'pipeline.name' = '{name}';" : "")}
            CREATE TABLE i (n INT) WITH ('connector' = 'kafka', 'topic' = '{input}', 'properties.bootstrap.servers' = '{kafka}',
                'scan.startup.mode' = 'earliest-offset', 'scan.bounded.mode' = 'latest-offset', 'format' = 'json');
            CREATE TABLE o (n INT) WITH ('connector' = 'kafka', 'topic' = '{output}', 'properties.bootstrap.servers' = '{kafka}',
                'format' = 'json', 'sink.delivery-guarantee' = 'exactly-once', 'sink.transactional-id-prefix' = 'p');
            INSERT INTO o SELECT n FROM i;
            """);
        string dll = Path.Combine(AppContext.BaseDirectory, "ActorStream.Cli.dll");
        string[] named = isSet ? [] : ["--name", name];
        await using ChildProcess child = ChildProcess.Start("dotnet", [dll, "run", "-f", script, .. named], folder);
        return await child.WaitForExitAsync();
    }

    private static async Task CliAsync(string input, params string[] arguments)
    {
        ProcessResult result = await ChildProcess.RunCliAsync(input, arguments);
        Assert.True(result.ExitCode == 0, result.ToString());
    }
}
