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
}
