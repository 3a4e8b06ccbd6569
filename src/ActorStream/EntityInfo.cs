namespace ActorStream;

/// <summary>One entity's live state.</summary>
/// <param name="Operator">The operator that it belongs to.</param>
/// <param name="Key">Its key as text; the parts of a key of several columns are separated by commas.</param>
/// <param name="Shard">The shard that holds it.</param>
/// <param name="Kind"><c>found</c>, <c>missing</c> or <c>loading</c>.</param>
/// <param name="LoadedAtMs">When its rows were loaded, milliseconds since 1970; null while they are not.</param>
/// <param name="AgeMs">How long ago that was.</param>
/// <param name="Rows">The cached dimension rows: column name to text, null for NULL.</param>
public sealed record EntityInfo(
    string Operator, string Key, int Shard, string Kind, long? LoadedAtMs, long? AgeMs,
    IReadOnlyList<IReadOnlyDictionary<string, string?>> Rows);

/// <summary>The cache of one dimension table over all shards.</summary>
/// <param name="Operator">The lookup join's id.</param>
/// <param name="Table">The dimension table.</param>
/// <param name="IsEnabled">Whether rows are kept at all.</param>
/// <param name="Entries">Keys that are known.</param>
/// <param name="MaxRows">The bound, or null.</param>
/// <param name="Hits">Rows that found their entry.</param>
/// <param name="Misses">Rows that had to wait for a lookup.</param>
/// <param name="Loads">Keys that were asked for.</param>
/// <param name="Evictions">Entries that went to make room.</param>
/// <param name="Expirations">Entries that were too old.</param>
/// <param name="StaleServes">Rows that went without an answer because the lookup failed.</param>
/// <param name="WaitingRows">Rows that wait now.</param>
/// <param name="SizeBytes">Memory that it holds, about.</param>
/// <param name="OldestLoadedAtMs">When the oldest entry was loaded, or null.</param>
public sealed record CacheInfo(
    string Operator, string Table, bool IsEnabled, long Entries, long? MaxRows, long Hits, long Misses, long Loads, long Evictions,
    long Expirations, long StaleServes, long WaitingRows, long SizeBytes, long? OldestLoadedAtMs)
{
    /// <summary>Hits among all rows, 0 to 1; 0 where there were none.</summary>
    public double HitRate => Hits + Misses == 0 ? 0 : (double)Hits / (Hits + Misses);
}
