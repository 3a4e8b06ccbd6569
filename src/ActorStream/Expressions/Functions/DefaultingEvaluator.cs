using ActorStream.Expressions.Kernels;
using ActorStream.Types;

namespace ActorStream.Expressions.Functions;

/// <summary>Adds one row to the builder, also for NULL.</summary>
internal delegate void DefaultingRow(Column[] arguments, int row, ColumnBuilder builder);

/// <summary>A function of two texts and some defaults: NULL where either text is, whatever the defaults are.</summary>
internal sealed class DefaultingEvaluator(Evaluator[] arguments, DataType type, DefaultingRow compute) : Evaluator
{
    private readonly Column[] _columns = new Column[arguments.Length];

    public override Column Evaluate(Batch batch, EvaluationContext context)
    {
        ArgumentNulls.Evaluate(arguments, _columns, batch, context);
        ColumnBuilder builder = ColumnBuilder.Create(type);
        for (int i = 0; i < batch.Count; i++)
        {
            if (_columns[0].IsNull(i) || _columns[1].IsNull(i)) builder.AppendNull();
            else compute(_columns, i, builder);
        }
        return builder.Build();
    }
}
