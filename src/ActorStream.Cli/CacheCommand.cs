using System.CommandLine;
using System.Globalization;
using System.Text.Json;

namespace ActorStream.Cli;

/// <summary><c>cache show|invalidate</c>: the caches of lookup joins.</summary>
internal static class CacheCommand
{
    public static Command Create(Terminal terminal) =>
        new("cache", "Look at the caches of lookup joins, and empty them.") { CreateShow(terminal), CreateInvalidate(terminal) };

    private static Command CreateShow(Terminal terminal)
    {
        Option<string> url = CommandOptions.Url();
        Argument<string?> job = JobCommand.JobArgument();
        Argument<string?> only = new Argument<string?>("TABLE")
        {
            Description = "Only this dimension table.", Arity = ArgumentArity.ZeroOrOne,
        }.NotEmpty();
        var command = new Command("show", "Show each cache: entries, hits, misses, loads, and what was thrown out.") { job, only, url };
        command.SetAction(async (result, cancellationToken) =>
        {
            using var client = new NodeClient(result.GetValue(url)!);
            string id = await client.FindJobAsync(result.GetValue(job), cancellationToken);
            JsonElement answer = await client.GetAsync($"jobs/{id}/caches", cancellationToken);
            var table = new TextTable("TABLE", "ENTRIES", "HITS", "MISSES", "HIT RATE", "LOADS", "EVICTED", "EXPIRED", "SIZE");
            foreach (JsonElement cache in Chosen(answer, result.GetValue(only)))
            {
                long hits = cache.GetProperty("hits").GetInt64(), misses = cache.GetProperty("misses").GetInt64();
                string rate = hits + misses == 0
                    ? "-"
                    : string.Create(CultureInfo.InvariantCulture, $"{100.0 * hits / (hits + misses):0.0} %");
                table.Add(cache.GetProperty("table").GetString()!, Show.Count(cache.GetProperty("entries").GetInt64()), Show.Count(hits),
                    Show.Count(misses), rate, Show.Count(cache.GetProperty("loads").GetInt64()),
                    Show.Count(cache.GetProperty("evictions").GetInt64()),
                    Show.Count(cache.GetProperty("expirations").GetInt64()), Show.Size(cache.GetProperty("size-bytes").GetInt64()));
            }
            table.Write(terminal.Out);
            return ExitCode.Success;
        });
        return command;
    }

    private static JsonElement[] Chosen(JsonElement answer, string? table)
    {
        JsonElement[] caches = [.. answer.GetProperty("caches").EnumerateArray()];
        if (caches.Length == 0) throw new ActorStreamException("The job has no lookup join, and so no cache.", ErrorDomain.User);
        JsonElement[] chosen = [.. caches.Where(c => table is null || c.GetProperty("table").GetString() == table)];
        if (chosen.Length > 0) return chosen;
        throw new ActorStreamException($"The job has no dimension table \"{table}\".", ErrorDomain.User,
            hint: $"It has: {string.Join(", ", caches.Select(static c => c.GetProperty("table").GetString()))}.");
    }

    private static Command CreateInvalidate(Terminal terminal)
    {
        Option<string> url = CommandOptions.Url();
        Argument<string> job = new Argument<string>("JOB") { Description = "The job's name or id." }.NotEmpty();
        Argument<string> table = new Argument<string>("TABLE") { Description = "The dimension table." }.NotEmpty();
        var key = new Option<string?>("--key") { Description = "Only this key; of several columns, their values with commas between." };
        var command = new Command("invalidate", "Forget cached rows, so that the next row of a key asks the database.")
        {
            job, table, key, url,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            using var client = new NodeClient(result.GetValue(url)!);
            string id = await client.FindJobAsync(result.GetValue(job), cancellationToken);
            string query = result.GetValue(key) is { } only ? "?key=" + Uri.EscapeDataString(only) : "";
            string path = $"jobs/{id}/caches/{Uri.EscapeDataString(result.GetValue(table)!)}{query}";
            JsonElement answer = await client.DeleteAsync(path, cancellationToken);
            long forgotten = answer.GetProperty("invalidated").GetInt64();
            terminal.Out.WriteLine($"{Show.Count(forgotten, "row")} forgotten.");
            return ExitCode.Success;
        });
        return command;
    }
}
