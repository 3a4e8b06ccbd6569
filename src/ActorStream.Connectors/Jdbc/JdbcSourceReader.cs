using System.Data.Common;
using System.Globalization;
using ActorStream.Connectors.Sql;
using ActorStream.Types;

namespace ActorStream.Connectors.Jdbc;

/// <summary>Reads splits one after the other, each by one query whose rows are fetched as they are wanted.</summary>
internal sealed class JdbcSourceReader : ISourceReader
{
    private readonly JdbcTable _table;
    private readonly JdbcScanPartitions? _partitions;
    private readonly Field[] _columns;
    private readonly IReadOnlyList<string> _primaryKey;
    private readonly SplitStart[] _splits;
    private readonly SqlLink _link;
    private readonly SqlEndpoint _endpoint;
    private DbCommand? _command;
    private DbDataReader? _reader;
    private CellReader[] _readers = [];
    private int _split;
    private long? _offset;

    public JdbcSourceReader(
        JdbcOptions options, JdbcTable table, Field[] columns, IReadOnlyList<string> primaryKey, IReadOnlyList<SplitStart> splits)
    {
        _table = table;
        _partitions = options.Partitions;
        _columns = columns;
        _primaryKey = primaryKey;
        _splits = [.. splits];
        _endpoint = options.Endpoint;
        _link = new SqlLink(options.Endpoint, "jdbc", table.Name);
    }

    public async ValueTask<SourceBatch?> ReadAsync(CancellationToken cancellationToken)
    {
        if (_split == _splits.Length) return null;
        SourceBatch batch = await _link.RunAsync(ReadSplitAsync, cancellationToken);
        if (batch.IsEnd) _split++;
        return batch;
    }

    public async ValueTask DisposeAsync()
    {
        if (_reader is not null) await _link.RunAsync(_ => CloseAsync(), CancellationToken.None);
        await _link.DisposeAsync();
    }

    private async Task<SourceBatch> ReadSplitAsync(SqlSession session)
    {
        SplitStart start = _splits[_split];
        if (_reader is null) await StartAsync(session, start);
        ColumnBuilder[] builders = [.. _columns.Select(c => ColumnBuilder.Create(c.Type))];
        int count = 0;
        bool isEnd = false;
        try
        {
            while (count < Batch.TargetRows && !(isEnd = !await _reader!.ReadAsync()))
            {
                JdbcTable.ReadRow(_reader, _readers, builders);
                count++;
            }
        }
        catch
        {
            await CloseAsync();
            throw;
        }
        long next = _offset!.Value + count;
        _offset = isEnd ? null : next;
        if (isEnd) await CloseAsync();
        return new SourceBatch(start.Split, new Batch([.. builders.Select(b => b.Build())], count), next) { IsEnd = isEnd };
    }

    private async Task StartAsync(SqlSession session, SplitStart start)
    {
        // After a lost connection the same split goes on behind the rows that were handed over.
        long from = _offset ??= start.Offset ?? 0;
        if (session.Dialect.ScanSetup is { } setup) await session.ExecuteAsync(setup);
        _command = session.Connection.CreateCommand();
        _command.CommandText = Text(start);
        // The time-out would count from the first row to the last.
        _command.CommandTimeout = 0;
        _reader = await _command.ExecuteReaderAsync();
        _readers = _table.Readers(_columns);
        for (long i = 0; i < from; i++)
        {
            if (await _reader.ReadAsync()) continue;
            throw new ConnectorException("jdbc", _table.Name,
                $"Table {_table.Description.QuotedName} of {_endpoint.Address} has {i} rows, fewer than the {from} that were read before.",
                hint: "The table changed while the job was down; start the job afresh.");
        }
    }

    private string Text(SplitStart start)
    {
        string text = _table.Select(_columns);
        if (_partitions is not null)
        {
            (long from, long to) = _partitions.Ranges()[int.Parse(start.Split.Id, CultureInfo.InvariantCulture)];
            text += string.Create(CultureInfo.InvariantCulture, $" WHERE {_table.Quoted(_partitions.Column)} BETWEEN {from} AND {to}");
        }
        IEnumerable<string> order = _primaryKey.Count > 0
            ? _primaryKey
            : _columns.Where(c => _table.Dialect.IsOrdered(_table.Find(c.Name))).Select(c => c.Name);
        string list = string.Join(", ", order.Select(_table.Quoted));
        return list.Length == 0 ? text : $"{text} ORDER BY {list}";
    }

    private async Task<bool> CloseAsync()
    {
        try
        {
            // Without it, closing would read the rest of the rows.
            _command?.Cancel();
            if (_reader is not null) await _reader.DisposeAsync();
            if (_command is not null) await _command.DisposeAsync();
        }
        catch (Exception e) when (_table.Dialect.Classify(e) is not null)
        {
            // The connection broke; the next read makes another.
        }
        (_reader, _command) = (null, null);
        return true;
    }
}
