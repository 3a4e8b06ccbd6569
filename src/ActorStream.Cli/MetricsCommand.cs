using System.CommandLine;

namespace ActorStream.Cli;

/// <summary><c>metrics</c>: the metrics of a running node in Prometheus' text format.</summary>
internal static class MetricsCommand
{
    private const int LeastLetters = 4, MaxNames = 8;

    public static Command Create(Terminal terminal)
    {
        Option<string> url = CommandOptions.Url();
        var filter = new Argument<string?>("NAME")
        {
            Description = "Only lines that contain this: a part of a metric's name, or a label's value.", Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command("metrics", "Show the metrics of running jobs, in Prometheus' text format.") { filter, url };
        command.SetAction(async (result, cancellationToken) =>
        {
            using var client = new NodeClient(result.GetValue(url)!);
            string[] lines = (await client.GetTextAsync("metrics", cancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            string wanted = result.GetValue(filter) ?? "";
            string[] matching = [.. lines.Where(l => l.Contains(wanted, StringComparison.OrdinalIgnoreCase))];
            if (matching.Length == 0) throw NothingMatches(result.GetValue(filter), lines, result.GetValue(url)!);
            foreach (string line in matching) terminal.Out.WriteLine(line);
            return ExitCode.Success;
        });
        return command;
    }

    private static ActorStreamException NothingMatches(string? wanted, string[] lines, string url)
    {
        if (lines.Length == 0) return new ActorStreamException($"There are no metrics at {url}: no job runs there.", ErrorDomain.User);
        string[] names = [.. lines.Where(static l => l[0] != '#').Select(NameOf).Distinct(StringComparer.Ordinal)];
        string[] words = wanted!.Split([' ', '_', '.', '-'], StringSplitOptions.RemoveEmptyEntries);
        words = [.. words.Where(w => w.Length >= LeastLetters)];
        string[] near =
        [
            .. names.Where(n => words.Any(w => n.Contains(w[..LeastLetters], StringComparison.OrdinalIgnoreCase)))
                .OrderByDescending(n => words.Count(w => n.Contains(w, StringComparison.OrdinalIgnoreCase))).Take(MaxNames),
        ];
        string more = names.Length > MaxNames ? ", …; metrics without a name shows all" : "";
        string hint = near.Length > 0
            ? $"Near it: {string.Join(", ", near)}." : $"There are: {string.Join(", ", names.Take(MaxNames))}{more}.";
        return new ActorStreamException($"No metric matches \"{wanted}\".", ErrorDomain.User, hint: hint);
    }

    private static string NameOf(string sample)
    {
        int end = sample.AsSpan().IndexOfAny('{', ' ');
        return end < 0 ? sample : sample[..end];
    }
}
