using ActorStream.Connectors.Sql;

namespace ActorStream.Connectors.Jdbc;

/// <summary>Writes a table: with a primary key by upserts and deletes, so that writing again changes nothing; without one by
/// inserts.</summary>
internal sealed class JdbcSink : ISink
{
    private readonly JdbcOptions _options;
    private readonly string _name;
    private readonly Field[] _columns;
    private readonly int[] _keys;
    private readonly TimeProvider _timeProvider;
    private JdbcTable? _table;

    public JdbcSink(JdbcOptions options, TableContext context)
    {
        _options = options;
        _name = context.Table.Name;
        _columns = [.. context.Columns.Select(c => new Field(c.Name, c.Type))];
        _keys = [.. context.Table.PrimaryKey.Select(k => Array.FindIndex(_columns, c => c.Name == k))];
        _timeProvider = context.Environment.TimeProvider;
    }

    public DeliveryGuarantee Guarantee => _keys.Length > 0 ? DeliveryGuarantee.ExactlyOnce : DeliveryGuarantee.AtLeastOnce;

    public ChangelogMode AcceptedChangelogMode => _keys.Length > 0 ? ChangelogMode.Upsert : ChangelogMode.InsertOnly;

    public string Description => $"jdbc({_options.Endpoint.Address}, {_options.TableName}), "
        + (_keys.Length > 0 ? "upserts by primary key: writing again changes nothing"
            : "inserts without a primary key: rows may come twice");

    public ILog? TransactionalLog => null;

    public async ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        if (_options.Endpoint.IsStandIn)
            await JdbcStandIn.MakeAsync(_options.Endpoint, _name, _options.TableName, _columns, _keys, cancellationToken);
        await using var link = new SqlLink(_options.Endpoint, "jdbc", _name);
        _table = await link.RunAsync(
            session => JdbcTable.OpenAsync(session, _name, _options.TableName, _columns.Select(c => c.Name)), cancellationToken);
        if (_keys.Length == 0) return;
        HashSet<string> declared = [.. _keys.Select(k => _table.Find(_columns[k].Name).Name)];
        if (_table.Description.UniqueKeys.Any(key => declared.SetEquals(key))) return;
        string list = string.Join(", ", _keys.Select(k => _columns[k].Name));
        throw new ConnectorException("jdbc", _name,
            $"Table {_table.Description.QuotedName} of {_options.Endpoint.Address} has no unique key on ({list}), "
                + $"which table \"{_name}\" declares.",
            hint: "Add a primary key or unique index on these columns to the database's table, or declare the key that it has.");
    }

    public ISinkWriter CreateWriter(SinkWriterContext context) =>
        new JdbcSinkWriter(_options, _table ?? throw new InvalidOperationException("The sink is not open."), _columns, _keys,
            _timeProvider);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
