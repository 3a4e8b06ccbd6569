using ActorStream.Connectors;
using ActorStream.Expressions;

namespace ActorStream.Plan;

/// <summary>Asks the connectors for the sources, sinks and lookups of a plan's tables. Nothing is opened.</summary>
internal sealed class TableFactory
{
    private readonly ConnectorEnvironment _environment;
    private readonly Func<ISink>? _collect;

    /// <summary>Makes a factory.</summary>
    /// <param name="environment">What connectors share.</param>
    /// <param name="collect">Gives the sink of a SELECT; null where the plan has none.</param>
    public TableFactory(ConnectorEnvironment environment, Func<ISink>? collect)
    {
        _environment = environment;
        _collect = collect;
        Constants = new EvaluationContext(environment.LocalTimeZone)
        {
            MaxValueBytes = environment.MaxValueBytes,
            NowMicros = (environment.TimeProvider.GetUtcNow().UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond,
        };
    }

    /// <summary>What constant rows may ask: the session's time zone, the moment.</summary>
    public EvaluationContext Constants { get; }

    /// <summary>The sink of a SELECT.</summary>
    public ISink CreateCollectSink() => _collect!();

    /// <summary>The source of a table.</summary>
    /// <exception cref="ActorStreamException">Its connector refuses an option.</exception>
    public ISource CreateSource(ScanNode scan)
    {
        TableContext context = Context(scan.Table, scan.Options, scan.Columns);
        ISourceConnector connector = Find<ISourceConnector>(context, "read as a source");
        ISource source = connector.CreateSource(context);
        context.Options.RefuseLeftovers();
        return source;
    }

    /// <summary>The sink of a table.</summary>
    /// <exception cref="ActorStreamException">Its connector refuses an option, or the kinds of rows that the query gives.</exception>
    public ISink CreateSink(SinkNode node)
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

    /// <summary>The lookup of a dimension table.</summary>
    /// <exception cref="ActorStreamException">Its connector refuses an option.</exception>
    public LookupTable CreateLookup(LookupJoinNode node)
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
