using ActorStream.Connectors;
using ActorStream.Expressions;
using ActorStream.Plan;
using ActorStream.Sql.Syntax;

namespace ActorStream.Sql;

/// <summary>INSERT: columns, types and nullability of the sink.</summary>
internal sealed partial class Binder
{
    private const string NotNullEnforcerKey = "table.exec.sink.not-null-enforcer";

    /// <summary>Binds an INSERT: the query's columns are cast to the sink's.</summary>
    public SinkNode BindInsert(SqlInsert insert)
    {
        foreach (SqlHint hint in insert.Hints)
        {
            CheckHint(hint, isTable: true);
        }

        CatalogTable table = catalog.Get(insert.Table, null) as CatalogTable ?? throw SqlException.Validation(
            insert.Table.Position, $"\"{insert.Table}\" is a view, which cannot be written.", null);
        IReadOnlyDictionary<string, string> options = OptionsOf(table, insert.Hints);
        ISinkConnector? connector = SinkConnector(table, options, insert.Table.Position);
        IReadOnlyList<TableColumn> columns = table.PersistedColumns;
        (insert, BoundRelation query) = WithPartition(insert, table, columns, BindQuery(insert.Query));
        int[] sources = Sources(insert, table, columns, query);
        CheckTypes(insert, table, columns, sources, query);
        return MakeSink(table, options, connector, columns, sources, query, insert.Table.Position);
    }

    private ISinkConnector? SinkConnector(CatalogTable table, IReadOnlyDictionary<string, string> options, SourcePosition position)
    {
        if (registry is null)
        {
            return null;
        }

        IConnector connector = TableBinder.FindConnector(table.Definition, options, position, registry);
        return connector as ISinkConnector ?? throw SqlException.Validation(
            position, $"Table {table.QualifiedName} cannot be written: its connector '{connector.Identifier}' is no sink.", null);
    }

    /// <summary>For each column of the sink the query's column that fills it, or −1 for NULL.</summary>
    private static int[] Sources(SqlInsert insert, CatalogTable table, IReadOnlyList<TableColumn> columns, BoundRelation query)
    {
        if (insert.Columns is null)
        {
            return query.Columns.Count == columns.Count ? [.. Enumerable.Range(0, columns.Count)] : throw Mismatch(
                insert, table, "The number of columns differs.", columns, query);
        }

        int[] sources = [.. Enumerable.Repeat(-1, columns.Count)];
        Dictionary<string, int> indexes = columns.Select((c, i) => (c.Name, i)).ToDictionary(c => c.Name, c => c.i, StringComparer.Ordinal);
        for (int i = 0; i < insert.Columns.Count; i++)
        {
            SqlIdentifier name = insert.Columns[i];
            int index = name.Parts.Count == 1 ? indexes.GetValueOrDefault(name.Last, -1) : -1;
            if (index < 0)
            {
                bool derived = table.Definition.Columns.Any(c => c.Name == name.ToString());
                throw SqlException.Validation(
                    name.Position,
                    derived
                        ? $"Column \"{name}\" of table {table.QualifiedName} is computed or virtual and cannot be written."
                        : $"Column \"{name}\" not found in table {table.QualifiedName}.",
                    derived ? null : Suggestions.Hint(name.ToString(), columns.Select(c => c.Name)));
            }

            if (sources[index] >= 0)
            {
                throw SqlException.Validation(name.Position, $"Column \"{name}\" is named twice in the INSERT.", null);
            }

            sources[index] = i;
        }

        if (insert.Columns.Count != query.Columns.Count)
        {
            throw SqlException.Validation(
                insert.Columns[0].Position,
                $"The INSERT names {insert.Columns.Count} columns, but its query has {query.Columns.Count}.",
                null);
        }

        for (int i = 0; i < columns.Count; i++)
        {
            if (sources[i] < 0 && !columns[i].Type.IsNullable)
            {
                throw SqlException.Validation(
                    insert.Columns[0].Position,
                    $"Column \"{columns[i].Name}\" of table {table.QualifiedName} is NOT NULL, but the INSERT does not name it.",
                    null);
            }
        }

        return sources;
    }

    private static void CheckTypes(
        SqlInsert insert, CatalogTable table, IReadOnlyList<TableColumn> columns, int[] sources, BoundRelation query)
    {
        for (int i = 0; i < columns.Count; i++)
        {
            if (sources[i] >= 0 && !SinkTypes.Accepts(query.Columns[sources[i]].Type, columns[i].Type))
            {
                throw Mismatch(
                    insert,
                    table,
                    $"Column \"{columns[i].Name}\" at position {i} is {columns[i].Type}, "
                        + $"but the query gives {query.Columns[sources[i]].Type}.",
                    columns,
                    query);
            }
        }
    }

    private static SqlException Mismatch(
        SqlInsert insert, CatalogTable table, string cause, IReadOnlyList<TableColumn> columns, BoundRelation query) =>
            SqlException.Validation(
        insert.Table.Position,
        $"The columns of the query and of the sink {table.QualifiedName} do not match. {cause}"
            + $"\nQuery schema: [{string.Join(", ", query.Columns.Select(c => $"{c.Name}: {c.Type}"))}]"
            + $"\nSink schema:  [{string.Join(", ", columns.Select(c => $"{c.Name}: {c.Type}"))}]",
        "CAST the query's column, or change the table.");

    private SinkNode MakeSink(
        CatalogTable table, IReadOnlyDictionary<string, string> options, ISinkConnector? connector, IReadOnlyList<TableColumn> columns,
        int[] sources, BoundRelation query, SourcePosition position)
    {
        IReadOnlyDictionary<string, DataType>? metadata = connector?.WritableMetadata(table.Definition);
        MetadataKeys.RequireDistinct(columns, position);
        bool drops = string.Equals(_settings.Get(NotNullEnforcerKey), "DROP", StringComparison.OrdinalIgnoreCase);
        var written = new List<ConnectorColumn>();
        var expressions = new List<Expression>();
        var required = new List<Expression>();
        foreach (int i in Enumerable.Range(0, columns.Count).OrderBy(i => columns[i].Kind))
        {
            TableColumn column = columns[i];
            DataType type = column.Type;
            string? key = null;
            if (column.Kind == TableColumnKind.Metadata)
            {
                key = column.MetadataKey ?? column.Name;
                type = metadata is null ? type : metadata.GetValueOrDefault(key) ?? throw SqlException.Validation(
                    position,
                    $"Metadata key '{key}' of column \"{column.Name}\" cannot be written to table {table.QualifiedName}.",
                    metadata.Count == 0 ? "Declare it VIRTUAL." : $"Declare it VIRTUAL, or use one of {string.Join(", ", metadata.Keys)}.");
            }

            Expression value = sources[i] < 0 ? new LiteralExpression(null, column.Type) : Column(query.Node, sources[i]);
            value = ImplicitCast.To(ImplicitCast.To(value, column.Type), type);
            if (!column.Type.IsNullable && value is not LiteralExpression { Value: not null })
            {
                required.Add(value);
                value = drops ? value : new CallExpression(NotNullEnforcer.Instance, [value, Word(column.Name)], value.Type.NotNull());
            }

            written.Add(new ConnectorColumn(column.Name, type, key));
            expressions.Add(value);
        }

        LogicalNode input = query.Node;
        if (drops && required.Count > 0)
        {
            input = new FilterNode(input, And([.. required.Select(r => FunctionRegistry.Find("IS NOT NULL")!.Bind([r])!)]));
        }

        bool asIs = expressions.Count == input.Schema.Count
            && expressions.Select((e, i) => e is ColumnExpression column && column.Index == i
                && input.Schema[i].Name == written[i].Name).All(same => same);
        LogicalNode project = asIs ? input : new ProjectNode(input, expressions, [.. written.Select(c => c.Name)]);
        return new SinkNode(project, table.Definition, written, options);
    }
}
