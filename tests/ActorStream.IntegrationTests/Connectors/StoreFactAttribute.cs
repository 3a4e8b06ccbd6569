using ActorStream.IntegrationTests.Support;

namespace ActorStream.IntegrationTests.Connectors;

/// <summary>A test of the contract; skipped where a database's server is not installed.</summary>
internal sealed class StoreFactAttribute : FactAttribute
{
    public StoreFactAttribute() => Skip = MariaDbServer.Missing ?? PostgresServer.Missing;
}

/// <summary>The same, with cases.</summary>
internal sealed class StoreTheoryAttribute : TheoryAttribute
{
    public StoreTheoryAttribute() => Skip = MariaDbServer.Missing ?? PostgresServer.Missing;
}
