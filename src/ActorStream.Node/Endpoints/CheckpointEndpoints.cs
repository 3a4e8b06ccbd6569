using ActorStream.Connectors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ActorStream.Node.Endpoints;

/// <summary>Checkpoints and savepoints, as Flink's REST API answers.</summary>
internal static class CheckpointEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, string prefix, JobDirectory directory)
    {
        routes.MapGet(prefix + "/jobs/{job}/checkpoints", context =>
            Answer.WriteAsync(context, Checkpoints(directory.Find(context)), RestJson.Default.CheckpointsAnswer));
        routes.MapPost(prefix + "/jobs/{job}/savepoints", async context =>
        {
            JobClient job = directory.Find(context);
            SavepointRequest request = await Answer.ReadAsync(context, RestJson.Default.SavepointRequest);
            string trigger = directory.TriggerSavepoint(job, NameOf(request.TargetDirectory), request.CancelJob ?? false);
            await Answer.WriteAsync(context, new TriggerAnswer(trigger), RestJson.Default.TriggerAnswer, StatusCodes.Status202Accepted);
        });
        routes.MapGet(prefix + "/jobs/{job}/savepoints/{trigger}", context =>
        {
            JobClient job = directory.Find(context);
            OperationAnswer answer = Operation(directory.FindSavepoint(job, (string)context.Request.RouteValues["trigger"]!));
            return Answer.WriteAsync(context, answer, RestJson.Default.OperationAnswer);
        });
    }

    // Clients of Flink give a folder; its last part is the name.
    private static string? NameOf(string? target)
    {
        string name = (target ?? "").TrimEnd('/');
        name = name[(name.LastIndexOf('/') + 1)..];
        return name.Length == 0 ? null : name;
    }

    private static OperationAnswer Operation(Task<CheckpointInfo> savepoint)
    {
        if (!savepoint.IsCompleted) return new OperationAnswer(new OperationStatus("IN_PROGRESS"), null);
        SavepointResult result = savepoint.IsCompletedSuccessfully
            ? new SavepointResult { Location = savepoint.GetAwaiter().GetResult().Savepoint }
            : new SavepointResult { FailureCause = CauseOf(savepoint) };
        return new OperationAnswer(new OperationStatus("COMPLETED"), result);
    }

    private static FailureCause CauseOf(Task savepoint)
    {
        Exception? error = savepoint.Exception?.InnerException;
        return new FailureCause(
            error?.GetType().FullName ?? nameof(OperationCanceledException), Redaction.Text(error?.Message ?? "The job ended."));
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
            CheckpointType = isSavepoint ? "SAVEPOINT" : "CHECKPOINT",
            ExternalPath = isCompleted ? checkpoint.Savepoint ?? $"{job.Name}/{checkpoint.Id}" : null,
            IsDiscarded = isCompleted ? false : null,
        };
    }
}
