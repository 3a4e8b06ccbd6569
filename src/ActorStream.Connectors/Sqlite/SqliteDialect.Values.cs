using System.Data.Common;
using ActorStream.Connectors.Sql;

namespace ActorStream.Connectors.Sqlite;

/// <summary>Values and tables of SQLite.</summary>
internal sealed partial class SqliteDialect
{
    public override int MaxTimestampPrecision => 9;

    public override DbParameter AddParameter(DbCommand command, int index, DataType type) => AddParameter(command, index);

    public override CellReader CreateReader(SqlEndpoint endpoint, string table, string column, DataType type) =>
        new SqliteCellReader(table, column, type, Name);

    public override async Task<TableDescription?> DescribeAsync(SqlSession session, string table)
    {
        List<(string Name, string Type, long Key)> found = await session.QueryAsync(
            r => (r.GetString(0), r.GetString(1), r.GetInt64(2)), "SELECT name, type, pk FROM pragma_table_info(?) ORDER BY cid", table);
        if (found.Count == 0) return null;
        List<string> texts = await session.QueryAsync(
            r => r.IsDBNull(0) ? "" : r.GetString(0), "SELECT sql FROM sqlite_master WHERE name = ? COLLATE NOCASE", table);
        string text = texts.FirstOrDefault() ?? "";
        bool collates = text.Contains("COLLATE", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("CREATE VIEW", StringComparison.OrdinalIgnoreCase);
        var keys = new List<IReadOnlyList<string>>();
        if (found.Any(c => c.Key > 0)) keys.Add([.. found.Where(c => c.Key > 0).Select(c => c.Name)]);
        foreach (string index in await session.QueryAsync(
            r => r.GetString(0), "SELECT name FROM pragma_index_list(?) WHERE \"unique\" = 1 AND partial = 0", table))
        {
            List<string> columns = await session.QueryAsync(
                r => r.IsDBNull(0) ? "" : r.GetString(0), "SELECT name FROM pragma_index_info(?)", index);
            if (!columns.Contains("")) keys.Add(columns);
        }
        // With collations of its own, an index may tell apart what a comparison does not.
        return new TableDescription(
            Quote(table),
            [.. found.Select(c => new ColumnDescription(c.Name, Affinity(c.Type), collates ? "collate" : ""))],
            collates ? [] : keys);
    }

    public override bool ComparesExactly(ColumnDescription column, DataType type) => column.TypeName switch
    {
        "text" => type.IsText && column.Detail.Length == 0,
        "integer" => type.IsInteger,
        _ => false,
    };

    protected override object DecimalParameter(Int128 unscaled, DataType type) => SqlValues.DecimalText(unscaled, type.Scale);

    protected override object DateParameter(DateTime date) => SqlTimes.ToText(DateOnly.FromDateTime(date));

    protected override object TimeParameter(TimeSpan time) => SqlTimes.ToText(time);

    protected override object TimestampParameter(DateTime time, bool isInstant) => SqlTimes.ToText(time);

    protected override object NanosecondParameter(Int128 nanos, DataType type) =>
        SqlTimes.ToText(nanos, type.Root == TypeRoot.TimestampLtz) ?? throw OutOfRange(type);

    /// <summary>SQLite's rules (section 3.1 of its page on data types), in their order.</summary>
    private static string Affinity(string declared)
    {
        string type = declared.ToUpperInvariant();
        if (type.Contains("INT", StringComparison.Ordinal)) return "integer";
        if (type.Contains("CHAR", StringComparison.Ordinal) || type.Contains("CLOB", StringComparison.Ordinal)
            || type.Contains("TEXT", StringComparison.Ordinal)) return "text";
        if (type.Contains("BLOB", StringComparison.Ordinal) || type.Length == 0) return "blob";
        bool isReal = type.Contains("REAL", StringComparison.Ordinal) || type.Contains("FLOA", StringComparison.Ordinal)
            || type.Contains("DOUB", StringComparison.Ordinal);
        return isReal ? "real" : "numeric";
    }
}
