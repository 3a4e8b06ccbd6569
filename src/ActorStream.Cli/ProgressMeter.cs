using System.Globalization;

namespace ActorStream.Cli;

/// <summary>Turns a job's counters into one line: rates, cache hits, lag, checkpoints.</summary>
internal sealed class ProgressMeter(TimeProvider timeProvider)
{
    private long _last = timeProvider.GetTimestamp();
    private long _lastIn;
    private long _lastOut;

    public string Line(JobClient job, IReadOnlyList<CacheInfo> caches)
    {
        JobProgress progress = job.Progress;
        long now = timeProvider.GetTimestamp();
        double seconds = Math.Max(timeProvider.GetElapsedTime(_last, now).TotalSeconds, 0.001);
        var parts = new List<string>
        {
            $"{job.Name}: {Show.Count(progress.RowsIn, "row")} in ({Rate(progress.RowsIn - _lastIn, seconds)})",
            $"{Show.Count(progress.RowsOut)} out ({Rate(progress.RowsOut - _lastOut, seconds)})",
        };
        (_last, _lastIn, _lastOut) = (now, progress.RowsIn, progress.RowsOut);
        foreach (CacheInfo cache in caches)
        {
            string rate = (100 * cache.HitRate).ToString("0.0", CultureInfo.InvariantCulture);
            parts.Add($"cache {rate} % hits of {Show.Count(cache.Hits + cache.Misses)}");
        }
        if (progress.Lag is { } lag) parts.Add($"lag {Show.Count(lag)}");
        if (progress.DeadLetters > 0) parts.Add(Show.Count(progress.DeadLetters, "dead letter"));
        if (job.Checkpoints.Completed > 0) parts.Add(Show.Count(job.Checkpoints.Completed, "checkpoint"));
        if (job.Restarts > 0) parts.Add(Show.Count(job.Restarts, "restart"));
        return string.Join(" · ", parts);
    }

    private static string Rate(long rows, double seconds) => Show.Count((long)Math.Round(Math.Max(rows, 0) / seconds)) + "/s";
}
