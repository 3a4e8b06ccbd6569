using ActorStream.Types;

namespace ActorStream.Expressions.Kernels;

/// <summary>Computes one row of a function that gives any type, such as an array: appends one value to the builder and returns true,
/// or appends nothing and returns false for NULL.</summary>
internal delegate bool NestedRow(Column[] arguments, int row, ColumnBuilder output);

/// <summary>Calls a delegate for each row: for functions that give nested values, or an element of one.</summary>
/// <inheritdoc cref="FixedRowEvaluator{TOut}"/>
internal sealed class NestedRowEvaluator(
    Evaluator[] arguments, DataType type, NestedRow compute, bool canFail = false, bool seesNulls = false) : Evaluator
{
    private readonly Column[] _columns = new Column[arguments.Length];
    private readonly ColumnBuilder _output = ColumnBuilder.Create(type);

    public override bool CanFail { get; } = canFail || arguments.Any(a => a.CanFail);

    public override Column Evaluate(Batch batch, EvaluationContext context)
    {
        ulong[]? nulls = ArgumentNulls.Evaluate(arguments, _columns, batch, context);
        if (seesNulls) nulls = null;
        _output.Truncate(0);
        for (int i = 0; i < batch.Count; i++)
        {
            if (NullBits.IsNull(nulls, i) || !compute(_columns, i, _output)) _output.AppendNull();
        }
        return _output.Build();
    }
}
