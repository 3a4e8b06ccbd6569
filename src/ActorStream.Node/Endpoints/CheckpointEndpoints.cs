using ActorStream.Connectors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ActorStream.Node.Endpoints;

/// <summary>Checkpoints and savepoints, as Flink's REST API answers.</summary>
internal static class CheckpointEndpoints
{
    /// <summary>What the checkpoint stores take.</summary>
    private const int MaxNameLength = 255;

    public static void Map(IEndpointRouteBuilder routes, string prefix, JobDirectory directory)
    {
        routes.MapGet(prefix + "/jobs/{job}/checkpoints", context =>
            Answer.WriteAsync(context, Checkpoints(directory.Find(context)), RestJson.Default.CheckpointsAnswer));
        routes.MapPost(prefix + "/jobs/{job}/savepoints", context => TakeSavepointAsync(context, directory));
        routes.MapPost(prefix + "/jobs/{job}/stop", context => StopAsync(context, directory));
        routes.MapPost(prefix + "/jobs/{job}/checkpoints", context => TakeCheckpointAsync(context, directory));
        routes.MapGet(prefix + "/jobs/{job}/savepoints/{trigger}",
            context => TellAsync(context, directory, OperationKind.Savepoint, static c => new OperationResult { Location = c.Savepoint }));
        routes.MapGet(prefix + "/jobs/{job}/checkpoints/{trigger}",
            context => TellAsync(context, directory, OperationKind.Checkpoint, static c => new OperationResult { CheckpointId = c.Id }));
        routes.MapPost(prefix + "/savepoint-disposal", static _ => throw RestException.BadRequest(
            "Savepoints are not disposed of by request: a savepoint holds its state until it is removed from the checkpoint store."));
    }

    private static async Task TakeSavepointAsync(HttpContext context, JobDirectory directory)
    {
        JobClient job = directory.Find(context);
        SavepointRequest request = await Answer.ReadAsync(context, RestJson.Default.SavepointRequest);
        CheckFormat(request.FormatType);
        string? name = NameOf(request.TargetDirectory);
        await BeginAsync(context, directory, job, OperationKind.Savepoint, request.TriggerId,
            () => request.CancelJob ?? false ? TakeAndCancelAsync(job, name) : job.TakeSavepointAsync(name));
    }

    private static async Task StopAsync(HttpContext context, JobDirectory directory)
    {
        JobClient job = directory.Find(context);
        StopRequest request = await Answer.ReadAsync(context, RestJson.Default.StopRequest);
        CheckFormat(request.FormatType);
        string? name = NameOf(request.TargetDirectory);
        await BeginAsync(
            context, directory, job, OperationKind.Savepoint, request.TriggerId, () => job.StopWithSavepointAsync(name));
    }

    private static async Task TakeCheckpointAsync(HttpContext context, JobDirectory directory)
    {
        JobClient job = directory.Find(context);
        CheckpointRequest request = await Answer.ReadAsync(context, RestJson.Default.CheckpointRequest);
        string type = OneOf("checkpointType", request.CheckpointType ?? "CONFIGURED", "CONFIGURED", "FULL", "INCREMENTAL");
        await BeginAsync(context, directory, job, OperationKind.Checkpoint, request.TriggerId,
            () => job.TakeCheckpointAsync(isFull: type == "FULL"));
    }

    private static Task BeginAsync(HttpContext context, JobDirectory directory, JobClient job, OperationKind kind, string? trigger,
        Func<Task<CheckpointInfo>> work)
    {
        if (trigger is not null) CheckTrigger(trigger);
        string begun = directory.Operations.Begin(job, kind, trigger, work);
        return Answer.WriteAsync(context, new TriggerAnswer(begun), RestJson.Default.TriggerAnswer, StatusCodes.Status202Accepted);
    }

    private static Task TellAsync(
        HttpContext context, JobDirectory directory, OperationKind kind, Func<CheckpointInfo, OperationResult> result)
    {
        JobClient job = directory.Find(context);
        string trigger = (string)context.Request.RouteValues["trigger"]!;
        CheckTrigger(trigger);
        OperationAnswer answer = directory.Operations.Find(job, kind, trigger) switch
        {
            { IsCompleted: false } => new OperationAnswer(new OperationStatus("IN_PROGRESS"), null),
            { IsCompletedSuccessfully: true } work =>
                new OperationAnswer(new OperationStatus("COMPLETED"), result(work.GetAwaiter().GetResult())),
            { } failed => new OperationAnswer(
                new OperationStatus("COMPLETED"), new OperationResult { FailureCause = CauseOf(failed, context) }),
        };
        return Answer.WriteAsync(context, answer, RestJson.Default.OperationAnswer);
    }

    private static async Task<CheckpointInfo> TakeAndCancelAsync(JobClient job, string? name)
    {
        CheckpointInfo savepoint = await job.TakeSavepointAsync(name);
        await job.CancelAsync();
        return savepoint;
    }

    // Savepoints have one format, so both of Flink's are it.
    private static void CheckFormat(string? format) => OneOf("formatType", format ?? "CANONICAL", "CANONICAL", "NATIVE");

    private static string OneOf(string member, string value, params string[] values) => values.Contains(value)
        ? value
        : throw RestException.BadRequest($"Expected {string.Join(", ", values[..^1])} or {values[^1]} for {member} but got \"{value}\".");

    private static void CheckTrigger(string trigger)
    {
        if (trigger.Length != 32 || !trigger.All(char.IsAsciiHexDigit))
            throw RestException.BadRequest($"Expected 32 hexadecimal digits for triggerId but got \"{trigger}\".");
    }

    // Clients of Flink give a folder; its last part is the name.
    private static string? NameOf(string? target)
    {
        string name = (target ?? "").TrimEnd('/');
        name = name[(name.LastIndexOf('/') + 1)..];
        if (name.Length > MaxNameLength || name.Any(char.IsControl)) throw RestException.BadRequest(
            $"Expected at most {MaxNameLength} characters and no control character as a savepoint's name.");
        return name.Length == 0 ? null : name;
    }

    private static FailureCause CauseOf(Task failed, HttpContext context)
    {
        Exception? error = failed.Exception?.InnerException;
        string type = error?.GetType().FullName ?? typeof(OperationCanceledException).FullName!;
        string message = Redaction.Text(error?.Message ?? "The job ended.");
        // Here already: a secret would not be found among serialized bytes.
        if (context.Features.Get<SecretHiding>() is { } hiding) message = hiding.Text(message);
        return new FailureCause(type, message, JavaThrowable.Serialize(type, message));
    }

    private static CheckpointsAnswer Checkpoints(JobClient job)
    {
        CheckpointOverview overview = job.Checkpoints;
        CheckpointEntry[] history = [.. overview.Recent.Select(c => Entry(job, c))];
        CheckpointInfo[] completed = [.. overview.Recent.Where(static c => c.Status == "COMPLETED")];
        int inProgress = overview.Recent.Count(static c => c.Status == "IN_PROGRESS");
        return new CheckpointsAnswer
        {
            Counts = new CheckpointCounts
            {
                Restored = (int)overview.Restored,
                Total = (int)(overview.Completed + overview.Failed) + inProgress,
                InProgress = inProgress,
                Completed = (int)overview.Completed,
                Failed = (int)overview.Failed,
            },
            Summary = new CheckpointSummary
            {
                CheckpointedSize = Statistics.Of(completed.Select(static c => c.StateBytes)),
                StateSize = Statistics.Of(completed.Select(static c => c.FullStateBytes)),
                EndToEndDuration = Statistics.Of(completed.Select(static c => c.DurationMs)),
            },
            Latest = new LatestCheckpoints
            {
                Completed = history.FirstOrDefault(static c => c is { Status: "COMPLETED", IsSavepoint: false }),
                Savepoint = history.FirstOrDefault(static c => c is { Status: "COMPLETED", IsSavepoint: true }),
                Failed = history.FirstOrDefault(static c => c.Status == "FAILED"),
                Restored = overview.RestoredId is { } id
                    ? new RestoredCheckpoint { Id = id, RestoreTimestamp = job.StatusTimestamps.GetValueOrDefault(JobStatus.Running) }
                    : null,
            },
            History = history,
        };
    }

    private static CheckpointEntry Entry(JobClient job, CheckpointInfo checkpoint)
    {
        bool isSavepoint = checkpoint.Savepoint is not null;
        bool isCompleted = checkpoint.Status == "COMPLETED";
        return new CheckpointEntry
        {
            ClassName = checkpoint.Status.ToLowerInvariant(),
            Id = checkpoint.Id,
            Status = checkpoint.Status,
            IsSavepoint = isSavepoint,
            SavepointFormat = isSavepoint ? "CANONICAL" : null,
            TriggerTimestamp = checkpoint.TriggerTimestampMs,
            LatestAckTimestamp = isCompleted ? checkpoint.TriggerTimestampMs + checkpoint.DurationMs : -1,
            CheckpointedSize = checkpoint.StateBytes,
            StateSize = checkpoint.FullStateBytes,
            EndToEndDuration = checkpoint.DurationMs,
            Subtasks = checkpoint.Shards,
            AcknowledgedSubtasks = checkpoint.ShardsDone,
            CheckpointType = !isSavepoint ? "CHECKPOINT" : checkpoint.Kind == "final" ? "SYNC_SAVEPOINT" : "SAVEPOINT",
            ExternalPath = isCompleted ? checkpoint.Savepoint ?? $"{job.Name}/{checkpoint.Id}" : null,
            IsDiscarded = isCompleted ? false : null,
        };
    }
}
