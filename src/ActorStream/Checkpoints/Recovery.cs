using System.IO.Hashing;
using ActorStream.Connectors;
using ActorStream.Runtime;
using ActorStream.State;

namespace ActorStream.Checkpoints;

/// <summary>
/// Finds the checkpoint from which a job goes on: reads each shard's pointer and loads exactly the manifest that it names, verified.
/// What no pointer names never happened.
/// </summary>
internal static class Recovery
{
    private const string Remedies =
        "Restore the database or the log to the same moment, start from a savepoint (--from NAME), or start anew (--fresh).";

    /// <summary>Reads the job's current checkpoint.</summary>
    /// <returns>One entry for each shard that has one: none where the job never took a checkpoint, and none for the last shards where
    /// its sources have more splits now than then.</returns>
    /// <exception cref="StateException">Pointers and manifests do not fit together.</exception>
    /// <exception cref="JobFencedException">Another process has taken over meanwhile.</exception>
    public static async ValueTask<IReadOnlyDictionary<int, RestoredShard>> ReadAsync(
        ICheckpointStore store, CommitPoint commitPoint, string job, IReadOnlyDictionary<int, long> epochs,
        bool needsSingleShard, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<int, long> pointers = await commitPoint.ReadPointersAsync(cancellationToken);
        try
        {
            return await ReadAsync(store, commitPoint, job, epochs.Count, needsSingleShard, pointers, cancellationToken);
        }
        catch (StateException)
        {
            // Whoever takes over meanwhile moves the pointers, collects what they named, and takes in new splits: nothing is lost, this
            // process is late.
            IReadOnlyList<CheckpointManifest> manifests = await store.ListManifestsAsync(job, cancellationToken);
            if (manifests.Any(m => m.Epoch > epochs.GetValueOrDefault(m.Shard, long.MaxValue))) throw new JobFencedException(job);
            throw;
        }
    }

    private static async ValueTask<IReadOnlyDictionary<int, RestoredShard>> ReadAsync(
        ICheckpointStore store, CommitPoint commitPoint, string job, int shardCount, bool needsSingleShard,
        IReadOnlyDictionary<int, long> pointers, CancellationToken cancellationToken)
    {
        IReadOnlyList<CheckpointManifest> manifests = await store.ListManifestsAsync(job, cancellationToken);
        RequirePointers(store, commitPoint, job, pointers, manifests);
        bool isShort = pointers.Keys.Any(shard => shard >= shardCount);
        if (isShort && needsSingleShard) throw NeedsSingleShard($"Job \"{job}\"", pointers.Count);
        if (isShort) throw new StateException(
            $"Job \"{job}\" has checkpoints of {pointers.Count} shards, but its sources have only {shardCount} splits now.",
            "Partitions or files are gone, or a topic was made anew: bring them back, start anew with --fresh, or under another --name.");
        var shards = new Dictionary<int, RestoredShard>();
        foreach ((int shard, long id) in pointers)
        {
            CheckpointManifest manifest = await store.ReadManifestAsync(job, shard, id, cancellationToken) ?? throw new StateException(
                $"Checkpoint {new CheckpointId(id)} of shard {shard} of job \"{job}\" is the current one, "
                    + $"but {store.Description} does not hold it.", Remedies);
            shards.Add(shard, await LoadAsync(store, manifest, cancellationToken));
        }
        return shards;
    }

    /// <summary>What was written by several shards is not for one.</summary>
    public static StateException NeedsSingleShard(string whose, int shardCount) => new(
        $"{whose} has the state of {shardCount} shards, but an operator of the script that counts over all rows (LIMIT) runs in one.",
        "Run the script without it, or start anew: --fresh, or another --name.");

    /// <summary>A shard that has checkpoints but no pointer has lost its pointer. A first checkpoint whose commit did not happen leaves
    /// a manifest without a pointer too; it holds no state, so it may be passed over.</summary>
    private static void RequirePointers(
        ICheckpointStore store, CommitPoint commitPoint, string job, IReadOnlyDictionary<int, long> pointers,
        IReadOnlyList<CheckpointManifest> manifests)
    {
        CheckpointManifest? lost =
            manifests.FirstOrDefault(m => !pointers.ContainsKey(m.Shard) && (m.ParentId != 0 || m.Segments.Count > 0));
        if (lost is null) return;
        string whose = pointers.Count == 0 ? $"Job \"{job}\"" : $"Shard {lost.Shard} of job \"{job}\"";
        throw new StateException(
            $"{whose} has checkpoints in {store.Description}, but the {commitPoint.Description} names none as the current one.", Remedies);
    }

    /// <summary>Reads a manifest's body and segments and verifies them.</summary>
    public static async ValueTask<RestoredShard> LoadAsync(
        ICheckpointStore store, CheckpointManifest manifest, CancellationToken cancellationToken)
    {
        Verify($"Manifest {new CheckpointId(manifest.CheckpointId)} of shard {manifest.Shard}", manifest.Body, manifest.Crc32);
        ManifestBody body = ManifestBody.Decode(manifest.Body);
        var segments = new List<SegmentReader>();
        HashSet<string> pieceNames = body.PieceNames();
        var pieces = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (SegmentReference reference in manifest.Segments)
        {
            byte[] data = await store.ReadSegmentAsync(reference.Id, cancellationToken) ?? throw new StateException(
                $"State segment \"{reference.Id}\" of job \"{manifest.Job}\" is not in {store.Description}.", Remedies);
            Verify($"State segment \"{reference.Id}\"", data, reference.Crc32);
            if (pieceNames.Contains(reference.Id)) pieces.Add(reference.Id, data);
            else segments.Add(new SegmentReader(reference.Id, data));
        }
        return new RestoredShard(manifest, body with { Positions = [.. body.Positions.Select(p => Joined(p, body, pieces))] }, segments);
    }

    /// <summary>A position with the whole of its state.</summary>
    private static SplitPosition Joined(SplitPosition position, ManifestBody body, Dictionary<string, byte[]> pieces)
    {
        if (!body.Pieces.TryGetValue((position.SourceId, position.Split.Id), out IReadOnlyList<string>? names)) return position;
        string? missing = names.FirstOrDefault(n => !pieces.ContainsKey(n));
        if (missing is not null) throw new StateException(
            $"The state of split \"{position.Split.Id}\" has the piece \"{missing}\", which its manifest does not name.", Remedies);
        byte[] state = SplitPieces.Join(names.Select(n => pieces[n]), position.State?.Invoke() ?? []);
        return position with { State = () => state };
    }

    private static void Verify(string what, byte[] data, uint crc)
    {
        uint actual = Crc32.HashToUInt32(data);
        if (actual != crc) throw new StateException($"{what} has the checksum {actual:x8}, but {crc:x8} was written.", Remedies);
    }
}
