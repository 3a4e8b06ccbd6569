using System.IO.Hashing;
using ActorStream.Connectors;
using ActorStream.Connectors.Sql;

namespace ActorStream.Tests.Simulation;

/// <summary>What a database holds of checkpoints. Survives its stores, as a database survives its clients.</summary>
internal sealed class SimulatedDatabase
{
    public Dictionary<(string Job, int Shard), (long Epoch, long Confirmed, string Owner)> Shards { get; } = [];

    public List<(string Job, int Shard, long Epoch, string TransactionalId)> Owners { get; } = [];

    public List<CheckpointManifest> Manifests { get; } = [];

    public Dictionary<string, StateSegment> Segments { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, Savepoint> Savepoints { get; } = new(StringComparer.Ordinal);
}

/// <summary>A checkpoint store in memory, by the rules of the one over SQL: each call is one transaction.</summary>
internal sealed class SimulatedStore(SimulatedDatabase database) : ICheckpointStore
{
    private const int MaxNameLength = 255;

    public string Description => "the simulated database";

    public ValueTask<IReadOnlyList<string>> OpenAsync(CancellationToken cancellationToken) => new(Array.Empty<string>());

    public ValueTask<ShardOwnership> AcquireAsync(
        string job, IReadOnlyList<int> shards, string owner, string transactionalId, CancellationToken cancellationToken)
    {
        CheckName("Job", job);
        CheckName("Owner", owner);
        lock (database)
        {
            var epochs = new Dictionary<int, long>();
            var former = new SortedSet<string>(StringComparer.Ordinal);
            foreach (int shard in shards.Distinct().Order())
            {
                (long epoch, long confirmed, _) = database.Shards.GetValueOrDefault((job, shard));
                database.Shards[(job, shard)] = (epoch + 1, confirmed, owner);
                database.Owners.RemoveAll(o => o.Job == job && o.Shard == shard && o.Epoch < confirmed);
                former.UnionWith(database.Owners.Where(o => o.Job == job && o.Shard == shard).Select(o => o.TransactionalId));
                epochs.Add(shard, epoch + 1);
            }
            database.Owners.AddRange(epochs.Select(e => (job, e.Key, e.Value, transactionalId)));
            former.Remove(transactionalId);
            return new(new ShardOwnership(epochs, [.. former]));
        }
    }

    public ValueTask<IReadOnlyDictionary<int, ShardOwner>> ReadOwnersAsync(string job, CancellationToken cancellationToken)
    {
        lock (database)
        {
            return new(database.Shards.Where(s => s.Key.Job == job)
                .ToDictionary(s => s.Key.Shard, s => new ShardOwner(s.Value.Epoch, s.Value.Owner)));
        }
    }

    public ValueTask WriteAsync(
        IReadOnlyList<CheckpointManifest> manifests, IReadOnlyList<StateSegment> segments, CancellationToken cancellationToken)
    {
        foreach (StateSegment segment in segments)
        {
            if (Crc32.HashToUInt32(segment.Data) != segment.Crc32)
                throw StateException.Damaged($"Segment \"{segment.Id}\"", "memory", "its CRC is not that of its data");
        }
        lock (database)
        {
            foreach (CheckpointManifest manifest in manifests) AssertOwner(manifest);
            List<CheckpointManifest> there = [.. manifests.Select(m => Find(m.Job, m.Shard, m.CheckpointId)).OfType<CheckpointManifest>()];
            foreach (CheckpointManifest manifest in manifests)
            {
                if (there.Find(t => t.Shard == manifest.Shard) is { } other && !IsSame(manifest, other))
                    throw Error($"Checkpoint {manifest.CheckpointId} of shard {manifest.Shard} exists with other content.");
            }
            if (there.Count == manifests.Count) return ValueTask.CompletedTask;
            if (there.Count > 0 || segments.Any(s => database.Segments.ContainsKey(s.Id))) throw Error("A row exists already.");
            HashSet<string> known = [.. segments.Select(s => s.Id), .. database.Segments.Keys];
            if (manifests.Any(m => m.Segments.Any(s => !known.Contains(s.Id))))
                throw Error("A checkpoint names a segment that is not in the store.");
            foreach (CheckpointManifest manifest in manifests)
            {
                (string, int) shard = (manifest.Job, manifest.Shard);
                database.Shards[shard] = database.Shards[shard] with { Confirmed = manifest.Epoch };
            }
            database.Manifests.AddRange(manifests);
            foreach (StateSegment segment in segments) database.Segments.Add(segment.Id, segment);
            return ValueTask.CompletedTask;
        }
    }

    public ValueTask<CheckpointManifest?> ReadManifestAsync(
        string job, int shard, long checkpointId, CancellationToken cancellationToken)
    {
        lock (database) return new(Find(job, shard, checkpointId));
    }

    public ValueTask<IReadOnlyList<CheckpointManifest>> ListManifestsAsync(string job, CancellationToken cancellationToken)
    {
        lock (database) return new([.. database.Manifests.Where(m => m.Job == job).OrderBy(m => m.Shard).ThenBy(m => m.CheckpointId)]);
    }

    public ValueTask<byte[]?> ReadSegmentAsync(string segmentId, CancellationToken cancellationToken)
    {
        lock (database) return new(database.Segments.GetValueOrDefault(segmentId)?.Data);
    }

    public ValueTask<(int Manifests, int Segments)> CollectAsync(
        string job, IReadOnlyCollection<(int Shard, long CheckpointId)> keep, long currentEpoch, long olderThanMs,
        CancellationToken cancellationToken) =>
        new(Delete(m => m.Job == job && keep.Any(k => k.Shard == m.Shard) && !keep.Contains((m.Shard, m.CheckpointId))
            && m.TimestampMs < olderThanMs
            && (m.Epoch < currentEpoch || m.CheckpointId < keep.Where(k => k.Shard == m.Shard).Min(k => k.CheckpointId))));

    public ValueTask WriteSavepointAsync(Savepoint savepoint, CancellationToken cancellationToken)
    {
        CheckName("Savepoint", savepoint.Name);
        lock (database)
        {
            if (savepoint.Manifests.Any(m => m.Segments.Any(s => !database.Segments.ContainsKey(s.Id))))
                throw Error("A checkpoint names a segment that is not in the store.");
            if (database.Savepoints.TryGetValue(savepoint.Name, out Savepoint? there)
                && (there.Job != savepoint.Job || there.TimestampMs != savepoint.TimestampMs))
            {
                throw Error($"Savepoint \"{savepoint.Name}\" exists already.");
            }
            database.Savepoints[savepoint.Name] = savepoint;
            return ValueTask.CompletedTask;
        }
    }

    public ValueTask<Savepoint?> ReadSavepointAsync(string name, CancellationToken cancellationToken)
    {
        lock (database) return new(database.Savepoints.GetValueOrDefault(name));
    }

    public ValueTask<IReadOnlyList<Savepoint>> ListSavepointsAsync(CancellationToken cancellationToken)
    {
        lock (database)
        {
            return new([.. database.Savepoints.Values.OrderByDescending(s => s.TimestampMs)
                .ThenByDescending(s => s.Name, StringComparer.Ordinal)]);
        }
    }

    public ValueTask ForgetAsync(string job, CancellationToken cancellationToken)
    {
        Delete(m => m.Job == job);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static ConnectorException Error(string message) => new("checkpoint-store", null, message);

    private static void CheckName(string what, string name)
    {
        if (name.Length is > 0 and <= MaxNameLength) return;
        throw new ActorStreamException(
            $"{what} name \"{name}\" has {name.Length} characters; expected 1 to {MaxNameLength}.", ErrorDomain.User);
    }

    private static bool IsSame(CheckpointManifest one, CheckpointManifest other) =>
        CheckpointCodec.Encode(one).AsSpan().SequenceEqual(CheckpointCodec.Encode(other));

    private CheckpointManifest? Find(string job, int shard, long id) =>
        database.Manifests.Find(m => m.Job == job && m.Shard == shard && m.CheckpointId == id);

    private void AssertOwner(CheckpointManifest manifest)
    {
        long current = database.Shards.GetValueOrDefault((manifest.Job, manifest.Shard)).Epoch;
        if (current != manifest.Epoch) throw new StaleOwnerException(manifest.Job, manifest.Shard, manifest.Epoch, current);
    }

    private (int Manifests, int Segments) Delete(Predicate<CheckpointManifest> goes)
    {
        lock (database)
        {
            int manifests = database.Manifests.RemoveAll(goes);
            HashSet<string> named = [.. database.Manifests.Concat(database.Savepoints.Values.SelectMany(s => s.Manifests))
                .SelectMany(m => m.Segments).Select(s => s.Id)];
            string[] orphans = [.. database.Segments.Keys.Where(s => !named.Contains(s))];
            foreach (string segment in orphans) database.Segments.Remove(segment);
            return (manifests, orphans.Length);
        }
    }
}
