using ActorStream.Connectors;
using ActorStream.Tests.Connectors.Sql;

namespace ActorStream.Tests.Simulation;

/// <summary>The simulated store keeps the contract of the real ones.</summary>
public sealed class SimulatedStoreTests : CheckpointStoreContract
{
    private readonly SimulatedDatabase _database = new();

    protected override ICheckpointStore NewStore() => new SimulatedStore(_database);
}
