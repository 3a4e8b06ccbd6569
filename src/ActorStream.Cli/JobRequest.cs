namespace ActorStream.Cli;

/// <summary>A script that is to run as a job.</summary>
internal sealed record JobRequest
{
    /// <summary>The script.</summary>
    public required string Script { get; init; }

    /// <summary>The job's name where the script sets none.</summary>
    public required string Name { get; init; }

    /// <summary>The savepoint to start from, or null.</summary>
    public string? Savepoint { get; init; }

    /// <summary>Whether to forget earlier checkpoints.</summary>
    public bool IsFresh { get; init; }

    /// <summary>Settings that hold until the script SETs them.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Goes on beside the running job, such as what fills its topic; when it ends, so does the job.</summary>
    public Func<JobClient, CancellationToken, Task>? Companion { get; init; }
}
