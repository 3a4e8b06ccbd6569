using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ActorStream.Tests.Support;

/// <summary>One event.</summary>
internal sealed record RecordedEvent(int Id, LogLevel Level, string Text, IReadOnlyDictionary<string, object?> Fields, Exception? Cause);

/// <summary>Keeps all events of all levels.</summary>
internal sealed class RecordedLog : ILoggerFactory, ILogger
{
    private readonly ConcurrentQueue<RecordedEvent> _events = new();

    public IReadOnlyList<RecordedEvent> Events => [.. _events];

    /// <summary>The events of an id.</summary>
    public IReadOnlyList<RecordedEvent> Of(int id) => [.. _events.Where(e => e.Id == id)];

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
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var fields = (IEnumerable<KeyValuePair<string, object?>>)state!;
        _events.Enqueue(new RecordedEvent(
            eventId.Id, logLevel, formatter(state, exception), fields.ToDictionary(static f => f.Key, static f => f.Value), exception));
    }
}
