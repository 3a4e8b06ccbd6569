namespace ActorStream.Tests.Cli;

public sealed class RunCommandTests : IDisposable
{
    private const string Script = """
        CREATE TABLE src (pboxid STRING, n INT, p AS PROCTIME()) WITH ('connector' = 'kafka', 'topic' = 'in',
            'properties.bootstrap.servers' = 'localhost:9092', 'scan.startup.mode' = 'earliest-offset',
            'scan.bounded.mode' = 'latest-offset',
            'format' = 'json');
        CREATE TABLE snk (pboxid STRING, n INT) WITH ('connector' = 'kafka', 'topic' = 'out',
            'properties.bootstrap.servers' = 'localhost:9092', 'format' = 'json', 'sink.delivery-guarantee' = 'exactly-once',
            'sink.transactional-id-prefix' = 'x');
        CREATE TABLE console (n INT) WITH ('connector' = 'print');
        EXECUTE STATEMENT SET BEGIN
            INSERT INTO snk SELECT pboxid, n FROM src WHERE n > 0;
            INSERT INTO console SELECT n FROM src WHERE n > 0;
        END;
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("run").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task ASecondStartGoesOnAndAFreshOneReadsAgain()
    {
        await PrepareAsync();
        await TopicAsync("{\"pboxid\":\"a\",\"n\":0}\n{\"pboxid\":\"a\",\"n\":1}\n{\"pboxid\":\"b\",\"n\":2}\n", "produce", "in");
        Assert.Equal((0, "+I[1]\n+I[2]\n"), Lines(await RunAsync()));
        await TopicAsync("{\"pboxid\":\"a\",\"n\":3}\n", "produce", "in");
        Assert.Equal((0, "+I[3]\n"), Lines(await RunAsync()));
        Assert.Equal((0, ""), Lines(await RunAsync()));
        Assert.Equal((0, "+I[1]\n+I[2]\n+I[3]\n"), Lines(await RunAsync("--fresh")));
        CliRun rows = await TopicAsync("", "consume", "out", "--from-beginning", "--count", "6");
        Assert.Equal(6, rows.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task AMissingTopicIsNamed()
    {
        CliRun run = await RunAsync();
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("\"in\"", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFailedJobIsExitCodeThree()
    {
        await PrepareAsync();
        await TopicAsync("{\"pboxid\":\"a\",\"n\":\"x\"}\n", "produce", "in");
        CliRun run = await RunAsync("--set", "restart-strategy.type=none");
        Assert.Equal(3, run.ExitCode);
        Assert.StartsWith("Error: Job \"job\" failed", run.Error.Split('\n')
            .First(static l => l.StartsWith("Error", StringComparison.Ordinal)),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SELECT 1", "Error: A script that runs as a job has INSERTs, but this is a SELECT.")]
    [InlineData("SET 'a' = 'b';", "Error: The script has no INSERT, so there is no job to run.")]
    [InlineData("INSERT INTO nowhere SELECT 1", "Error: ")]
    public async Task AScriptWithoutAJobIsAMistake(string script, string message)
    {
        File.WriteAllText(Path.Combine(_folder, "job.sql"), script);
        CliRun run = await CliRun.InvokeAsync("run", "-f", Path.Combine(_folder, "job.sql"), "--local", _folder, "--rest", "off");
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith(message, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("run -f x --rest 70000")]
    [InlineData("run -f x --from a --fresh")]
    public async Task WrongOptionsAreUsageErrors(string line) => Assert.Equal(2, (await CliRun.InvokeAsync(line.Split(' '))).ExitCode);

    [Fact]
    public async Task ASavepointThatIsNotThereIsNamed()
    {
        await PrepareAsync();
        CliRun run = await RunAsync("--from", "nothing");
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("\"nothing\"", run.Error, StringComparison.Ordinal);
    }

    // Rows of two partitions come in either order.
    private static (int ExitCode, string Rows) Lines(CliRun run) =>
        (run.ExitCode, string.Concat(run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order().Select(static l => l + "\n")));

    private Task<CliRun> RunAsync(params string[] options)
    {
        string file = Path.Combine(_folder, "job.sql");
        File.WriteAllText(file, Script);
        return CliRun.InvokeAsync(["run", "-f", file, "--local", _folder, "--rest", "off", .. options]);
    }

    private async Task PrepareAsync()
    {
        await TopicAsync("", "create", "in", "--partitions", "2");
        await TopicAsync("", "create", "out");
    }

    private Task<CliRun> TopicAsync(string input, params string[] arguments) =>
        CliRun.InvokeAsync(input, CancellationToken.None, ["topic", .. arguments, "--local", _folder]);
}
