using ActorStream.Types;

namespace ActorStream.Operators;

/// <summary>Hands on what it is given: where a source's rows enter, and where the branches of a UNION ALL meet.</summary>
internal sealed class PassThrough : Operator
{
    private long _rows;

    /// <inheritdoc/>
    public override long RowsIn => _rows;

    /// <inheritdoc/>
    public override long RowsOut => _rows;

    /// <inheritdoc/>
    public override void Process(Batch batch)
    {
        _rows += batch.Count;
        Emit(batch);
    }
}
