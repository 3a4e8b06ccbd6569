using System.CommandLine;
using ActorStream.Connectors;
using ActorStream.Connectors.LocalLog;

namespace ActorStream.Cli;

/// <summary>The options that say which log a command works on.</summary>
internal sealed class LogOptions
{
    private readonly Option<string?> _local = new("--local") { Description = "The folder of an embedded log.", HelpName = "DIR" };

    public Command AddTo(Command command)
    {
        command.Options.Add(_local);
        command.Validators.Add(result =>
        {
            if (result.GetResult(_local) is null) result.AddError("Expected --local DIR, the log to work on.");
        });
        return command;
    }

    public ILog Open(ParseResult result, Terminal terminal) => new EmbeddedLog(result.GetValue(_local)!, terminal.TimeProvider);
}
