using ActorStream.Types;

namespace ActorStream.Expressions;

/// <summary>A column of the input, as it is.</summary>
internal sealed class ColumnEvaluator(int index) : Evaluator
{
    public int Index { get; } = index;

    public override bool CanFail => false;

    public override Column Evaluate(Batch batch, EvaluationContext context) => batch.Columns[Index];
}
