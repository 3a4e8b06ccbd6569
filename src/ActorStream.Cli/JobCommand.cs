using System.CommandLine;
using System.Text.Json;

namespace ActorStream.Cli;

/// <summary><c>job list|show|savepoint|stop|cancel</c>: looks after jobs of a running node.</summary>
internal static class JobCommand
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(200);

    public static Command Create(Terminal terminal) => new("job", "Look after running jobs.")
    {
        CreateList(terminal), CreateShow(terminal), CreateSavepoint(terminal), CreateStop(terminal), CreateCancel(terminal),
    };

    /// <summary>The job's name or id; it may be left out where there is only one job.</summary>
    public static Argument<string?> JobArgument() =>
        new Argument<string?>("JOB")
        {
            Description = "The job's name or id; may be left out if there is only one.", Arity = ArgumentArity.ZeroOrOne,
        }.NotEmpty();

    private static Command CreateList(Terminal terminal)
    {
        Option<string> url = CommandOptions.Url();
        var command = new Command("list", "List the jobs.") { url };
        command.SetAction(async (result, cancellationToken) =>
        {
            using var client = new NodeClient(result.GetValue(url)!);
            JsonElement answer = await client.GetAsync("jobs/overview", cancellationToken);
            var table = new TextTable("ID", "NAME", "STATE", "STARTED", "DURATION");
            foreach (JsonElement job in answer.GetProperty("jobs").EnumerateArray())
            {
                table.Add(job.GetProperty("jid").GetString()!, job.GetProperty("name").GetString()!, job.GetProperty("state").GetString()!,
                    Show.Time(job.GetProperty("start-time").GetInt64()), Show.Duration(job.GetProperty("duration").GetInt64()));
            }
            table.Write(terminal.Out);
            return ExitCode.Success;
        });
        return command;
    }

    private static Command CreateShow(Terminal terminal)
    {
        Option<string> url = CommandOptions.Url();
        Argument<string?> job = JobArgument();
        var command = new Command("show", "Show one job: its state, operators and checkpoints.") { job, url };
        command.SetAction(async (result, cancellationToken) =>
        {
            using var client = new NodeClient(result.GetValue(url)!);
            string id = await client.FindJobAsync(result.GetValue(job), cancellationToken);
            WriteJob(terminal.Out, await client.GetAsync($"jobs/{id}", cancellationToken));
            JsonElement checkpoints = await client.GetAsync($"jobs/{id}/checkpoints", cancellationToken);
            JsonElement counts = checkpoints.GetProperty("counts");
            terminal.Out.WriteLine($"Checkpoints: {counts.GetProperty("completed").GetInt64()} completed, "
                + $"{counts.GetProperty("failed").GetInt64()} failed, {counts.GetProperty("in_progress").GetInt64()} in progress");
            return ExitCode.Success;
        });
        return command;
    }

    private static void WriteJob(TextWriter output, JsonElement job)
    {
        output.WriteLine($"Name:        {job.GetProperty("name").GetString()}");
        output.WriteLine($"Id:          {job.GetProperty("jid").GetString()}");
        output.WriteLine($"State:       {job.GetProperty("state").GetString()}");
        output.WriteLine($"Started:     {Show.Time(job.GetProperty("start-time").GetInt64())} UTC");
        output.WriteLine($"Duration:    {Show.Duration(job.GetProperty("duration").GetInt64())}");
        var table = new TextTable("OPERATOR", "STATUS", "PARALLELISM", "RECORDS IN", "RECORDS OUT");
        foreach (JsonElement vertex in job.GetProperty("vertices").EnumerateArray())
        {
            JsonElement metrics = vertex.GetProperty("metrics");
            table.Add(vertex.GetProperty("name").GetString()!, vertex.GetProperty("status").GetString()!,
                vertex.GetProperty("parallelism").GetRawText(), Show.Count(metrics.GetProperty("read-records").GetInt64()),
                Show.Count(metrics.GetProperty("write-records").GetInt64()));
        }
        table.Write(output);
    }

    private static Command CreateSavepoint(Terminal terminal) => CreateWithSavepoint(
        terminal, "savepoint", "Take a savepoint, from which run --from starts.", "savepoints", "target-directory");

    private static Command CreateStop(Terminal terminal) => CreateWithSavepoint(
        terminal, "stop", "End a job with a savepoint as its last checkpoint. If that cannot be written, the job goes on.", "stop",
        "targetDirectory");

    /// <summary>A command that begins what ends with a savepoint, and prints that one's name.</summary>
    private static Command CreateWithSavepoint(Terminal terminal, string word, string description, string path, string targetMember)
    {
        Option<string> url = CommandOptions.Url();
        Argument<string?> job = JobArgument();
        Option<string?> name =
            CommandOptions.Text("--name", "The savepoint's name; by default one is made of the job's name and some digits.", "NAME")
                .Checked(static text => !text.Contains('/', StringComparison.Ordinal), "a name without a slash");
        var command = new Command(word, description) { job, name, url };
        command.SetAction(async (result, cancellationToken) =>
        {
            using var client = new NodeClient(result.GetValue(url)!);
            string id = await client.FindJobAsync(result.GetValue(job), cancellationToken);
            string target = JsonEncodedText.Encode(result.GetValue(name) ?? "").ToString();
            string body = target.Length == 0 ? "{}" : $"{{\"{targetMember}\":\"{target}\"}}";
            JsonElement trigger = await client.PostAsync($"jobs/{id}/{path}", body, cancellationToken);
            string operation = $"jobs/{id}/savepoints/{trigger.GetProperty("request-id").GetString()}";
            terminal.Out.WriteLine(await AwaitSavepointAsync(client, operation, terminal.TimeProvider, cancellationToken));
            return ExitCode.Success;
        });
        return command;
    }

    private static async Task<string> AwaitSavepointAsync(
        NodeClient client, string path, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        while (true)
        {
            JsonElement answer = await client.GetAsync(path, cancellationToken);
            if (answer.GetProperty("status").GetProperty("id").GetString() == "COMPLETED")
            {
                JsonElement operation = answer.GetProperty("operation");
                if (operation.TryGetProperty("location", out JsonElement location)) return location.GetString()!;
                string cause = operation.GetProperty("failure-cause").GetProperty("stack-trace").GetString()!;
                throw new ActorStreamException($"No savepoint was taken: {cause}", ErrorDomain.External);
            }
            await Task.Delay(PollInterval, timeProvider, cancellationToken);
        }
    }

    private static Command CreateCancel(Terminal terminal)
    {
        Option<string> url = CommandOptions.Url();
        Argument<string?> job = JobArgument();
        var command = new Command("cancel", "Cancel a job. Started again under its name, it goes on from its last checkpoint.")
        {
            job, url,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            using var client = new NodeClient(result.GetValue(url)!);
            string id = await client.FindJobAsync(result.GetValue(job), cancellationToken);
            await client.PatchAsync($"jobs/{id}?mode=cancel", cancellationToken);
            terminal.Out.WriteLine($"Cancelling job {id}.");
            return ExitCode.Success;
        });
        return command;
    }
}
