namespace ActorStream;

/// <summary>A checkpoint of a running job.</summary>
/// <param name="Id">Its number, rising over the job's life.</param>
/// <param name="Kind"><c>initial</c>, <c>periodic</c>, <c>final</c>, <c>savepoint</c>, <c>manual</c> or <c>full</c>.</param>
/// <param name="Status"><c>IN_PROGRESS</c>, <c>COMPLETED</c> or <c>FAILED</c>.</param>
/// <param name="TriggerTimestampMs">When it began, milliseconds since 1970.</param>
/// <param name="DurationMs">How long it took.</param>
/// <param name="StateBytes">Bytes that it wrote.</param>
/// <param name="FullStateBytes">Bytes of everything that it consists of.</param>
/// <param name="EntityRows">Rows of entities that it wrote.</param>
/// <param name="Savepoint">The savepoint's name, or null.</param>
/// <param name="Shards">Shards that it is of.</param>
/// <param name="ShardsDone">Shards that have given their state.</param>
public sealed record CheckpointInfo(
    long Id, string Kind, string Status, long TriggerTimestampMs, long DurationMs, long StateBytes, long FullStateBytes, int EntityRows,
    string? Savepoint, int Shards, int ShardsDone);

/// <summary>A job's checkpoints.</summary>
/// <param name="Completed">How many were completed in this process.</param>
/// <param name="Failed">How many failed.</param>
/// <param name="Restored">How often the job was restored from one.</param>
/// <param name="RestoredId">The number that it was last restored from, or null.</param>
/// <param name="Recent">The last ones, newest first.</param>
public sealed record CheckpointOverview(long Completed, long Failed, long Restored, long? RestoredId, IReadOnlyList<CheckpointInfo> Recent);
