using ActorStream.Actors;
using Akka.Actor;

namespace ActorStream.Checkpoints;

/// <summary>Asks for a checkpoint; answered when it is committed, and written as a savepoint where that is asked for.</summary>
/// <param name="kind">Why it is taken.</param>
/// <param name="savepoint">The savepoint's name, or null.</param>
/// <param name="dispatcher">The asker's.</param>
internal sealed class TakeCheckpoint(CheckpointKind kind, string? savepoint, Dispatcher dispatcher) : Question<CheckpointStats>(dispatcher)
{
    public CheckpointKind Kind => kind;

    public string? Savepoint => savepoint;
}

/// <summary>From now on a checkpoint is due now and then.</summary>
/// <param name="Interval">How long after the last one.</param>
/// <param name="MinPause">The shortest pause between two.</param>
/// <param name="MaxInterval">The longest time between two, whatever the pause: a transaction is filled meanwhile. Null: as long as they
/// like.</param>
internal sealed record StartPeriodicCheckpoints(TimeSpan Interval, TimeSpan MinPause, TimeSpan? MaxInterval);

/// <summary>Told to the coordinator's parent: a checkpoint is the current one, and everything that follows from that is done.</summary>
/// <param name="Stats">The checkpoint.</param>
/// <param name="SavepointFailure">Why it is not the savepoint that it was to be, or null.</param>
internal sealed record CheckpointDone(CheckpointStats Stats, Exception? SavepointFailure);

/// <summary>Told to the coordinator's parent: a checkpoint is the current one.</summary>
internal sealed record CheckpointCommitted(CheckpointStats Stats);

/// <summary>A shard as the coordinator sees it.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Actor">Its address.</param>
/// <param name="Epoch">The epoch under which this process owns it.</param>
/// <param name="Sinks">The writers of its rows.</param>
internal sealed record CoordinatedShard(int Number, IActorRef Actor, long Epoch, IReadOnlyList<CoordinatedSink> Sinks);

/// <summary>A sink's writer as the coordinator sees it.</summary>
/// <param name="Id">The sink's place in the plan.</param>
/// <param name="Writer">Its address.</param>
/// <param name="HoldsBack">Whether it holds back rows until the commit has returned.</param>
internal sealed record CoordinatedSink(string Id, IActorRef Writer, bool HoldsBack);
