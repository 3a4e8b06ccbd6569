namespace ActorStream;

/// <summary>A job ended in failure. Wraps the cause once, at the job's boundary.</summary>
public sealed class JobFailedException : ActorStreamException
{
    internal JobFailedException(string job, string? operatorName, Exception cause)
        : base(
            operatorName is null ? $"Job \"{job}\" failed: {cause.Message}" : $"Job \"{job}\" failed in {operatorName}: {cause.Message}",
            (cause as ActorStreamException)?.Domain ?? ErrorDomain.Internal,
            isTransient: false,
            (cause as ActorStreamException)?.Hint,
            cause)
    {
        Job = job;
        Operator = operatorName;
    }

    /// <summary>The job's name.</summary>
    public string Job { get; }

    /// <summary>The operator in which it failed, or null where none is known.</summary>
    public string? Operator { get; }
}
