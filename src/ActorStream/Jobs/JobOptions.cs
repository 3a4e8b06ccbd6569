using ActorStream.Connectors;

namespace ActorStream.Jobs;

/// <summary>How a job runs. Made from the session's settings by <see cref="FromSettings"/>; keys are Flink's.</summary>
internal sealed record JobOptions
{
    /// <summary>The job's name (<c>pipeline.name</c>): with <see cref="Cluster"/> the identity under which its state is found
    /// again.</summary>
    public required string Name { get; init; }

    /// <summary>The cluster's name, a prefix of topics, groups and transactional ids. Default <c>actorstream</c>.</summary>
    public string Cluster { get; init; } = "actorstream";

    /// <summary>This node's name, the last part of the transactional id. Default <c>local</c>.</summary>
    public string Node { get; init; } = "local";

    /// <summary>The name under which a start of the job owns its shards in the checkpoint store; each start gives itself one.</summary>
    public string Owner { get; init; } = "";

    /// <summary>Time between checkpoints (<c>execution.checkpointing.interval</c>); null: only the last one, when the job stops.</summary>
    public TimeSpan? CheckpointInterval { get; init; }

    /// <summary>Longest time that a checkpoint may take (<c>execution.checkpointing.timeout</c>). Default 10 min.</summary>
    public TimeSpan CheckpointTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Shortest pause between two checkpoints (<c>execution.checkpointing.min-pause</c>). Default 0.</summary>
    public TimeSpan CheckpointMinPause { get; init; }

    /// <summary>Checkpoints that are kept (<c>state.checkpoints.num-retained</c>). Default 3.</summary>
    public int RetainedCheckpoints { get; init; } = 3;

    /// <summary>What to do after a failure (<c>restart-strategy.*</c>).</summary>
    public RestartStrategy RestartStrategy { get; init; } = RestartStrategy.None;

    /// <summary>The session's time zone (<c>table.local-time-zone</c>), which the session sets. Default UTC.</summary>
    public TimeZoneInfo LocalTimeZone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>Batches that may be on their way from a split to its shard, or from a shard to a sink, before the sender waits.
    /// Default 4.</summary>
    public int MailboxCapacity { get; init; } = 4;

    /// <summary>Rows of one shard that may wait for lookups before it takes no more. Default 8192.</summary>
    public int MaxWaitingRows { get; init; } = 8192;

    /// <summary>Bytes that those rows may keep alive before the shard takes no more. Default 64 MiB.</summary>
    public long MaxWaitingBytes { get; init; } = 64 << 20;

    /// <summary>Bytes that one shard may hold back while a commit is under way before it waits. Default 32 MiB.</summary>
    public long MaxHeldBytes { get; init; } = 32 << 20;

    /// <summary>Bytes that one value may have. Default 64 MiB.</summary>
    public long MaxValueBytes { get; init; } = 64 << 20;

    /// <summary>Bytes that may be on their way likewise; a larger batch goes alone. Default 8 MiB.</summary>
    public long MaxEdgeBytes { get; init; } = 8 << 20;

    /// <summary>Splits of one source that are read side by side, where it can do that. Default: as many as there are cores.</summary>
    public int SourceReaders { get; init; } = Environment.ProcessorCount;

    /// <summary>How long closing waits for what does not answer before it is left open. Default 15 s.</summary>
    public TimeSpan CloseTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Name of the savepoint to start from (<c>execution.state-recovery.path</c>), or null.</summary>
    public string? Savepoint { get; init; }

    /// <summary>Start anew: leave aside and forget the checkpoints that the job has taken under this name. Default false.</summary>
    public bool IsFresh { get; init; }

    /// <summary>The job's identity in stores and logs: <c>CLUSTER.JOB</c>.</summary>
    public string Identity => $"{Cluster}.{Name}";

    /// <summary>Reads the session's settings.</summary>
    /// <exception cref="ActorStreamException">A setting does not read.</exception>
    public static JobOptions FromSettings(IReadOnlyDictionary<string, string> settings, string name)
    {
        if (settings.TryGetValue("execution.checkpointing.mode", out string? mode)
            && !mode.Equals("EXACTLY_ONCE", StringComparison.OrdinalIgnoreCase)
                && !mode.Equals("AT_LEAST_ONCE", StringComparison.OrdinalIgnoreCase))
        {
            throw Wrong("execution.checkpointing.mode", "EXACTLY_ONCE or AT_LEAST_ONCE", mode);
        }
        TimeSpan? interval = Duration(settings, "execution.checkpointing.interval");
        if (interval <= TimeSpan.Zero) interval = null;
        return new JobOptions
        {
            Name = settings.GetValueOrDefault("pipeline.name") ?? name,
            CheckpointInterval = interval,
            CheckpointTimeout = Duration(settings, "execution.checkpointing.timeout") ?? TimeSpan.FromMinutes(10),
            CheckpointMinPause = Duration(settings, "execution.checkpointing.min-pause") ?? TimeSpan.Zero,
            RetainedCheckpoints = Number(settings, "state.checkpoints.num-retained")
                ?? Number(settings, "execution.checkpointing.num-retained") ?? 3,
            RestartStrategy = RestartStrategy.FromSettings(settings, interval is not null),
            Savepoint = settings.GetValueOrDefault("execution.state-recovery.path")
                ?? settings.GetValueOrDefault("execution.savepoint.path"),
        };
    }

    /// <summary>A setting that is a duration, or null.</summary>
    internal static TimeSpan? Duration(IReadOnlyDictionary<string, string> settings, string key)
    {
        if (!settings.TryGetValue(key, out string? text)) return null;
        return OptionText.TryParseDuration(text, out TimeSpan value) ? value : throw Wrong(key, "a duration such as '10 s'", text);
    }

    /// <summary>A setting that is a positive whole number, or null.</summary>
    internal static int? Number(IReadOnlyDictionary<string, string> settings, string key)
    {
        if (!settings.TryGetValue(key, out string? text)) return null;
        return int.TryParse(text, out int value) && value > 0 ? value : throw Wrong(key, "a whole number from 1", text);
    }

    internal static ActorStreamException Wrong(string key, string expected, string got) =>
        new($"Setting '{key}' must be {expected}, but is '{got}'.", ErrorDomain.User);
}
