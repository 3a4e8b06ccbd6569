namespace ActorStream.Connectors;

/// <summary>One thing that what a job keeps in its checkpoints depends on: where it changes, what was kept means something else.</summary>
/// <param name="Name">What people call it, such as an option's key.</param>
/// <param name="Value">Its value; checkpoints hold a hash of it.</param>
public readonly record struct StatePart(string Name, string Value);
