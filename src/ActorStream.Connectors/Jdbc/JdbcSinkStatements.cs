using System.Collections.Concurrent;
using System.Data.Common;
using ActorStream.Connectors.Sql;
using ActorStream.Types;

namespace ActorStream.Connectors.Jdbc;

/// <summary>A sink's statements for 1, 8 or 64 rows, prepared once a connection.</summary>
internal sealed class JdbcSinkStatements
{
    private const int MaxStatementSizeBytes = 1 << 20;
    private static readonly int[] Sizes = [64, 8, 1];

    private readonly JdbcTable _table;
    private readonly Field[] _columns;
    private readonly int[] _keys;
    private readonly string[] _names;
    private readonly string[] _keyNames;
    private readonly ConcurrentDictionary<(bool IsDelete, int Rows), string> _texts = new();

    public JdbcSinkStatements(JdbcTable table, Field[] columns, int[] keys)
    {
        _table = table;
        _columns = columns;
        _keys = keys;
        _names = [.. columns.Select(c => table.Quoted(c.Name))];
        _keyNames = [.. keys.Select(k => _names[k])];
    }

    public Task InsertAsync(SqlSession session, List<BatchRow> rows) =>
        RunAsync(session, rows, isDelete: false, [.. Enumerable.Range(0, _columns.Length)]);

    public Task DeleteAsync(SqlSession session, List<BatchRow> rows) => RunAsync(session, rows, isDelete: true, _keys);

    private async Task RunAsync(SqlSession session, List<BatchRow> rows, bool isDelete, int[] columns)
    {
        for (int start = 0; start < rows.Count;)
        {
            int count = Fit(rows, start, columns);
            DbCommand command = await session.PreparedAsync(
                _texts.GetOrAdd((isDelete, count), Text), c => AddParameters(c, columns, count));
            int parameter = 0;
            for (int i = start; i < start + count; i++)
            {
                foreach (int column in columns)
                {
                    command.Parameters[parameter++].Value =
                        session.Dialect.ToParameter(rows[i].Batch.Columns[column], rows[i].Row, _columns[column].Type);
                }
            }
            await command.ExecuteNonQueryAsync();
            start += count;
        }
    }

    /// <summary>How many rows go into the next statement: few where they are large.</summary>
    private int Fit(List<BatchRow> rows, int start, int[] columns)
    {
        foreach (int size in Sizes)
        {
            if (size == 1) break;
            if (size > rows.Count - start || size * columns.Length > _table.Dialect.MaxParameters) continue;
            long bytes = 0;
            for (int i = start; i < start + size && bytes <= MaxStatementSizeBytes; i++)
            {
                foreach (int column in columns)
                {
                    if (rows[i].Batch.Columns[column] is BytesColumn text && !text.IsNull(rows[i].Row)) bytes += text.Lengths[rows[i].Row];
                }
            }
            if (bytes <= MaxStatementSizeBytes) return size;
        }
        return 1;
    }

    private void AddParameters(DbCommand command, int[] columns, int rows)
    {
        for (int i = 0; i < rows * columns.Length; i++) _table.Dialect.AddParameter(command, i, _columns[columns[i % columns.Length]].Type);
    }

    private string Text((bool IsDelete, int Rows) key)
    {
        string table = _table.Description.QuotedName;
        if (key.IsDelete) return $"DELETE FROM {table} WHERE {_table.Dialect.KeyCondition(_keyNames, key.Rows)}";
        return _keys.Length == 0
            ? _table.Dialect.Insert(table, _names, key.Rows)
            : _table.Dialect.Upsert(table, _names, _keyNames, key.Rows);
    }
}
