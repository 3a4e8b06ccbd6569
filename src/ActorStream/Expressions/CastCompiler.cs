using System.Diagnostics;
using ActorStream.Types;

namespace ActorStream.Expressions;

/// <summary>Makes what computes a CAST.</summary>
internal static class CastCompiler
{
    /// <summary>The evaluator of a cast; the argument itself where nothing has to be done.</summary>
    /// <param name="argument">What is cast.</param>
    /// <param name="from">Its type.</param>
    /// <param name="to">The type that it becomes.</param>
    /// <param name="isTry">True for TRY_CAST.</param>
    /// <param name="isWritten">True where CAST stands in the statement: constants then follow <see cref="ConstantRules"/>.</param>
    public static Evaluator Compile(Evaluator argument, DataType from, DataType to, bool isTry = false, bool isWritten = false)
    {
        Cast? cast = (isWritten && argument.IsConstant ? ConstantRules.CastOf(from, to, isTry) : null) ?? Casts.Create(from, to, isTry)
            ?? throw new UnreachableException($"A cast from {from} to {to} was bound, which there is none for.");
        if (ReferenceEquals(cast, Casts.Identity)) return argument;
        var evaluator = new CastEvaluator(argument, cast);
        return argument.IsConstant ? new FoldedEvaluator(evaluator, to) : evaluator;
    }

    private sealed class CastEvaluator(Evaluator argument, Cast cast) : Evaluator
    {
        public override bool CanFail => cast.CanFail || argument.CanFail;

        public override Column Evaluate(Batch batch, EvaluationContext context) =>
            cast.Apply(argument.Evaluate(batch, context), context.LocalTimeZone);
    }
}
