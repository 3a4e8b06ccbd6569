namespace ActorStream.Plan.Rules;

/// <summary>
/// Rewrites a plan from its leaves up. A node that several others read is rewritten once and stays shared: rules do not look through
/// it, because what is right for one reader need not be right for the others.
/// </summary>
internal abstract class PlanRule
{
    private readonly Dictionary<LogicalNode, LogicalNode> _done = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<LogicalNode> _shared = new(ReferenceEqualityComparer.Instance);
    private Dictionary<LogicalNode, int> _readers = [];

    /// <summary>Rewrites all nodes of a plan. A rule object serves one plan.</summary>
    public LogicalPlan Rewrite(LogicalPlan plan)
    {
        _readers = Readers(plan);
        return new LogicalPlan([.. plan.Sinks.Select(Rewrite)]);
    }

    /// <summary>How many nodes read each node.</summary>
    public static Dictionary<LogicalNode, int> Readers(LogicalPlan plan)
    {
        var readers = new Dictionary<LogicalNode, int>(ReferenceEqualityComparer.Instance);
        var waiting = new Stack<LogicalNode>(plan.Sinks);
        var seen = new HashSet<LogicalNode>(ReferenceEqualityComparer.Instance);
        while (waiting.TryPop(out LogicalNode? node))
        {
            if (!seen.Add(node))
            {
                continue;
            }

            foreach (LogicalNode input in node.Inputs)
            {
                readers[input] = readers.GetValueOrDefault(input) + 1;
                waiting.Push(input);
            }
        }

        return readers;
    }

    /// <summary>Rewrites one node, whose inputs are rewritten already.</summary>
    protected abstract LogicalNode Apply(LogicalNode node);

    /// <summary>Whether several nodes read this one.</summary>
    protected bool IsShared(LogicalNode node) => _shared.Contains(node);

    private LogicalNode Rewrite(LogicalNode node)
    {
        if (_done.TryGetValue(node, out LogicalNode? done))
        {
            return done;
        }

        LogicalNode[] inputs = [.. node.Inputs.Select(Rewrite)];
        bool same = inputs.SequenceEqual(node.Inputs, ReferenceEqualityComparer.Instance);
        LogicalNode rewritten = Apply(same ? node : node.WithInputs(inputs));
        _done.Add(node, rewritten);
        if (_readers.GetValueOrDefault(node) > 1)
        {
            _shared.Add(rewritten);
        }

        return rewritten;
    }
}
