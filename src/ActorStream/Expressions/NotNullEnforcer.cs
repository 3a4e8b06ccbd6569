using ActorStream.Types;

namespace ActorStream.Expressions;

/// <summary>Fails the job where a NULL would be written into a NOT NULL column; arguments: the value, the column's name.</summary>
internal sealed class NotNullEnforcer() : ScalarFunction("NOT_NULL")
{
    public static NotNullEnforcer Instance { get; } = new();

    public override IReadOnlyList<string> Signatures => [];

    public override Expression? Bind(IReadOnlyList<Expression> arguments) => null;

    public override Evaluator Compile(CallExpression call, Evaluator[] arguments) =>
        new Enforcer(arguments[0], Constants.Text(call.Children[1]) ?? "");

    public override string Format(IReadOnlyList<Expression> arguments) => arguments[0].ToString();

    private sealed class Enforcer(Evaluator value, string name) : Evaluator
    {
        public override Column Evaluate(Batch batch, EvaluationContext context)
        {
            Column column = value.Evaluate(batch, context);
            if (column.Nulls is not null)
            {
                Check(column, batch.Count);
            }

            return column;
        }

        private void Check(Column column, int count)
        {
            for (int row = 0; row < count; row++)
            {
                if (column.IsNull(row))
                {
                    throw new EvaluationException(
                        $"Column '{name}' is NOT NULL, but a NULL is to be written into it.",
                        "Filter such rows, or SET 'table.exec.sink.not-null-enforcer' = 'DROP'.");
                }
            }
        }
    }
}
