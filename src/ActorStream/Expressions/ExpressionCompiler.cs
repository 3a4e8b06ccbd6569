using System.Diagnostics;

namespace ActorStream.Expressions;

/// <summary>Turns a bound expression into what computes it. Call it once a shard: evaluators keep scratch buffers.</summary>
internal static class ExpressionCompiler
{
    /// <summary>Makes the evaluator of an expression.</summary>
    public static Evaluator Compile(Expression expression) => expression switch
    {
        LiteralExpression literal => new LiteralEvaluator(literal.Value, literal.Type),
        ColumnExpression column => new ColumnEvaluator(column.Index),
        CastExpression cast =>
            CastCompiler.Compile(Compile(cast.Operand), cast.Operand.Type, cast.Type, cast.IsTry, isWritten: !cast.IsImplicit),
        CaseExpression choice => Folded(choice, arguments => new CaseEvaluator(choice, arguments)),
        CallExpression call => Folded(call, arguments => call.Function.Compile(call, arguments)),
        _ => throw new UnreachableException($"No evaluator for {expression.GetType().Name}."),
    };

    private static Evaluator Folded(Expression expression, Func<Evaluator[], Evaluator> compile)
    {
        Evaluator[] arguments = [.. expression.Children.Select(Compile)];
        Evaluator evaluator = compile(arguments);
        return expression.IsDeterministic && arguments.All(a => a.IsConstant) ? new FoldedEvaluator(evaluator, expression.Type) : evaluator;
    }
}
