namespace ActorStream.Connectors.Kafka;

/// <summary>Client properties that were checked and translated to librdkafka's names.</summary>
internal sealed class KafkaSettings
{
    /// <summary>The bootstrap servers.</summary>
    public required string Address { get; init; }

    /// <summary>Equal where the cluster and the credentials are.</summary>
    public required string Identity { get; init; }

    /// <summary>The consumer group, or null.</summary>
    public string? GroupId { get; init; }

    /// <summary>What <c>auto.offset.reset</c> says, or null.</summary>
    public string? AutoOffsetReset { get; init; }

    /// <summary>How many records a batch may have, or null.</summary>
    public int? MaxPollRecords { get; init; }

    /// <summary>Names of properties that were given and change nothing here.</summary>
    public IReadOnlyList<string> WithoutCounterpart { get; init; } = [];

    /// <summary>Properties of every client: addresses, security, the network.</summary>
    public required IReadOnlyDictionary<string, string> Client { get; init; }

    /// <summary>Properties of consumers.</summary>
    public required IReadOnlyDictionary<string, string> Consumer { get; init; }

    /// <summary>Properties of producers.</summary>
    public required IReadOnlyDictionary<string, string> Producer { get; init; }

    /// <summary>The largest record that a producer takes; the default is librdkafka's.</summary>
    public int MaxMessageBytes =>
        Producer.TryGetValue("message.max.bytes", out string? text) && int.TryParse(text, out int bytes) ? bytes : 1_000_000;
}
