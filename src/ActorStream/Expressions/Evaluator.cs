using ActorStream.Types;

namespace ActorStream.Expressions;

/// <summary>
/// Computes one expression for all rows of a batch at once. Made once a job and shard (an evaluator may keep scratch buffers), used
/// by one thread at a time. Value errors throw <see cref="EvaluationException"/>.
/// </summary>
internal abstract class Evaluator
{
    /// <summary>Computes a column of exactly <c>batch.Count</c> rows.</summary>
    public abstract Column Evaluate(Batch batch, EvaluationContext context);

    /// <summary>Whether it may throw for some value. What cannot fail may be computed for rows that do not need it, which is faster
    /// than choosing them; what can fail is computed only for the rows that reach it (CASE, COALESCE, AND, OR).</summary>
    public virtual bool CanFail => true;

    /// <summary>Whether it gives the same value for every row of every batch.</summary>
    public virtual bool IsConstant => false;
}
