using ActorStream.Cli.Hocon;

namespace ActorStream.Cli;

/// <summary>Tells the user what went wrong: one sentence, the place in the SQL text with a caret, a hint; the trace only if asked
/// for.</summary>
internal static class ErrorReport
{
    /// <summary>Prints an error to standard error and returns the exit code that goes with it.</summary>
    public static int Print(Terminal terminal, Exception error)
    {
        if (error is OperationCanceledException) return ExitCode.Interrupted;
        FlushOutput(terminal);
        terminal.Error.WriteLine(terminal.HideSecrets(Text(error, terminal.Script)));
        if (terminal.IsVerbose) terminal.Error.WriteLine(terminal.HideSecrets(error.ToString()));
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

    /// <summary>The error as text: message, place, hint.</summary>
    public static string Text(Exception error, string? script) => error switch
    {
        SqlException sql => "Error: " + sql.Render(script ?? ""),
        ActorStreamException known => WithHint("Error: " + known.Message, known.Hint),
        HoconException hocon => WithHint("Error: " + hocon.Message, hocon.Hint),
        FileNotFoundException { FileName: { } file } => $"Error: File \"{file}\" does not exist.",
        DirectoryNotFoundException or UnauthorizedAccessException or IOException => "Error: " + error.Message,
        _ => $"Error: {error.GetType().Name}: {error.Message}",
    };

    private static bool IsUnexpected(Exception error) =>
        error is not (ActorStreamException { Domain: not ErrorDomain.Internal } or HoconException or IOException
            or UnauthorizedAccessException);

    private static string WithHint(string message, string? hint) => hint is null ? message : $"{message}\nHint: {hint}";
}
