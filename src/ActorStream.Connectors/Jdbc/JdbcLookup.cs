using System.Threading.Channels;
using ActorStream.Connectors.Sql;
using ActorStream.Types;

namespace ActorStream.Connectors.Jdbc;

/// <summary>Looks keys up in a table of a database, some hundred in one query, on a few connections.</summary>
internal sealed class JdbcLookup : ILookup
{
    private readonly JdbcOptions _options;
    private readonly string _table;
    private readonly Field[] _columns;
    private readonly Field[] _keys;
    private readonly SqlLink[] _links;
    private readonly Channel<SqlLink> _idle = Channel.CreateUnbounded<SqlLink>();
    private JdbcLookupQuery? _query;

    public JdbcLookup(JdbcOptions options, string table, IReadOnlyList<Field> columns, IReadOnlyList<Field> keys)
    {
        _options = options;
        _table = table;
        _columns = [.. columns];
        _keys = [.. keys];
        _links = new SqlLink[options.Lookup.MaxConcurrency];
    }

    public async ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        for (int i = 0; i < _links.Length; i++)
        {
            _links[i] = new SqlLink(_options.Endpoint, "jdbc", _table);
            _idle.Writer.TryWrite(_links[i]);
        }
        _query = await _links[0].RunAsync(
            async session =>
            {
                JdbcTable table = await JdbcTable.OpenAsync(
                    session, _table, _options.TableName, _columns.Concat(_keys).Select(c => c.Name));
                return new JdbcLookupQuery(table, _columns, _keys, _options.Lookup.BatchSize);
            },
            cancellationToken);
    }

    public async ValueTask<LookupRows> LookupAsync(Batch keys, CancellationToken cancellationToken)
    {
        JdbcLookupQuery query = _query ?? throw new InvalidOperationException("The lookup is not open.");
        int[] rows = new int[keys.Count];
        for (int i = 0; i < rows.Length; i++) rows[i] = i;
        if (rows.Length <= query.MaxKeys) return await FindAsync(query, keys, rows, cancellationToken);
        LookupRows[] parts = await Task.WhenAll(rows.Chunk(query.MaxKeys).Select(some => FindAsync(query, keys, some, cancellationToken)));
        return Join(parts);
    }

    public async ValueTask DisposeAsync()
    {
        // All at once: where the server hangs, each waits a while for its statement to end.
        await Task.WhenAll(_links.OfType<SqlLink>().Select(link => link.DisposeAsync().AsTask()));
    }

    private async Task<LookupRows> FindAsync(JdbcLookupQuery query, Batch keys, int[] rows, CancellationToken cancellationToken)
    {
        SqlLink link = await _idle.Reader.ReadAsync(cancellationToken);
        try
        {
            return await link.RunAsync(session => query.FindAsync(session, keys, rows), cancellationToken);
        }
        finally
        {
            _idle.Writer.TryWrite(link);
        }
    }

    private LookupRows Join(LookupRows[] parts)
    {
        ColumnBuilder[] builders = [.. _columns.Select(c => ColumnBuilder.Create(c.Type))];
        foreach (LookupRows part in parts)
        {
            for (int c = 0; c < builders.Length; c++)
            {
                for (int row = 0; row < part.Rows.Count; row++) builders[c].AppendFrom(part.Rows.Columns[c], row);
            }
        }
        int[] keyRows = [.. parts.SelectMany(p => p.KeyRows)];
        return new LookupRows(new Batch([.. builders.Select(b => b.Build())], keyRows.Length), keyRows);
    }
}
