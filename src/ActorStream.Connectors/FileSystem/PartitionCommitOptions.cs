namespace ActorStream.Connectors.FileSystem;

/// <summary>When and how a written partition is told to be complete: an empty file in its directory, once the partition is there for a
/// while and its files have appeared.</summary>
/// <param name="SuccessFile">The file's name.</param>
/// <param name="Delay">How long after its first row a partition is complete. Default 0: with every checkpoint.</param>
internal sealed record PartitionCommitOptions(string SuccessFile, TimeSpan Delay)
{
    /// <summary>Takes the options; null where no policy is given.</summary>
    public static PartitionCommitOptions? Take(TableOptions options)
    {
        options.TakeChoice("sink.partition-commit.trigger", 0, ("process-time", 0));
        TimeSpan delay = options.TakeDuration("sink.partition-commit.delay") ?? TimeSpan.Zero;
        string file = options.Take("sink.partition-commit.success-file.name") ?? "_SUCCESS";
        if (file.Length == 0 || file is "." or ".." || file.AsSpan().ContainsAny('/', '\\', '\0'))
            throw options.Wrong("sink.partition-commit.success-file.name", "a file's name", file);
        if (options.Take("sink.partition-commit.policy.kind") is not { } kinds) return null;
        foreach (string kind in kinds.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!kind.Equals("success-file", StringComparison.OrdinalIgnoreCase))
                throw options.Wrong("sink.partition-commit.policy.kind", "'success-file'", kind);
        }
        return new PartitionCommitOptions(file, delay);
    }
}
