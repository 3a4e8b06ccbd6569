using ActorStream.Types;

namespace ActorStream.Expressions.Functions;

/// <summary>PROCTIME(): the moment at which a row is processed, one reading a batch, to the millisecond.</summary>
internal sealed class ProcessingTime() : ScalarFunction("PROCTIME")
{
    private static readonly DataType Result = DataType.TimestampLtz(3).NotNull();

    public static IEnumerable<(string Name, ScalarFunction Function)> All() => [("PROCTIME", new ProcessingTime())];

    public override bool IsDeterministic => false;

    public override IReadOnlyList<string> Signatures => ["PROCTIME()"];

    public override Expression? Bind(IReadOnlyList<Expression> arguments) =>
        arguments.Count == 0 ? new CallExpression(this, arguments, Result) : null;

    public override Evaluator Compile(CallExpression call, Evaluator[] arguments) => new Clock();

    private sealed class Clock : Evaluator
    {
        public override bool CanFail => false;

        public override Column Evaluate(Batch batch, EvaluationContext context)
        {
            long[] values = GC.AllocateUninitializedArray<long>(batch.Count);
            Array.Fill(values, context.NowMicros / 1000 * 1000);
            return new FixedColumn<long>(values, batch.Count);
        }
    }
}
