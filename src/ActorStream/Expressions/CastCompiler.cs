using System.Diagnostics;
using ActorStream.Types;

namespace ActorStream.Expressions;

/// <summary>Makes what computes a CAST.</summary>
internal static class CastCompiler
{
    /// <summary>The evaluator of a cast; the argument itself where nothing has to be done.</summary>
    public static Evaluator Compile(Evaluator argument, DataType from, DataType to, bool isTry = false)
    {
        Cast? cast = Casts.Create(from, to, isTry)
            ?? throw new UnreachableException($"A cast from {from} to {to} was bound, which there is none for.");
        if (ReferenceEquals(cast, Casts.Identity)) return argument;
        var evaluator = new CastEvaluator(argument, cast);
        return argument.IsConstant ? new FoldedEvaluator(evaluator) : evaluator;
    }

    private sealed class CastEvaluator(Evaluator argument, Cast cast) : Evaluator
    {
        public override bool CanFail => cast.CanFail || argument.CanFail;

        public override Column Evaluate(Batch batch, EvaluationContext context) =>
            cast.Apply(argument.Evaluate(batch, context), context.LocalTimeZone);
    }
}
