namespace ActorStream.Connectors;

/// <summary>A key that finds no row is looked up again, because its row may come later than who refers to it.</summary>
/// <param name="Delay">How long to wait before each time.</param>
/// <param name="MaxAttempts">How often at most, after the first time.</param>
internal sealed record MissRetry(TimeSpan Delay, int MaxAttempts);
