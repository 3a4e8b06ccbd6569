namespace ActorStream.Connectors.Kafka;

/// <summary>Properties of Kafka's Java client, and of Flink's connector around it, that ask for nothing here: what they tune does not
/// exist, or is as they want it. They are accepted, so that scripts run unchanged.</summary>
internal static class KafkaJavaProperties
{
    /// <summary>Tuning of parts that this client does not have; whoever sets it is told once that it changes nothing.</summary>
    private static readonly HashSet<string> WithoutCounterpart = new(StringComparer.Ordinal)
    {
        "auto.commit.interval.ms", "auto.include.jmx.reporter", "buffer.memory", "default.api.timeout.ms", "enable.metrics.push",
        "exclude.internal.topics", "flink.disable-metrics", "flink.partition-discovery.interval-millis", "flink.poll-timeout",
        "group.instance.id", "group.protocol", "group.remote.assignor", "internal.leave.group.on.close",
        "internal.throw.on.fetch.stable.offset.unsupported", "max.block.ms", "metadata.max.idle.ms",
        "metadata.recovery.rebootstrap.trigger.ms", "metadata.recovery.strategy", "metric.reporters", "metrics.num.samples",
        "metrics.recording.level", "metrics.sample.window.ms", "partition.assignment.strategy", "partition.discovery.interval.ms",
        "partitioner.adaptive.partitioning.enable", "partitioner.availability.timeout.ms", "register.consumer.metrics",
        "sasl.login.connect.timeout.ms", "sasl.login.read.timeout.ms", "sasl.login.refresh.buffer.seconds",
        "sasl.login.refresh.min.period.seconds", "sasl.login.refresh.window.factor", "sasl.login.refresh.window.jitter",
        "sasl.login.retry.backoff.max.ms", "sasl.login.retry.backoff.ms", "socket.connection.setup.timeout.max.ms",
        "ssl.keymanager.algorithm", "ssl.secure.random.implementation", "ssl.trustmanager.algorithm",
    };

    /// <summary>Properties of which the values that change nothing are accepted, in the words of an error, and why not others.</summary>
    private static readonly Dictionary<string, (Func<string, bool> IsHarmless, string Values, string? Why)> Limited =
        new(StringComparer.Ordinal)
        {
            // These ask for less than the client gives.
            ["enable.idempotence"] = (IsBoolean, "'true' or 'false'", "Producers are idempotent in either case."),
            ["enable.auto.commit"] = (IsBoolean, "'true' or 'false'", "Offsets are committed with the job's checkpoints."),
            ["allow.auto.create.topics"] = (IsBoolean, "'true' or 'false'", "A source does not create topics."),
            // Flink takes no others.
            ["key.deserializer"] = (IsBytes, "ByteArrayDeserializer", "'key.format' says how keys are read."),
            ["value.deserializer"] = (IsBytes, "ByteArrayDeserializer", "'value.format' says how values are read."),
            ["key.serializer"] = (IsBytes, "ByteArraySerializer", "'key.format' says how keys are written."),
            ["value.serializer"] = (IsBytes, "ByteArraySerializer", "'value.format' says how values are written."),
            ["commit.offsets.on.checkpoint"] = (static v => Is(v, "true"), "'true'",
                "Without 'properties.group.id' no offsets are committed for others to see."),
            ["partitioner.ignore.keys"] = (static v => Is(v, "false"), "'false'", "'sink.partitioner' says where rows go."),
            ["transaction.two.phase.commit.enable"] = (static v => Is(v, "false"), "'false'", "The job commits its transactions itself."),
            ["ssl.protocol"] = (static v => v is "TLS" or "TLSv1.2" or "TLSv1.3", "'TLS', 'TLSv1.2' or 'TLSv1.3'", null),
            ["ssl.enabled.protocols"] = (
                static v => v.Split(',', StringSplitOptions.TrimEntries) is var all && all.Contains("TLSv1.2")
                    && all.All(static p => p.StartsWith("TLSv1", StringComparison.Ordinal)),
                "a list with 'TLSv1.2'", "TLS 1.2 and 1.3 are what this client speaks; it cannot do without the one."),
        };

    /// <summary>Whether a property tunes what is not here.</summary>
    public static bool HasNoCounterpart(string name) => WithoutCounterpart.Contains(name);

    /// <summary>Whether a value of a property asks for nothing that is not so in any case.</summary>
    public static bool IsHarmless(string name, string value) =>
        Limited.TryGetValue(name, out (Func<string, bool> IsHarmless, string, string?) limited) && limited.IsHarmless(value);

    /// <summary>The values of a property that are accepted; null where it has none.</summary>
    public static (string Values, string? Why)? Choices(string name) =>
        Limited.TryGetValue(name, out (Func<string, bool>, string Values, string? Why) limited) ? (limited.Values, limited.Why) : null;

    private static bool Is(string value, string expected) => value.Trim().Equals(expected, StringComparison.OrdinalIgnoreCase);

    private static bool IsBoolean(string value) => Is(value, "true") || Is(value, "false");

    private static bool IsBytes(string value) => value.EndsWith(".ByteArraySerializer", StringComparison.Ordinal)
        || value.EndsWith(".ByteArrayDeserializer", StringComparison.Ordinal);
}
