using System.Data.Common;
using System.Globalization;
using ActorStream.Connectors.Sql;
using MySqlConnector;

namespace ActorStream.Connectors.MySql;

/// <summary>Values and tables of MySQL and MariaDB.</summary>
internal sealed partial class MySqlDialect
{
    private const int ExactDigits = 28;

    // The server gives up on a client that takes no rows for a minute; a job under backpressure may.
    public override string? ScanSetup => "SET SESSION net_write_timeout = 86400";

    public override string Upsert(string table, IReadOnlyList<string> columns, IReadOnlyList<string> keys, int rows)
    {
        string[] others = [.. columns.Except(keys)];
        // VALUES() is the one form that MariaDB and every MySQL know; setting the key to itself changes nothing.
        IEnumerable<string> updated = others.Length == 0 ? keys.Take(1) : others;
        return $"{Insert(table, columns, rows)} ON DUPLICATE KEY UPDATE {string.Join(", ", updated.Select(c => $"{c} = VALUES({c})"))}";
    }

    public override DbParameter AddParameter(DbCommand command, int index, DataType type)
    {
        var parameter = new MySqlParameter
        {
            MySqlDbType = type.Root switch
            {
                TypeRoot.Boolean => MySqlDbType.Byte,
                TypeRoot.TinyInt or TypeRoot.SmallInt => MySqlDbType.Int16,
                TypeRoot.Int => MySqlDbType.Int32,
                TypeRoot.BigInt => MySqlDbType.Int64,
                TypeRoot.Float => MySqlDbType.Float,
                TypeRoot.Double => MySqlDbType.Double,
                TypeRoot.Decimal => type.Precision <= ExactDigits ? MySqlDbType.Decimal : MySqlDbType.VarChar,
                TypeRoot.Binary or TypeRoot.VarBinary => MySqlDbType.LongBlob,
                TypeRoot.Date => MySqlDbType.Date,
                TypeRoot.Time => MySqlDbType.Time,
                TypeRoot.Timestamp or TypeRoot.TimestampLtz => MySqlDbType.DateTime,
                _ => MySqlDbType.VarChar,
            },
        };
        command.Parameters.Add(parameter);
        return parameter;
    }

    public override string SelectExpression(ColumnDescription column, DataType type)
    {
        string name = Quote(column.Name);
        bool isAsText = type.IsText ? IsTimeOrNumber(column.TypeName) : type.Root == TypeRoot.Decimal && type.Precision > ExactDigits;
        return isAsText ? $"CAST({name} AS CHAR)" : name;
    }

    public override CellReader CreateReader(SqlEndpoint endpoint, string table, string column, DataType type) =>
        new MySqlCellReader(table, column, type, Name, endpoint.Settings.GetValueOrDefault("zerodatetimebehavior"));

    public override async Task<TableDescription?> DescribeAsync(SqlSession session, string table)
    {
        foreach ((string? schema, string name) in Names(table))
        {
            List<ColumnDescription> columns = await session.QueryAsync(
                r => new ColumnDescription(
                    r.GetString(0), Convert.ToString(r.GetValue(1), CultureInfo.InvariantCulture)!.ToLowerInvariant(),
                    r.IsDBNull(2) ? "" : r.GetString(2)),
                "SELECT COLUMN_NAME, DATA_TYPE, COLLATION_NAME FROM information_schema.COLUMNS "
                    + "WHERE TABLE_SCHEMA = COALESCE(?, DATABASE()) AND TABLE_NAME = ? ORDER BY ORDINAL_POSITION",
                schema, name);
            if (columns.Count == 0) continue;
            List<(string Index, string Column, bool IsPrefix)> parts = await session.QueryAsync(
                r => (r.GetString(0), r.IsDBNull(1) ? "" : r.GetString(1), !r.IsDBNull(2)),
                "SELECT INDEX_NAME, COLUMN_NAME, SUB_PART FROM information_schema.STATISTICS "
                    + "WHERE TABLE_SCHEMA = COALESCE(?, DATABASE()) AND TABLE_NAME = ? AND NON_UNIQUE = 0",
                schema, name);
            return new TableDescription(
                schema is null ? Quote(name) : Quote(schema) + "." + Quote(name),
                columns,
                [
                    .. parts.GroupBy(p => p.Index).Where(g => g.All(p => !p.IsPrefix && p.Column.Length > 0))
                        .Select(g => g.Select(p => p.Column).ToList()),
                ]);
        }
        return null;
    }

    public override bool ComparesExactly(ColumnDescription column, DataType type) => column.TypeName switch
    {
        "tinyint" or "smallint" or "mediumint" or "int" or "bigint" => type.IsInteger,
        "decimal" => type.Root == TypeRoot.Decimal,
        "date" => type.Root == TypeRoot.Date,
        "datetime" or "timestamp" => type.Root == TypeRoot.Timestamp,
        "varbinary" or "blob" => type.IsBinary,
        // Only these collations neither fold case nor pad with spaces.
        "varchar" or "text" or "mediumtext" or "longtext" =>
            type.IsText && (column.Detail.EndsWith("_nopad_bin", StringComparison.Ordinal) || column.Detail == "utf8mb4_0900_bin"),
        _ => false,
    };

    /// <summary>Whether the server's own text of a value is another than the client library would make of it.</summary>
    private static bool IsTimeOrNumber(string typeName) => typeName is "date" or "datetime" or "timestamp" or "time" or "year"
        or "double" or "float" or "decimal" or "tinyint" or "smallint" or "mediumint" or "int" or "bigint";

    protected override object TimestampParameter(DateTime time, bool isInstant) => DateTime.SpecifyKind(time, DateTimeKind.Unspecified);

    /// <summary>A name, and where it has a point what it means as schema and table.</summary>
    private static IEnumerable<(string? Schema, string Name)> Names(string table)
    {
        yield return (null, table);
        int point = table.IndexOf('.', StringComparison.Ordinal);
        if (point > 0 && point < table.Length - 1) yield return (table[..point], table[(point + 1)..]);
    }

    /// <summary>Knows the client's own dates, which may be zero.</summary>
    private sealed class MySqlCellReader(string table, string column, DataType type, string database, string? zeroDates)
        : TypedCellReader(table, column, type, database)
    {
        protected override object? Value(DbDataReader reader, int ordinal)
        {
            object value = reader.GetValue(ordinal);
            if (value is not MySqlDateTime date) return value;
            if (date.IsValidDateTime) return date.GetDateTime();
            bool toNull = zeroDates is not null
                && zeroDates.Replace("_", "", StringComparison.Ordinal).Equals("converttonull", StringComparison.OrdinalIgnoreCase);
            if (toNull) return null;
            throw new ConnectorException("jdbc", Table,
                $"Column \"{Column}\" of table \"{Table}\" holds a zero date, which no {Type} can be.",
                hint: "Add zeroDateTimeBehavior=CONVERT_TO_NULL to the URL to read it as NULL.");
        }
    }
}
