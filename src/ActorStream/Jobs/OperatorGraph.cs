using ActorStream.Expressions;
using ActorStream.Operators;
using ActorStream.Plan;
using ActorStream.Plan.Rules;

namespace ActorStream.Jobs;

/// <summary>The operators of one shard, wired: those of the plan that its sources' rows can reach, each made once, so that what two
/// sinks share is computed once. Nodes say how their operators are made.</summary>
internal sealed class OperatorGraph
{
    private readonly OperatorParts _parts;
    private readonly IReadOnlySet<string> _sourceIds;
    private readonly Dictionary<LogicalNode, Operator?> _made = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, Operator> _entries = new(StringComparer.Ordinal);
    private readonly List<(GraphSink Sink, SinkInput Input)> _sinks = [];
    private readonly List<Operator> _operators = [];

    /// <summary>Makes the operators for a shard that reads these sources.</summary>
    /// <param name="graph">The job.</param>
    /// <param name="sourceIds">The sources of which the shard has splits.</param>
    /// <param name="context">The shard's.</param>
    /// <param name="requests">How each lookup join sends its keys.</param>
    /// <param name="shardCount">Shards of the job, which share the bound of a lookup's cache.</param>
    public OperatorGraph(
        JobGraph graph, IReadOnlySet<string> sourceIds, EvaluationContext context, Func<GraphLookup, Action<LookupRequest>> requests,
        int shardCount)
    {
        _sourceIds = sourceIds;
        var lookups = new Dictionary<LogicalNode, LookupParts>(ReferenceEqualityComparer.Instance);
        foreach (GraphLookup lookup in graph.Lookups) lookups.Add(lookup.Node, new LookupParts(lookup.Table, requests(lookup)));
        _parts = new OperatorParts
        {
            Context = context,
            ShardCount = shardCount,
            Ids = graph.Ids,
            Readers = PlanRule.Readers(graph.Plan),
            Lookups = lookups,
        };
        foreach (GraphSink sink in graph.Sinks)
        {
            if (Make(sink.Node) is { } end) _sinks.Add((sink, (SinkInput)end));
        }
    }

    /// <summary>Where each source's rows enter.</summary>
    public IReadOnlyDictionary<string, Operator> Entries => _entries;

    /// <summary>Where rows leave.</summary>
    public IReadOnlyList<(GraphSink Sink, SinkInput Input)> Sinks => _sinks;

    /// <summary>All operators, each after those that it reads from.</summary>
    public IReadOnlyList<Operator> Operators => _operators;

    private Operator? Make(LogicalNode node)
    {
        if (_made.TryGetValue(node, out Operator? made)) return made;
        bool isSource = node is SourceNode;
        Operator[] inputs = [.. node.OperatorInputs(_parts).Select(Make).OfType<Operator>()];
        bool isReached = isSource ? _sourceIds.Contains(_parts.IdOf(node)) : inputs.Length > 0;
        if (isReached)
        {
            made = node.MakeOperator(_parts);
            foreach (Operator input in inputs) input.AddOutput(made);
            if (isSource) _entries.Add(made.Id, made);
            _operators.Add(made);
        }
        _made.Add(node, made);
        return made;
    }
}
