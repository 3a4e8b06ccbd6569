using System.CommandLine;
using System.CommandLine.Parsing;

namespace ActorStream.Cli;

/// <summary>The script of a command: <c>job.sql</c> or <c>-f job.sql</c>.</summary>
internal sealed class ScriptOption
{
    private readonly Option<string?> _option = CommandOptions.Text("--file", "The script; - is standard input.", "FILE", "-f");
    private readonly Argument<string?> _argument = new Argument<string?>("FILE")
    {
        Description = "The script, as with --file.", Arity = ArgumentArity.ZeroOrOne,
    }.NotEmpty();

    public Command AddTo(Command command)
    {
        command.Arguments.Add(_argument);
        command.Options.Add(_option);
        command.Validators.Add(result =>
        {
            if (result.GetResult(_argument) is { Tokens.Count: > 0 } && result.GetResult(_option) is not null)
            {
                result.AddError("Expected one script but got two.");
            }
        });
        return command;
    }

    /// <summary>The file; null where none is given. By tokens, because a validator that asks for a value skips the value's own.</summary>
    public string? In(CommandResult result) =>
        ((SymbolResult?)result.GetResult(_option) ?? result.GetResult(_argument))?.Tokens is [Token token, ..] ? token.Value : null;
}
