using ActorStream.Types;

namespace ActorStream.Operators;

/// <summary>Hands on what it is given: where a source's rows enter, and where the branches of a UNION ALL meet.</summary>
internal sealed class PassThrough : Operator
{
    /// <inheritdoc/>
    public override void Process(Batch batch) => Emit(batch);
}
