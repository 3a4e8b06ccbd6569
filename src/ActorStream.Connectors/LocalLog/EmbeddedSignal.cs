using System.Collections.Concurrent;

namespace ActorStream.Connectors.LocalLog;

/// <summary>Wakes readers of a folder within this process as soon as something becomes visible.</summary>
internal sealed class EmbeddedSignal
{
    private static readonly ConcurrentDictionary<string, EmbeddedSignal> ByFolder = new(StringComparer.Ordinal);

    private readonly Lock _lock = new();
    private TaskCompletionSource _next = Create();
    private long _version;

    /// <summary>The signal of a folder.</summary>
    public static EmbeddedSignal For(string folder) => ByFolder.GetOrAdd(folder, _ => new EmbeddedSignal());

    /// <summary>Counts the commits of this process.</summary>
    public long Version => Volatile.Read(ref _version);

    /// <summary>Tells that something was committed.</summary>
    public void Raise()
    {
        TaskCompletionSource raised;
        lock (_lock)
        {
            _version++;
            (raised, _next) = (_next, Create());
        }
        raised.SetResult();
    }

    /// <summary>Completes when the version is no longer <paramref name="version"/>.</summary>
    public Task WaitAsync(long version)
    {
        lock (_lock) return _version == version ? _next.Task : Task.CompletedTask;
    }

    private static TaskCompletionSource Create() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
