using ActorStream.Cli;

namespace ActorStream.Tests.Cli;

public sealed class MessageWriterTests
{
    [Fact]
    public async Task MessagesThatNobodyTakesChangeNothing()
    {
        Assert.Equal(2, await RunAsync("jbo"));
        Assert.Equal(1, await RunAsync("sql", "-e", "SELEC"));
        Assert.Equal(0, await RunAsync("sql", "-e", "SELECT 1"));
    }

    [Fact]
    public void MessagesArriveAsTheyAre()
    {
        using var text = new StringWriter();
        using var writer = new MessageWriter(text);
        writer.WriteLine("one");
        writer.Write($"{2} ");
        writer.Write('3');
        writer.Write(['4', '5'], 1, 1);
        writer.WriteLine();
        Assert.Equal("one\n2 35\n", text.ToString());
    }

    private static async Task<int> RunAsync(params string[] line)
    {
        using var full = new FullWriter();
        using var messages = new MessageWriter(full);
        return await CommandLine.InvokeAsync(line, new Terminal(TextReader.Null, TextWriter.Null, messages), CancellationToken.None);
    }

    private sealed class FullWriter : StringWriter
    {
        public override void Write(ReadOnlySpan<char> buffer) => throw new IOException("No space left on device");

        public override void Flush() => throw new IOException("No space left on device");
    }
}
