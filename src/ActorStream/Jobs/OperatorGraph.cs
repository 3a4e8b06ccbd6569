using ActorStream.Expressions;
using ActorStream.Operators;
using ActorStream.Plan;

namespace ActorStream.Jobs;

/// <summary>The operators of one shard, wired: those of the plan that its sources' rows can reach, each made once, so that what two
/// sinks share is computed once.</summary>
internal sealed class OperatorGraph
{
    private readonly JobGraph _graph;
    private readonly IReadOnlySet<string> _sourceIds;
    private readonly EvaluationContext _context;
    private readonly Func<GraphLookup, Action<LookupRequest>> _requests;
    private readonly int _shardCount;
    private readonly Dictionary<LogicalNode, Operator?> _made = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<LogicalNode, int> _readers = new(ReferenceEqualityComparer.Instance);
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
        _graph = graph;
        _sourceIds = sourceIds;
        _context = context;
        _requests = requests;
        _shardCount = shardCount;
        foreach (LogicalNode node in graph.Nodes())
        {
            foreach (LogicalNode input in node.Inputs) _readers[input] = _readers.GetValueOrDefault(input) + 1;
        }
        foreach (GraphSink sink in graph.Sinks)
        {
            if (Make(sink.Node.Inputs[0]) is not { } input) continue;
            var end = new SinkInput { Id = sink.Id };
            input.AddOutput(end);
            _operators.Add(end);
            _sinks.Add((sink, end));
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
        made = node switch
        {
            ScanNode or ValuesNode => Entry(node),
            ProjectNode { Input: FilterNode filter } project when _readers[filter] == 1 =>
                Behind(filter.Input, () => new Calc(filter.Condition, project.Expressions, filter.Schema.Count, _context) { Id = "calc" }),
            ProjectNode project => Behind(project.Input, () =>
                new Calc(null, project.Expressions, project.Input.Schema.Count, _context) { Id = "calc" }),
            FilterNode filter => Behind(filter.Input, () =>
                new Calc(filter.Condition, null, filter.Schema.Count, _context) { Id = "filter" }),
            UnnestNode unnest => Behind(
                unnest.Input, () => new Unnest(unnest.Collection, unnest.HasOrdinality, unnest.IsLeft, _context) { Id = "unnest" }),
            LookupJoinNode join => Behind(join.Input, () => Join(join)),
            LimitNode limit => Behind(limit.Input, () =>
                new Limit(limit.Offset, limit.Fetch) { Id = $"limit:{_operators.OfType<Limit>().Count() + 1}" }),
            UnionNode union => Union(union),
            _ => throw new System.Diagnostics.UnreachableException($"A plan has no operator for {node.Describe()}."),
        };
        _made.Add(node, made);
        return made;
    }

    private Operator? Entry(LogicalNode node)
    {
        GraphSource source = _graph.Sources.First(s => ReferenceEquals(s.Node, node));
        if (!_sourceIds.Contains(source.Id)) return null;
        Operator entry = new PassThrough { Id = source.Id };
        _entries.Add(source.Id, entry);
        _operators.Add(entry);
        return entry;
    }

    private Operator? Behind(LogicalNode input, Func<Operator> make)
    {
        if (Make(input) is not { } before) return null;
        Operator op = make();
        before.AddOutput(op);
        _operators.Add(op);
        return op;
    }

    private PassThrough? Union(UnionNode union)
    {
        Operator[] inputs = [.. union.Inputs.Select(Make).OfType<Operator>()];
        if (inputs.Length == 0) return null;
        var op = new PassThrough { Id = "union" };
        foreach (Operator input in inputs) input.AddOutput(op);
        _operators.Add(op);
        return op;
    }

    private LookupJoin Join(LookupJoinNode node)
    {
        GraphLookup lookup = _graph.Lookups.First(l => ReferenceEquals(l.Node, node));
        long? share = lookup.Table.Options.MaxRows is { } most ? Math.Max(1, most / _shardCount) : null;
        var plan = new LookupJoinPlan(
            [.. node.Keys.Select(k => k.Probe)],
            [.. node.Input.Schema.Fields.Select(f => f.Type)],
            [.. node.Columns.Select(c => c.Type)],
            node.Condition,
            node.IsLeft,
            lookup.Table.Options,
            share);
        return new LookupJoin(plan, _context, _requests(lookup)) { Id = lookup.Id };
    }
}
