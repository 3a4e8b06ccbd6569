using System.CommandLine;

namespace ActorStream.Cli;

/// <summary><c>run</c>: runs a script as one job in the foreground.</summary>
internal static class RunCommand
{
    public static Command Create(Terminal terminal)
    {
        var engine = new EngineCommandOptions();
        var script = new ScriptOption();
        Option<string?> name = CommandOptions.Text(
            "--name", "The job's name, under which it goes on when started again. Default: the file's name.", "NAME");
        Option<string?> from = CommandOptions.Text("--from", "The savepoint to start from.", "SAVEPOINT");
        Option<bool> fresh = CommandOptions.Flag("--fresh", "Start anew: forget the checkpoints that were taken under this name.");
        Option<string?> rest = RestOption();
        Command command = engine.AddTo(script.AddTo(
            new Command("run", "Run a script as one job until its inputs end, or Ctrl-C.") { name, from, fresh, rest }));
        command.Validators.Add(result =>
        {
            if (!result.Errors.Any() && script.In(result) is null) result.AddError("Expected a script, as in actorstream run FILE.");
            if (result.GetResult(from) is not null && result.GetResult(fresh) is not null)
            {
                result.AddError("Expected --from or --fresh but got both.");
            }
        });
        command.SetAction(async (result, cancellationToken) =>
        {
            Composition composition = engine.Compose(result, terminal);
            string file = script.In(result.CommandResult)!;
            string text = await SqlCommand.ReadScriptAsync(file, terminal, cancellationToken);
            var live = new LiveTerminal(terminal);
            var foreground = new ForegroundJob(composition, live, result.GetValue(rest));
            return await foreground.RunAsync(
                new JobRequest
                {
                    Script = text,
                    Name = result.GetValue(name) ?? NameOf(file),
                    Savepoint = result.GetValue(from),
                    IsFresh = result.GetValue(fresh),
                    Settings = engine.Settings(result),
                },
                cancellationToken);
        });
        return command;
    }

    /// <summary>--rest PORT|off.</summary>
    public static Option<string?> RestOption()
    {
        var option = new Option<string?>("--rest")
        {
            Description = "The port of the REST API on loopback, or off. Default: 8081, or the next free one.",
            HelpName = "PORT|off",
        };
        return option.Checked(
            static text => text == "off" || (ushort.TryParse(text, out ushort port) && port > 0), "a port of 1 to 65535 or off");
    }

    // What topics and groups may be named.
    private static string NameOf(string file) => file == "-"
        ? "stdin"
        : string.Concat(Path.GetFileNameWithoutExtension(file)
            .Select(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '-'));
}
