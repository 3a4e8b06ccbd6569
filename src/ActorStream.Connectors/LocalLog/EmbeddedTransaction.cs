namespace ActorStream.Connectors.LocalLog;

/// <summary>The owner of a transactional id. What it appends stands in segment files that nobody's extents name, so an end without a
/// commit needs no undoing.</summary>
internal sealed class EmbeddedTransaction : ILogTransaction
{
    private readonly EmbeddedWriter _writer;
    private readonly string _id;
    private readonly long _epoch;
    private readonly SemaphoreSlim _ending = new(1, 1);

    public EmbeddedTransaction(EmbeddedLog log, string id, long epoch)
    {
        (_id, _epoch) = (id, epoch);
        _writer = new EmbeddedWriter(log);
    }

    public ValueTask AppendAsync(LogAppend records, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _writer.Append(records);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    /// <remarks>Nothing to do: the commit makes everything durable before it makes anything visible.</remarks>
    public ValueTask FlushAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <inheritdoc/>
    /// <remarks>SQLite says of a COMMIT that failed neither that it is in the file nor that it is not: its error is thrown, and whoever
    /// opens the log next sees.</remarks>
    public async ValueTask<CommitResult> CommitAsync(
        IReadOnlyDictionary<string, IReadOnlyList<LogOffset>> offsets, CancellationToken cancellationToken)
    {
        await _ending.WaitAsync(cancellationToken);
        try
        {
            bool committed = await Task.Run(() => _writer.Commit(_id, _epoch, offsets), CancellationToken.None);
            return committed ? CommitResult.Committed : CommitResult.Fenced;
        }
        finally
        {
            _ending.Release();
        }
    }

    public async ValueTask AbortAsync(CancellationToken cancellationToken)
    {
        await _ending.WaitAsync(cancellationToken);
        _writer.Drop();
        _ending.Release();
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.WaitAsync();
        try
        {
            _writer.Dispose();
        }
        finally
        {
            _ending.Release();
        }
    }
}
