using ActorStream.Checkpoints;
using ActorStream.Connectors;

namespace ActorStream.Jobs;

/// <summary>
/// Whether another process runs the job by now. Who is replaced may meet anything first: a fenced transaction, a checkpoint that is gone,
/// an offset that was moved. So whatever an attempt failed of, the store is asked; and only its word is believed, because the log fences
/// also whoever stood still for too long, or was overtaken by a start that came before its own.
/// </summary>
internal static class Takeover
{
    /// <summary>How long the store is asked before its answer is done without: the next attempt asks again before it takes anything.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>What a failure comes from.</summary>
    /// <param name="failure">What an attempt failed of.</param>
    /// <param name="store">The store, opened; null where it cannot be asked.</param>
    /// <param name="options">The job's options.</param>
    /// <param name="epochs">The epochs under which the attempt owned its shards.</param>
    /// <param name="clock">Bounds the wait.</param>
    /// <returns><see cref="JobFencedException"/> where another process has taken over; <see cref="JobOvertakenException"/> where the log
    /// says so, but the store does not; else the failure.</returns>
    public static async Task<Exception> ExplainAsync(
        Exception failure, ICheckpointStore? store, JobOptions options, IReadOnlyDictionary<int, long> epochs, TimeProvider clock)
    {
        Exception cause = OperatorFailedException.Cause(failure);
        bool isTakenOver = cause is StaleOwnerException;
        try
        {
            using var patience = new CancellationTokenSource(Patience, clock);
            if (store is not null) isTakenOver |= await JobRecovery.IsTakenOverAsync(store, options, epochs, patience.Token);
        }
        catch (Exception unknown) when (unknown is ActorStreamException or OperationCanceledException)
        {
        }
        if (isTakenOver) return new JobFencedException(options.Identity, failure);
        return cause is JobFencedException or ConnectorException { IsFenced: true }
            ? new JobOvertakenException(options.Identity, failure) : failure;
    }
}
