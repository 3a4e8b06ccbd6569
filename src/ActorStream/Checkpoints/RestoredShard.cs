using ActorStream.Connectors;
using ActorStream.State;

namespace ActorStream.Checkpoints;

/// <summary>A shard's checkpoint as it was read back.</summary>
/// <param name="Manifest">The manifest.</param>
/// <param name="Body">Its body.</param>
/// <param name="Segments">Its segments, oldest first.</param>
internal sealed record RestoredShard(CheckpointManifest Manifest, ManifestBody Body, IReadOnlyList<SegmentReader> Segments)
{
    /// <summary>The segments of its state, without those of its splits.</summary>
    public IEnumerable<SegmentReference> StateSegments
    {
        get
        {
            HashSet<string> pieces = Body.PieceNames();
            return Manifest.Segments.Where(s => !pieces.Contains(s.Id));
        }
    }

    /// <summary>Whether the stored segments are not what the job goes on with, because parts of them were dropped or have other names
    /// now: its next checkpoint builds on none of them.</summary>
    public bool NeedsBase { get; init; }
}
