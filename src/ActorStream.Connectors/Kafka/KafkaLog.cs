using System.Globalization;
using ActorStream.Connectors.Kafka.Client;

namespace ActorStream.Connectors.Kafka;

/// <summary>
/// A Kafka cluster as a log. It talks to librdkafka directly: records come in and go out in batches, without an object a record.
/// <para>Consumers read what is committed, are assigned their partitions by the job (no group membership, so no rebalance), never
/// commit by themselves and never start anywhere but at the given offsets. Producers are idempotent. Client properties go through
/// <see cref="KafkaProperties"/>, which knows what may be set.</para>
/// </summary>
public sealed class KafkaLog : ILog
{
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>What a broker allows unless it is told otherwise (<c>transaction.max.timeout.ms</c>).</summary>
    private static readonly TimeSpan MaxTransactionTimeout = TimeSpan.FromMinutes(15);

    /// <summary>A shorter time-out is not tried: checkpoints are to fit in several times.</summary>
    private static readonly TimeSpan MinTransactionTimeout = TimeSpan.FromSeconds(6);

    private const int FindAttempts = 10;
    private static readonly TimeSpan FindPause = TimeSpan.FromMilliseconds(100);

    private const string TransactionTimeoutKey = "transaction.timeout.ms";

    private readonly Lock _lock = new();
    private readonly KafkaSettings _settings;
    private readonly Dictionary<string, string> _producerProperties = new(StringComparer.Ordinal);
    private KafkaClient? _committed;
    private KafkaClient? _uncommitted;
    private bool _disposed;

    /// <summary>A cluster.</summary>
    /// <param name="properties">Client properties as Kafka's documentation names them, <c>bootstrap.servers</c> among them.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <exception cref="ActorStreamException">A property is not allowed or not understood.</exception>
    public KafkaLog(IReadOnlyDictionary<string, string> properties, TimeProvider? timeProvider = null)
        : this(KafkaProperties.Translate(properties), timeProvider)
    {
    }

    internal KafkaLog(KafkaSettings settings, TimeProvider? timeProvider)
    {
        _settings = settings;
        TimeProvider = timeProvider ?? TimeProvider.System;
    }

    /// <inheritdoc/>
    public string Address => _settings.Address;

    /// <inheritdoc/>
    public string Identity => _settings.Identity;

    internal TimeProvider TimeProvider { get; }

    /// <summary>Told of what did not close in time and was left behind.</summary>
    internal Action<string>? Warn { get; init; }

    /// <inheritdoc/>
    public ValueTask<bool> CreateTopicAsync(
        string topic, int partitions, IReadOnlyDictionary<string, string>? settings, CancellationToken cancellationToken) =>
        AskAsync(client => KafkaAdmin.CreateTopic(client, topic, partitions, settings), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> AddPartitionsAsync(string topic, int partitions, CancellationToken cancellationToken) =>
        AskAsync(client => KafkaAdmin.AddPartitions(client, topic, partitions, RequestTimeout), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LogTopic>> ListTopicsAsync(CancellationToken cancellationToken) =>
        AskAsync<IReadOnlyList<LogTopic>>(
            client => [.. client.Metadata(null, RequestTimeout)
                .Where(t => t.Name is not ("__consumer_offsets" or "__transaction_state" or "__share_group_state"))
                .OrderBy(t => t.Name, StringComparer.Ordinal)],
            cancellationToken);

    /// <inheritdoc/>
    /// <remarks>A topic that was just made, or whose broker has just started, is known a moment later.</remarks>
    public async ValueTask<LogTopic?> FindTopicAsync(string topic, CancellationToken cancellationToken)
    {
        for (int attempt = 0; attempt < FindAttempts; attempt++)
        {
            if (attempt > 0) await Task.Delay(FindPause, TimeProvider, cancellationToken);
            if (await FindTopicNowAsync(topic, cancellationToken) is { } found) return found;
        }
        return null;
    }

    /// <summary>A topic, or null where the broker does not know it at this moment.</summary>
    internal ValueTask<LogTopic?> FindTopicNowAsync(string topic, CancellationToken cancellationToken) =>
        AskAsync(client => client.Metadata(topic, RequestTimeout).FirstOrDefault(), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyDictionary<string, string?>> TopicIdsAsync(
        IReadOnlyList<string> topics, CancellationToken cancellationToken) =>
        topics.Count == 0 ? new Dictionary<string, string?>()
            : await AskAsync(client => KafkaAdmin.TopicIds(client, topics, RequestTimeout), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LogOffset>> EarliestOffsetsAsync(
        IReadOnlyList<LogPartition> partitions, CancellationToken cancellationToken) =>
        OffsetsAsync(partitions, Librdkafka.OffsetBeginning, LogIsolation.ReadCommitted, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LogOffset>> LatestOffsetsAsync(
        IReadOnlyList<LogPartition> partitions, LogIsolation isolation, CancellationToken cancellationToken) =>
        OffsetsAsync(partitions, Librdkafka.OffsetEnd, isolation, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<LogOffset>> OffsetsForTimeAsync(
        IReadOnlyList<LogPartition> partitions, long timestampMs, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(timestampMs);
        IReadOnlyList<LogOffset> found = await OffsetsAsync(partitions, timestampMs, LogIsolation.ReadCommitted, cancellationToken);
        if (found.All(o => o.Offset >= 0)) return found;
        IReadOnlyList<LogOffset> ends = await LatestOffsetsAsync(partitions, LogIsolation.ReadCommitted, cancellationToken);
        return [.. found.Select((o, i) => o.Offset >= 0 ? o : ends[i])];
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<LogOffset>> CommittedOffsetsAsync(
        string group, IReadOnlyList<LogPartition> partitions, CancellationToken cancellationToken)
    {
        if (partitions.Count == 0) return [];
        return await Task.Run(
            () =>
            {
                using KafkaClient client = NewClient(Librdkafka.Consumer, ConsumerSettings(LogIsolation.ReadCommitted, null, group));
                return KafkaAdmin.Committed(client, partitions, TimeProvider, Patience, cancellationToken);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public ILogReader OpenReader(
        IReadOnlyList<LogOffset> starts, LogIsolation isolation = LogIsolation.ReadCommitted,
        IReadOnlyDictionary<string, string>? properties = null)
    {
        // A consumer must name a group to be assigned anything; nothing is ever committed or joined under this name.
        IEnumerable<KeyValuePair<string, string>> settings = ConsumerSettings(isolation, properties, _settings.GroupId ?? "actorstream");
        return new KafkaReader(NewClient(Librdkafka.Consumer, settings), starts, TimeProvider, _settings);
    }

    /// <inheritdoc/>
    public ILogAppender OpenAppender(IReadOnlyDictionary<string, string>? properties = null) =>
        new KafkaAppender(new KafkaProducer(
            NewClient(Librdkafka.Producer, WithoutTransactions(ProducerSettings(properties))), TimeProvider));

    /// <inheritdoc/>
    /// <remarks>A table's own <c>transaction.timeout.ms</c> counts. Else the time-out is halved until the broker allows it
    /// (<c>transaction.max.timeout.ms</c>): a job commits more often rather than not at all.</remarks>
    public async ValueTask<ILogTransaction> OpenTransactionAsync(
        string transactionalId, TimeSpan timeout, IReadOnlyDictionary<string, string>? properties, CancellationToken cancellationToken)
    {
        Dictionary<string, string> settings = ProducerSettings(properties);
        settings["transactional.id"] = transactionalId;
        bool isGiven = settings.TryGetValue(TransactionTimeoutKey, out string? asked);
        if (isGiven) timeout = TimeSpan.FromMilliseconds(long.Parse(asked!, CultureInfo.InvariantCulture));
        else if (timeout > MaxTransactionTimeout) timeout = MaxTransactionTimeout;
        while (true)
        {
            var producer = new KafkaProducer(
                NewClient(Librdkafka.Producer, WithTransactionTimeout(settings, (long)timeout.TotalMilliseconds)), TimeProvider);
            try
            {
                TimeSpan tried = timeout;
                Task<bool> initializing = Task.Run(
                    () => KafkaTransaction.Initialize(producer, transactionalId, Patience, cancellationToken), cancellationToken);
                if (await initializing.WaitAsync(Patience * 2, TimeProvider, cancellationToken))
                    return new KafkaTransaction(producer, tried);
            }
            catch (TimeoutException)
            {
                await producer.DisposeAsync();
                throw KafkaError.Of(KafkaCode.TimedOut).ToException($"give out the transactional id \"{transactionalId}\"", Address);
            }
            catch
            {
                await producer.DisposeAsync();
                throw;
            }
            await producer.DisposeAsync();
            if (isGiven || timeout <= MinTransactionTimeout) throw TransactionTimeoutNotAllowed(timeout, isGiven);
            timeout /= 2;
        }
    }

    /// <summary>A topic, made now where the broker makes topics that a producer asks for; null where there is none.</summary>
    internal async ValueTask<LogTopic?> FindOrAutoCreateTopicAsync(string topic, CancellationToken cancellationToken)
    {
        await using var producer = new KafkaProducer(
            NewClient(Librdkafka.Producer, WithoutTransactions(ProducerSettings(null))), TimeProvider);
        return await producer.FindTopicAsync(topic, cancellationToken);
    }

    /// <summary>Properties of the sinks' producers, which share the job's transaction and so must agree.</summary>
    /// <exception cref="ActorStreamException">Another sink wants another value.</exception>
    internal void AddProducerProperties(string table, IReadOnlyDictionary<string, string> properties)
    {
        lock (_lock)
        {
            foreach ((string name, string value) in properties)
            {
                if (_producerProperties.TryAdd(name, value) || _producerProperties[name] == value) continue;
                throw new ActorStreamException(
                    $"Table \"{table}\" sets the producer property \"{name}\" to another value than "
                        + $"another table that is written to {Address}.",
                    ErrorDomain.User, hint: "All sinks of a job on one cluster share one transaction: give them the same value.");
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        KafkaClient? committed;
        KafkaClient? uncommitted;
        lock (_lock)
        {
            _disposed = true;
            (committed, uncommitted, _committed, _uncommitted) = (_committed, _uncommitted, null, null);
        }
        await Task.Run(() =>
        {
            committed?.Dispose();
            uncommitted?.Dispose();
        });
    }

    private async ValueTask<IReadOnlyList<LogOffset>> OffsetsAsync(
        IReadOnlyList<LogPartition> partitions, long time, LogIsolation isolation, CancellationToken cancellationToken)
    {
        if (partitions.Count == 0) return [];
        return await AskAsync(
            client => KafkaAdmin.OffsetsForTime(client, partitions, time, TimeProvider, RequestTimeout, Patience, cancellationToken),
            cancellationToken, isolation);
    }

    private async ValueTask<T> AskAsync<T>(
        Func<KafkaClient, T> question, CancellationToken cancellationToken, LogIsolation isolation = LogIsolation.ReadCommitted) =>
        await Task.Run(() => question(Client(isolation)), cancellationToken).WaitAsync(cancellationToken);

    private KafkaClient NewClient(int type, IEnumerable<KeyValuePair<string, string>> settings) =>
        new(type, Address, settings) { Warn = Warn };

    private KafkaClient Client(LogIsolation isolation)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            ref KafkaClient? client = ref _committed;
            if (isolation == LogIsolation.ReadUncommitted) client = ref _uncommitted;
            return client ??= NewClient(Librdkafka.Consumer, ConsumerSettings(isolation, null, null));
        }
    }

    private Dictionary<string, string> ConsumerSettings(
        LogIsolation isolation, IReadOnlyDictionary<string, string>? properties, string? group)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["fetch.wait.max.ms"] = "100",
            ["fetch.error.backoff.ms"] = "100",
            // So much waits at most for the reader. Where it does, the library looks again after the last of these; its own second would
            // starve a reader that empties the queue in a tenth of that.
            ["queued.min.messages"] = "50000",
            ["queued.max.messages.kbytes"] = "32768",
            ["fetch.queue.backoff.ms"] = "10",
        };
        Add(settings, _settings.Client);
        Add(settings, _settings.Consumer);
        if (properties is not null) Add(settings, KafkaProperties.Translate(properties).Consumer);
        settings["isolation.level"] = isolation == LogIsolation.ReadCommitted ? "read_committed" : "read_uncommitted";
        settings["enable.auto.commit"] = "false";
        settings["enable.auto.offset.store"] = "false";
        settings["enable.partition.eof"] = "true";
        settings["auto.offset.reset"] = "error";
        settings["allow.auto.create.topics"] = "false";
        if (group is not null) settings["group.id"] = group;
        return settings;
    }

    /// <summary>What a request or a record may take is bounded by the transaction. The library would give a request as long as the
    /// transaction, so that an answer that never comes would be waited for a quarter of an hour.</summary>
    private static Dictionary<string, string> WithTransactionTimeout(Dictionary<string, string> settings, long timeoutMs)
    {
        string timeout = timeoutMs.ToString(CultureInfo.InvariantCulture);
        var bounded = new Dictionary<string, string>(settings, StringComparer.Ordinal)
        {
            [TransactionTimeoutKey] = timeout,
            // Else the library does not tell of a connection that breaks for the third time in half a minute as it did before, and an
            // answer that was lost with it would not be in doubt.
            ["debug"] = "broker",
        };
        if (!IsAtMost("socket.timeout.ms", 60_000))
            bounded["socket.timeout.ms"] = Math.Min(60_000, timeoutMs).ToString(CultureInfo.InvariantCulture);
        if (!IsAtMost("message.timeout.ms", timeoutMs)) bounded.Remove("message.timeout.ms");
        return bounded;

        bool IsAtMost(string name, long most) => settings.TryGetValue(name, out string? text)
            && (!long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out long value)
                || value <= Math.Min(most, timeoutMs));
    }

    private ConnectorException TransactionTimeoutNotAllowed(TimeSpan timeout, bool isGiven) =>
        new("kafka", null, $"Kafka at {Address} does not allow a transaction time-out of {timeout.TotalSeconds:0.###} s.",
            hint: isGiven ? "Set 'properties.transaction.timeout.ms' to at most the broker's transaction.max.timeout.ms, or raise that."
                : "Raise the broker's transaction.max.timeout.ms.");

    private static Dictionary<string, string> WithoutTransactions(Dictionary<string, string> settings)
    {
        settings.Remove(TransactionTimeoutKey);
        return settings;
    }

    private Dictionary<string, string> ProducerSettings(IReadOnlyDictionary<string, string>? properties)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["linger.ms"] = "5",
            ["partitioner"] = "murmur2_random",
            ["queue.buffering.max.messages"] = "1000000",
            ["queue.buffering.max.kbytes"] = "2097151",
        };
        Add(settings, _settings.Client);
        Add(settings, _settings.Producer);
        lock (_lock) Add(settings, _producerProperties);
        if (properties is not null) Add(settings, KafkaProperties.Translate(properties).Producer);
        settings["enable.idempotence"] = "true";
        settings["delivery.report.only.error"] = "true";
        return settings;
    }

    private static void Add(Dictionary<string, string> settings, IReadOnlyDictionary<string, string> more)
    {
        foreach ((string name, string value) in more) settings[name] = value;
    }
}
