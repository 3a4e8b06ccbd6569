using System.Text.Json.Serialization;

namespace ActorStream.Node.Endpoints;

/// <summary><c>/jobs/ID/entities</c>.</summary>
internal sealed record EntitiesAnswer([property: JsonPropertyName("entities")] IReadOnlyList<EntityAnswer> Entities);

/// <summary>What one operator holds for a key.</summary>
internal sealed record EntityAnswer
{
    [JsonPropertyName("operator")] public required string Operator { get; init; }

    [JsonPropertyName("key")] public required string Key { get; init; }

    [JsonPropertyName("shard")] public int Shard { get; init; }

    [JsonPropertyName("kind")] public required string Kind { get; init; }

    [JsonPropertyName("loaded-at")] public long? LoadedAt { get; init; }

    [JsonPropertyName("age-ms")] public long? AgeMs { get; init; }

    [JsonPropertyName("rows")] public required IReadOnlyList<IReadOnlyDictionary<string, string?>> Rows { get; init; }
}

/// <summary><c>/jobs/ID/caches</c>.</summary>
internal sealed record CachesAnswer([property: JsonPropertyName("caches")] IReadOnlyList<CacheAnswer> Caches);

/// <summary>The cache of one dimension table.</summary>
internal sealed record CacheAnswer
{
    [JsonPropertyName("operator")] public required string Operator { get; init; }

    [JsonPropertyName("table")] public required string Table { get; init; }

    [JsonPropertyName("enabled")] public bool IsEnabled { get; init; }

    [JsonPropertyName("entries")] public long Entries { get; init; }

    [JsonPropertyName("max-rows")] public long? MaxRows { get; init; }

    [JsonPropertyName("hits")] public long Hits { get; init; }

    [JsonPropertyName("misses")] public long Misses { get; init; }

    [JsonPropertyName("hit-rate")] public double HitRate { get; init; }

    [JsonPropertyName("loads")] public long Loads { get; init; }

    [JsonPropertyName("evictions")] public long Evictions { get; init; }

    [JsonPropertyName("expirations")] public long Expirations { get; init; }

    [JsonPropertyName("stale-serves")] public long StaleServes { get; init; }

    [JsonPropertyName("waiting-rows")] public long WaitingRows { get; init; }

    [JsonPropertyName("size-bytes")] public long SizeBytes { get; init; }

    [JsonPropertyName("oldest-loaded-at")] public long? OldestLoadedAt { get; init; }
}

/// <summary>How many cached rows were forgotten.</summary>
internal sealed record InvalidationAnswer([property: JsonPropertyName("invalidated")] int Invalidated);
