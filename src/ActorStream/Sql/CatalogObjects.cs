using ActorStream.Connectors;
using ActorStream.Sql.Syntax;

namespace ActorStream.Sql;

/// <summary>A table or view in a catalog.</summary>
internal abstract class CatalogObject(string database, string name, bool isTemporary)
{
    public string Database { get; } = database;

    public string Name { get; } = name;

    public bool IsTemporary { get; } = isTemporary;

    public string QualifiedName => SqlWriter.Quote([Catalog.CatalogName, Database, Name]);
}

/// <summary>A table with the syntax of its computed columns.</summary>
internal sealed class CatalogTable(TableDefinition definition, IReadOnlyDictionary<string, SqlExpression> computed,
    SqlExpression? watermark)
    : CatalogObject(definition.Database, definition.Name, definition.IsTemporary)
{
    public TableDefinition Definition { get; } = definition;

    /// <summary>Computed columns' expressions by column name.</summary>
    public IReadOnlyDictionary<string, SqlExpression> Computed { get; } = computed;

    public SqlExpression? Watermark { get; } = watermark;

    /// <summary>The columns that an INSERT gives values for, in order.</summary>
    public IReadOnlyList<TableColumn> PersistedColumns =>
        [.. Definition.Columns.Where(c => c.Kind == TableColumnKind.Physical || (c.Kind == TableColumnKind.Metadata && !c.IsVirtual))];
}

/// <summary>A view: its query, expanded where it is used.</summary>
internal sealed class CatalogView(string database, string name, bool isTemporary, SqlQuery query, IReadOnlyList<BoundColumn> columns)
    : CatalogObject(database, name, isTemporary)
{
    public SqlQuery Query { get; } = query;

    /// <summary>Its columns as they were when it was made.</summary>
    public IReadOnlyList<BoundColumn> Columns { get; } = columns;

    public string? Comment { get; init; }

    /// <summary>The database that unqualified names in its query refer to.</summary>
    public required string DefaultDatabase { get; init; }
}
