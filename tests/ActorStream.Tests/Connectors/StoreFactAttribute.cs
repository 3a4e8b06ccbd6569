namespace ActorStream.Tests.Connectors;

/// <summary>A test of the contract; where it runs decides whether it can be skipped.</summary>
internal sealed class StoreFactAttribute : FactAttribute;

/// <summary>The same, with cases.</summary>
internal sealed class StoreTheoryAttribute : TheoryAttribute;
