using System.CommandLine;
using System.Text;

namespace ActorStream.Cli;

/// <summary><c>sql</c>: carries out statements and shows what they answer.</summary>
internal static class SqlCommand
{
    private const int MaxScriptChars = 1 << 20;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static Command Create(Terminal terminal)
    {
        var engine = new EngineCommandOptions();
        var script = new ScriptOption();
        var text = new Option<string?>("--execute", "-e") { Description = "Statements.", HelpName = "TEXT" };
        Option<string> format = CommandOptions.Word("--format", "table", "changelog", "json");
        Command command = engine.AddTo(script.AddTo(new Command("sql", "Carry out SQL statements and show their rows.") { text, format }));
        command.Validators.Add(result =>
        {
            if (script.In(result) is not null && result.GetResult(text) is not null)
            {
                result.AddError("Expected a script or -e TEXT but got both.");
            }
        });
        command.SetAction(async (result, cancellationToken) =>
        {
            Composition composition = engine.Compose(result, terminal);
            var environment = new StreamEnvironment(composition.EngineOptions(withCheckpoints: false, engine.Settings(result)));
            var shell = new SqlShell(environment, terminal, result.GetValue(format)!);
            if (result.GetValue(text) is { } statements) return await shell.RunAsync(statements, cancellationToken);
            if (script.In(result.CommandResult) is not { } name) return await shell.TalkAsync(cancellationToken);
            return await shell.RunFileAsync(name, cancellationToken);
        });
        return command;
    }

    /// <summary>Reads a script of limited size; - is standard input.</summary>
    public static async Task<string> ReadScriptAsync(string file, Terminal terminal, CancellationToken cancellationToken)
    {
        if (Directory.Exists(file)) throw new ActorStreamException($"Script \"{file}\" is a folder.", ErrorDomain.User);
        using TextReader? opened = file == "-" ? null : new StreamReader(file, StrictUtf8);
        TextReader reader = opened ?? terminal.In;
        char[] buffer = new char[MaxScriptChars + 1];
        int length;
        try
        {
            length = await reader.ReadBlockAsync(buffer, cancellationToken);
        }
        catch (DecoderFallbackException e)
        {
            throw new ActorStreamException($"Script \"{file}\" is not UTF-8.", ErrorDomain.User, innerException: e);
        }
        return length <= MaxScriptChars
            ? new string(buffer, 0, length)
            : throw new ActorStreamException(
                $"Script \"{file}\" has more than the {MaxScriptChars} characters that one may have.", ErrorDomain.User);
    }
}
