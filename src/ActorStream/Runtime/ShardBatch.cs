using ActorStream.Connectors;

namespace ActorStream.Runtime;

/// <summary>Rows of one split on their way to its shard.</summary>
internal sealed record ShardBatch(string SourceId, SourceBatch Batch);
