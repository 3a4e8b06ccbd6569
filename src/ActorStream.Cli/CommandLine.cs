using System.CommandLine;

namespace ActorStream.Cli;

/// <summary>The commands and what is common to all: parsing, --verbose, errors, exit codes.</summary>
internal static class CommandLine
{
    private static readonly Option<bool> Verbose = MakeVerbose();

    /// <summary>Runs one command line to its end.</summary>
    public static async Task<int> InvokeAsync(string[] arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        try
        {
            ParseResult result = CreateRoot(terminal).Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
            if (UsageErrors.Print(result, arguments, terminal)) return ExitCode.Usage;
            terminal.IsVerbose = result.GetValue(Verbose);
            var configuration = new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
                Output = terminal.Out,
                Error = terminal.Error,
            };
            return await result.InvokeAsync(configuration, cancellationToken);
        }
        catch (OutputClosedException)
        {
            // As a program ends that the system tells of it: its reader, such as head, has what it wanted.
            return ExitCode.OutputClosed;
        }
        catch (Exception error)
        {
            return ErrorReport.Print(terminal, error);
        }
    }

    /// <summary>All commands.</summary>
    public static RootCommand CreateRoot(Terminal terminal) => new("Stateful stream processing in Flink SQL.")
    {
        Verbose,
        DemoCommand.Create(terminal),
        RunCommand.Create(terminal),
        SqlCommand.Create(terminal),
        TopicCommand.Create(terminal),
        JobCommand.Create(terminal),
        CheckpointCommand.Create(terminal),
        EntityCommand.Create(terminal),
        CacheCommand.Create(terminal),
        MetricsCommand.Create(terminal),
    };

    private static Option<bool> MakeVerbose()
    {
        Option<bool> verbose = CommandOptions.Flag("--verbose", "Show the trace of errors.");
        verbose.Recursive = true;
        return verbose;
    }
}
