using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using ActorStream.Connectors;
using ActorStream.Tests.Support;

namespace ActorStream.Tests.Simulation;

/// <summary>That the simulation's oracles bite: bugs of the protocol are planted, and each must be found.</summary>
public sealed class PlantedBugSimulationTests
{
    /// <summary>Each with how many seeds may pass before it is found, and by which oracle (a pattern).</summary>
    private static readonly Dictionary<string, (Func<PlantedBug> Plant, int Seeds, string Oracle)> Bugs = new()
    {
        ["no epoch is checked"] = (
            () =>
            {
                var epochs = new ConcurrentDictionary<int, long>();
                return new() { WrapStore = s => new NoEpochCheckStore(s, epochs), WrapLog = l => new NoEpochCheckLog(l) };
            }, 100, "O5"),
        ["the log checks no epoch"] = (() => new() { WrapLog = l => new NoEpochCheckLog(l) }, 200, "O4"),
        ["state is read up to the pointer"] = (
            () => new() { WrapStore = s => new ReadsUpToPointerStore(new UncollectedStore(s)) }, 1500, "O1"),
        ["offsets are committed before state"] = (
            () =>
            {
                var bug = new OffsetsBeforeState();
                return new() { WrapStore = bug.Wrap, WrapLog = bug.Wrap };
            }, 50, "O4"),
        ["the collector takes what is in use"] = (() => new() { WrapStore = s => new OvercollectingStore(s) }, 50, "failed"),
        ["files show before the commit"] = (() => new() { FilesShowEarly = true }, 100, "O1"),
        ["rows overtake those that wait"] = (() => new() { Overtakes = true }, 50, "O1"),
        ["a lookup is never answered"] = (() => new() { LosesLookups = true }, 200, "has not ended|There is no end"),
    };

    public static TheoryData<string> BugNames => [.. Bugs.Keys];

    [Theory]
    [MemberData(nameof(BugNames))]
    public void APlantedBugIsFound(string name)
    {
        (Func<PlantedBug> plant, int seeds, string oracle) = Bugs[name];
        for (int seed = 1; seed <= seeds; seed++)
        {
            try
            {
                EnrichmentWorld.Run(seed, plant());
            }
            catch (SimulationException found)
            {
                // Another oracle may see a bug first; the one that is named must see it, too.
                if (Regex.IsMatch(found.Message.Split('\n')[0], oracle)) return;
            }
        }
        Assert.Fail($"{seeds} seeds do not show that {name}.");
    }

    /// <summary>A store whose collector forgets to spare what it was told to keep.</summary>
    private sealed class OvercollectingStore(ICheckpointStore inner) : ForwardingStore(inner)
    {
        public override ValueTask<(int Manifests, int Segments)> CollectAsync(
            string job, IReadOnlyCollection<(int Shard, long CheckpointId)> keep, long currentEpoch, long olderThanMs,
            CancellationToken cancellationToken) =>
            base.CollectAsync(job, [.. keep.Take(1)], currentEpoch + 1, olderThanMs, cancellationToken);
    }
}
