using System.Text;
using ActorStream.Types;

namespace ActorStream.Connectors.Kafka;

/// <summary>Encodes a shard's rows and appends them.</summary>
internal sealed class KafkaSinkWriter : ISinkWriter
{
    private readonly KafkaOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly ILogAppender _appender;
    private readonly IEncoder _value;
    private readonly IEncoder? _key;
    private readonly int _shard;
    private readonly IReadOnlyDictionary<string, int> _partitions;
    private readonly string _table;
    private readonly int _topicColumn;
    private readonly int _timestampColumn;
    private readonly int _headersColumn;
    private readonly bool _valueIsWholeRow;
    private readonly BytesColumnBuilder _values = new();
    private readonly BytesColumnBuilder _keys = new();

    public KafkaSinkWriter(
        TableContext context, KafkaOptions options, ILogAppender appender, IEncoder value, IEncoder? key, int shard,
        IReadOnlyDictionary<string, int> partitions)
    {
        (_options, _appender, _value, _key, _shard, _partitions) = (options, appender, value, key, shard, partitions);
        _timeProvider = context.Environment.TimeProvider;
        _table = context.Table.Name;
        _topicColumn = Find("topic");
        _timestampColumn = Find("timestamp");
        _headersColumn = Find("headers");
        _valueIsWholeRow = options.ValueColumns.Count == context.Columns.Count;

        int Find(string key)
        {
            for (int i = 0; i < context.Columns.Count; i++)
            {
                if (context.Columns[i].MetadataKey == key) return i;
            }
            return -1;
        }
    }

    public async ValueTask WriteAsync(Batch batch, CancellationToken cancellationToken)
    {
        if (batch.Count == 0) return;
        if (_topicColumn < 0)
        {
            await AppendAsync(_options.Topics[0], batch, cancellationToken);
            return;
        }
        foreach ((string topic, int[] rows) in ByTopic((BytesColumn)batch.Columns[_topicColumn], batch.Count))
            await AppendAsync(topic, rows.Length == batch.Count ? batch : batch.Take(rows), cancellationToken);
    }

    public ValueTask FlushAsync(CancellationToken cancellationToken) => _appender.FlushAsync(cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private ValueTask AppendAsync(string topic, Batch batch, CancellationToken cancellationToken)
    {
        _value.Encode(_valueIsWholeRow ? batch : Project(batch, _options.ValueColumns), _values);
        if (_key is not null) _key.Encode(Project(batch, _options.KeyColumns), _keys);
        return _appender.AppendAsync(
            new LogAppend
            {
                Topic = topic,
                Count = batch.Count,
                Partition = _options.IsFixedPartition && _partitions.TryGetValue(topic, out int partitions) ? _shard % partitions : null,
                Keys = _key is null ? null : (BytesColumn)_keys.Build(),
                Values = (BytesColumn)_values.Build(),
                TimestampsMs = _timestampColumn < 0 ? null
                    : KafkaMetadataColumns.Timestamps(batch.Columns[_timestampColumn], batch.Count, _timeProvider),
                Headers = _headersColumn < 0 ? null : KafkaMetadataColumns.Headers(batch.Columns[_headersColumn], batch.Count),
            },
            cancellationToken);
    }

    private static Batch Project(Batch batch, IReadOnlyList<int> columns)
    {
        var chosen = new Column[columns.Count];
        for (int i = 0; i < chosen.Length; i++) chosen[i] = batch.Columns[columns[i]];
        return new Batch(chosen, batch.Count, batch.Kinds);
    }

    private IEnumerable<(string Topic, int[] Rows)> ByTopic(BytesColumn topics, int count)
    {
        var byTopic = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        for (int i = 0; i < count; i++)
        {
            string topic = topics.IsNull(i) ? "" : Encoding.UTF8.GetString(topics[i]);
            if (_options.TopicPattern is { } pattern ? !pattern.IsMatch(topic) : !_options.Topics.Contains(topic))
            {
                throw new ConnectorException(
                    KafkaConnector.Name, _table,
                    $"A row of table \"{_table}\" goes to topic \"{topic}\", which is not one of '{_options.TopicText}'.",
                    hint: "Name it in 'topic', or match it by 'topic-pattern'.");
            }
            if (!byTopic.TryGetValue(topic, out List<int>? rows)) byTopic[topic] = rows = [];
            rows.Add(i);
        }
        return byTopic.Select(t => (t.Key, t.Value.ToArray()));
    }
}
