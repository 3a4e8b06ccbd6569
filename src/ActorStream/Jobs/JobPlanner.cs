using ActorStream.Connectors;
using ActorStream.Expressions;
using ActorStream.Plan;
using ActorStream.Runtime;

namespace ActorStream.Jobs;

/// <summary>Turns a logical plan into a job graph: asks the connectors for sources, sinks and lookups, and gives each a stable
/// id.</summary>
internal sealed class JobPlanner
{
    private readonly ConnectorEnvironment _environment;
    private readonly EvaluationContext _constants;
    private readonly Func<CollectSink>? _collect;
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);

    /// <summary>Makes a planner.</summary>
    /// <param name="environment">What connectors share.</param>
    /// <param name="collect">Gives the sink of a SELECT; null where the plan has none.</param>
    public JobPlanner(ConnectorEnvironment environment, Func<CollectSink>? collect)
    {
        _environment = environment;
        _collect = collect;
        _constants = new EvaluationContext(environment.LocalTimeZone)
        {
            NowMicros = (environment.TimeProvider.GetUtcNow().UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond,
        };
    }

    /// <summary>Makes the graph; nothing is opened.</summary>
    /// <exception cref="ActorStreamException">A connector refuses an option.</exception>
    public JobGraph Plan(LogicalPlan plan)
    {
        var sources = new List<GraphSource>();
        var sinks = new List<GraphSink>();
        var lookups = new List<GraphLookup>();
        foreach (LogicalNode node in JobGraph.Nodes(plan))
        {
            switch (node)
            {
                case ScanNode scan:
                    sources.Add(new GraphSource(Id("source", scan.Table.Name), scan, Source(scan)));
                    break;
                case ValuesNode values:
                    sources.Add(new GraphSource(Id("source", "values"), values, new ValuesSource(values.Rows, values.Schema, _constants)));
                    break;
                case LookupJoinNode lookup:
                    lookups.Add(new GraphLookup(Id("lookup-join", lookup.Table.Name), lookup, Lookup(lookup)));
                    break;
                case SinkNode sink:
                    sinks.Add(new GraphSink(Id("sink", sink.Table.Name), sink, Sink(sink), sink.Table.Name));
                    break;
                case CollectNode collect:
                    sinks.Add(new GraphSink(Id("sink", "collect"), collect, _collect!(), "collect"));
                    break;
            }
        }
        return new JobGraph(plan, sources, sinks, lookups);
    }

    private string Id(string kind, string name)
    {
        string id = $"{kind}:{name}";
        int number = _ids[id] = _ids.GetValueOrDefault(id) + 1;
        return number == 1 ? id : $"{id}:{number}";
    }

    private ISource Source(ScanNode scan)
    {
        TableContext context = Context(scan.Table, scan.Options, scan.Columns);
        ISourceConnector connector = Find<ISourceConnector>(context, "read as a source");
        ISource source = connector.CreateSource(context);
        context.Options.RefuseLeftovers();
        return source;
    }

    private ISink Sink(SinkNode node)
    {
        TableContext context = Context(node.Table, node.Options, node.Columns);
        ISinkConnector connector = Find<ISinkConnector>(context, "written as a sink");
        ISink sink = connector.CreateSink(context);
        context.Options.RefuseLeftovers();
        if (node.Input.ChangelogMode <= sink.AcceptedChangelogMode) return sink;
        throw new ActorStreamException(
            $"Table \"{node.Table.Name}\" takes only {Word(sink.AcceptedChangelogMode)} rows, "
                + $"but the query gives {Word(node.Input.ChangelogMode)} rows.",
            ErrorDomain.User,
            hint: "Declare a PRIMARY KEY where the connector can update by it, or write to another connector.");
    }

    private LookupTable Lookup(LookupJoinNode node)
    {
        TableContext context = Context(node.Table, node.Options, node.Columns);
        ILookupConnector connector = Find<ILookupConnector>(context, "looked up by key");
        LookupTable table = connector.CreateLookup(context, [.. node.Keys.Select(k => k.Column)]);
        context.Options.RefuseLeftovers();
        return table;
    }

    private TableContext Context(TableDefinition table, IReadOnlyDictionary<string, string> options,
        IReadOnlyList<ConnectorColumn> columns) =>
        new()
        {
            Table = table,
            Options = new TableOptions(table.Name, Secrets(table, options)),
            Columns = columns,
            Environment = _environment,
        };

    private IReadOnlyDictionary<string, string> Secrets(TableDefinition table, IReadOnlyDictionary<string, string> options) =>
        _environment.Secrets is null ? options
            : options.ToDictionary(o => o.Key, o => Resolve(table, o.Key, o.Value), StringComparer.Ordinal);

    private string Resolve(TableDefinition table, string key, string value)
    {
        try
        {
            return _environment.Secrets!(value);
        }
        catch (ActorStreamException cause)
        {
            throw new ActorStreamException($"Option '{key}' of table \"{table.Name}\": {cause.Message}", cause.Domain, hint: cause.Hint,
                innerException: cause);
        }
    }

    private T Find<T>(TableContext context, string use)
        where T : class, IConnector
    {
        string identifier = context.Options.TakeRequired("connector");
        IConnector connector = _environment.Registry.FindConnector(identifier) ?? throw new ActorStreamException(
            $"Table \"{context.Table.Name}\" has the connector '{identifier}', which does not exist.", ErrorDomain.User,
            hint: $"Connectors are: {string.Join(", ", _environment.Registry.ConnectorIdentifiers)}.");
        return connector as T ?? throw new ActorStreamException(
            $"Table \"{context.Table.Name}\" cannot be {use}: its connector '{identifier}' does not do that.", ErrorDomain.User);
    }

    private static string Word(ChangelogMode mode) => mode switch
    {
        ChangelogMode.InsertOnly => "insert-only",
        ChangelogMode.Upsert => "upsert",
        _ => "retract",
    };
}
