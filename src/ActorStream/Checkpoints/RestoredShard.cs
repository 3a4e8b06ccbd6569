using ActorStream.Connectors;
using ActorStream.State;

namespace ActorStream.Checkpoints;

/// <summary>A shard's checkpoint as it was read back.</summary>
/// <param name="Manifest">The manifest.</param>
/// <param name="Body">Its body.</param>
/// <param name="Segments">Its segments, oldest first.</param>
internal sealed record RestoredShard(CheckpointManifest Manifest, ManifestBody Body, IReadOnlyList<SegmentReader> Segments);
