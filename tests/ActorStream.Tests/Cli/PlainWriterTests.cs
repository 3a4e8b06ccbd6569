using ActorStream.Cli;

namespace ActorStream.Tests.Cli;

public sealed class PlainWriterTests
{
    [Theory]
    [InlineData("a\tb\n", "a\tb\n")]
    [InlineData("\u001B]52;c;x\u0007", "\\u001B]52;c;x\\u0007")]
    [InlineData("1\r2\r\n", "1\\r2\\r\n")]
    [InlineData("\u009B2J\u202E", "\\u009B2J\\u202E")]
    [InlineData("é 😀 一", "é 😀 一")]
    [InlineData("", "")]
    public void ATerminalIsNotCommandedByData(string data, string shown)
    {
        using var inner = new StringWriter();
        using var writer = new PlainWriter(inner);
        writer.Write(data);
        writer.Write(data.AsSpan());
        writer.Write(data.ToCharArray());
        writer.WriteLine(data);
        writer.Flush();
        Assert.Equal(shown + shown + shown + shown + "\n", inner.ToString());
    }
}
