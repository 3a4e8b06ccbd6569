using ActorStream.Types;

namespace ActorStream.Expressions;

/// <summary>An evaluator that two others use: it computes once for a batch.</summary>
internal sealed class SharedEvaluator(Evaluator inner) : Evaluator
{
    private Batch? _batch;
    private Column? _column;

    public override bool CanFail => inner.CanFail;

    public override bool IsConstant => inner.IsConstant;

    public override Column Evaluate(Batch batch, EvaluationContext context)
    {
        if (ReferenceEquals(_batch, batch)) return _column!;
        _column = inner.Evaluate(batch, context);
        _batch = batch;
        return _column;
    }

    /// <summary>Forgets the last batch, so that it does not stay in memory.</summary>
    public void Clear() => (_batch, _column) = (null, null);
}
