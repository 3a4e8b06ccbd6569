using ActorStream.Connectors.LocalLog;

namespace ActorStream.Connectors.FileSystem;

/// <summary>
/// Marks partitions as complete for all writers of a sink. A checkpoint's marks are made when the last of its writers has renamed its
/// parts; on recovery, where nobody knows how many there are, with each writer's own.
/// </summary>
internal sealed class PartitionCommit(FileSystemOptions options, PartitionCommitOptions commit)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<long, (int Writers, HashSet<string> Partitions)> _prepared = [];

    /// <summary>How long after its first row a partition is complete.</summary>
    public TimeSpan Delay => commit.Delay;

    /// <summary>A writer has something to do when a checkpoint is committed.</summary>
    public void Prepared(long checkpoint)
    {
        lock (_lock)
        {
            (int writers, HashSet<string>? partitions) = _prepared.GetValueOrDefault(checkpoint);
            _prepared[checkpoint] = (writers + 1, partitions ?? new HashSet<string>(StringComparer.Ordinal));
        }
    }

    /// <summary>A writer has renamed its parts.</summary>
    public void Committed(CommittedParts done)
    {
        IEnumerable<string> complete = done.Partitions;
        lock (_lock)
        {
            if (_prepared.TryGetValue(done.Checkpoint, out (int Writers, HashSet<string> Partitions) state))
            {
                state.Partitions.UnionWith(done.Partitions);
                if (state.Writers > 1)
                {
                    _prepared[done.Checkpoint] = (state.Writers - 1, state.Partitions);
                    return;
                }
                _prepared.Remove(done.Checkpoint);
                complete = state.Partitions;
            }
        }
        foreach (string partition in complete)
        {
            string directory = Path.Combine(options.Path, partition);
            Directory.CreateDirectory(directory);
            File.WriteAllBytes(Path.Combine(directory, commit.SuccessFile), []);
            DirectorySync.Sync(directory);
        }
    }

    /// <summary>Partitions with parts that are not marked, or newer than the mark, and when they began: what a job that was stopped has
    /// left.</summary>
    public IReadOnlyList<(string Partition, DateTimeOffset Since)> Unmarked(FilePartitions partitions)
    {
        var unmarked = new List<(string, DateTimeOffset)>();
        foreach (string partition in partitions.Find(options.Path))
        {
            var directory = new DirectoryInfo(Path.Combine(options.Path, partition));
            DateTime[] parts = [.. directory.EnumerateFiles().Where(f => !FilePaths.IsHidden(f.Name) && f.Name != commit.SuccessFile)
                .Select(static f => f.LastWriteTimeUtc)];
            if (parts.Length == 0) continue;
            var mark = new FileInfo(Path.Combine(directory.FullName, commit.SuccessFile));
            if (!mark.Exists || parts.Max() > mark.LastWriteTimeUtc) unmarked.Add((partition, new DateTimeOffset(parts.Min())));
        }
        return unmarked;
    }
}
