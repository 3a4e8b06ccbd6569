using ActorStream.Runtime;

namespace ActorStream.Jobs;

/// <summary>A job's metrics as samples: the one place where their names stand.</summary>
internal static class JobMetrics
{
    /// <summary>Takes a sample of each metric.</summary>
    public static async Task<IReadOnlyList<MetricSample>> SampleAsync(Job job, JobClient client, CancellationToken cancellationToken)
    {
        var samples = new List<MetricSample>();
        (string, string)[] labels = [("job", job.Name)];
        JobProgress progress = client.Progress;
        Add("actorstream_job_up", "gauge", "1 while the job runs.", job.Status == JobStatus.Running ? 1 : 0);
        Add("actorstream_job_restarts_total", "counter", "Restarts after failures.", job.Restarts);
        Add("actorstream_rows_in_total", "counter", "Rows that came from sources since the attempt began.", progress.RowsIn);
        Add("actorstream_rows_out_total", "counter", "Rows handed to sinks since the attempt began.", progress.RowsOut);
        Add("actorstream_dead_letters_total", "counter", "Input that did not decode.", progress.DeadLetters);
        if (progress.Lag is { } lag) Add("actorstream_source_lag_rows", "gauge", "Rows that wait in the sources.", lag);
        CheckpointOverview checkpoints = client.Checkpoints;
        Add("actorstream_checkpoints_completed_total", "counter", "Checkpoints that were committed.", checkpoints.Completed);
        Add("actorstream_checkpoints_failed_total", "counter", "Checkpoints that failed.", checkpoints.Failed);
        if (checkpoints.Recent.FirstOrDefault(c => c.Status == "COMPLETED") is { } last)
        {
            Add("actorstream_checkpoint_last_duration_seconds", "gauge", "How long the last checkpoint took.", last.DurationMs / 1000.0);
            Add("actorstream_checkpoint_last_size_bytes", "gauge", "Bytes that the last checkpoint wrote.", last.StateBytes);
        }
        foreach (JobVertex vertex in await client.GetVerticesAsync(cancellationToken))
        {
            (string, string)[] of = [.. labels, ("operator", vertex.Id)];
            samples.Add(new("actorstream_operator_rows_in_total", "counter", "Rows that an operator was given.", of, vertex.RowsIn));
            samples.Add(new("actorstream_operator_rows_out_total", "counter", "Rows that an operator handed on.", of, vertex.RowsOut));
        }
        foreach (CacheInfo cache in await client.GetCachesAsync(cancellationToken))
            AddCache(samples, [.. labels, ("table", cache.Table)], cache);
        foreach ((string id, LookupMetrics metrics) in job.Attempt?.Lookups ?? new Dictionary<string, LookupMetrics>())
            AddLookup(samples, [.. labels, ("operator", id)], metrics);
        return samples;

        void Add(string name, string type, string help, double value) => samples.Add(new MetricSample(name, type, help, labels, value));
    }

    private static void AddCache(List<MetricSample> samples, (string, string)[] labels, CacheInfo cache)
    {
        Add("actorstream_cache_entries", "gauge", "Keys that the cache knows.", cache.Entries);
        Add("actorstream_cache_size_bytes", "gauge", "Memory of the cache, about.", cache.SizeBytes);
        Add("actorstream_cache_hits_total", "counter", "Rows that found their entry.", cache.Hits);
        Add("actorstream_cache_misses_total", "counter", "Rows that waited for a lookup.", cache.Misses);
        Add("actorstream_cache_loads_total", "counter", "Keys that were asked for.", cache.Loads);
        Add("actorstream_cache_evictions_total", "counter", "Entries that went to make room.", cache.Evictions);
        Add("actorstream_cache_expirations_total", "counter", "Entries that were too old.", cache.Expirations);
        Add("actorstream_cache_stale_serves_total", "counter", "Rows that went without an answer because the lookup failed.",
            cache.StaleServes);
        Add("actorstream_cache_hit_ratio", "gauge", "Hits among all rows.", cache.HitRate);
        Add("actorstream_lookup_waiting_rows", "gauge", "Rows that wait for a lookup.", cache.WaitingRows);

        void Add(string name, string type, string help, double value) => samples.Add(new MetricSample(name, type, help, labels, value));
    }

    private static void AddLookup(List<MetricSample> samples, (string, string)[] labels, LookupMetrics metrics)
    {
        const string Latency = "actorstream_lookup_latency_seconds";
        const string Help = "How long a lookup query took.";
        foreach ((double seconds, long count) in metrics.Latencies())
            samples.Add(new(Latency + "_bucket", "histogram", Help, [.. labels, ("le", seconds.ToString(null, null))], count));
        samples.Add(new(Latency + "_bucket", "histogram", Help, [.. labels, ("le", "+Inf")], metrics.Queries));
        samples.Add(new(Latency + "_sum", "histogram", Help, labels, metrics.TotalSeconds));
        samples.Add(new(Latency + "_count", "histogram", Help, labels, metrics.Queries));
        samples.Add(new("actorstream_lookup_keys_total", "counter", "Keys that were answered.", labels, metrics.Keys));
        samples.Add(new("actorstream_lookup_retries_total", "counter", "Queries that were tried again.", labels, metrics.Retries));
        samples.Add(new("actorstream_lookup_degraded_keys_total", "counter", "Keys that went without an answer.", labels,
            metrics.DegradedKeys));
        samples.Add(new("actorstream_lookup_waiting_keys", "gauge", "Keys that wait for an answer.", labels, metrics.WaitingKeys));
    }
}
