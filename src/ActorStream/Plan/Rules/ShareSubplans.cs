namespace ActorStream.Plan.Rules;

/// <summary>Makes one node of nodes that compute the same: one read of a source and one lookup feed several sinks.</summary>
internal sealed class ShareSubplans : PlanRule
{
    private readonly Dictionary<string, LogicalNode> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<LogicalNode, int> _ids = new(ReferenceEqualityComparer.Instance);

    protected override LogicalNode Apply(LogicalNode node)
    {
        if (node.Digest is not { } own) return node;
        string digest = $"{node.GetType().Name}({string.Join(',', node.Inputs.Select(Id))}){own}";
        if (_known.TryGetValue(digest, out LogicalNode? known)) return known;
        _known.Add(digest, node);
        return node;
    }

    private int Id(LogicalNode node)
    {
        if (!_ids.TryGetValue(node, out int id))
        {
            id = _ids.Count;
            _ids.Add(node, id);
        }
        return id;
    }
}
