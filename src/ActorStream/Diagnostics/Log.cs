using Microsoft.Extensions.Logging;

namespace ActorStream.Diagnostics;

/// <summary>Every log message of the engine. Error: data at risk or a job failed; Warning: recovered but unexpected; Information:
/// lifecycle; Debug: per batch; nothing per row.</summary>
internal static partial class Log
{
    [LoggerMessage(EventIds.JobRuns, LogLevel.Information, "Job {Job} ({JobId}) runs, restored from checkpoint {Checkpoint}.")]
    public static partial void JobRuns(ILogger logger, string job, string jobId, long? checkpoint);

    [LoggerMessage(EventIds.JobFails, LogLevel.Warning, "Job {Job} met a failure and closes what it has open: {Reason}")]
    public static partial void JobFails(ILogger logger, string job, string reason);

    [LoggerMessage(EventIds.JobRestarts, LogLevel.Warning, "Job {Job} restarts (restart {Restart}) in {DelayMs} ms: {Reason}")]
    public static partial void JobRestarts(ILogger logger, string job, int restart, long delayMs, string reason);

    [LoggerMessage(EventIds.JobTakesNewSplits, LogLevel.Information,
        "Job {Job} goes on from its last checkpoint with the splits that its sources have found.")]
    public static partial void JobTakesNewSplits(ILogger logger, string job);

    [LoggerMessage(EventIds.JobKeptFromStopping, LogLevel.Warning,
        "Job {Job} goes on from its last checkpoint, because the savepoint that it was to end with could not be written.")]
    public static partial void JobKeptFromStopping(ILogger logger, string job);

    [LoggerMessage(EventIds.JobFailed, LogLevel.Error, "Job {Job} failed: {Reason}")]
    public static partial void JobFailed(ILogger logger, string job, string reason);

    [LoggerMessage(EventIds.JobEnded, LogLevel.Information, "Job {Job} ended: {Status}.")]
    public static partial void JobEnded(ILogger logger, string job, string status);

    [LoggerMessage(EventIds.StoreWarning, LogLevel.Warning, "Checkpoint store {Store}: {Warning}")]
    public static partial void StoreWarning(ILogger logger, string store, string warning);

    [LoggerMessage(EventIds.CleanUpFailed, LogLevel.Warning,
        "Job {Job} could not remove its old checkpoints, which it will try again after the next one: {Reason}")]
    public static partial void CleanUpFailed(ILogger logger, string job, string reason);

    [LoggerMessage(EventId = EventIds.CheckpointIntervalShortened,
        Message = "Job {Job} takes a checkpoint every {IntervalSeconds} s, so that the transaction of its sinks does not run out.")]
    public static partial void CheckpointIntervalShortened(ILogger logger, LogLevel level, string job, double intervalSeconds);

    [LoggerMessage(EventIds.StateDropped, LogLevel.Warning, "Job {Job}: {What}")]
    public static partial void StateDropped(ILogger logger, string job, string what);

    [LoggerMessage(EventIds.ConnectorWarning, LogLevel.Warning, "Job {Job}: {Warning}")]
    public static partial void ConnectorWarning(ILogger logger, string job, string warning);
}
