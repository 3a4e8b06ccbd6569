using Microsoft.Extensions.Logging;

namespace ActorStream.Tests.Simulation;

/// <summary>Puts what a job logs into the trace, for whoever reads it.</summary>
internal sealed class TraceLoggerFactory(Simulation simulation, string process) : ILoggerFactory, ILogger
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

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        simulation.Trace.Note(simulation.Now, process, formatter(state, exception));
}
