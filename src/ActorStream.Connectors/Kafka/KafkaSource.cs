using ActorStream.Connectors.DeadLetters;

namespace ActorStream.Connectors.Kafka;

/// <summary>A table over topics, read. One split a partition.</summary>
internal sealed class KafkaSource : ISource
{
    private readonly TableContext _context;
    private readonly KafkaOptions _options;
    private readonly LogLease _lease;
    private readonly Func<KafkaDecoder> _decoder;
    private readonly Dictionary<LogPartition, long> _ends = [];

    private KafkaSource(TableContext context, KafkaOptions options, LogLease lease, Func<KafkaDecoder> decoder, ISink? deadLetters)
    {
        (_context, _options, _lease, _decoder, DeadLetterSink) = (context, options, lease, decoder, deadLetters);
    }

    /// <inheritdoc/>
    public bool IsBounded => _options.Bounded != BoundedMode.Unbounded;

    /// <inheritdoc/>
    public ChangelogMode ChangelogMode => _options.ValueFormat.ChangelogMode;

    /// <inheritdoc/>
    public string Description =>
        $"kafka topic {_options.TopicText} at {Log.Address}"
        + (ConsumerGroup is { } group ? $", group {group}" : "") + $", from {_options.StartupText}"
        + (IsBounded ? $" to {_options.BoundedText}" : "");

    /// <inheritdoc/>
    public ILog Log => _lease.Log;

    /// <inheritdoc/>
    public string? ConsumerGroup => _options.Settings.GroupId;

    /// <inheritdoc/>
    public ISink? DeadLetterSink { get; }

    private string Table => _context.Table.Name;

    private string? GivenReset => _options.Settings.AutoOffsetReset?.ToLowerInvariant();

    /// <summary>Where to go on when retention has removed what comes after the last checkpoint. As in Flink where the option is set;
    /// without it rows would be lost without a word, so the job stops. It stops, too, where the log has lost its end: rows that it has
    /// read may come again there as others.</summary>
    private string ResetOfRestored => GivenReset ?? KafkaLogBounds.NoReset;

    /// <summary>Where to start when the log does not hold the offset that the startup mode says, as in Flink.</summary>
    private string ResetOfStart => _options.Startup switch
    {
        StartupMode.GroupOffsets => GivenReset ?? KafkaLogBounds.NoReset,
        StartupMode.LatestOffset => KafkaLogBounds.ResetToLatest,
        StartupMode.Timestamp => KafkaLogBounds.NoReset,
        _ => KafkaLogBounds.ResetToEarliest,
    };

    /// <summary>Checks the options and makes a source.</summary>
    public static KafkaSource Create(TableContext context)
    {
        KafkaOptions options = KafkaOptions.Take(context);
        LogProvider logs = LogProvider.For(context.Environment);
        int most = options.Settings.MaxMessageBytes;
        ISink? deadLetters = DeadLetterOptions.TakeSink(
            context, topic => new KafkaDeadLetterSink(context, topic, logs.Open(options.Settings), () => new DeadLetterEncoder(most)));
        // Decoders keep the format's state of one reader; the first is made now, so that the format's options are checked and taken.
        KafkaDecoder? first = KafkaDecoder.Create(context, options, deadLetters is not null);
        return new KafkaSource(
            context, options, logs.Open(options.Settings),
            () => Interlocked.Exchange(ref first, null) ?? KafkaDecoder.Create(context, options, deadLetters is not null), deadLetters);
    }

    /// <inheritdoc/>
    public bool DecodesApart => true;

    /// <inheritdoc/>
    public async ValueTask OpenAsync(CancellationToken cancellationToken) => _ = await TopicsAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<SourceSplit>> DiscoverSplitsAsync(CancellationToken cancellationToken)
    {
        var splits = new List<SourceSplit>();
        foreach (LogTopic topic in await TopicsAsync(cancellationToken))
        {
            for (int i = 0; i < topic.Partitions; i++)
            {
                var partition = new LogPartition(topic.Name, i);
                splits.Add(new SourceSplit(partition.ToString(), partition));
            }
        }
        return splits;
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<SplitStart>> ResolveAsync(IReadOnlyList<SplitStart> splits, CancellationToken cancellationToken)
    {
        Dictionary<LogPartition, KafkaSplitState> states =
            splits.ToDictionary(s => s.Split.Log!.Value, s => KafkaSplitState.Decode(s.State));
        IReadOnlyDictionary<string, string?> ids =
            await Log.TopicIdsAsync([.. states.Keys.Select(p => p.Topic).Distinct(StringComparer.Ordinal)], cancellationToken);
        RequireSameTopics(splits, states, ids);
        _ends.Clear();
        foreach (SplitStart split in splits)
        {
            LogPartition partition = split.Split.Log!.Value;
            if (IsBounded && !split.IsRunAgain && states[partition].End is { } known) _ends[partition] = known;
        }
        LogPartition[] endless = [.. states.Keys.Where(p => !_ends.ContainsKey(p))];
        foreach (LogOffset end in await EndsAsync(endless, cancellationToken)) _ends[end.Partition] = end.Offset;
        LogPartition[] open = [.. splits.Where(s => s.Offset is null).Select(s => s.Split.Log!.Value)];
        // Partitions that were added to a topic since the last checkpoint are read from their start, or their first rows would be lost.
        bool isRestored = open.Length < splits.Count;
        IReadOnlyList<LogOffset> starts = open.Length == 0 ? []
            : isRestored ? await Log.EarliestOffsetsAsync(open, cancellationToken) : await StartsAsync(open, cancellationToken);
        Dictionary<LogPartition, long> byPartition = starts.ToDictionary(s => s.Partition, s => s.Offset);
        var within = new KafkaLogBounds(Log, Table, _context.Environment.Warn);
        LogOffset[] read = [.. splits.Select(s => new LogOffset(s.Split.Log!.Value, s.Offset ?? byPartition[s.Split.Log.Value]))
            .Where(o => !_ends.TryGetValue(o.Partition, out long end) || o.Offset < end)];
        IReadOnlyDictionary<LogPartition, long> moved =
            await within.MoveAsync(
                read, (p, isBefore) => open.Contains(p) ? ResetOfStart : isBefore ? ResetOfRestored : KafkaLogBounds.NoReset,
                cancellationToken);
        return [.. splits.Select(s => Resolved(s, s.Split.Log!.Value))];

        SplitStart Resolved(SplitStart split, LogPartition partition)
        {
            string? id = states[partition].TopicId ?? ids.GetValueOrDefault(partition.Topic);
            long? end = _ends.TryGetValue(partition, out long found) ? found : null;
            return split with
            {
                Offset = moved.TryGetValue(partition, out long other) ? other : split.Offset ?? byPartition[partition],
                State = id is null && end is null ? null : new KafkaSplitState(id, end).Encode(),
            };
        }
    }

    /// <inheritdoc/>
    public ISourceReader CreateReader(IReadOnlyList<SplitStart> splits) =>
        new KafkaSourceReader(_context, Log, _decoder, splits, _ends, IsBounded ? TimeSpan.Zero : _options.DiscoveryInterval,
            PartitionsAsync);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _lease.DisposeAsync();

    /// <summary>A topic that was deleted and made again has the name, and perhaps the offsets, of the one that was read.</summary>
    private void RequireSameTopics(
        IReadOnlyList<SplitStart> splits, Dictionary<LogPartition, KafkaSplitState> states, IReadOnlyDictionary<string, string?> ids)
    {
        foreach (SplitStart split in splits)
        {
            LogPartition partition = split.Split.Log!.Value;
            if (split.Offset is not { } offset || states[partition].TopicId is not { } id) continue;
            if (ids.GetValueOrDefault(partition.Topic) is { } now && now != id)
                throw LogErrors.TopicMadeAnew(partition, offset, id, now, Log.Address, Table);
        }
    }

    private async ValueTask<IReadOnlyList<LogPartition>> PartitionsAsync(CancellationToken cancellationToken) =>
        [.. (await DiscoverSplitsAsync(cancellationToken)).Select(s => s.Log!.Value)];

    private async ValueTask<IReadOnlyList<LogTopic>> TopicsAsync(CancellationToken cancellationToken)
    {
        if (_options.TopicPattern is { } pattern)
        {
            LogTopic[] matching = [.. (await Log.ListTopicsAsync(cancellationToken)).Where(t => pattern.IsMatch(t.Name))];
            return matching.Length > 0 ? matching : throw new ConnectorException(
                KafkaConnector.Name, Table, $"No topic in {Log.Address} matches the 'topic-pattern' '{pattern}' of table \"{Table}\".",
                hint: "Create one: actorstream topic create NAME --partitions N.");
        }
        var topics = new List<LogTopic>();
        foreach (string name in _options.Topics)
            topics.Add(await Log.FindTopicAsync(name, cancellationToken) ?? throw LogErrors.TopicNotFound(name, Log.Address, Table));
        return topics;
    }

    private async ValueTask<IReadOnlyList<LogOffset>> StartsAsync(LogPartition[] partitions, CancellationToken cancellationToken)
    {
        switch (_options.Startup)
        {
            case StartupMode.EarliestOffset:
                return await Log.EarliestOffsetsAsync(partitions, cancellationToken);
            case StartupMode.LatestOffset:
                return await Log.LatestOffsetsAsync(partitions, LogIsolation.ReadCommitted, cancellationToken);
            case StartupMode.Timestamp:
                return await Log.OffsetsForTimeAsync(partitions, _options.StartupTimestampMs, cancellationToken);
            case StartupMode.SpecificOffsets:
                return await SpecificAsync(partitions, _options.StartupOffsets, cancellationToken);
            default:
                return await CommittedAsync(partitions, GivenReset ?? KafkaLogBounds.NoReset, cancellationToken);
        }
    }

    private async ValueTask<IReadOnlyList<LogOffset>> EndsAsync(LogPartition[] partitions, CancellationToken cancellationToken) =>
        _options.Bounded switch
        {
            BoundedMode.LatestOffset => await Log.LatestOffsetsAsync(partitions, LogIsolation.ReadCommitted, cancellationToken),
            BoundedMode.Timestamp => await Log.OffsetsForTimeAsync(partitions, _options.BoundedTimestampMs, cancellationToken),
            BoundedMode.SpecificOffsets => await SpecificAsync(partitions, _options.BoundedOffsets, cancellationToken),
            BoundedMode.GroupOffsets => await CommittedAsync(partitions, "none", cancellationToken, isEnd: true),
            _ => [],
        };

    /// <summary>Partitions that the option does not name are at what the group has committed, else at their start, as in Flink.</summary>
    private async ValueTask<IReadOnlyList<LogOffset>> SpecificAsync(
        LogPartition[] partitions, IReadOnlyDictionary<int, long> offsets, CancellationToken cancellationToken)
    {
        LogPartition[] others = [.. partitions.Where(p => !offsets.ContainsKey(p.Partition))];
        IReadOnlyList<LogOffset> found = others.Length == 0 ? [] : await CommittedAsync(others, "earliest", cancellationToken);
        return [.. partitions.Where(p => offsets.ContainsKey(p.Partition)).Select(p => new LogOffset(p, offsets[p.Partition])), .. found];
    }

    private async ValueTask<IReadOnlyList<LogOffset>> CommittedAsync(
        LogPartition[] partitions, string reset, CancellationToken cancellationToken, bool isEnd = false)
    {
        string group = ConsumerGroup ?? $"KafkaSource-{_context.Table.Catalog}.{_context.Table.Database}.{Table}";
        IReadOnlyList<LogOffset> committed = await Log.CommittedOffsetsAsync(group, partitions, cancellationToken);
        LogPartition[] missing = [.. partitions.Except(committed.Select(c => c.Partition))];
        if (missing.Length == 0) return committed;
        if (reset == "none")
        {
            throw new ConnectorException(
                KafkaConnector.Name, Table,
                $"Table \"{Table}\" {(isEnd ? "ends" : "starts")} at the committed offsets of group \"{group}\", which has none for "
                    + string.Join(", ", missing.Take(5)) + ".",
                hint: isEnd ? "Name a group that has committed in 'properties.group.id', or choose another 'scan.bounded.mode'."
                    : "Set 'properties.auto.offset.reset' to 'earliest' or 'latest', "
                    + "or 'scan.startup.mode' to 'earliest-offset' or 'latest-offset'.");
        }
        IReadOnlyList<LogOffset> rest = reset == "earliest"
            ? await Log.EarliestOffsetsAsync(missing, cancellationToken)
            : await Log.LatestOffsetsAsync(missing, LogIsolation.ReadCommitted, cancellationToken);
        return [.. committed, .. rest];
    }
}
