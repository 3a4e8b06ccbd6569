using ActorStream.Actors;
using ActorStream.Checkpoints;
using ActorStream.Connectors;
using Microsoft.Extensions.Logging;

namespace ActorStream.Jobs;

/// <summary>What an attempt at a unit is made of.</summary>
internal sealed class UnitPlan
{
    public required JobOptions Options { get; init; }

    /// <summary>Sources, sinks and lookups, unopened.</summary>
    public required JobGraph Graph { get; init; }

    /// <summary>What connectors share.</summary>
    public required ConnectorEnvironment Environment { get; init; }

    /// <summary>Opens the store of checkpoints; null: none are kept.</summary>
    public required Func<ICheckpointStore>? StoreFactory { get; init; }

    /// <summary>The job's checkpoints.</summary>
    public required CheckpointHistory History { get; init; }

    /// <summary>The savepoint to start from, or null: the last checkpoint.</summary>
    public required string? Savepoint { get; init; }

    /// <summary>Whether to forget the checkpoints that were taken.</summary>
    public required bool IsFresh { get; init; }

    /// <summary>The epochs under which this process has owned shards of the job before; null where it has not.</summary>
    public required IReadOnlyDictionary<int, long>? Held { get; init; }

    /// <summary>Runs what waits.</summary>
    public required Dispatcher Dispatcher { get; init; }

    public required ILogger Logger { get; init; }
}
