namespace ActorStream.Tests.Cli;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("jbo")]
    [InlineData("job")]
    [InlineData("job list --colour")]
    [InlineData("entity get")]
    [InlineData("cache invalidate only-one")]
    public async Task AWrongCommandLineIsExitCodeTwoWithAHint(string line)
    {
        CliRun run = await CliRun.InvokeAsync(line.Split(' '));
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("Error: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("--help", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("job --help")]
    [InlineData("--version")]
    public async Task HelpGoesToStandardOutput(string line)
    {
        CliRun run = await CliRun.InvokeAsync(line.Split(' '));
        Assert.Equal(0, run.ExitCode);
        Assert.NotEmpty(run.Output);
        Assert.Empty(run.Error);
    }

    [Fact]
    public async Task ANodeThatDoesNotAnswerIsNamed()
    {
        CliRun run = await CliRun.InvokeAsync("job", "list", "--url", "http://127.0.0.1:1");
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("Error: No job answers at http://127.0.0.1:1: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("Hint: Start one with actorstream run", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task VerboseShowsTheTrace()
    {
        CliRun run = await CliRun.InvokeAsync("job", "list", "--url", "http://127.0.0.1:1", "--verbose");
        Assert.Contains("   at ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnInterruptIsExitCode130()
    {
        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();
        CliRun run = await CliRun.InvokeAsync(stopped.Token, "job", "list");
        Assert.Equal(130, run.ExitCode);
    }
}
