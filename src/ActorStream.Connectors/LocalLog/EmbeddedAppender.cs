namespace ActorStream.Connectors.LocalLog;

/// <summary>Appends outside of any transaction: every flush is a commit of its own.</summary>
internal sealed class EmbeddedAppender : ILogAppender
{
    /// <summary>So many bytes are committed without being asked.</summary>
    private const long MaxStagedBytes = 8 << 20;

    private readonly EmbeddedWriter _writer;
    private readonly SemaphoreSlim _flushing = new(1, 1);

    public EmbeddedAppender(EmbeddedLog log) => _writer = new EmbeddedWriter(log);

    public ValueTask AppendAsync(LogAppend records, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _writer.Append(records);
        return _writer.StagedBytes < MaxStagedBytes ? ValueTask.CompletedTask : FlushAsync(cancellationToken);
    }

    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        await _flushing.WaitAsync(cancellationToken);
        try
        {
            await Task.Run(() => _writer.Commit(null, 0, null), CancellationToken.None);
        }
        finally
        {
            _flushing.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _flushing.WaitAsync();
        try
        {
            _writer.Dispose();
        }
        finally
        {
            _flushing.Release();
        }
    }
}
