using ActorStream.Actors;
using ActorStream.Connectors;
using ActorStream.State;
using Akka.Actor;

namespace ActorStream.Runtime;

/// <summary>Rows of one split on their way to its shard.</summary>
/// <param name="SourceId">The source's place in the plan.</param>
/// <param name="Batch">The rows.</param>
/// <param name="Reader">Who read them, and is given their credit back.</param>
/// <param name="Credit">The bytes that they were counted as.</param>
internal sealed record ShardBatch(string SourceId, SourceBatch Batch, IActorRef Reader, long Credit) : IDataMessage;

/// <summary>No more rows come for a split.</summary>
internal sealed record SplitEnded(string SourceId, SourceSplit Split) : IDataMessage;

/// <summary>A shard has dealt with a batch: its reader may send more.</summary>
internal sealed record SourceCredit(string Split, long Bytes);

/// <summary>The first message of a shard: state is read back on its own turn, segments oldest first.</summary>
internal sealed record RestoreShard(IReadOnlyList<SegmentReader> Segments);

/// <summary>A shard is ready for rows.</summary>
internal sealed record ShardRestored;

/// <summary>Every split of a shard has ended and no row waits in it.</summary>
internal sealed record ShardEnded(int Shard);

/// <summary>A checkpoint's barrier: what the shard took in before it belongs to the checkpoint, what comes after does not.</summary>
/// <param name="CheckpointId">The checkpoint.</param>
/// <param name="IsFull">Whether to write all of the state.</param>
/// <param name="IsLast">Whether the shard takes nothing in after it.</param>
internal sealed record CheckpointBarrier(long CheckpointId, bool IsFull, bool IsLast);

/// <summary>A question to a shard, answered on its turn.</summary>
internal sealed class ShardQuestion(Func<Shard, object?> ask, Dispatcher dispatcher) : Question<object?>(dispatcher)
{
    /// <summary>Answers, or passes on what the question runs into: that is the asker's to know, the shard goes on.</summary>
    public void AnswerBy(Shard shard)
    {
        try
        {
            Reply(ask(shard));
        }
#pragma warning disable CA1031 // Whatever a question runs into is the asker's to know.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Refuse(failure);
        }
    }
}

/// <summary>What a shard hands over at a barrier. Its sinks tell of themselves: <see cref="SinkPrepared"/>.</summary>
/// <param name="Shard">The shard's number.</param>
/// <param name="CheckpointId">The checkpoint.</param>
/// <param name="Positions">The next offset of each split, by source and split id.</param>
/// <param name="Segment">Entities that changed, to be encoded off the shard's turn.</param>
internal sealed record ShardSnapshot(int Shard, long CheckpointId, IReadOnlyList<SplitPosition> Positions, SegmentWriter Segment);

/// <summary>How far a split was read.</summary>
internal sealed record SplitPosition(string SourceId, SourceSplit Split, long Offset, bool IsEnded)
{
    /// <summary>What the source wants to know beside the offset, or null.</summary>
    public Func<byte[]>? State { get; init; }
}
