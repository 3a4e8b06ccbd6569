using System.CommandLine;
using System.Text.Json;

namespace ActorStream.Cli;

/// <summary><c>entity get</c>: the live state of one key.</summary>
internal static class EntityCommand
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static Command Create(Terminal terminal) => new("entity", "Look at the live state of keys.") { CreateGet(terminal) };

    private static Command CreateGet(Terminal terminal)
    {
        Option<string> url = CommandOptions.Url();
        Argument<string> job = new Argument<string>("JOB") { Description = "The job's name or id." }.NotEmpty();
        var key = new Argument<string>("KEY") { Description = "The key; of several columns, their values with commas between." };
        var command = new Command("get", "Show what a job holds for a key, as JSON.") { job, key, url };
        command.SetAction(async (result, cancellationToken) =>
        {
            using var client = new NodeClient(result.GetValue(url)!);
            string id = await client.FindJobAsync(result.GetValue(job), cancellationToken);
            string path = $"jobs/{id}/entities?key={Uri.EscapeDataString(result.GetValue(key)!)}";
            JsonElement answer = await client.GetAsync(path, cancellationToken);
            terminal.Out.WriteLine(JsonSerializer.Serialize(answer, Indented));
            return ExitCode.Success;
        });
        return command;
    }
}
