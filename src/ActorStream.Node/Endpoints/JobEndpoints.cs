using System.IO.Hashing;
using System.Text;
using ActorStream.Connectors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ActorStream.Node.Endpoints;

/// <summary>Overview, the list of jobs, one job, cancelling: as Flink's REST API answers.</summary>
internal static class JobEndpoints
{
    // The API that is spoken; clients compare it with their own.
    private const string FlinkVersion = "2.2.1";

    private static readonly string[] TaskStates =
        ["CREATED", "SCHEDULED", "DEPLOYING", "INITIALIZING", "RUNNING", "FINISHED", "CANCELING", "CANCELED", "FAILED", "RECONCILING"];

    private static readonly string[] JobStates =
    [
        "INITIALIZING", "CREATED", "RUNNING", "FAILING", "FAILED", "CANCELLING", "CANCELED", "FINISHED", "RESTARTING", "SUSPENDED",
        "RECONCILING",
    ];

    public static void Map(IEndpointRouteBuilder routes, string prefix, JobDirectory directory)
    {
        routes.MapGet(prefix + "/overview", context => Answer.WriteAsync(context, Overview(directory), RestJson.Default.OverviewAnswer));
        routes.MapGet(prefix + "/config", static context =>
            Answer.WriteAsync(context, new ConfigAnswer { FlinkVersion = FlinkVersion }, RestJson.Default.ConfigAnswer));
        routes.MapGet(prefix + "/jobs", context => Answer.WriteAsync(
            context, new JobIdsAnswer([.. directory.Jobs.Select(j => new JobIdStatus(j.Id, StateOf(j)))]), RestJson.Default.JobIdsAnswer));
        routes.MapGet(prefix + "/jobs/overview", context => ListAsync(context, directory));
        routes.MapGet(prefix + "/jobs/{job}", async context =>
        {
            JobClient job = directory.Find(context);
            await Answer.WriteAsync(context, await DetailsAsync(job, directory.NowMs, context.RequestAborted), RestJson.Default.JobDetails);
        });
        routes.MapGet(prefix + "/jobs/{job}/plan", async context =>
        {
            JobClient job = directory.Find(context);
            IReadOnlyList<JobVertex> vertices = await job.GetVerticesAsync(context.RequestAborted);
            await Answer.WriteAsync(context, new JobPlanAnswer(Plan(job, vertices)), RestJson.Default.JobPlanAnswer);
        });
        routes.MapGet(prefix + "/jobs/{job}/status", context =>
            Answer.WriteAsync(context, new JobStatusAnswer(StateOf(directory.Find(context))), RestJson.Default.JobStatusAnswer));
        routes.MapGet(prefix + "/jobs/{job}/exceptions", context =>
            Answer.WriteAsync(context, Exceptions(directory.Find(context), directory.NowMs), RestJson.Default.ExceptionsAnswer));
        routes.MapPatch(prefix + "/jobs/{job}", context => CancelAsync(context, directory));
    }

    private static OverviewAnswer Overview(JobDirectory directory)
    {
        JobStatus[] states = [.. directory.Jobs.Select(static j => j.Status)];
        int running = states.Count(static s => s is JobStatus.Created or JobStatus.Running or JobStatus.Failing or JobStatus.Restarting
            or JobStatus.Canceling);
        return new OverviewAnswer
        {
            SlotsTotal = Environment.ProcessorCount,
            SlotsAvailable = Math.Max(0, Environment.ProcessorCount - running),
            JobsRunning = running,
            JobsFinished = states.Count(static s => s == JobStatus.Finished),
            JobsCancelled = states.Count(static s => s == JobStatus.Canceled),
            JobsFailed = states.Count(static s => s == JobStatus.Failed),
            FlinkVersion = FlinkVersion,
        };
    }

    private static async Task ListAsync(HttpContext context, JobDirectory directory)
    {
        JobOverview[] jobs = await Task.WhenAll(directory.Jobs.Select(j => OverviewAsync(j, directory.NowMs, context.RequestAborted)));
        await Answer.WriteAsync(context, new JobsOverviewAnswer(jobs), RestJson.Default.JobsOverviewAnswer);
    }

    private static async Task<JobOverview> OverviewAsync(JobClient job, long now, CancellationToken cancellationToken)
    {
        IReadOnlyList<JobVertex> vertices = await job.GetVerticesAsync(cancellationToken);
        Dictionary<string, int> tasks = Counts(TaskStateOf(job.Status), vertices.Sum(static v => v.Parallelism));
        return new JobOverview
        {
            Id = job.Id,
            Name = job.Name,
            StartTime = job.StartedAtMs,
            EndTime = job.EndedAtMs ?? -1,
            Duration = (job.EndedAtMs ?? now) - job.StartedAtMs,
            State = StateOf(job),
            LastModification = job.StatusTimestamps.Values.DefaultIfEmpty(job.StartedAtMs).Max(),
            Tasks = tasks.ToDictionary(static t => t.Key.ToLowerInvariant(), static t => t.Value).With("total", tasks.Values.Sum()),
        };
    }

    private static async Task<JobDetails> DetailsAsync(JobClient job, long now, CancellationToken cancellationToken)
    {
        IReadOnlyList<JobVertex> vertices = await job.GetVerticesAsync(cancellationToken);
        Dictionary<string, long> timestamps = JobStates.ToDictionary(static s => s, static _ => 0L);
        timestamps["INITIALIZING"] = job.StartedAtMs;
        foreach ((JobStatus status, long time) in job.StatusTimestamps) timestamps[NameOf(status)] = time;
        return new JobDetails
        {
            Id = job.Id,
            Name = job.Name,
            State = StateOf(job),
            StartTime = job.StartedAtMs,
            EndTime = job.EndedAtMs ?? -1,
            Duration = (job.EndedAtMs ?? now) - job.StartedAtMs,
            Now = now,
            Timestamps = timestamps,
            Vertices = [.. vertices.Select(v => Vertex(job, v, now))],
            StatusCounts = Counts(TaskStateOf(job.Status), vertices.Count),
            Plan = Plan(job, vertices),
        };
    }

    private static VertexAnswer Vertex(JobClient job, JobVertex vertex, long now)
    {
        long start = job.StatusTimestamps.GetValueOrDefault(JobStatus.Running, -1);
        return new VertexAnswer
        {
            Id = VertexId(vertex.Id),
            SlotSharingGroupId = job.Id,
            Name = vertex.Name,
            MaxParallelism = vertex.Parallelism,
            Parallelism = vertex.Parallelism,
            Status = TaskStateOf(job.Status),
            StartTime = start,
            EndTime = job.EndedAtMs ?? -1,
            Duration = start < 0 ? -1 : (job.EndedAtMs ?? now) - start,
            Tasks = Counts(TaskStateOf(job.Status), vertex.Parallelism),
            Metrics = new VertexMetrics { ReadRecords = vertex.RowsIn, WriteRecords = vertex.RowsOut },
        };
    }

    private static JobPlan Plan(JobClient job, IReadOnlyList<JobVertex> vertices) => new()
    {
        Id = job.Id,
        Name = job.Name,
        // Sinks first, as Flink has them.
        Nodes = [.. vertices.Reverse().Select(static v => new JobPlanNode
        {
            Id = VertexId(v.Id),
            Parallelism = v.Parallelism,
            Description = v.Name,
            Inputs = v.Inputs.Count == 0 ? null : [.. v.Inputs.Select(Input)],
        })],
    };

    private static JobPlanInput Input(string id, int number) => new() { Id = VertexId(id), Number = number };

    // 32 hexadecimal digits, the same in every process that runs the script.
    private static string VertexId(string id) => Convert.ToHexStringLower(XxHash128.Hash(Encoding.UTF8.GetBytes(id)));

    private static ExceptionsAnswer Exceptions(JobClient job, long now) => new(new ExceptionHistory(
        job.Failure is not { } failure ? [] : [new ExceptionEntry((failure.InnerException ?? failure).GetType().FullName!,
            Redaction.Text(failure.Message),
            job.StatusTimestamps.GetValueOrDefault(JobStatus.Failed, job.StatusTimestamps.GetValueOrDefault(JobStatus.Restarting, now)))],
        IsTruncated: job.Restarts > 1));

    private static async Task CancelAsync(HttpContext context, JobDirectory directory)
    {
        JobClient job = directory.Find(context);
        string mode = context.Request.Query["mode"].FirstOrDefault() ?? "cancel";
        if (mode.Equals("stop", StringComparison.OrdinalIgnoreCase)) throw new RestException(StatusCodes.Status308PermanentRedirect,
            "The termination mode \"stop\" has been removed. Use \"cancel\" to end the job at once, or POST to jobs/ID/stop to end it "
            + "with a savepoint.");
        if (!mode.Equals("cancel", StringComparison.OrdinalIgnoreCase))
            throw RestException.BadRequest($"Expected mode=cancel but got mode={mode}.");
        if (job.Status is JobStatus.Finished or JobStatus.Failed) throw new RestException(StatusCodes.Status409Conflict,
            $"Job cancellation failed because the job has already reached another terminal state ({StateOf(job)}).");
        // The request is accepted, as in Flink; it does not wait for the end.
        _ = job.CancelAsync();
        await Answer.WriteAsync(context, new EmptyAnswer(), RestJson.Default.EmptyAnswer, StatusCodes.Status202Accepted);
    }

    private static Dictionary<string, int> Counts(string state, int count) =>
        TaskStates.ToDictionary(static s => s, s => s == state ? count : 0);

    private static Dictionary<string, int> With(this Dictionary<string, int> counts, string key, int value)
    {
        counts[key] = value;
        return counts;
    }

    private static string StateOf(JobClient job) => NameOf(job.Status);

    private static string NameOf(JobStatus status) => status == JobStatus.Canceling ? "CANCELLING" : status.ToString().ToUpperInvariant();

    private static string TaskStateOf(JobStatus status) =>
        status == JobStatus.Restarting ? "SCHEDULED" : status.ToString().ToUpperInvariant();
}
