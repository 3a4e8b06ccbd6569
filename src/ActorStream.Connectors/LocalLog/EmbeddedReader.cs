namespace ActorStream.Connectors.LocalLog;

/// <summary>Reads partitions of the embedded log in turn.</summary>
internal sealed class EmbeddedReader : ILogReader
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(15);

    /// <summary>How often it is looked whether the log is still there: a file that was removed reads on as if nothing were.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    private readonly EmbeddedLog _log;
    private readonly List<EmbeddedPartitionReader> _partitions = [];
    private long _signalVersion = -1;
    private long _dataVersion = -1;
    private long _lastPoll;
    private long _lastLook;
    private int _next;

    public EmbeddedReader(EmbeddedLog log, IReadOnlyList<LogOffset> starts)
    {
        _log = log;
        _lastLook = log.TimeProvider.GetTimestamp();
        foreach (LogOffset start in starts)
        {
            EmbeddedTopic topic = log.RequirePartition(start.Partition);
            long end = log.Database.EndOffset(topic.Id, start.Partition.Partition);
            if (start.Offset < 0 || start.Offset > end)
                throw LogErrors.OffsetOutOfRange(start.Partition, start.Offset, 0, end, log.Address);
            _partitions.Add(new EmbeddedPartitionReader(log, topic.Id, start));
        }
    }

    public async ValueTask<LogRecords> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            long signal = _log.Signal.Version;
            RefreshIfChanged(signal);
            for (int i = 0; i < _partitions.Count; i++)
            {
                EmbeddedPartitionReader partition = _partitions[(_next + i) % _partitions.Count];
                if (partition.Read() is not { } records) continue;
                _next = (_next + i + 1) % _partitions.Count;
                return records;
            }
            await WaitAsync(signal, cancellationToken);
        }
    }

    public ValueTask RemoveAsync(LogPartition partition)
    {
        int index = _partitions.FindIndex(p => p.Partition == partition);
        if (index < 0) return ValueTask.CompletedTask;
        _partitions[index].Dispose();
        _partitions.RemoveAt(index);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        foreach (EmbeddedPartitionReader partition in _partitions) partition.Dispose();
        _partitions.Clear();
        return ValueTask.CompletedTask;
    }

    private async Task WaitAsync(long signal, CancellationToken cancellationToken)
    {
        using var poll = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task delay = Task.Delay(PollInterval, _log.TimeProvider, poll.Token);
        await Task.WhenAny(_log.Signal.WaitAsync(signal), delay);
        await poll.CancelAsync();
    }

    private void RefreshIfChanged(long signal)
    {
        bool isDue = _log.TimeProvider.GetElapsedTime(_lastPoll) >= PollInterval || _dataVersion < 0;
        if (signal == _signalVersion && !isDue) return;
        _lastPoll = _log.TimeProvider.GetTimestamp();
        if (_log.TimeProvider.GetElapsedTime(_lastLook, _lastPoll) >= LookInterval)
        {
            _lastLook = _lastPoll;
            _log.Database.RequireFile();
        }
        long version = _log.Database.DataVersion();
        if (version == _dataVersion && signal == _signalVersion) return;
        (_dataVersion, _signalVersion) = (version, signal);
        foreach (EmbeddedPartitionReader partition in _partitions) partition.Refresh();
    }
}
