using System.CommandLine;
using System.Text.Json;

namespace ActorStream.Cli;

/// <summary><c>checkpoint list</c>: the checkpoints of a running job.</summary>
internal static class CheckpointCommand
{
    public static Command Create(Terminal terminal) => new("checkpoint", "Look at checkpoints.") { CreateList(terminal) };

    private static Command CreateList(Terminal terminal)
    {
        Option<string> url = CommandOptions.Url();
        Argument<string?> job = JobCommand.JobArgument();
        var command = new Command("list", "List a job's latest checkpoints and savepoints, newest first.") { job, url };
        command.SetAction(async (result, cancellationToken) =>
        {
            using var client = new NodeClient(result.GetValue(url)!);
            string id = await client.FindJobAsync(result.GetValue(job), cancellationToken);
            JsonElement answer = await client.GetAsync($"jobs/{id}/checkpoints", cancellationToken);
            var table = new TextTable("ID", "TYPE", "STATUS", "TAKEN", "DURATION", "SIZE", "SAVEPOINT");
            foreach (JsonElement checkpoint in answer.GetProperty("history").EnumerateArray())
            {
                table.Add(checkpoint.GetProperty("id").GetRawText(), checkpoint.GetProperty("checkpoint_type").GetString()!,
                    checkpoint.GetProperty("status").GetString()!, Show.Time(checkpoint.GetProperty("trigger_timestamp").GetInt64()),
                    Show.Duration(checkpoint.GetProperty("end_to_end_duration").GetInt64()),
                    Show.Size(checkpoint.GetProperty("state_size").GetInt64()),
                    SavepointName(checkpoint));
            }
            table.Write(terminal.Out);
            return ExitCode.Success;
        });
        return command;
    }

    // run --from takes the names of savepoints only.
    private static string SavepointName(JsonElement checkpoint) =>
        checkpoint.GetProperty("is_savepoint").GetBoolean() && checkpoint.TryGetProperty("external_path", out JsonElement name)
            ? name.GetString()!
            : "-";
}
