using ActorStream.Types;

namespace ActorStream.Operators;

/// <summary>Where a stage ends: keeps what it is given until the turn's end, when the shard hands it to the sink's writer, which may
/// have to wait.</summary>
internal sealed class SinkInput : Operator
{
    private readonly Queue<Batch> _pending = new();
    private long _rows;

    /// <inheritdoc/>
    public override long RowsIn => _rows;

    /// <inheritdoc/>
    public override long RowsOut => _rows;

    /// <inheritdoc/>
    public override void Process(Batch batch)
    {
        _rows += batch.Count;
        _pending.Enqueue(batch);
    }

    /// <inheritdoc/>
    public override void EndOfInput()
    {
    }

    /// <summary>Takes the next batch that waits.</summary>
    public bool TryTake([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Batch? batch) => _pending.TryDequeue(out batch);
}
