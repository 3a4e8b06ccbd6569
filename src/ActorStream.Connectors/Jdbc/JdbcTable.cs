using System.Data.Common;
using ActorStream.Connectors.Sql;
using ActorStream.Types;

namespace ActorStream.Connectors.Jdbc;

/// <summary>A declared table beside what the database has: names, readers and the text of queries.</summary>
internal sealed class JdbcTable
{
    private JdbcTable(string name, SqlEndpoint endpoint, TableDescription description)
    {
        Name = name;
        Endpoint = endpoint;
        Description = description;
    }

    /// <summary>The name in the script, for messages.</summary>
    public string Name { get; }

    public SqlEndpoint Endpoint { get; }

    public SqlDialect Dialect => Endpoint.Dialect;

    public TableDescription Description { get; }

    /// <summary>Reads what the database has and finds the declared columns there.</summary>
    /// <exception cref="ConnectorException">The table or a column is not there, or not now: a job that ran with it tries again, because
    /// tables are made anew and renamed under it; one that starts ends in any case.</exception>
    public static async Task<JdbcTable> OpenAsync(
        SqlSession session, string name, string tableName, IEnumerable<string> columns)
    {
        SqlEndpoint endpoint = session.Endpoint;
        TableDescription description = await session.Dialect.DescribeAsync(session, tableName) ?? throw new ConnectorException("jdbc", name,
            $"Table \"{tableName}\" not found in {endpoint.Address} (table \"{name}\").",
            isTransient: true,
            hint: endpoint.IsStandIn
                ? "Check 'table-name', or INSERT something INTO the table, which makes it in a local folder."
                : "Check 'table-name' and the URL's database.");
        var table = new JdbcTable(name, endpoint, description);
        foreach (string column in columns) table.Find(column);
        return table;
    }

    /// <summary>The column as the database has it.</summary>
    public ColumnDescription Find(string column) =>
        Description.Find(column) ?? FindUnquoted(column) ?? throw new ConnectorException("jdbc", Name,
            $"Column \"{column}\" not found in table {Description.QuotedName} of {Endpoint.Address} (table \"{Name}\").",
            isTransient: true,
            hint: "Its columns are: " + string.Join(", ", Description.Columns.Select(c => c.Name)) + ".");

    private ColumnDescription? FindUnquoted(string column) => Dialect.Unquote(column) is { } plain
        ? Description.Columns.FirstOrDefault(c => string.Equals(c.Name, plain, StringComparison.Ordinal))
        : null;

    /// <summary>The column's name there, quoted.</summary>
    public string Quoted(string column) => Dialect.Quote(Find(column).Name);

    /// <summary><c>SELECT columns FROM table</c>; a constant where no column is asked for.</summary>
    public string Select(IReadOnlyList<Field> columns, string extra = "") =>
        "SELECT " + (columns.Count == 0 ? "1" : string.Join(", ", columns.Select(c => Dialect.SelectExpression(Find(c.Name), c.Type))))
            + extra
        + " FROM " + Description.QuotedName;

    /// <summary>Readers of these columns, for one connection.</summary>
    public CellReader[] Readers(IReadOnlyList<Field> columns) =>
        [.. columns.Select(c => Dialect.CreateReader(Endpoint, Name, c.Name, c.Type))];

    /// <summary>Reads a row's values into builders.</summary>
    public static void ReadRow(DbDataReader reader, CellReader[] readers, ColumnBuilder[] builders)
    {
        for (int i = 0; i < readers.Length; i++) readers[i].Read(reader, i, builders[i]);
    }
}
