using ActorStream.Expressions;
using ActorStream.Plan.Rules;

namespace ActorStream.Plan;

/// <summary>Applies the rules to a plan.</summary>
internal static class Optimizer
{
    /// <summary>A plan that computes the same with less.</summary>
    /// <param name="plan">As bound.</param>
    /// <param name="constants">What constant expressions may ask: the session's time zone.</param>
    public static LogicalPlan Optimize(LogicalPlan plan, EvaluationContext constants)
    {
        plan = new FoldConstants(constants).Rewrite(plan);
        plan = new MergeProjects().Rewrite(plan);
        plan = new ShareSubplans().Rewrite(plan);
        plan = new PushDownFilter().Rewrite(plan);
        plan = new MergeProjects().Rewrite(plan);
        plan = new PruneColumns().Rewrite(plan);
        plan = new MergeProjects().Rewrite(plan);
        return new ShareSubplans().Rewrite(plan);
    }
}
