using System.IO.Hashing;
using System.Text;
using ActorStream.Checkpoints;
using ActorStream.Connectors;
using ActorStream.Tests.Support;

namespace ActorStream.Tests.Simulation;

/// <summary>
/// Looks at the broker and the database at every commit. Pointers, manifests, segments and offsets agree (O4); the committed
/// checkpoints of a shard form one line on which epochs never fall (O5); at the end no transaction is open (O3).
/// </summary>
internal sealed class CommitOracle(SimulatedBroker broker, SimulatedDatabase database, string job, string input)
{
    private readonly Dictionary<int, long> _pointers = [];

    /// <summary>Checks what a commit has just made the truth.</summary>
    /// <returns>What is wrong, or null.</returns>
    public string? Check()
    {
        foreach (((string group, LogPartition partition), long pointer) in broker.Offsets)
        {
            if (group != job || partition.Topic != $"{job}.checkpoints") continue;
            int shard = partition.Partition;
            if (_pointers.TryGetValue(shard, out long before) && before == pointer) continue;
            if (CheckShard(shard, pointer, before) is { } violation)
                return $"The current checkpoint {new CheckpointId(pointer)} of shard {shard} {violation}.";
            _pointers[shard] = pointer;
        }
        return null;
    }

    /// <summary>Checks that nothing is left half done.</summary>
    /// <returns>What is wrong, or null.</returns>
    public string? CheckEnd()
    {
        foreach ((string topic, List<List<SimulatedRecord>> partitions) in broker.Topics)
        {
            if (partitions.Exists(p => p.Exists(r => r.Fate.IsOpen))) return $"O3: topic {topic} has an open transaction.";
        }
        return null;
    }

    private string? CheckShard(int shard, long pointer, long before)
    {
        CheckpointManifest? manifest = database.Manifests.Find(m => m.Job == job && m.Shard == shard && m.CheckpointId == pointer);
        if (manifest is null) return "is not in the database (O4)";
        if (Crc32.HashToUInt32(manifest.Body) != manifest.Crc32) return "has another checksum than was written (O4)";
        foreach (SegmentReference reference in manifest.Segments)
        {
            if (!database.Segments.TryGetValue(reference.Id, out StateSegment? segment)) return $"lacks its segment {reference.Id} (O4)";
            if (Crc32.HashToUInt32(segment.Data) != reference.Crc32) return $"names another segment {reference.Id} than is there (O4)";
        }
        foreach (var position in ManifestBody.Decode(manifest.Body).Positions)
        {
            long committed = broker.Offsets.GetValueOrDefault((job, position.Split.Log!.Value), -1);
            if (committed != position.Offset)
                return $"says that {position.Split.Id} was read to {position.Offset}, but {committed} is committed (O4)";
        }
        if (manifest.ParentId != before) return $"builds on {new CheckpointId(manifest.ParentId)}, not on {new CheckpointId(before)} (O5)";
        var (now, then) = (new CheckpointId(pointer), new CheckpointId(before));
        if (now.Epoch < then.Epoch) return $"has a lower epoch than {then} (O5)";
        return before != 0 && pointer <= before ? $"comes after {then} (O5)" : null;
    }

    /// <summary>All that a read_committed reader sees of the partition of a topic that is written to.</summary>
    public IEnumerable<string> Read(string topic, int from)
    {
        List<SimulatedRecord> records = broker.Topics[topic][0];
        int end = (int)SimulatedReader.End(records, LogIsolation.ReadCommitted);
        for (int i = from; i < end; i++) yield return records[i].Fate.IsAborted ? "" : Encoding.UTF8.GetString(records[i].Value!);
    }

    /// <summary>How far the job has read, behind what there is to read.</summary>
    public long Lag() => broker.Topics[input].Select((records, p) =>
        records.Count - broker.Offsets.GetValueOrDefault((job, new LogPartition(input, p)))).Sum();
}
