using System.Text;
using ActorStream.Cli;

namespace ActorStream.Tests.Cli;

public sealed class SqlPromptTests
{
    [Fact]
    public async Task CtrlCEndsTheQueryAndNotTheShell()
    {
        var output = new SeenWriter();
        using var error = new StringWriter();
        const string Typed = """
            CREATE TABLE t (a INT) WITH ('connector' = 'datagen', 'rows-per-second' = '100');
            SELECT * FROM t;
            SELECT
                'after';
            quit;
            """;
        var terminal = new Terminal(new StringReader(Typed), output, error) { HasPrompt = true };
        Task<int> run = CommandLine.InvokeAsync(["sql", "--format", "changelog"], terminal, CancellationToken.None);
        await output.Seen.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.True(terminal.OnInterrupt!());
        Assert.Equal(ExitCode.Success, await run);
        Assert.EndsWith("+I[after]\n", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("sql> Cancelled.\nsql>    > sql> ", error.ToString(), StringComparison.Ordinal);
        Assert.Null(terminal.OnInterrupt);
    }

    /// <summary>Tells when the first row is there.</summary>
    private sealed class SeenWriter : TextWriter
    {
        private readonly StringBuilder _text = new();
        private readonly TaskCompletionSource _seen = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Seen => _seen.Task;

        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value)
        {
            lock (_text) _text.Append(value);
            if (value == '\n') _seen.TrySetResult();
        }

        public override string ToString()
        {
            lock (_text) return _text.ToString();
        }
    }
}
