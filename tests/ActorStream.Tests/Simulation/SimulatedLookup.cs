using ActorStream.Connectors;
using ActorStream.Types;

namespace ActorStream.Tests.Simulation;

/// <summary>A process's connection to a simulated dimension table, which takes its time.</summary>
internal sealed class SimulatedLookup(ILookup inner, SimulatedProcess process, Func<TimeSpan> latency) : ILookup
{
    public ValueTask OpenAsync(CancellationToken cancellationToken) =>
        process.CallAsync("lookup open", () => inner.OpenAsync(cancellationToken), cancellationToken);

    public ValueTask<LookupRows> LookupAsync(Batch keys, CancellationToken cancellationToken) =>
        process.CallAsync(
            $"lookup {keys.Count}",
            async () =>
            {
                await Task.Delay(latency(), process.Clock, cancellationToken);
                return await inner.LookupAsync(keys, cancellationToken);
            },
            cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
