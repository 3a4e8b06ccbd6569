namespace ActorStream.Connectors;

/// <summary>Where a table's column gets its values.</summary>
public enum TableColumnKind
{
    /// <summary>From the payload.</summary>
    Physical,

    /// <summary>From the connector or format: <c>METADATA [FROM 'key'] [VIRTUAL]</c>.</summary>
    Metadata,

    /// <summary>From an expression over other columns: <c>name AS expression</c>.</summary>
    Computed,
}

/// <summary>A column as CREATE TABLE declares it.</summary>
/// <param name="Name">The name, case-sensitive.</param>
/// <param name="Type">The type; of a computed column, the expression's.</param>
/// <param name="Kind">Where its values come from.</param>
public sealed record TableColumn(string Name, DataType Type, TableColumnKind Kind)
{
    /// <summary>The key of a metadata column: the FROM text, or the column's name.</summary>
    public string? MetadataKey { get; init; }

    /// <summary>True for a VIRTUAL metadata column, which is read but never written.</summary>
    public bool IsVirtual { get; init; }

    /// <summary>The SQL text of a computed column.</summary>
    public string? Expression { get; init; }

    /// <summary>The comment, or null.</summary>
    public string? Comment { get; init; }
}

/// <summary>A watermark declaration.</summary>
/// <param name="Column">The event-time column.</param>
/// <param name="Expression">The SQL text of the watermark's expression.</param>
public sealed record WatermarkDefinition(string Column, string Expression);

/// <summary>A table as CREATE TABLE declares it.</summary>
/// <param name="Catalog">The catalog's name.</param>
/// <param name="Database">The database's name.</param>
/// <param name="Name">The table's name.</param>
public sealed record TableDefinition(string Catalog, string Database, string Name)
{
    /// <summary>The columns, in order.</summary>
    public required IReadOnlyList<TableColumn> Columns { get; init; }

    /// <summary>The WITH options, as written; secrets are references until a connector takes them.</summary>
    public required IReadOnlyDictionary<string, string> Options { get; init; }

    /// <summary>Names of the primary key's columns; empty where there is none.</summary>
    public IReadOnlyList<string> PrimaryKey { get; init; } = [];

    /// <summary>The primary key constraint's name, or null.</summary>
    public string? PrimaryKeyName { get; init; }

    /// <summary>PARTITIONED BY columns.</summary>
    public IReadOnlyList<string> PartitionKeys { get; init; } = [];

    /// <summary>The watermark, or null.</summary>
    public WatermarkDefinition? Watermark { get; init; }

    /// <summary>The comment, or null.</summary>
    public string? Comment { get; init; }

    /// <summary>True for CREATE TEMPORARY TABLE.</summary>
    public bool IsTemporary { get; init; }

    /// <summary>The whole name, quoted: <c>`default_catalog`.`default_database`.`orders`</c>.</summary>
    public string QualifiedName => $"`{Catalog}`.`{Database}`.`{Name}`";
}
