using ActorStream.Types;

namespace ActorStream.Expressions;

/// <summary>A deterministic expression over constants: computed once, for one row, when the first batch comes.</summary>
internal sealed class FoldedEvaluator(Evaluator inner, DataType type) : Evaluator
{
    private static readonly Batch OneRow = new([], 1);
    private Column? _one;
    private Column? _column;

    public override bool CanFail { get; } = inner.CanFail || ConstantRules.CanRefuse(type);

    public override bool IsConstant => true;

    public override Column Evaluate(Batch batch, EvaluationContext context)
    {
        _one ??= ConstantRules.AsLiteral(inner.Evaluate(OneRow, context), type);
        if (_column is null || _column.Length != batch.Count) _column = LiteralEvaluator.Repeat(_one, batch.Count);
        return _column;
    }
}
