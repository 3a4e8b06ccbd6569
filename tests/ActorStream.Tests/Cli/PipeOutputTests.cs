using System.IO.Pipes;
using ActorStream.Cli;

namespace ActorStream.Tests.Cli;

public sealed class PipeOutputTests
{
    [Theory]
    [InlineData("table")]
    [InlineData("changelog")]
    [InlineData("json")]
    public async Task AQueryWithoutEndEndsWithItsReader(string format)
    {
        using var pipe = new AnonymousPipeServerStream(PipeDirection.In);
        using var client = new AnonymousPipeClientStream(PipeDirection.Out, pipe.ClientSafePipeHandle);
        using var output = new StreamWriter(new PipeOutput(client));
        using var error = new StringWriter();
        var terminal = new Terminal(TextReader.Null, output, error);
        Task<int> run = CommandLine.InvokeAsync(
            ["sql", "--format", format, "-e",
                "CREATE TABLE t (a INT, b STRING) WITH ('connector' = 'datagen'); SELECT * FROM t"],
            terminal, CancellationToken.None);
        Assert.NotEqual(0, await pipe.ReadAsync(new byte[1]));
        pipe.Dispose();
        Assert.Equal((ExitCode.OutputClosed, ""), (await run, error.ToString()));
    }

    /// <summary>Rows are held to be aligned, but not until there are a thousand of them.</summary>
    [Fact]
    public async Task RowsThatKeepComingAreShownSoon()
    {
        using var pipe = new AnonymousPipeServerStream(PipeDirection.In);
        using var client = new AnonymousPipeClientStream(PipeDirection.Out, pipe.ClientSafePipeHandle);
        using var output = new StreamWriter(new PipeOutput(client));
        Task<int> run = CommandLine.InvokeAsync(
            ["sql", "-e", "CREATE TABLE t (a INT) WITH ('connector' = 'datagen', 'rows-per-second' = '50'); SELECT * FROM t"],
            new Terminal(TextReader.Null, output, TextWriter.Null), CancellationToken.None);
        byte[] first = new byte[60_000];
        int length = await pipe.ReadAsync(first);
        pipe.Dispose();
        await run;
        Assert.InRange(first.AsSpan(0, length).Count((byte)'\n'), 4, 500);
    }
}
