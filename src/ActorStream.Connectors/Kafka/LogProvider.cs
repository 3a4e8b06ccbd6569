using System.Runtime.CompilerServices;
using ActorStream.Connectors.LocalLog;

namespace ActorStream.Connectors.Kafka;

/// <summary>The logs of one job: tables of the same cluster share one client and, where they are sinks, one transaction.</summary>
internal sealed class LogProvider
{
    private static readonly ConditionalWeakTable<ConnectorEnvironment, LogProvider> Providers = [];

    private readonly ConnectorEnvironment _environment;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (ILog Log, int Users)> _logs = new(StringComparer.Ordinal);

    private LogProvider(ConnectorEnvironment environment) => _environment = environment;

    /// <summary>The logs of a job.</summary>
    public static LogProvider For(ConnectorEnvironment environment) => Providers.GetValue(environment, static e => new LogProvider(e));

    /// <summary>The log that a table's properties name, or the embedded log where the job runs locally. Nothing is connected yet.</summary>
    public LogLease Open(KafkaSettings settings)
    {
        lock (_lock)
        {
            ILog log = _environment.LocalDirectory is { } directory
                ? new EmbeddedLog(directory, _environment.TimeProvider)
                : new KafkaLog(settings, _environment.TimeProvider) { Warn = _environment.Warn };
            (ILog Log, int Users) shared = _logs.GetValueOrDefault(log.Identity, (log, 0));
            _logs[log.Identity] = (shared.Log, shared.Users + 1);
            return new LogLease(this, shared.Log);
        }
    }

    internal ValueTask ReleaseAsync(ILog log)
    {
        lock (_lock)
        {
            (ILog Log, int Users) shared = _logs[log.Identity];
            if (shared.Users > 1)
            {
                _logs[log.Identity] = (log, shared.Users - 1);
                return ValueTask.CompletedTask;
            }
            _logs.Remove(log.Identity);
        }
        return log.DisposeAsync();
    }
}

/// <summary>One table's use of a log; the last one closes it.</summary>
internal sealed class LogLease(LogProvider provider, ILog log) : IAsyncDisposable
{
    private int _isReleased;

    public ILog Log => log;

    public ValueTask DisposeAsync() => Interlocked.Exchange(ref _isReleased, 1) == 0 ? provider.ReleaseAsync(log) : ValueTask.CompletedTask;
}
