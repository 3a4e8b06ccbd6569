namespace ActorStream.Checkpoints;

/// <summary>
/// The log has fenced the job's transaction, but by the checkpoint store no other process owns the job. So nobody has taken over: this
/// process stood still for longer than its transaction may, or one that had asked for the job before it opened the log after it, and will
/// find itself replaced. The job goes on from its last checkpoint.
/// </summary>
internal sealed class JobOvertakenException(string job, Exception cause) : ActorStreamException(
    $"The log has ended the transaction of job \"{job}\", but no other process has taken it over; it goes on from its last checkpoint.",
    ErrorDomain.External, isTransient: true, innerException: cause);
