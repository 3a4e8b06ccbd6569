using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;

namespace ActorStream.Node.Endpoints;

/// <summary>The jobs that requests ask for, and the savepoints that they have triggered.</summary>
internal sealed class JobDirectory(Func<IReadOnlyList<JobClient>> jobs, TimeProvider timeProvider)
{
    private const int MaxTriggers = 1_000;
    private readonly ConcurrentDictionary<(string Job, string Trigger), Task<CheckpointInfo>> _savepoints = new();
    private readonly ConcurrentQueue<(string Job, string Trigger)> _order = new();

    public IReadOnlyList<JobClient> Jobs => jobs();

    public long NowMs => timeProvider.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>The job that the path names, by id or by name.</summary>
    public JobClient Find(HttpContext context)
    {
        string wanted = (string)context.Request.RouteValues["job"]!;
        IReadOnlyList<JobClient> all = Jobs;
        return all.FirstOrDefault(j => j.Id == wanted) ?? all.LastOrDefault(j => j.Name == wanted)
            ?? throw RestException.NotFound($"Job {wanted} not found");
    }

    /// <summary>Begins a savepoint and returns the id to ask for it by.</summary>
    public string TriggerSavepoint(JobClient job, string? name, bool cancel)
    {
        string trigger = Guid.NewGuid().ToString("n");
        _savepoints[(job.Id, trigger)] = RunAsync();
        _order.Enqueue((job.Id, trigger));
        while (_order.Count > MaxTriggers && _order.TryDequeue(out (string Job, string Trigger) oldest))
        {
            _savepoints.TryRemove(oldest, out _);
        }
        return trigger;

        async Task<CheckpointInfo> RunAsync()
        {
            CheckpointInfo savepoint = await job.TakeSavepointAsync(name);
            if (cancel) await job.CancelAsync();
            return savepoint;
        }
    }

    /// <summary>A savepoint that was triggered.</summary>
    public Task<CheckpointInfo> FindSavepoint(JobClient job, string trigger) =>
        _savepoints.TryGetValue((job.Id, trigger), out Task<CheckpointInfo>? savepoint)
            ? savepoint
            : throw RestException.NotFound($"There is no savepoint operation with triggerId={trigger} for job {job.Id}.");
}
