using ActorStream.Expressions;

namespace ActorStream.Plan.Rules;

/// <summary>Leaves out what nobody reads, down to the columns that scans and lookups ask of their connectors. A shared node keeps
/// what any of its readers needs.</summary>
internal sealed class PruneColumns
{
    private readonly Dictionary<LogicalNode, bool[]> _needed = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<LogicalNode, PrunedNode> _pruned = new(ReferenceEqualityComparer.Instance);

    public LogicalPlan Rewrite(LogicalPlan plan)
    {
        foreach (LogicalNode node in ReadersFirst(plan))
        {
            bool[] needed = NeededOf(node);
            if (needed.Length > 0 && !needed.Contains(true)) needed[0] = true;
            node.MarkInputs(needed, this);
        }
        return new LogicalPlan([.. plan.Sinks.Select(sink => Prune(sink).Node)]);
    }

    /// <summary>Which columns of a node are needed so far.</summary>
    public bool[] NeededOf(LogicalNode node)
    {
        if (!_needed.TryGetValue(node, out bool[]? needed))
        {
            needed = new bool[node.Schema.Count];
            _needed.Add(node, needed);
        }
        return needed;
    }

    /// <summary>An expression over a node's columns is needed.</summary>
    public void Need(LogicalNode node, Expression expression)
    {
        bool[] needed = NeededOf(node);
        ExpressionTree.ForEachColumn(expression, index => needed[index] = true);
    }

    /// <summary>A node's first columns are needed where these are.</summary>
    public void NeedSame(LogicalNode node, ReadOnlySpan<bool> columns)
    {
        bool[] needed = NeededOf(node);
        for (int i = 0; i < columns.Length; i++) needed[i] |= columns[i];
    }

    /// <summary>The node with the columns that are needed.</summary>
    public PrunedNode Prune(LogicalNode node)
    {
        if (!_pruned.TryGetValue(node, out PrunedNode pruned))
        {
            pruned = node.Prune(NeededOf(node), this);
            _pruned.Add(node, pruned);
        }
        return pruned;
    }

    /// <summary>The node with these columns and no others.</summary>
    public LogicalNode Exactly(LogicalNode node, bool[] needed)
    {
        (LogicalNode pruned, int[] indexes) = Prune(node);
        if (pruned.Schema.Count == needed.Count(n => n)) return pruned;
        int[] kept = [.. indexes.Where((_, i) => needed[i])];
        return new ProjectNode(
            pruned,
            [.. kept.Select(i => new ColumnExpression(i, pruned.Schema[i].Name, pruned.Schema[i].Type))],
            [.. kept.Select(i => pruned.Schema[i].Name)]);
    }

    /// <summary>Where each column stands when only those that are needed are kept.</summary>
    public static int[] Indexes(bool[] needed)
    {
        int next = 0;
        return [.. needed.Select(n => n ? next++ : -1)];
    }

    /// <summary>The items that are needed.</summary>
    public static T[] Keep<T>(IReadOnlyList<T> items, bool[] needed) => [.. items.Where((_, i) => needed[i])];

    /// <summary>The fields that are needed.</summary>
    public static Schema Keep(Schema schema, bool[] needed) => new(Keep(schema.Fields, needed));

    /// <summary>All nodes, each behind all that read it.</summary>
    private static IEnumerable<LogicalNode> ReadersFirst(LogicalPlan plan)
    {
        Dictionary<LogicalNode, int> readers = PlanRule.Readers(plan);
        var ready = new Queue<LogicalNode>(plan.Sinks);
        while (ready.TryDequeue(out LogicalNode? node))
        {
            yield return node;
            foreach (LogicalNode input in node.Inputs)
            {
                if (--readers[input] == 0) ready.Enqueue(input);
            }
        }
    }
}
