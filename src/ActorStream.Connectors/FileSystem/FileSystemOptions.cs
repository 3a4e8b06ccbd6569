namespace ActorStream.Connectors.FileSystem;

/// <summary>The options of the filesystem connector, with Flink's names.</summary>
internal sealed record FileSystemOptions
{
    /// <summary>The file or directory.</summary>
    public required string Path { get; init; }

    /// <summary>Only files whose whole path matches are read; null: all.</summary>
    public JavaPattern? PathPattern { get; init; }

    /// <summary>How often to look for new files; null: those that are there are read, and the table ends.</summary>
    public TimeSpan? MonitorInterval { get; init; }

    /// <summary>A part file is closed once it is this large. Default 128 MB.</summary>
    public long RollingFileSizeBytes { get; init; } = 128L << 20;

    /// <summary>A part file is closed once it is open for this long. Default 30 min. Every checkpoint closes it too.</summary>
    public TimeSpan RolloverInterval { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How complete partitions are marked; null: not at all.</summary>
    public PartitionCommitOptions? PartitionCommit { get; init; }

    /// <summary>Takes the options.</summary>
    public static FileSystemOptions Take(TableOptions options)
    {
        TimeSpan? interval = options.TakeDuration("source.monitor-interval");
        if (interval <= TimeSpan.Zero)
            throw options.Wrong("source.monitor-interval", "more than 0", options.Take("source.monitor-interval")!);
        if (options.TakeBoolean("auto-compaction", false))
            throw options.Wrong("auto-compaction", "false: part files are not compacted", "true");
        if (options.TakeBoolean("sink.shuffle-by-partition.enable", false))
            throw options.Wrong("sink.shuffle-by-partition.enable", "false: rows stay in the shard that read them", "true");
        options.TakeChoice("source.report-statistics", 0, ("NONE", 0), ("ALL", 1));
        options.TakeLong("sink.parallelism", 1);
        options.TakeDuration("sink.rolling-policy.check-interval");
        options.TakeDuration("sink.rolling-policy.inactivity-interval");
        return new FileSystemOptions
        {
            Path = FilePaths.Parse(options, "path", options.TakeRequired("path")),
            PathPattern = TakePattern(options),
            MonitorInterval = interval,
            RollingFileSizeBytes = Math.Max(1, options.TakeMemorySize("sink.rolling-policy.file-size") ?? 128L << 20),
            RolloverInterval = options.TakeDuration("sink.rolling-policy.rollover-interval") ?? TimeSpan.FromMinutes(30),
            PartitionCommit = PartitionCommitOptions.Take(options),
        };
    }

    private static JavaPattern? TakePattern(TableOptions options)
    {
        string? pattern = options.Take("source.path.regex-pattern");
        if (pattern is null) return null;
        try
        {
            return JavaPattern.Parse(pattern);
        }
        catch (EvaluationException)
        {
            throw options.Wrong("source.path.regex-pattern", "a regular expression as Java has them", pattern);
        }
    }
}
