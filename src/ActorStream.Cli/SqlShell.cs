using System.Globalization;
using System.Text;

namespace ActorStream.Cli;

/// <summary>Carries out statements of a session one by one and prints their rows.</summary>
internal sealed class SqlShell(StreamEnvironment environment, Terminal terminal, string format)
{
    private const string MaxColumnWidthKey = "table.display.max-column-width";
    private const int DefaultColumnWidth = 30, LeastColumnWidth = 4;

    /// <summary>For how long the first rows wait for others, to be aligned with them.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    /// <summary>For how long the first rows wait at most, however fast others come.</summary>
    private static readonly TimeSpan MaxHold = TimeSpan.FromSeconds(1);

    /// <summary>Carries out the script in a file; - is standard input. One that does not read is told as a statement that fails.</summary>
    public async Task<int> RunFileAsync(string file, CancellationToken cancellationToken)
    {
        string script;
        try
        {
            script = await SqlCommand.ReadScriptAsync(file, terminal, cancellationToken);
        }
        catch (Exception error) when (error is ActorStreamException or IOException or UnauthorizedAccessException)
        {
            return Tell(error);
        }
        return await RunAsync(script, cancellationToken);
    }

    /// <summary>Carries out a script up to its first error, which is told on both outputs.</summary>
    public async Task<int> RunAsync(string script, CancellationToken cancellationToken)
    {
        terminal.Script = script;
        try
        {
            await foreach (TableResult result in environment.ExecuteAsync(script, cancellationToken))
            {
                await ShowAsync(result, cancellationToken);
            }
            return ExitCode.Success;
        }
        catch (Exception end) when (end is OperationCanceledException or OutputClosedException)
        {
            await CancelAllAsync();
            throw;
        }
        catch (Exception error)
        {
            // What cannot be shown is not computed on.
            await CancelAllAsync();
            return Tell(error);
        }
    }

    /// <summary>Reads statements from standard input until it ends; on a terminal with a prompt, and errors do not end it.</summary>
    public async Task<int> TalkAsync(CancellationToken cancellationToken)
    {
        if (!terminal.HasPrompt) return await RunFileAsync("-", cancellationToken);
        terminal.Error.WriteLine("Statements end with a semicolon; Ctrl-C ends one that runs; quit; or Ctrl-D leaves.");
        var statement = new StringBuilder();
        while (true)
        {
            terminal.Error.Write(statement.Length == 0 ? "sql> " : "   > ");
            // A console reads synchronously, and Ctrl-C leaves the shell.
            string? line = await Task.Run(terminal.In.ReadLine, cancellationToken).WaitAsync(cancellationToken);
            if (line is null) return ExitCode.Success;
            statement.Append(line).Append('\n');
            string text = statement.ToString();
            if (!StatementInput.IsComplete(text)) continue;
            if (text.Trim().TrimEnd(';').Trim() is "quit" or "exit" or "QUIT" or "EXIT") return ExitCode.Success;
            statement.Clear();
            await RunTypedAsync(text, cancellationToken);
            await terminal.Out.FlushAsync(cancellationToken);
        }
    }

    /// <summary>Carries out what was typed; Ctrl-C ends it, and a second one the shell.</summary>
    private async Task RunTypedAsync(string text, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var gate = new Lock();
        bool isOver = false;
        terminal.OnInterrupt = () =>
        {
            lock (gate)
            {
                if (isOver || ended.IsCancellationRequested) return false;
                ended.Cancel();
                return true;
            }
        };
        try
        {
            await RunAsync(text, ended.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            terminal.Error.WriteLine("Cancelled.");
        }
        finally
        {
            terminal.OnInterrupt = null;
            lock (gate) isOver = true;
        }
    }

    private async Task ShowAsync(TableResult result, CancellationToken cancellationToken)
    {
        if (result.Kind == TableResultKind.Insert)
        {
            await result.Job!.WaitAsync(cancellationToken);
            return;
        }
        if (result.Kind == TableResultKind.Done) return;
        // As Flink: what SHOW, DESCRIBE and EXPLAIN answer is never cut.
        int maxWidth = result.Kind == TableResultKind.Query ? MaxColumnWidth() : int.MaxValue;
        var writer = new ResultWriter(terminal.Out, format, result.Schema, environment.LocalTimeZone, maxWidth);
        try
        {
            await WriteAsync(result, writer, cancellationToken);
        }
        finally
        {
            // The rows before a failure.
            writer.Flush();
        }
        writer.End();
    }

    private async Task WriteAsync(TableResult result, ResultWriter writer, CancellationToken cancellationToken)
    {
        await using var batches = result.ReadAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        long heldSince = 0;
        while (true)
        {
            Task<bool> next = batches.MoveNextAsync().AsTask();
            if (writer.HoldsRows && !await ComesSoonAsync(next, heldSince, cancellationToken)) writer.Flush();
            if (!await next) return;
            if (!writer.HoldsRows) heldSince = terminal.TimeProvider.GetTimestamp();
            writer.Write(batches.Current);
        }
    }

    private async Task<bool> ComesSoonAsync(Task next, long heldSince, CancellationToken cancellationToken)
    {
        TimeSpan left = MaxHold - terminal.TimeProvider.GetElapsedTime(heldSince);
        if (left <= TimeSpan.Zero) return false;
        Task pause = Task.Delay(left < Pause ? left : Pause, terminal.TimeProvider, cancellationToken);
        return await Task.WhenAny(next, pause) == next;
    }

    private int MaxColumnWidth()
    {
        if (!environment.Settings.TryGetValue(MaxColumnWidthKey, out string? text)) return DefaultColumnWidth;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int width) && width >= LeastColumnWidth) return width;
        throw new ActorStreamException($"Expected a number of at least {LeastColumnWidth} for {MaxColumnWidthKey} but got \"{text}\".",
            ErrorDomain.User);
    }

    /// <summary>On both outputs, because one of them may go to a file; where both go to one place, once.</summary>
    private int Tell(Exception error)
    {
        string word = "ERROR ";
        if (!terminal.SharesOutput)
        {
            terminal.Out.WriteLine(word + ErrorReport.Sentence(terminal, error));
            word = ErrorReport.Word;
        }
        ErrorReport.Print(terminal, error, word);
        return ExitCode.UserError;
    }

    private async Task CancelAllAsync()
    {
        foreach (JobClient job in environment.Jobs) await job.CancelAsync(CancellationToken.None);
    }
}
