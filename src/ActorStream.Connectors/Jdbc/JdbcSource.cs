using System.Globalization;
using ActorStream.Connectors.Sql;

namespace ActorStream.Connectors.Jdbc;

/// <summary>
/// Reads a whole table once. A split is a range of the partition column, or the table; an offset is a number of rows in the order of
/// the declared primary key, or where there is none of all columns read, so that a restart goes on behind the rows that were read,
/// provided that the table stayed as it was.
/// </summary>
internal sealed class JdbcSource : ISource
{
    private readonly JdbcOptions _options;
    private readonly string _name;
    private readonly Field[] _columns;
    private readonly IReadOnlyList<string> _primaryKey;
    private readonly string _url;
    private JdbcTable? _table;

    public JdbcSource(JdbcOptions options, TableContext context)
    {
        _options = options;
        _name = context.Table.Name;
        _columns = [.. context.Columns.Select(c => new Field(c.Name, c.Type))];
        _primaryKey = context.Table.PrimaryKey;
        _url = Redaction.Text(context.Options.TakeRequired("url"));
    }

    public bool IsBounded => true;

    public ChangelogMode ChangelogMode => ChangelogMode.InsertOnly;

    public string Description => $"jdbc({_options.Endpoint.Address}, {_options.TableName})";

    /// <inheritdoc/>
    public IReadOnlyList<StatePart> OffsetParts =>
    [
        new("url", _url),
        new("table-name", _options.TableName),
        new("order of rows", string.Join(',', _primaryKey.Count > 0 ? _primaryKey : _columns.Select(c => c.Name))),
        new("scan.partition", _options.Partitions?.ToString() ?? ""),
    ];

    /// <inheritdoc/>
    public int MaxReaders => int.MaxValue;

    public async ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        await using var link = new SqlLink(_options.Endpoint, "jdbc", _name);
        _table = await link.RunAsync(
            session => JdbcTable.OpenAsync(session, _name, _options.TableName, _columns.Select(c => c.Name).Concat(_primaryKey)),
            cancellationToken);
        if (_options.Partitions is { } partitions) _table.Find(partitions.Column);
    }

    public ValueTask<IReadOnlyList<SourceSplit>> DiscoverSplitsAsync(CancellationToken cancellationToken)
    {
        int count = _options.Partitions?.Ranges().Count ?? 1;
        return ValueTask.FromResult<IReadOnlyList<SourceSplit>>(
            [.. Enumerable.Range(0, count).Select(i => new SourceSplit(i.ToString(CultureInfo.InvariantCulture)))]);
    }

    public ValueTask<IReadOnlyList<SplitStart>> ResolveAsync(IReadOnlyList<SplitStart> splits, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<SplitStart>>([.. splits.Select(s => s with { Offset = s.Offset ?? 0 })]);

    public ISourceReader CreateReader(IReadOnlyList<SplitStart> splits) =>
        new JdbcSourceReader(_options, _table ?? throw new InvalidOperationException("The source is not open."), _columns, _primaryKey,
            splits);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
