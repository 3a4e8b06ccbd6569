using Microsoft.AspNetCore.Http;

namespace ActorStream.Node.Endpoints;

/// <summary>The jobs that requests ask for, and the operations that they have begun.</summary>
internal sealed class JobDirectory(Func<IReadOnlyList<JobClient>> jobs, TimeProvider timeProvider)
{
    /// <summary>Savepoints and checkpoints by request.</summary>
    public Operations Operations { get; } = new(timeProvider);

    public IReadOnlyList<JobClient> Jobs => jobs();

    public long NowMs => timeProvider.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>The job that the path names, by id or by name.</summary>
    public JobClient Find(HttpContext context)
    {
        string wanted = Part(context, "job");
        IReadOnlyList<JobClient> all = Jobs;
        return all.FirstOrDefault(j => j.Id == wanted) ?? all.LastOrDefault(j => j.Name == wanted)
            ?? throw RestException.NotFound($"Job {wanted} not found");
    }

    /// <summary>A part of the path. The server leaves encoded slashes as they are; a name may have some.</summary>
    public static string Part(HttpContext context, string name) =>
        ((string)context.Request.RouteValues[name]!).Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}
