namespace ActorStream.Plan;

/// <summary>The plan of one job: a statement, or a statement set whose sinks share what they can.</summary>
/// <param name="Sinks">The roots: <see cref="SinkNode"/>s, or one <see cref="CollectNode"/>.</param>
internal sealed record LogicalPlan(IReadOnlyList<LogicalNode> Sinks);
