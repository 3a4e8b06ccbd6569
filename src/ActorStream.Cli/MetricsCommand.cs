using System.CommandLine;

namespace ActorStream.Cli;

/// <summary><c>metrics</c>: the metrics of a running node in Prometheus' text format.</summary>
internal static class MetricsCommand
{
    public static Command Create(Terminal terminal)
    {
        Option<string> url = CommandOptions.Url();
        var filter = new Argument<string?>("NAME")
        {
            Description = "Only metrics whose name contains this.", Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command("metrics", "Show the metrics of running jobs, in Prometheus' text format.") { filter, url };
        command.SetAction(async (result, cancellationToken) =>
        {
            using var client = new NodeClient(result.GetValue(url)!);
            string text = await client.GetTextAsync("metrics", cancellationToken);
            string wanted = result.GetValue(filter) ?? "";
            foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                if (line.Contains(wanted, StringComparison.OrdinalIgnoreCase)) terminal.Out.WriteLine(line);
            }
            return ExitCode.Success;
        });
        return command;
    }
}
