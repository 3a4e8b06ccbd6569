using ActorStream.Connectors;
using ActorStream.Expressions;
using ActorStream.Plan;
using ActorStream.Sql.Syntax;

namespace ActorStream.Sql;

/// <summary>A table as a relation: what its connector gives, and the columns computed from that.</summary>
internal sealed class TableBinder(
    Binder binder, CatalogTable table, IReadOnlyDictionary<string, string> options, SourcePosition position, IConnectorRegistry? registry)
{
    private TableDefinition Definition => table.Definition;

    /// <summary>A scan of every column; rules leave out what nobody reads.</summary>
    public BoundRelation Scan()
    {
        var source = Connector() as ISourceConnector;
        if (source is null && registry is not null)
        {
            throw SqlException.Validation(
                position, $"Table {Definition.QualifiedName} cannot be read: its connector '{ConnectorName()}' is no source.", null);
        }

        List<ConnectorColumn> columns = ConnectorColumns(source?.ReadableMetadata(Definition));
        var scan = new ScanNode(Definition, columns, options, ChangelogModeOf());
        return Project(scan, columns);
    }

    /// <summary>The physical columns, for a lookup.</summary>
    public IReadOnlyList<ConnectorColumn> LookupColumns()
    {
        if (Definition.Columns.FirstOrDefault(c => c.Kind == TableColumnKind.Metadata) is { } metadata)
        {
            throw SqlException.NotSupported(position,
                $"The metadata column \"{metadata.Name}\" of the dimension table {Definition.QualifiedName}");
        }

        if (registry is not null && Connector() is not ILookupConnector)
        {
            throw SqlException.Validation(
                position,
                $"Table {Definition.QualifiedName} cannot be looked up: its connector '{ConnectorName()}' has no lookup.",
                "A dimension table has the connector 'jdbc'.");
        }

        return ConnectorColumns(null);
    }

    /// <summary>Computed columns over a row in which the connector's columns begin at an offset.</summary>
    public IReadOnlyList<BoundColumn> Columns(IReadOnlyList<ConnectorColumn> columns, int offset)
    {
        Dictionary<string, DataType> declared = Definition.Columns.ToDictionary(c => c.Name, c => c.Type, StringComparer.Ordinal);
        BoundColumn[] inputs = [.. columns.Select(c => new BoundColumn(c.Name, declared[c.Name], TimeOf(c.Name)))];
        Dictionary<string, int> indexes = IndexesOf(columns);
        var scope = new Scope([new ScopeRelation(Definition.Name, [Catalog.CatalogName, Definition.Database, Definition.Name], inputs,
            offset)]);
        return
        [
            .. Definition.Columns.Select(c => c.Kind == TableColumnKind.Computed
                ? Computed(c.Name, scope)
                : inputs[indexes[c.Name]]),
        ];
    }

    private BoundColumn Computed(string name, Scope scope)
    {
        Expression expression = binder.Bind(table.Computed[name], scope);
        bool processing = expression is CallExpression { Function.Name: "PROCTIME" };
        return new BoundColumn(name, expression.Type, processing ? TimeAttribute.ProcessingTime : TimeOf(name)) { Inline = expression };
    }

    private TimeAttribute TimeOf(string column) =>
        Definition.Watermark?.Column == column ? TimeAttribute.EventTime : TimeAttribute.None;

    private BoundRelation Project(ScanNode scan, List<ConnectorColumn> columns)
    {
        IReadOnlyList<BoundColumn> bound = Columns(columns, 0);
        Dictionary<string, int> indexes = IndexesOf(columns);
        var expressions = new List<Expression>();
        for (int i = 0; i < bound.Count; i++)
        {
            int index = indexes.GetValueOrDefault(bound[i].Name, -1);
            expressions.Add(index < 0
                ? bound[i].Inline!
                : ImplicitCast.To(new ColumnExpression(index, bound[i].Name, columns[index].Type), bound[i].Type));
        }

        BoundColumn[] plain = [.. bound.Select((c, i) => new BoundColumn(c.Name, expressions[i].Type, c.Time))];
        bool asIs = expressions.Select((e, i) => e is ColumnExpression column && column.Index == i).All(same => same);
        LogicalNode node = asIs && columns.Count == bound.Count ? scan : new ProjectNode(scan, expressions, [.. plain.Select(c => c.Name)]);
        return new BoundRelation(node, plain);
    }

    /// <summary>Physical columns with their types, metadata columns with the types that the connector gives them.</summary>
    private List<ConnectorColumn> ConnectorColumns(IReadOnlyDictionary<string, DataType>? metadata)
    {
        MetadataKeys.RequireDistinct(Definition.Columns, position);
        var columns = new List<ConnectorColumn>();
        foreach (TableColumn column in Definition.Columns.Where(c => c.Kind != TableColumnKind.Computed))
        {
            if (column.Kind == TableColumnKind.Physical)
            {
                columns.Add(new ConnectorColumn(column.Name, column.Type));
                continue;
            }

            string key = column.MetadataKey ?? column.Name;
            DataType type = metadata is null ? column.Type : metadata.GetValueOrDefault(key) ?? throw NoMetadata(column, key, metadata);
            columns.Add(new ConnectorColumn(column.Name, type, key));
        }

        return columns;
    }

    private SqlException NoMetadata(TableColumn column, string key, IReadOnlyDictionary<string, DataType> metadata) =>
        SqlException.Validation(
        position,
        $"Metadata key '{key}' of column \"{column.Name}\" not found in table {Definition.QualifiedName}.",
        metadata.Count == 0
            ? "Its connector has no metadata."
            : $"There are: {string.Join(", ", metadata.Keys.Order(StringComparer.Ordinal))}.");

    private static Dictionary<string, int> IndexesOf(IReadOnlyList<ConnectorColumn> columns)
    {
        var indexes = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < columns.Count; i++)
        {
            indexes.Add(columns[i].Name, i);
        }

        return indexes;
    }

    private string? ConnectorName() => options.GetValueOrDefault("connector");

    private IConnector? Connector() => registry is null ? null : FindConnector(Definition, options, position, registry);

    /// <summary>The connector of a table's options.</summary>
    public static IConnector FindConnector(
        TableDefinition table, IReadOnlyDictionary<string, string> options, SourcePosition position, IConnectorRegistry registry)
    {
        string name = options.GetValueOrDefault("connector") ?? throw SqlException.Validation(
            position, $"Table {table.QualifiedName} lacks the option 'connector'.",
            $"There are: {string.Join(", ", registry.ConnectorIdentifiers)}.");
        return registry.FindConnector(name) ?? throw SqlException.Validation(
            position,
            $"Connector '{name}' of table {table.QualifiedName} not found.",
            Suggestions.Hint(name, registry.ConnectorIdentifiers) ?? $"There are: {string.Join(", ", registry.ConnectorIdentifiers)}.");
    }

    /// <summary>What the table's value format gives.</summary>
    private ChangelogMode ChangelogModeOf()
    {
        string? format = options.GetValueOrDefault("value.format") ?? options.GetValueOrDefault("format");
        return (format is null ? null : registry?.FindFormat(format))?.ChangelogMode ?? ChangelogMode.InsertOnly;
    }
}
