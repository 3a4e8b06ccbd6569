namespace ActorStream.Actors;

/// <summary>
/// What may be on its way over one edge between actors, in batches and in bytes, as its sender keeps it: the receiver gives back what it
/// has dealt with. A batch that is larger than all the bytes goes alone.
/// </summary>
internal struct Credits(int batches, long bytes)
{
    private readonly int _maxBatches = batches;
    private readonly long _maxBytes = bytes;
    private int _batches;
    private long _bytes;

    /// <summary>Whether everything that was sent has come back.</summary>
    public readonly bool IsIdle => _batches == 0;

    /// <summary>Takes credit for a batch, if there is.</summary>
    public bool TryTake(long size)
    {
        if (_batches > 0 && (_batches >= _maxBatches || _bytes + size > _maxBytes)) return false;
        _batches++;
        _bytes += size;
        return true;
    }

    /// <summary>The receiver has dealt with a batch.</summary>
    public void Return(long size)
    {
        _batches--;
        _bytes -= size;
    }
}
