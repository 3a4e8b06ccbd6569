namespace ActorStream.Checkpoints;

/// <summary>Another process runs the job under the same name: this one stops for good.</summary>
internal sealed class JobFencedException(string job, Exception? cause = null) : ActorStreamException(
    $"Another process has taken over job \"{job}\"; this one stops.",
    ErrorDomain.External,
    hint: "Run a job under one name in one place at a time, or give this one another --name.", innerException: cause);
