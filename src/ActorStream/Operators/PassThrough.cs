using ActorStream.Types;

namespace ActorStream.Operators;

/// <summary>Hands on what it is given: where a source's rows enter, and where the branches of a UNION ALL meet.</summary>
internal sealed class PassThrough : Operator
{
    /// <summary>Rows handed on since the start.</summary>
    public long RowCount { get; private set; }

    /// <inheritdoc/>
    public override void Process(Batch batch)
    {
        RowCount += batch.Count;
        Emit(batch);
    }
}
