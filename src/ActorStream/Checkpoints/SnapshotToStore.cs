using System.IO.Hashing;
using ActorStream.Connectors;
using ActorStream.Runtime;

namespace ActorStream.Checkpoints;

/// <summary>A shard's part of a checkpoint on its way into the store; made on the coordinator's turn, encoded off it.</summary>
/// <param name="Snapshot">What the shard handed over.</param>
/// <param name="Epoch">The epoch under which this process owns the shard.</param>
/// <param name="ParentId">The checkpoint that it builds upon, or 0.</param>
/// <param name="Before">The segments to which this one's is added.</param>
/// <param name="Pieces">The stored pieces of its splits' states.</param>
/// <param name="Committables">What sinks must do after the commit, by sink id.</param>
internal sealed record SnapshotToStore(
    ShardSnapshot Snapshot, long Epoch, long ParentId, IReadOnlyList<SegmentReference> Before, SplitPieces Pieces,
    IReadOnlyList<(string SinkId, byte[] Data)> Committables)
{
    /// <summary>Makes the manifest, and adds the segment where there is one.</summary>
    public CheckpointManifest Encode(CheckpointPlan plan, long timestampMs, List<StateSegment> segments)
    {
        IReadOnlyList<SegmentReference> references = Before;
        if (!Snapshot.Segment.IsEmpty)
        {
            byte[] data = Snapshot.Segment.ToArray();
            var segment = new StateSegment(
                $"{plan.Job}/{Snapshot.Shard}/{Snapshot.CheckpointId}", data, Crc32.HashToUInt32(data), Snapshot.Segment.RowCount);
            segments.Add(segment);
            references = [.. references, new SegmentReference(segment.Id, data.Length, segment.Crc32, segment.RowCount)];
        }
        SplitPieces.Cut cut = Pieces.Take(Snapshot.Positions, $"{plan.Job}/{Snapshot.Shard}/{Snapshot.CheckpointId}", segments);
        byte[] body = new ManifestBody(plan.Fingerprint, cut.Positions, Committables)
        {
            Operators = plan.Operators,
            Pieces = cut.Names,
        }.Encode();
        return new CheckpointManifest
        {
            Job = plan.Job,
            Shard = Snapshot.Shard,
            CheckpointId = Snapshot.CheckpointId,
            ParentId = ParentId,
            Epoch = Epoch,
            TimestampMs = timestampMs,
            Segments = [.. references, .. cut.References],
            Body = body,
            Crc32 = Crc32.HashToUInt32(body),
        };
    }
}
