namespace ActorStream.Operators;

/// <summary>A question about the entities of a shard.</summary>
/// <param name="Key">The key as people write it; null: those used last.</param>
/// <param name="Limit">How many at most.</param>
/// <param name="Shard">The shard's number.</param>
/// <param name="NowMs">Processing time, milliseconds since 1970.</param>
internal sealed record EntityQuery(string? Key, int Limit, int Shard, long NowMs);
