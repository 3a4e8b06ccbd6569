namespace ActorStream.Connectors.Jdbc;

/// <summary>Tables of databases: looked up by key, scanned, written. One connector for SQLite, MySQL, MariaDB and PostgreSQL, by
/// URL.</summary>
public sealed class JdbcConnector : ISourceConnector, ISinkConnector, ILookupConnector
{
    private static readonly Dictionary<string, DataType> NoMetadata = [];

    /// <inheritdoc/>
    public string Identifier => "jdbc";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, DataType> ReadableMetadata(TableDefinition table) => NoMetadata;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, DataType> WritableMetadata(TableDefinition table) => NoMetadata;

    /// <inheritdoc/>
    public ISource CreateSource(TableContext context) => new JdbcSource(JdbcOptions.Read(context), context);

    /// <inheritdoc/>
    public ISink CreateSink(TableContext context) => new JdbcSink(JdbcOptions.Read(context), context);

    /// <inheritdoc/>
    public LookupTable CreateLookup(TableContext context, IReadOnlyList<string> keyColumns)
    {
        var options = JdbcOptions.Read(context);
        Dictionary<string, DataType> types = context.PhysicalColumns.ToDictionary(c => c.Name, c => c.Type, StringComparer.Ordinal);
        var lookup = new JdbcLookup(
            options, context.Table.Name,
            [.. context.Columns.Select(c => new Field(c.Name, c.Type))],
            [.. keyColumns.Select(k => new Field(k, types[k]))]);
        string keys = string.Join(", ", keyColumns);
        return new LookupTable(lookup, options.Lookup, $"jdbc({options.Endpoint.Address}, {options.TableName}) by {keys}");
    }
}
