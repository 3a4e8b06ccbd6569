using ActorStream.Actors;
using ActorStream.Connectors;
using Microsoft.Extensions.Logging;

namespace ActorStream.Checkpoints;

/// <summary>Unit-wide parts of checkpointing.</summary>
internal sealed class CheckpointPlan
{
    /// <summary>Its name among all jobs of the store.</summary>
    public required string Job { get; init; }

    /// <summary>Its name in the log.</summary>
    public required string JobName { get; init; }

    /// <summary>Null where no checkpoints are kept: commits happen, but nothing can be recovered.</summary>
    public required ICheckpointStore? Store { get; init; }

    public required CommitPoint CommitPoint { get; init; }

    public required CheckpointHistory History { get; init; }

    public required string Fingerprint { get; init; }

    /// <summary>What keeps state, and what the state depends on.</summary>
    public IReadOnlyList<OperatorState>? Operators { get; init; }

    /// <summary>The log and the user's group of each source that reads one.</summary>
    public required IReadOnlyDictionary<string, (string Log, string? Group)> Sources { get; init; }

    public required TimeProvider TimeProvider { get; init; }

    public required TimeSpan Timeout { get; init; }

    public required int RetainedCheckpoints { get; init; }

    /// <summary>True where the job starts from a savepoint: its first checkpoint is a full one of its own.</summary>
    public required bool IsFromSavepoint { get; init; }

    /// <summary>Where the coordinator's calls run.</summary>
    public required Edge Edge { get; init; }

    public required ILogger Logger { get; init; }
}
