using ActorStream.Cli.Hocon;

namespace ActorStream.Cli;

/// <summary>Tells the user what went wrong: one sentence, the place in the SQL text with a caret, a hint; the trace only if asked
/// for.</summary>
internal static class ErrorReport
{
    /// <summary>What an error begins with.</summary>
    public const string Word = "Error: ";

    /// <summary>Prints an error to standard error and returns the exit code that goes with it.</summary>
    public static int Print(Terminal terminal, Exception error, string word = Word)
    {
        if (error is OperationCanceledException) return ExitCode.Interrupted;
        FlushOutput(terminal);
        terminal.Error.WriteLine(word + RowText.EscapeLines(terminal.HideSecrets(Text(error, terminal.Script))));
        if (terminal.IsVerbose) terminal.Error.WriteLine(RowText.EscapeLines(terminal.HideSecrets(error.ToString())));
        else if (IsUnexpected(error)) terminal.Error.WriteLine("Hint: Run it again with --verbose for the trace.");
        return error is JobFailedException ? ExitCode.JobFailed : ExitCode.UserError;
    }

    private static void FlushOutput(Terminal terminal)
    {
        try
        {
            terminal.Out.Flush();
        }
        catch (IOException)
        {
            // Perhaps what is being told.
        }
    }

    /// <summary>What went wrong, in one line.</summary>
    public static string Sentence(Terminal terminal, Exception error) =>
        RowText.Escape(terminal.HideSecrets(Message(error)).ReplaceLineEndings(" "));

    private static string Message(Exception error) => error switch
    {
        ActorStreamException or HoconException => error.Message,
        FileNotFoundException { FileName: { } file } => $"File \"{file}\" does not exist.",
        DirectoryNotFoundException or UnauthorizedAccessException or IOException => error.Message,
        _ => $"{error.GetType().Name}: {error.Message}",
    };

    /// <summary>The error as text: message, place, hint.</summary>
    private static string Text(Exception error, string? script) => error switch
    {
        SqlException sql => sql.Render(script ?? ""),
        ActorStreamException known => WithHint(Message(known), known.Hint),
        HoconException hocon => WithHint(Message(hocon), hocon.Hint),
        _ => Message(error),
    };

    private static bool IsUnexpected(Exception error) =>
        error is not (ActorStreamException { Domain: not ErrorDomain.Internal } or HoconException or IOException
            or UnauthorizedAccessException);

    private static string WithHint(string message, string? hint) =>
        hint is null ? message : $"{message}\nHint: {hint.ReplaceLineEndings(" ")}";
}
