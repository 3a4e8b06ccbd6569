namespace ActorStream.Jobs;

/// <summary>What the shards of an attempt count.</summary>
/// <param name="Progress">In all.</param>
/// <param name="Rows">Rows in, rows out and shards by operator.</param>
internal sealed record AttemptSummary(JobProgress Progress, IReadOnlyDictionary<string, (long In, long Out, int Shards)> Rows)
{
    /// <summary>Reads the counters of shards that run no more.</summary>
    public static AttemptSummary Of(IReadOnlyList<AttemptShard> shards) => new(
        JobInspection.Progress(shards.Select(s => s.Metrics)),
        JobInspection.Sum(shards.SelectMany(s => JobInspection.Count(s.Shard))));
}
