using Microsoft.Extensions.Logging;

namespace ActorStream.Diagnostics;

/// <summary>Every log message of the engine. Error: data at risk or a job failed; Warning: recovered but unexpected; Information:
/// lifecycle; Debug: per batch; nothing per row.</summary>
internal static partial class Log
{
    [LoggerMessage(EventIds.JobRuns, LogLevel.Information, "Job {Job} ({JobId}) runs.")]
    public static partial void JobRuns(ILogger logger, string job, string jobId);

    [LoggerMessage(EventIds.JobFails, LogLevel.Warning, "Job {Job} met a failure and closes what it has open: {Reason}")]
    public static partial void JobFails(ILogger logger, string job, string reason);

    [LoggerMessage(EventIds.JobRestarts, LogLevel.Warning, "Job {Job} restarts (restart {Restart}) in {DelayMs} ms: {Reason}")]
    public static partial void JobRestarts(ILogger logger, Exception cause, string job, int restart, long delayMs, string reason);

    [LoggerMessage(EventIds.JobWaits, LogLevel.Warning, "Job {Job} is starting and waits for {Step}, for {Seconds} s by now.")]
    public static partial void JobWaits(ILogger logger, string job, string step, long seconds);

    [LoggerMessage(EventIds.JobTakesNewSplits, LogLevel.Information,
        "Job {Job} goes on from its last checkpoint with the splits that its sources have found.")]
    public static partial void JobTakesNewSplits(ILogger logger, string job);

    [LoggerMessage(EventIds.JobKeptFromStopping, LogLevel.Warning,
        "Job {Job} goes on from its last checkpoint, because the savepoint that it was to end with could not be written.")]
    public static partial void JobKeptFromStopping(ILogger logger, string job);

    [LoggerMessage(EventIds.JobTakenOver, LogLevel.Warning,
        "Job {Job} was taken over by another process, so it stops here and writes nothing more. It noticed by this: {Reason}")]
    public static partial void JobTakenOver(ILogger logger, string job, string reason);

    [LoggerMessage(EventIds.JobOvertaken, LogLevel.Warning,
        "The log has fenced job {Job}, but the checkpoint store names no other owner, so it goes on. It noticed by this: {Reason}")]
    public static partial void JobOvertaken(ILogger logger, string job, string reason);

    [LoggerMessage(EventIds.JobToStop, LogLevel.Information, "Job {Job} is to end after a last checkpoint.")]
    public static partial void JobToStop(ILogger logger, string job);

    [LoggerMessage(EventIds.JobToCancel, LogLevel.Information, "Job {Job} is to end at once.")]
    public static partial void JobToCancel(ILogger logger, string job);

    [LoggerMessage(EventIds.JobFailed, LogLevel.Error, "Job {Job} failed: {Reason}")]
    public static partial void JobFailed(ILogger logger, Exception cause, string job, string reason);

    [LoggerMessage(EventIds.JobEnded, LogLevel.Information, "Job {Job} ended: {Status}.")]
    public static partial void JobEnded(ILogger logger, string job, string status);

    [LoggerMessage(EventIds.LookupAway, LogLevel.Warning, "Job {Job} asks {Table} again, which did not answer: {Reason}")]
    public static partial void LookupAway(ILogger logger, string job, string table, string reason);

    [LoggerMessage(EventIds.LookupBack, LogLevel.Information, "Job {Job} has answers of {Table} again.")]
    public static partial void LookupBack(ILogger logger, string job, string table);

    [LoggerMessage(EventIds.LookupSkipped, LogLevel.Warning,
        "Job {Job} goes on without rows of {Table}, as 'lookup.on-failure' says, until it answers again: {Reason}")]
    public static partial void LookupSkipped(ILogger logger, string job, string table, string reason);

    [LoggerMessage(EventIds.LeftOpen, LogLevel.Warning,
        "Job {Job} left {What} open, which did not close within {Seconds} s.")]
    public static partial void LeftOpen(ILogger logger, string job, string what, double seconds);

    [LoggerMessage(EventIds.ActorSystemWarns, LogLevel.Warning, "Actor system, {Source}: {Text}")]
    public static partial void ActorSystemWarns(ILogger logger, string source, string text, Exception? cause);

    [LoggerMessage(EventIds.ActorSystemFails, LogLevel.Error, "Actor system, {Source}: {Text}")]
    public static partial void ActorSystemFails(ILogger logger, string source, string text, Exception? cause);

    [LoggerMessage(EventIds.StoreWarning, LogLevel.Warning, "Checkpoint store {Store}: {Warning}")]
    public static partial void StoreWarning(ILogger logger, string store, string warning);

    [LoggerMessage(EventIds.CleanUpFailed, LogLevel.Warning,
        "Job {Job} could not remove its old checkpoints, which it will try again after the next one: {Reason}")]
    public static partial void CleanUpFailed(ILogger logger, string job, string reason);

    [LoggerMessage(EventId = EventIds.CheckpointIntervalShortened,
        Message = "Job {Job} takes a checkpoint every {IntervalSeconds} s, so that the transaction of its sinks does not run out.")]
    public static partial void CheckpointIntervalShortened(ILogger logger, LogLevel level, string job, double intervalSeconds);

    [LoggerMessage(EventIds.CheckpointStarted, LogLevel.Debug, "Job {Job} takes checkpoint {Checkpoint} ({Kind}).")]
    public static partial void CheckpointStarted(ILogger logger, string job, long checkpoint, string kind);

    [LoggerMessage(EventIds.CheckpointCommitted, LogLevel.Information,
        "Job {Job} committed checkpoint {Checkpoint} ({Kind}) in {ElapsedMs} ms, {StateBytes} bytes, {FullStateBytes} in all.")]
    public static partial void CheckpointCommitted(
        ILogger logger, string job, long checkpoint, string kind, long elapsedMs, long stateBytes, long fullStateBytes);

    [LoggerMessage(EventIds.CheckpointFailed, LogLevel.Warning,
        "Checkpoint {Checkpoint} ({Kind}) of job {Job} failed after {ElapsedMs} ms: {Reason}")]
    public static partial void CheckpointFailed(
        ILogger logger, Exception cause, string job, long checkpoint, string kind, long elapsedMs, string reason);

    [LoggerMessage(EventIds.SavepointWritten, LogLevel.Information, "Job {Job} wrote checkpoint {Checkpoint} as savepoint {Savepoint}.")]
    public static partial void SavepointWritten(ILogger logger, string job, long checkpoint, string savepoint);

    [LoggerMessage(EventIds.JobRestored, LogLevel.Information,
        "Job {Job} goes on from {Source} {Checkpoint}; shards: {Shards}, bytes of state: {StateBytes}, epoch: {Epoch}.")]
    public static partial void JobRestored(
        ILogger logger, string job, string source, string checkpoint, int shards, long stateBytes, long epoch);

    [LoggerMessage(EventIds.JobStartsAnew, LogLevel.Information, "Job {Job} starts anew; shards: {Shards}, epoch: {Epoch}.")]
    public static partial void JobStartsAnew(ILogger logger, string job, int shards, long epoch);

    [LoggerMessage(EventIds.StateDropped, LogLevel.Warning, "Job {Job}: {What}")]
    public static partial void StateDropped(ILogger logger, string job, string what);

    [LoggerMessage(EventIds.ConnectorWarning, LogLevel.Warning, "Job {Job}: {Warning}")]
    public static partial void ConnectorWarning(ILogger logger, string job, string warning);
}
