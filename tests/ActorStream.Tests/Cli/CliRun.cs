using ActorStream.Cli;

namespace ActorStream.Tests.Cli;

/// <summary>One command line, run in this process, and what it printed.</summary>
internal sealed record CliRun(int ExitCode, string Output, string Error)
{
    public static Task<CliRun> InvokeAsync(params string[] arguments) => InvokeAsync("", CancellationToken.None, arguments);

    public static Task<CliRun> InvokeAsync(CancellationToken cancellationToken, params string[] arguments) =>
        InvokeAsync("", cancellationToken, arguments);

    public static async Task<CliRun> InvokeAsync(string input, CancellationToken cancellationToken, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var terminal = new Terminal(new StringReader(input), output, error);
        int exitCode = await CommandLine.InvokeAsync(arguments, terminal, cancellationToken);
        return new CliRun(exitCode, output.ToString(), error.ToString());
    }
}
