using System.Globalization;
using System.Text.RegularExpressions;
using ActorStream.Connectors.Formats;

namespace ActorStream.Connectors.Kafka;

/// <summary>Where reading starts.</summary>
internal enum StartupMode
{
    GroupOffsets,
    EarliestOffset,
    LatestOffset,
    Timestamp,
    SpecificOffsets,
}

/// <summary>Where reading ends.</summary>
internal enum BoundedMode
{
    Unbounded,
    LatestOffset,
    GroupOffsets,
    Timestamp,
    SpecificOffsets,
}

/// <summary>The options of a <c>kafka</c> table with Flink's names, defaults and messages. A table may be read and written, so all of
/// them are taken either way.</summary>
internal sealed class KafkaOptions
{
    private static readonly TimeSpan DefaultDiscoveryInterval = TimeSpan.FromMinutes(5);

    /// <summary>The topics by name; empty where a pattern names them.</summary>
    public required IReadOnlyList<string> Topics { get; init; }

    /// <summary>The pattern that topics' whole names match, or null.</summary>
    public JavaPattern? TopicPattern { get; init; }

    /// <summary>The client properties.</summary>
    public required KafkaSettings Settings { get; init; }

    public StartupMode Startup { get; init; }

    public long StartupTimestampMs { get; init; }

    public required IReadOnlyDictionary<int, long> StartupOffsets { get; init; }

    public BoundedMode Bounded { get; init; }

    public long BoundedTimestampMs { get; init; }

    public required IReadOnlyDictionary<int, long> BoundedOffsets { get; init; }

    /// <summary>How often new partitions are looked for; zero: never.</summary>
    public TimeSpan DiscoveryInterval { get; init; }

    public DeliveryGuarantee Guarantee { get; init; }

    public string? TransactionalIdPrefix { get; init; }

    /// <summary>Whether each shard writes to one partition (<c>fixed</c>).</summary>
    public bool IsFixedPartition { get; init; }

    public required TableFormat ValueFormat { get; init; }

    public TableFormat? KeyFormat { get; init; }

    /// <summary>The indexes of the key's columns among the physical ones.</summary>
    public required IReadOnlyList<int> KeyColumns { get; init; }

    /// <summary>The indexes of the value's columns among the physical ones.</summary>
    public required IReadOnlyList<int> ValueColumns { get; init; }

    /// <summary>What key columns' names begin with in the table, and not in the key.</summary>
    public required string KeyPrefix { get; init; }

    /// <summary>The topics as people write them.</summary>
    public string TopicText => TopicPattern is null ? string.Join(';', Topics) : TopicPattern.Text;

    /// <summary>The startup mode as the option has it.</summary>
    public string StartupText => Startup switch
    {
        StartupMode.EarliestOffset => "earliest-offset",
        StartupMode.LatestOffset => "latest-offset",
        StartupMode.Timestamp => "timestamp",
        StartupMode.SpecificOffsets => "specific-offsets",
        _ => "group-offsets",
    };

    /// <summary>The bounded mode as the option has it.</summary>
    public string BoundedText => Bounded switch
    {
        BoundedMode.LatestOffset => "latest-offset",
        BoundedMode.GroupOffsets => "group-offsets",
        BoundedMode.Timestamp => "timestamp",
        BoundedMode.SpecificOffsets => "specific-offsets",
        _ => "unbounded",
    };

    /// <summary>Takes and checks a table's options.</summary>
    public static KafkaOptions Take(TableContext context)
    {
        TableOptions options = context.Options;
        (string[] topics, JavaPattern? pattern) = TakeTopics(options);
        TableFormat value = FormatResolver.TakeValue(context);
        TableFormat? key = FormatResolver.TakeKey(context);
        string prefix = options.Take("key.fields-prefix") ?? "";
        (int[] keyColumns, int[] valueColumns) = TakeColumns(context, key, prefix);
        if (context.Table.PrimaryKey.Count > 0 && value.ChangelogMode == ChangelogMode.InsertOnly)
        {
            throw Error(
                $"The Kafka table '{context.Table.Catalog}.{context.Table.Database}.{context.Table.Name}' with '{value.Identifier}' "
                    + "format doesn't support defining PRIMARY KEY constraint on the table, "
                    + "because it can't guarantee the semantic of primary key.",
                "Use the connector 'upsert-kafka', or remove the primary key.");
        }
        StartupMode startup = options.TakeChoice(
            "scan.startup.mode", StartupMode.GroupOffsets, ("earliest-offset", StartupMode.EarliestOffset),
            ("latest-offset", StartupMode.LatestOffset),
            ("group-offsets", StartupMode.GroupOffsets), ("timestamp", StartupMode.Timestamp),
                ("specific-offsets", StartupMode.SpecificOffsets));
        BoundedMode bounded = options.TakeChoice(
            "scan.bounded.mode", BoundedMode.Unbounded, ("unbounded", BoundedMode.Unbounded), ("latest-offset", BoundedMode.LatestOffset),
            ("group-offsets", BoundedMode.GroupOffsets), ("timestamp", BoundedMode.Timestamp),
                ("specific-offsets", BoundedMode.SpecificOffsets));
        bool isSingle = topics.Length == 1;
        _ = options.TakeInt("scan.parallelism", 1, 1);
        _ = options.TakeInt("sink.parallelism", 1, 1);
        _ = options.TakeChoice("sink.transaction-naming-strategy", 0, ("DEFAULT", 0), ("INCREMENTING", 0), ("POOLING", 1));
        DeliveryGuarantee guarantee = options.TakeChoice(
            "sink.delivery-guarantee", DeliveryGuarantee.AtLeastOnce, ("none", DeliveryGuarantee.None),
            ("at-least-once", DeliveryGuarantee.AtLeastOnce), ("exactly-once", DeliveryGuarantee.ExactlyOnce));
        return new KafkaOptions
        {
            Topics = topics,
            TopicPattern = pattern,
            Settings = TakeProperties(context),
            Startup = startup,
            StartupTimestampMs = TakeTimestamp(options, "scan.startup.", "startup", startup == StartupMode.Timestamp),
            StartupOffsets = TakeOffsets(options, "scan.startup.", "startup", startup == StartupMode.SpecificOffsets, isSingle),
            Bounded = bounded,
            BoundedTimestampMs = TakeTimestamp(options, "scan.bounded.", "bounded", bounded == BoundedMode.Timestamp),
            BoundedOffsets = TakeOffsets(options, "scan.bounded.", "bounded", bounded == BoundedMode.SpecificOffsets, isSingle),
            DiscoveryInterval = options.TakeDuration("scan.topic-partition-discovery.interval") ?? DefaultDiscoveryInterval,
            Guarantee = guarantee,
            TransactionalIdPrefix = options.Take("sink.transactional-id-prefix"),
            IsFixedPartition = TakePartitioner(options, keyColumns.Length > 0),
            ValueFormat = value,
            KeyFormat = key,
            KeyColumns = keyColumns,
            ValueColumns = valueColumns,
            KeyPrefix = prefix,
        };
    }

    private static (string[] Topics, JavaPattern? Pattern) TakeTopics(TableOptions options)
    {
        string? list = options.Take("topic");
        string? pattern = options.Take("topic-pattern");
        if (list is not null && pattern is not null) throw Error("Option 'topic' and 'topic-pattern' shouldn't be set together.");
        if (list is null && pattern is null) throw Error("Either 'topic' or 'topic-pattern' must be set.");
        if (list is not null)
        {
            string[] topics = list.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            return topics.Length > 0 ? (topics, null) : throw options.Wrong("topic", "a topic, or a list as 'a;b'", list);
        }
        try
        {
            return ([], JavaPattern.Parse(pattern!));
        }
        catch (EvaluationException)
        {
            throw options.Wrong("topic-pattern", "a regular expression as Java has them", pattern!);
        }
    }

    private static KafkaSettings TakeProperties(TableContext context)
    {
        IReadOnlyDictionary<string, string> properties = context.Options.TakePrefixed("properties.");
        if (!properties.ContainsKey("bootstrap.servers") && context.Environment.LocalDirectory is null)
        {
            throw Error(
                $"Table \"{context.Table.Name}\" lacks the option 'properties.bootstrap.servers'.",
                "Add 'properties.bootstrap.servers' = 'HOST:9092' to its WITH clause, or run with --local DIR.");
        }
        KafkaSettings settings = KafkaProperties.Translate(properties);
        if (settings.WithoutCounterpart.Count > 0)
            context.Environment.Warn(
                $"Table \"{context.Table.Name}\" sets Kafka properties of the Java client that have no counterpart here and change "
                    + "nothing: " + string.Join(", ", settings.WithoutCounterpart) + ".");
        if (settings.AutoOffsetReset is { } reset && reset.ToLowerInvariant() is not ("earliest" or "latest" or "none"))
            throw context.Options.Wrong("properties.auto.offset.reset", "one of 'earliest', 'latest', 'none'", reset);
        return settings;
    }

    private static long TakeTimestamp(TableOptions options, string prefix, string kind, bool isRequired)
    {
        long? value = options.TakeLong(prefix + "timestamp-millis", 0);
        if (isRequired && value is null) throw Error($"'{prefix}timestamp-millis' is required in 'timestamp' {kind} mode but missing.");
        return value ?? 0;
    }

    private static Dictionary<int, long> TakeOffsets(TableOptions options, string prefix, string kind, bool isRequired, bool isSingleTopic)
    {
        string key = prefix + "specific-offsets";
        string? text = options.Take(key);
        var offsets = new Dictionary<int, long>();
        if (!isRequired) return offsets;
        if (text is null) throw Error($"'{key}' is required in 'specific-offsets' {kind} mode but missing.");
        if (!isSingleTopic) throw Error("Currently Kafka source only supports specific offset for single topic.");
        foreach (string pair in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            Match match = Regex.Match(pair, @"^partition:(\d{1,9}),\s*offset:(\d{1,18})$", RegexOptions.CultureInvariant);
            if (!match.Success)
                {
                throw Error(
                    $"Invalid properties '{key}' should follow the format 'partition:0,offset:42;partition:1,offset:300', "
                        + $"but is '{text}'.");
            }
            offsets[int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)] =
                long.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture);
        }
        return offsets;
    }

    private static bool TakePartitioner(TableOptions options, bool hasKey)
    {
        string partitioner = options.Take("sink.partitioner") ?? "default";
        switch (partitioner)
        {
            case "default":
                return false;
            case "round-robin":
                return hasKey ? throw Error("Currently 'round-robin' partitioner only works when option 'key.fields' is not specified.")
                    : false;
            case "fixed":
                return true;
            default:
                throw options.Wrong("sink.partitioner", "one of 'default', 'fixed', 'round-robin' (classes are Java's)", partitioner);
        }
    }

    private static (int[] Key, int[] Value) TakeColumns(TableContext context, TableFormat? keyFormat, string prefix)
    {
        TableOptions options = context.Options;
        string? text = options.Take("key.fields");
        bool exceptKey = options.TakeChoice("value.fields-include", false, ("ALL", false), ("EXCEPT_KEY", true));
        string[] names = text?.Split(';', StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (keyFormat is null && text is not null)
            throw Error("The option 'key.fields' can only be declared if a key format is defined using 'key.format'.");
        if (keyFormat is not null && names.Length == 0)
            throw Error($"A key format 'key.format' requires the declaration of one or more of key fields using 'key.fields'.");
        if (prefix.Length > 0 && !exceptKey)
        {
            throw Error(
                "A key prefix is not allowed when option 'value.fields-include' is set to 'ALL'. "
                    + "Set it to 'EXCEPT_KEY' instead to avoid field overlaps.");
        }
        IReadOnlyList<TableColumn> physical = context.PhysicalColumns;
        int[] key = [.. names.Select(Find)];
        return (key, [.. Enumerable.Range(0, physical.Count).Where(i => !exceptKey || !key.Contains(i))]);

        int Find(string name)
        {
            for (int i = 0; i < physical.Count; i++)
            {
                if (physical[i].Name != name) continue;
                if (name.StartsWith(prefix, StringComparison.Ordinal)) return i;
                throw Error(
                    $"All fields in 'key.fields' must be prefixed with '{prefix}' when option 'key.fields-prefix' is set "
                        + $"but field '{name}' is not prefixed.");
            }
            throw Error(
                $"Could not find the field '{name}' in the table schema for usage in the key format. "
                    + "A key field must be a regular, physical column. "
                    + $"The following columns can be selected in the 'key.fields' option: "
                    + $"[{string.Join(", ", physical.Select(c => c.Name))}]");
        }
    }

    private static ActorStreamException Error(string message, string? hint = null) => new(message, ErrorDomain.User, hint: hint);
}
