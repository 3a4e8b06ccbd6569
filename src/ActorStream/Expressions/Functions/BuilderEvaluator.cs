using ActorStream.Expressions.Kernels;
using ActorStream.Types;

namespace ActorStream.Expressions.Functions;

/// <summary>Computes one row of a function that gives an array or map: adds one row to the builder and returns true, or adds nothing
/// and returns false for NULL.</summary>
internal delegate bool BuilderRow(Column[] arguments, int row, EvaluationContext context, ColumnBuilder builder);

/// <summary>Calls a delegate for each row: for functions that give arrays and maps. NULL arguments give NULL.</summary>
internal sealed class BuilderEvaluator(Evaluator[] arguments, DataType type, BuilderRow compute, bool canFail = false) : Evaluator
{
    private readonly Column[] _columns = new Column[arguments.Length];

    public override bool CanFail { get; } = canFail || arguments.Any(a => a.CanFail);

    public override Column Evaluate(Batch batch, EvaluationContext context)
    {
        ulong[]? nulls = ArgumentNulls.Evaluate(arguments, _columns, batch, context);
        ColumnBuilder builder = ColumnBuilder.Create(type);
        for (int i = 0; i < batch.Count; i++)
        {
            if (NullBits.IsNull(nulls, i) || !compute(_columns, i, context, builder)) builder.AppendNull();
        }
        return builder.Build();
    }
}
