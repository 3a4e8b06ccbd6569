namespace ActorStream.Connectors.Kafka;

/// <summary>A table over a topic, written: into the job's transaction (exactly-once), or by one shared producer.</summary>
internal sealed class KafkaSink : ISink
{
    private readonly TableContext _context;
    private readonly KafkaOptions _options;
    private readonly LogLease _lease;
    private readonly Func<(IEncoder Value, IEncoder? Key)> _encoders;
    private readonly Dictionary<string, int> _partitions = new(StringComparer.Ordinal);
    private ILogAppender? _appender;

    private KafkaSink(TableContext context, KafkaOptions options, LogLease lease, Func<(IEncoder, IEncoder?)> encoders) =>
        (_context, _options, _lease, _encoders) = (context, options, lease, encoders);

    /// <inheritdoc/>
    public DeliveryGuarantee Guarantee => _options.Guarantee;

    /// <inheritdoc/>
    public ChangelogMode AcceptedChangelogMode => _options.ValueFormat.ChangelogMode;

    /// <inheritdoc/>
    public string Description =>
        $"kafka topic {_options.TopicText} at {Log.Address}" + (TransactionalLog is null ? "" : ", in the job's transaction");

    /// <inheritdoc/>
    public ILog? TransactionalLog => Guarantee == DeliveryGuarantee.ExactlyOnce ? Log : null;

    /// <inheritdoc/>
    public string? TransactionalIdPrefix => _options.TransactionalIdPrefix;

    private ILog Log => _lease.Log;

    private string Table => _context.Table.Name;

    /// <summary>Checks the options and makes a sink.</summary>
    public static KafkaSink Create(TableContext context)
    {
        KafkaOptions options = KafkaOptions.Take(context);
        // They are for reading; a table may be both read and written.
        _ = context.Options.Take("dead-letter.topic");
        _ = context.Options.Take("dead-letter.path");
        if (options.Guarantee == DeliveryGuarantee.ExactlyOnce && options.TransactionalIdPrefix is null)
        {
            throw new ActorStreamException(
                "'sink.transactional-id-prefix' must be specified when using 'sink.delivery-guarantee' = 'exactly-once' "
                    + $"(table \"{context.Table.Name}\").",
                ErrorDomain.User, hint: "Add 'sink.transactional-id-prefix' = 'a name that no other job uses'.");
        }
        bool choosesTopic = context.Columns.Any(c => c.MetadataKey == "topic");
        if (!choosesTopic && options.Topics.Count != 1)
        {
            throw new ActorStreamException(
                $"Table \"{context.Table.Name}\" is written, but names "
                    + (options.TopicPattern is null ? $"{options.Topics.Count} topics." : "a topic pattern."),
                ErrorDomain.User, hint: "Name one topic, or declare a column `topic` STRING METADATA that says where each row goes.");
        }
        (IEncoder, IEncoder?) first = Encoders(context, options);
        bool isFirstTaken = false;
        LogLease lease = LogProvider.For(context.Environment).Open(options.Settings);
        if (lease.Log is KafkaLog kafka) kafka.AddProducerProperties(context.Table.Name, options.Settings.Producer);
        return new KafkaSink(context, options, lease, () =>
        {
            if (isFirstTaken) return Encoders(context, options);
            isFirstTaken = true;
            return first;
        });
    }

    /// <inheritdoc/>
    public async ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        foreach (string topic in _options.Topics)
            _partitions[topic] = (await KafkaTopics.RequireForWritingAsync(Log, topic, _context, cancellationToken)).Partitions;
        if (Guarantee != DeliveryGuarantee.ExactlyOnce) _appender = Log.OpenAppender();
    }

    /// <inheritdoc/>
    public ISinkWriter CreateWriter(SinkWriterContext context)
    {
        (IEncoder value, IEncoder? key) = _encoders();
        ILogAppender appender = _appender ?? context.Transaction
            ?? throw new ActorStreamException($"Table \"{Table}\" is written exactly once, but was given no transaction.",
                ErrorDomain.Internal);
        return new KafkaSinkWriter(_context, _options, appender, value, key, context.Shard, _partitions);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_appender is not null) await _appender.DisposeAsync();
        _appender = null;
        await _lease.DisposeAsync();
    }

    private static (IEncoder Value, IEncoder? Key) Encoders(TableContext context, KafkaOptions options)
    {
        IReadOnlyList<TableColumn> physical = context.PhysicalColumns;
        IEncoder value = options.ValueFormat.CreateEncoder(
            [.. options.ValueColumns.Select(i => new Field(physical[i].Name, physical[i].Type))]);
        IEncoder? key = options.KeyFormat?.CreateEncoder(
            [.. options.KeyColumns.Select(i => new Field(physical[i].Name[options.KeyPrefix.Length..], physical[i].Type))]);
        return (value, key);
    }
}
