using System.CommandLine;

namespace ActorStream.Cli;

/// <summary><c>run</c>: runs a script as one job in the foreground.</summary>
internal static class RunCommand
{
    public static Command Create(Terminal terminal)
    {
        var engine = new EngineCommandOptions();
        var file = new Option<string>("--file", "-f")
        {
            Description = "The script; - is standard input.", HelpName = "FILE", Required = true,
        };
        var name = new Option<string?>("--name")
        {
            Description = "The job's name, under which it goes on when started again. Default: the file's name.",
            HelpName = "NAME",
        };
        var from = new Option<string?>("--from") { Description = "The savepoint to start from.", HelpName = "SAVEPOINT" };
        var fresh = new Option<bool>("--fresh") { Description = "Start anew: forget the checkpoints that were taken under this name." };
        Option<string?> rest = RestOption();
        Command command = engine.AddTo(
            new Command("run", "Run a script as one job until its inputs end, or Ctrl-C.") { file, name, from, fresh, rest });
        command.Validators.Add(result =>
        {
            if (result.GetResult(from) is not null && result.GetResult(fresh) is not null)
            {
                result.AddError("Expected --from or --fresh but got both.");
            }
        });
        command.SetAction(async (result, cancellationToken) =>
        {
            Composition composition = engine.Compose(result, terminal);
            string script = await SqlCommand.ReadScriptAsync(result.GetValue(file)!, terminal, cancellationToken);
            var live = new LiveTerminal(terminal);
            var foreground = new ForegroundJob(composition, live, result.GetValue(rest));
            return await foreground.RunAsync(
                new JobRequest
                {
                    Script = script,
                    Name = result.GetValue(name) ?? NameOf(result.GetValue(file)!),
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
        option.Validators.Add(static result =>
        {
            string? text = result.Tokens.Count > 0 ? result.Tokens[0].Value : null;
            if (text is null or "off" || (ushort.TryParse(text, out ushort port) && port > 0)) return;
            result.AddError($"Expected a port or off for --rest but got \"{text}\".");
        });
        return option;
    }

    // What topics and groups may be named.
    private static string NameOf(string file) => file == "-"
        ? "stdin"
        : string.Concat(Path.GetFileNameWithoutExtension(file)
            .Select(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '-'));
}
