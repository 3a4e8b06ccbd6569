using ActorStream.Connectors;

namespace ActorStream.Tests.Support;

/// <summary>Waits for what a log does a moment after it has answered.</summary>
internal static class LogWaiting
{
    /// <summary>Waits until no transaction is open in a partition: Kafka answers a commit before its readers can see it.</summary>
    public static async Task UntilSettledAsync(this ILog log, LogPartition partition, CancellationToken deadline)
    {
        while (true)
        {
            LogOffset committed = (await log.LatestOffsetsAsync([partition], LogIsolation.ReadCommitted, deadline))[0];
            LogOffset written = (await log.LatestOffsetsAsync([partition], LogIsolation.ReadUncommitted, deadline))[0];
            if (committed.Offset == written.Offset) return;
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, deadline);
        }
    }
}
