using ActorStream.Cli;
using ActorStream.Connectors;
using ActorStream.Connectors.LocalLog;

namespace ActorStream.Tests.Cli;

public sealed class TopicCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("topics").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task WhatIsProducedIsConsumed()
    {
        Assert.Equal("Created topic t with 1 partition.\n", (await RunAsync("", "create", "t")).Output);
        Assert.Equal("2 records written to t.\n", (await RunAsync("{\"a\":1}\n\n{\"a\":2}\n", "produce", "t")).Output);
        Assert.Equal("{\"a\":1}\n{\"a\":2}\n", (await RunAsync("", "consume", "t", "--from-beginning", "--count", "2")).Output);
        Assert.Equal("{\"a\":1}\n", (await RunAsync("", "consume", "t", "--from-beginning", "--count", "1")).Output);
        Assert.Equal("TOPIC  PARTITIONS  RECORDS\nt      1           2\n", (await RunAsync("", "list")).Output);
    }

    [Fact]
    public async Task BytesThatAreNoTextAreWrittenAsTheyAre()
    {
        await RunAsync("", "create", "t");
        using var input = new MemoryStream([.. "{\"a\":\"é"u8, 0xFF, .. "\"}\n"u8]);
        var terminal = new Terminal(TextReader.Null, TextWriter.Null, TextWriter.Null) { InputBytes = input };
        Assert.Equal(0, await CommandLine.InvokeAsync(["topic", "produce", "t", "--local", _folder], terminal, CancellationToken.None));
        await using var log = new EmbeddedLog(_folder);
        await using ILogReader reader = log.OpenReader(await log.EarliestOffsetsAsync([new LogPartition("t", 0)], CancellationToken.None));
        LogRecords records = await reader.ReadAsync(CancellationToken.None);
        Assert.Equal([.. "{\"a\":\"é"u8, 0xFF, .. "\"}"u8], records.Values[0].ToArray());
    }

    [Fact]
    public async Task WhatIsNoTextIsPrintedAsBase64AndReadBack()
    {
        byte[][] values = [[.. "{\"a\":\"é"u8, 0xFF, .. "\"}"u8], "{\"a\":1}"u8.ToArray(), "base64:/w=="u8.ToArray(), [0xC3]];
        await RunAsync("", "create", "t");
        await RunAsync("", "create", "copy");
        await using (var log = new EmbeddedLog(_folder))
        {
            await using ILogAppender appender = log.OpenAppender();
            var builder = new ActorStream.Types.BytesColumnBuilder();
            foreach (byte[] value in values) builder.Append(value);
            var column = (ActorStream.Types.BytesColumn)builder.Build();
            await appender.AppendAsync(new LogAppend { Topic = "t", Count = values.Length, Values = column }, CancellationToken.None);
            await appender.FlushAsync(CancellationToken.None);
        }
        string printed = (await RunAsync("", "consume", "t", "--from-beginning", "--count", "4")).Output;
        Assert.Equal("base64:eyJhIjoiw6n/In0=\n{\"a\":1}\nbase64:YmFzZTY0Oi93PT0=\nbase64:ww==\n", printed);
        Assert.Equal("4 records written to copy.\n", (await RunAsync(printed, "produce", "copy", "--base64")).Output);
        await using var copied = new EmbeddedLog(_folder);
        await using ILogReader reader = copied.OpenReader(
            await copied.EarliestOffsetsAsync([new LogPartition("copy", 0)], CancellationToken.None));
        LogRecords records = await reader.ReadAsync(CancellationToken.None);
        Assert.Equal(values, Enumerable.Range(0, records.Count).Select(i => records.Values[i].ToArray()));
    }

    [Fact]
    public async Task ALineThatIsNoBase64IsReported()
    {
        await RunAsync("", "create", "t");
        CliRun run = await RunAsync("x\nbase64:!\n", "produce", "t", "--base64");
        Assert.Equal((1, "Error: What follows base64: in line 2 is not base64.\nHint: Without --base64, lines are written as they are.\n"),
            (run.ExitCode, run.Error));
        Assert.Equal("1 record written to t.\n", (await RunAsync("base64:!\n", "produce", "t")).Output);
    }

    [Fact]
    public async Task ConsumeEndsWhenNothingComesAnyMore()
    {
        await RunAsync("", "create", "t", "--partitions", "3");
        await RunAsync("x\n", "produce", "t");
        CliRun all = await RunAsync("", "consume", "t", "--from-beginning", "--timeout", "200ms");
        Assert.Equal((0, "x\n"), (all.ExitCode, all.Output));
        CliRun later = await RunAsync("", "consume", "t", "--timeout", "50ms");
        Assert.Equal((0, ""), (later.ExitCode, later.Output));
    }

    [Fact]
    public async Task TheKeyIsAFieldOfTheObject()
    {
        await RunAsync("", "create", "t");
        const string Lines = """
            {"x":{"id":"no"},"id":"déjà"}
            {"id":17}
            {"id":null}
            {"other":1}
            """;
        await RunAsync(Lines, "produce", "t", "--key", "id");
        CliRun run = await RunAsync("", "consume", "t", "--from-beginning", "--count", "4", "--with-keys");
        Assert.Equal(["déjà", "17", "null", "null"], run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(static l => l.Split('\t')[2]));
    }

    [Theory]
    [InlineData("{\"id\":[1]}", "Error: Field \"id\" is an object or array in line 1, so it gives no key.")]
    [InlineData("17", "Error: The line is not a JSON object in line 1, so it gives no key.")]
    [InlineData("{\"id\"", "Error: The line is not JSON (")]
    public async Task ALineWithoutAKeyIsReported(string line, string message)
    {
        await RunAsync("", "create", "t");
        CliRun run = await RunAsync(line, "produce", "t", "--key", "id");
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith(message, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("produce none")]
    [InlineData("consume none --timeout 1s")]
    public async Task AMissingTopicIsNamedWithARemedy(string line)
    {
        await RunAsync("", "create", "t");
        CliRun run = await RunAsync("x", line.Split(' '));
        Assert.Equal(1, run.ExitCode);
        Assert.Equal($"Error: Topic \"none\" was not found in {_folder}.\nHint: Make it with actorstream topic create none.\n", run.Error);
    }

    [Theory]
    [InlineData("list")]
    [InlineData("produce t")]
    [InlineData("consume t --timeout 1s")]
    [InlineData("alter t --partitions 2")]
    public async Task AFolderThatIsNotThereIsNotMade(string line)
    {
        string folder = Path.Combine(_folder, "new");
        CliRun run = await CliRun.InvokeAsync("x", CancellationToken.None, ["topic", .. line.Split(' '), "--local", folder]);
        Assert.Equal((1, $"Error: Folder \"{folder}\" holds no embedded log.\n"
            + $"Hint: actorstream topic create TOPIC --local {folder} makes one.\n"), (run.ExitCode, run.Error));
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task ATopicIsMadeOnce()
    {
        await RunAsync("", "create", "t");
        CliRun run = await RunAsync("", "create", "t");
        Assert.Equal((1, $"Error: Topic \"t\" exists already in {_folder}.\n"), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task ATopicIsGivenMorePartitionsButNotFewer()
    {
        await RunAsync("", "create", "t");
        Assert.Equal("Topic t has 3 partitions now.\n", (await RunAsync("", "alter", "t", "--partitions", "3")).Output);
        Assert.Equal("Topic t has 3 partitions already.\n", (await RunAsync("", "alter", "t", "--partitions", "3")).Output);
        CliRun fewer = await RunAsync("", "alter", "t", "--partitions", "2");
        Assert.Equal(
            (1, "Error: Topic \"t\" has 3 partitions, and a topic cannot be made to have fewer.\n"), (fewer.ExitCode, fewer.Error));
        Assert.Equal(1, (await RunAsync("", "alter", "none", "--partitions", "2")).ExitCode);
    }

    [Fact]
    public async Task OnePartitionIsNotSeveral()
    {
        await RunAsync("", "create", "t");
        Assert.Equal("Topic t has 1 partition already.\n", (await RunAsync("", "alter", "t", "--partitions", "1")).Output);
    }

    [Theory]
    [InlineData("topic list", "Expected either --local DIR or --bootstrap HOST:PORT")]
    [InlineData("topic create t --local x --partitions 0", "Expected a whole number of 1 to 10000 for --partitions but got \"0\".")]
    [InlineData("topic create t --bootstrap x --setting a", "Expected key=value for --setting but got \"a\".")]
    [InlineData("topic create t --local x --setting a=b", "Expected no --setting with --local: topics of an embedded log have no settings")]
    [InlineData("topic list --local x --property a=b", "Expected no --property with --local: it has no client.")]
    [InlineData("topic consume t --local x --timeout soon", "Expected a duration such as 10s for --timeout")]
    public async Task WrongOptionsAreUsageErrors(string line, string message)
    {
        CliRun run = await CliRun.InvokeAsync(line.Split(' '));
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("Error: " + message, run.Error, StringComparison.Ordinal);
    }

    private Task<CliRun> RunAsync(string input, params string[] arguments) =>
        CliRun.InvokeAsync(input, CancellationToken.None, ["topic", .. arguments, "--local", _folder]);
}
