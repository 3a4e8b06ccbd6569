namespace ActorStream.Plan;

/// <summary>The plan of one job: a statement, or a statement set whose sinks share what they can.</summary>
/// <param name="Sinks">The roots: <see cref="SinkNode"/>s, or one <see cref="CollectNode"/>.</param>
internal sealed record LogicalPlan(IReadOnlyList<LogicalNode> Sinks)
{
    /// <summary>All nodes, each once, inputs before those that read them.</summary>
    public IReadOnlyList<LogicalNode> Nodes()
    {
        var seen = new HashSet<LogicalNode>(ReferenceEqualityComparer.Instance);
        var nodes = new List<LogicalNode>();
        foreach (LogicalNode sink in Sinks) Visit(sink);
        return nodes;

        void Visit(LogicalNode node)
        {
            if (!seen.Add(node)) return;
            foreach (LogicalNode input in node.Inputs) Visit(input);
            nodes.Add(node);
        }
    }
}
