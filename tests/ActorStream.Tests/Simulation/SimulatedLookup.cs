using ActorStream.Connectors;
using ActorStream.Types;

namespace ActorStream.Tests.Simulation;

/// <summary>A process's connection to a simulated dimension table.</summary>
internal sealed class SimulatedLookup(ILookup inner, SimulatedProcess process) : ILookup
{
    public ValueTask OpenAsync(CancellationToken cancellationToken) =>
        process.CallAsync("lookup open", () => inner.OpenAsync(cancellationToken), cancellationToken);

    public ValueTask<LookupRows> LookupAsync(Batch keys, CancellationToken cancellationToken) =>
        process.CallAsync($"lookup {keys.Count}", () => inner.LookupAsync(keys, cancellationToken), cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
