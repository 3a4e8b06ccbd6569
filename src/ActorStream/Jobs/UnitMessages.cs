using ActorStream.Actors;
using ActorStream.Checkpoints;

namespace ActorStream.Jobs;

/// <summary>Asks a unit to take a last checkpoint and end.</summary>
internal sealed record StopUnit;

/// <summary>Asks a job, and its unit, to end with a savepoint as the last checkpoint; answered when it is written.</summary>
/// <param name="savepoint">The savepoint's name.</param>
/// <param name="dispatcher">The asker's.</param>
internal sealed class StopWithSavepoint(string savepoint, Dispatcher dispatcher) : Question<CheckpointStats>(dispatcher)
{
    public string Savepoint => savepoint;
}

/// <summary>A unit has written the savepoint with which its job is to end: no other attempt follows, whatever comes.</summary>
internal sealed record StopConfirmed;

/// <summary>Asks a unit to end at once.</summary>
internal sealed record CancelUnit;

/// <summary>A unit has recovered, and its sources are being read.</summary>
internal sealed record UnitRunning;

/// <summary>A unit has met its first failure, and is closing.</summary>
internal sealed record UnitFailing(Exception Cause);

/// <summary>A unit has closed everything.</summary>
/// <param name="End">How it ended; null: by a failure.</param>
/// <param name="Failure">The first failure, or null.</param>
internal sealed record UnitEnded(AttemptEnd? End, Exception? Failure);
