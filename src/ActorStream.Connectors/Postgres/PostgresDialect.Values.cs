using System.Data.Common;
using ActorStream.Connectors.Sql;
using Npgsql;
using NpgsqlTypes;

namespace ActorStream.Connectors.Postgres;

/// <summary>Values and tables of PostgreSQL.</summary>
internal sealed partial class PostgresDialect
{
    private const int ExactDigits = 28;
    private const string TableQuery =
        "SELECT n.nspname, c.relname, c.oid::bigint FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
        + "WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relname = ? AND ";

    public override bool Supports(DataType type) =>
        type.Root == TypeRoot.Array ? base.Supports(type.Children[0]) : base.Supports(type);

    public override bool TakesZeroCharacters => false;

    public override bool IsOrdered(ColumnDescription column) =>
        column.TypeName is not ("json" or "xml" or "point" or "box" or "polygon" or "path" or "line" or "lseg" or "circle");

    public override DbParameter AddParameter(DbCommand command, int index, DataType type)
    {
        var parameter = new NpgsqlParameter
        {
            NpgsqlDbType = type.Root switch
            {
                TypeRoot.Boolean => NpgsqlDbType.Boolean,
                TypeRoot.TinyInt or TypeRoot.SmallInt => NpgsqlDbType.Smallint,
                TypeRoot.Int => NpgsqlDbType.Integer,
                TypeRoot.BigInt => NpgsqlDbType.Bigint,
                TypeRoot.Float => NpgsqlDbType.Real,
                TypeRoot.Double => NpgsqlDbType.Double,
                TypeRoot.Decimal => type.Precision <= ExactDigits ? NpgsqlDbType.Numeric : NpgsqlDbType.Unknown,
                TypeRoot.Binary or TypeRoot.VarBinary => NpgsqlDbType.Bytea,
                TypeRoot.Date => NpgsqlDbType.Date,
                TypeRoot.Time => NpgsqlDbType.Time,
                TypeRoot.Timestamp => NpgsqlDbType.Timestamp,
                TypeRoot.TimestampLtz => NpgsqlDbType.TimestampTz,
                // The server takes the text for what it stands beside: text, uuid, json, an enum.
                _ => NpgsqlDbType.Unknown,
            },
        };
        command.Parameters.Add(parameter);
        return parameter;
    }

    public override string SelectExpression(ColumnDescription column, DataType type)
    {
        string name = Quote(column.Name);
        if (type.Root == TypeRoot.Decimal && type.Precision > ExactDigits) return name + "::text";
        return type.IsText && column.TypeName is not ("text" or "varchar" or "bpchar" or "bytea") ? name + "::text" : name;
    }

    public override CellReader CreateReader(SqlEndpoint endpoint, string table, string column, DataType type) =>
        type.Root == TypeRoot.Array ? new ArrayCellReader(table, column, type, Name) : base.CreateReader(endpoint, table, column, type);

    public override async Task<TableDescription?> DescribeAsync(SqlSession session, string table)
    {
        (string Schema, string Name, long Id)? found = await FindAsync(session, table);
        if (found is null) return null;
        List<ColumnDescription> columns = await session.QueryAsync(
            r => new ColumnDescription(r.GetString(0), r.GetString(1), r.GetBoolean(2) ? "" : "nondeterministic"),
            "SELECT a.attname, t.typname, COALESCE(l.collisdeterministic, true) FROM pg_catalog.pg_attribute a "
                + "JOIN pg_catalog.pg_type t ON t.oid = a.atttypid LEFT JOIN pg_catalog.pg_collation l ON l.oid = a.attcollation "
                + "WHERE a.attrelid::bigint = ? AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum",
            found.Value.Id);
        List<string[]> keys = await session.QueryAsync(
            r => r.GetFieldValue<string[]>(0),
            "SELECT ARRAY(SELECT a.attname::text FROM pg_catalog.pg_attribute a "
                + "WHERE a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey)) "
                + "FROM pg_catalog.pg_index i WHERE i.indrelid::bigint = ? AND i.indisunique AND i.indpred IS NULL AND i.indexprs IS NULL",
            found.Value.Id);
        return new TableDescription(Quote(found.Value.Schema) + "." + Quote(found.Value.Name), columns, keys);
    }

    public override bool ComparesExactly(ColumnDescription column, DataType type) => column.TypeName switch
    {
        "int2" or "int4" or "int8" => type.IsInteger,
        "numeric" => type.Root == TypeRoot.Decimal,
        "text" or "varchar" => type.IsText && column.Detail.Length == 0,
        "bytea" => type.IsBinary,
        "bool" => type.Root == TypeRoot.Boolean,
        "date" => type.Root == TypeRoot.Date,
        "timestamp" => type.Root == TypeRoot.Timestamp,
        "timestamptz" => type.Root == TypeRoot.TimestampLtz,
        _ => false,
    };

    protected override object TimestampParameter(DateTime time, bool isInstant) => time;

    /// <summary>Flink writes a column's name into its statements as it stands, so that quotes around it are the server's.</summary>
    public override string? Unquote(string identifier) =>
        identifier.StartsWith('"') && PostgresName.Parse(identifier) is [string name] ? name : null;

    /// <summary>The table as named; else folded to lower case, as unquoted names are; else as schema and table; else as SQL with quotes
    /// means it.</summary>
    private static async Task<(string Schema, string Name, long Id)?> FindAsync(SqlSession session, string table)
    {
        string folded = table.ToLowerInvariant();
        foreach (string name in (string[])[table, folded])
        {
            if (await FindAsync(session, null, name) is { } visible) return visible;
        }
        int point = table.IndexOf('.', StringComparison.Ordinal);
        foreach (string name in point <= 0 ? [] : (string[])[table, folded])
        {
            if (await FindAsync(session, name[..point], name[(point + 1)..]) is { } there) return there;
        }
        return !table.Contains('"', StringComparison.Ordinal) ? null : PostgresName.Parse(table) switch
        {
            [string name] => await FindAsync(session, null, name),
            [string schema, string name] => await FindAsync(session, schema, name),
            [string database, string schema, string name] when database == session.Endpoint.Database =>
                await FindAsync(session, schema, name),
            _ => null,
        };
    }

    private static async Task<(string Schema, string Name, long Id)?> FindAsync(SqlSession session, string? schema, string name)
    {
        string condition = schema is null ? "pg_catalog.pg_table_is_visible(c.oid)" : "n.nspname = ?";
        List<(string, string, long)> found = await session.QueryAsync(
            r => (r.GetString(0), r.GetString(1), r.GetInt64(2)), TableQuery + condition, schema is null ? [name] : [name, schema]);
        return found.Count > 0 ? found[0] : null;
    }

    /// <summary>Arrays whose elements may be NULL, which the client wants to be asked for by type.</summary>
    private sealed class ArrayCellReader(string table, string column, DataType type, string database)
        : TypedCellReader(table, column, type, database)
    {
        protected override object? Value(DbDataReader reader, int ordinal) => Type.Children[0].Root switch
        {
            TypeRoot.Boolean => reader.GetFieldValue<bool?[]>(ordinal),
            TypeRoot.TinyInt or TypeRoot.SmallInt => reader.GetFieldValue<short?[]>(ordinal),
            TypeRoot.Int => reader.GetFieldValue<int?[]>(ordinal),
            TypeRoot.BigInt => reader.GetFieldValue<long?[]>(ordinal),
            TypeRoot.Float => reader.GetFieldValue<float?[]>(ordinal),
            TypeRoot.Double => reader.GetFieldValue<double?[]>(ordinal),
            TypeRoot.Decimal => reader.GetFieldValue<decimal?[]>(ordinal),
            TypeRoot.Date or TypeRoot.Timestamp or TypeRoot.TimestampLtz => reader.GetFieldValue<DateTime?[]>(ordinal),
            _ => reader.GetValue(ordinal),
        };
    }
}
