namespace ActorStream.Connectors;

/// <summary>Input that did not become a row.</summary>
/// <param name="Payload">The bytes as they came.</param>
/// <param name="Position">Where it stands: <c>topic-partition@offset</c>, <c>file:line</c>.</param>
/// <param name="Reason">Why, in one sentence.</param>
/// <param name="Column">The column that did not decode, or null where the whole payload did not.</param>
public sealed record DeadLetter(byte[] Payload, string Position, string Reason, string? Column);
