using System.CommandLine;

namespace ActorStream.Cli;

/// <summary>The commands and what is common to all: parsing, --verbose, errors, exit codes.</summary>
internal static class CommandLine
{
    /// <summary>Runs one command line to its end.</summary>
    public static async Task<int> InvokeAsync(string[] arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        var verbose = new Option<bool>("--verbose") { Description = "Show the trace of errors.", Recursive = true };
        var root = new RootCommand("Stateful stream processing in Flink SQL.") { verbose };
        root.Subcommands.Add(DemoCommand.Create(terminal));
        root.Subcommands.Add(RunCommand.Create(terminal));
        root.Subcommands.Add(SqlCommand.Create(terminal));
        root.Subcommands.Add(TopicCommand.Create(terminal));
        root.Subcommands.Add(JobCommand.Create(terminal));
        root.Subcommands.Add(CheckpointCommand.Create(terminal));
        root.Subcommands.Add(EntityCommand.Create(terminal));
        root.Subcommands.Add(CacheCommand.Create(terminal));
        root.Subcommands.Add(MetricsCommand.Create(terminal));

        ParseResult result = root.Parse(arguments);
        if (result.Errors.Count > 0)
        {
            foreach (string message in result.Errors.Select(static e => e.Message).Distinct())
            {
                terminal.Error.WriteLine($"Error: {message}");
            }
            terminal.Error.WriteLine($"Hint: See {PathOf(result.CommandResult.Command)} --help.");
            return ExitCode.Usage;
        }
        terminal.IsVerbose = result.GetValue(verbose);
        var configuration = new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
            Output = terminal.Out,
            Error = terminal.Error,
        };
        try
        {
            return await result.InvokeAsync(configuration, cancellationToken);
        }
        catch (Exception error)
        {
            return ErrorReport.Print(terminal, error);
        }
    }

    private static string PathOf(Command command)
    {
        var names = new Stack<string>();
        for (Symbol? symbol = command; symbol is Command and not RootCommand; symbol = symbol.Parents.FirstOrDefault())
        {
            names.Push(symbol.Name);
        }
        return string.Join(' ', names.Prepend("actorstream"));
    }
}
