using ActorStream.Connectors;

namespace ActorStream.Checkpoints;

/// <summary>What was committed for one shard.</summary>
internal sealed class ShardHistory
{
    /// <summary>The current checkpoint; 0 where there is none.</summary>
    public long ParentId { get; private set; }

    /// <summary>The segments of which its state consists, without those of its splits.</summary>
    public IReadOnlyList<SegmentReference> Segments { get; private set; } = [];

    /// <summary>The stored pieces of its splits' states.</summary>
    public SplitPieces Pieces { get; } = new();

    /// <summary>The checkpoints that are kept.</summary>
    public List<long> Committed { get; } = [];

    /// <summary>Segments are folded into a new base when what came after the base is larger than the base.</summary>
    public bool WantsBase => Segments.Count == 0
        || (Segments.Count > 1 && Segments.Skip(1).Sum(s => s.SizeBytes) > Segments[0].SizeBytes);

    /// <summary>The shard was restored from a checkpoint of its own.</summary>
    public void Restore(RestoredShard from)
    {
        Add(from.Manifest);
        Segments = from.NeedsBase ? [] : [.. from.StateSegments];
        if (!from.NeedsBase) Pieces.Restore(from);
    }

    /// <summary>A checkpoint is the current one.</summary>
    public void Commit(CheckpointManifest manifest, int retained)
    {
        Add(manifest);
        if (Committed.Count > retained) Committed.RemoveRange(0, Committed.Count - retained);
    }

    private void Add(CheckpointManifest manifest)
    {
        ParentId = manifest.CheckpointId;
        HashSet<string> pieces = Pieces.Names();
        Segments = [.. manifest.Segments.Where(s => !pieces.Contains(s.Id))];
        Committed.Add(manifest.CheckpointId);
    }
}
