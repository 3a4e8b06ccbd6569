using ActorStream.Actors;
using ActorStream.Types;
using Akka.Actor;

namespace ActorStream.Runtime;

/// <summary>Rows on their way from a shard to a sink's writer.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="Credit">The bytes that they are counted as.</param>
internal sealed record SinkRows(Batch Rows, long Credit) : IDataMessage;

/// <summary>The rows before this belong to a checkpoint.</summary>
/// <param name="CheckpointId">The checkpoint.</param>
/// <param name="Coordinator">Who is told when they are durable, or in the transaction.</param>
internal sealed record SinkBarrier(long CheckpointId, IActorRef Coordinator) : IDataMessage;

/// <summary>No more rows come to a sink's writer: the next barrier is the last.</summary>
internal sealed record SinkInputEnded : IDataMessage;

/// <summary>Asks for word when the rows before this are written.</summary>
internal sealed record SinkDrain : IDataMessage;

/// <summary>The rows are written.</summary>
internal sealed record SinkDrained;

/// <summary>A writer has dealt with rows: its shard may send more.</summary>
/// <param name="Port">The sink's place among those of the shard.</param>
/// <param name="Bytes">The bytes that they were counted as.</param>
internal sealed record SinkCredit(int Port, long Bytes);

/// <summary>All rows before a barrier are durable or in the transaction.</summary>
/// <param name="Shard">The writer's shard.</param>
/// <param name="SinkId">The sink's place in the plan.</param>
/// <param name="CheckpointId">The checkpoint.</param>
/// <param name="Committable">What the writer does after the commit, or null.</param>
internal sealed record SinkPrepared(int Shard, string SinkId, long CheckpointId, byte[]? Committable);

/// <summary>A checkpoint is committed: the writer lets go what it held back, and does what it prepared. Also sent on recovery, with what
/// the manifest holds.</summary>
/// <param name="Committable">What it prepared, or null.</param>
/// <param name="ReplyTo">Who is told when it has.</param>
internal sealed record CommitSink(byte[]? Committable, IActorRef ReplyTo);

/// <summary>A writer has done what a commit asks of it.</summary>
internal sealed record SinkCommitted(int Shard, string SinkId);
