using Microsoft.Extensions.Logging;

namespace ActorStream.Cli;

/// <summary>Writes log messages to standard error, one line each: time, level, event, message.</summary>
internal sealed class TerminalLoggerFactory(Terminal terminal, LogLevel least) : ILoggerFactory, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void Dispose()
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= least && logLevel != LogLevel.None;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        // The failure of the command's own job is told at its end, with the hint.
        if (!IsEnabled(logLevel) || eventId.Name == "JobFailed") return;
        string time = terminal.TimeProvider.GetLocalNow().ToString("HH:mm:ss.fff");
        string trace = exception is not null && terminal.IsVerbose ? "\n" + exception : "";
        // A message quotes data and what servers say.
        string message = RowText.EscapeLines(terminal.HideSecrets(formatter(state, exception) + trace));
        terminal.Error.WriteLine($"{time} {logLevel.ToString().ToLowerInvariant()} {eventId.Id}: {message}");
    }
}
