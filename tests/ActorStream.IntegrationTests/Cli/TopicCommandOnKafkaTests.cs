using ActorStream.IntegrationTests.Support;

namespace ActorStream.IntegrationTests.Cli;

public sealed class TopicCommandOnKafkaTests
{
    [RequiresKafkaFact]
    public async Task WhatIsProducedIsConsumed()
    {
        string[] log = ["--bootstrap", await SharedServers.KafkaAsync()];
        string topic = SharedServers.UniqueName("topic");
        ProcessResult created = await ChildProcess.RunCliAsync(["topic", "create", topic, "--partitions", "2", .. log]);
        Assert.Equal([$"Created topic {topic} with 2 partitions."], created.Output);
        string lines = string.Concat(Enumerable.Range(0, 2500).Select(i => $"{{\"id\":\"k{i % 7}\",\"n\":{i}}}\n"));
        ProcessResult produced = await ChildProcess.RunCliAsync(lines, ["topic", "produce", topic, "--key", "id", .. log]);
        Assert.Equal([$"2,500 records written to {topic}."], produced.Output);
        ProcessResult consumed = await ChildProcess.RunCliAsync(
            ["topic", "consume", topic, "--from-beginning", "--count", "2500", "--timeout", "20s", .. log]);
        Assert.Equal(lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(), consumed.Output.Order());
        ProcessResult list = await ChildProcess.RunCliAsync(["topic", "list", .. log]);
        Assert.Contains(list.Output, l => l.StartsWith(topic, StringComparison.Ordinal) && l.EndsWith("2,500", StringComparison.Ordinal));
        ProcessResult again = await ChildProcess.RunCliAsync(["topic", "create", topic, .. log]);
        Assert.Equal((1, $"Error: Topic \"{topic}\" exists already in {log[1]}."), (again.ExitCode, again.Errors[0]));
    }

    [RequiresKafkaFact]
    public async Task ADeadBrokerIsNamed()
    {
        ProcessResult result = await ChildProcess.RunCliAsync(["topic", "list", "--bootstrap", "127.0.0.1:1"]);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("127.0.0.1:1", result.Errors[0], StringComparison.Ordinal);
        Assert.DoesNotContain(result.Errors, static l => l.StartsWith("   at ", StringComparison.Ordinal));
    }
}
