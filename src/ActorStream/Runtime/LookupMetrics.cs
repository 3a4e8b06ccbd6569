namespace ActorStream.Runtime;

/// <summary>Counts what one dimension table's lookup actor does; read by others while it runs.</summary>
internal sealed class LookupMetrics
{
    private static readonly double[] Bounds = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10];

    private readonly long[] _buckets = new long[Bounds.Length + 1];
    private long _queries;
    private long _keys;
    private long _retries;
    private long _degradedKeys;
    private long _totalMicros;

    /// <summary>Queries that were answered.</summary>
    public long Queries => Interlocked.Read(ref _queries);

    /// <summary>Keys that were answered.</summary>
    public long Keys => Interlocked.Read(ref _keys);

    /// <summary>Queries that were tried again.</summary>
    public long Retries => Interlocked.Read(ref _retries);

    /// <summary>Keys that went without an answer because the lookup failed.</summary>
    public long DegradedKeys => Interlocked.Read(ref _degradedKeys);

    /// <summary>Seconds that all answered queries took.</summary>
    public double TotalSeconds => Interlocked.Read(ref _totalMicros) / 1e6;

    /// <summary>Keys that wait for an answer.</summary>
    public int WaitingKeys { get; set; }

    /// <summary>Upper bounds of the latency histogram, in seconds, and how many queries took at most so long.</summary>
    public IEnumerable<(double Seconds, long Count)> Latencies()
    {
        long sum = 0;
        for (int i = 0; i < Bounds.Length; i++)
        {
            sum += Interlocked.Read(ref _buckets[i]);
            yield return (Bounds[i], sum);
        }
    }

    /// <summary>A query was answered.</summary>
    public void Query(int keys, TimeSpan elapsed)
    {
        Interlocked.Increment(ref _queries);
        Interlocked.Add(ref _keys, keys);
        Interlocked.Add(ref _totalMicros, (long)elapsed.TotalMicroseconds);
        int bucket = 0;
        while (bucket < Bounds.Length && elapsed.TotalSeconds > Bounds[bucket]) bucket++;
        Interlocked.Increment(ref _buckets[bucket]);
    }

    /// <summary>A query is tried again.</summary>
    public void Retried() => Interlocked.Increment(ref _retries);

    /// <summary>Keys go without an answer.</summary>
    public void Degraded(int keys) => Interlocked.Add(ref _degradedKeys, keys);
}
