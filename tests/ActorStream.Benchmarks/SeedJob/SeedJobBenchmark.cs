using System.Globalization;

namespace ActorStream.Benchmarks.SeedJob;

/// <summary>
/// The enrichment job here and on Flink in turn, on the same broker and database: events per CPU-second (user and system, of the whole
/// process) and the ratio. Each engine first runs on an empty topic; that run's CPU time, its start and shutdown, is subtracted.
/// </summary>
internal static class SeedJobBenchmark
{
    /// <summary>Runs the variants.</summary>
    /// <param name="output">Where the table goes.</param>
    /// <param name="events">Events of the variants whose cache holds every device; the others take a fifth of them.</param>
    /// <param name="withFlink">Whether Flink runs too.</param>
    /// <param name="only">The name of the only variant to run, or null.</param>
    public static async Task RunAsync(TextWriter output, int events, bool withFlink, string? only)
    {
        await using SeedJobWorld world = await SeedJobWorld.StartAsync(output);
        SeedJobVariant[] variants =
        [
            new("kafka", Devices: 10_000, CacheRows: 100_000, events, IntoKafka: true),
            new("blackhole", Devices: 10_000, CacheRows: 100_000, events, IntoKafka: false),
            new("cache-90", Devices: 10_000, CacheRows: 9_000, events / 5, IntoKafka: true),
            new("cache-90-unordered", Devices: 10_000, CacheRows: 9_000, events / 5, IntoKafka: true) { KeepsOrder = false },
            new("small-cache", Devices: 10_000, CacheRows: 1_000, events / 5, IntoKafka: true),
            new("small-cache-unordered", Devices: 10_000, CacheRows: 1_000, events / 5, IntoKafka: true) { KeepsOrder = false },
            new("kafka-unordered", Devices: 10_000, CacheRows: 100_000, events, IntoKafka: true) { KeepsOrder = false },
            new("many-devices", Devices: 100_000, CacheRows: 1_000_000, events, IntoKafka: false),
        ];
        output.WriteLine("| variant | events | engine | CPU s | wall s | events per CPU-second | peak RSS MB | ratio |");
        output.WriteLine("|---|---|---|---|---|---|---|---|");
        foreach (SeedJobVariant variant in variants)
        {
            if (only is not null && variant.Name != only) continue;
            await world.PrepareAsync(variant);
            Measurement here = await MeasureAsync(variant, name => world.RunHereAsync(variant, name));
            Print(output, variant, "ActorStream", here, null);
            if (!withFlink) continue;
            Measurement flink = await MeasureAsync(variant, name => world.RunFlinkAsync(variant, name));
            Print(output, variant, "Flink 2.2.1", flink, here.EventsPerCpuSecond / flink.EventsPerCpuSecond);
        }
    }

    private static async Task<Measurement> MeasureAsync(SeedJobVariant variant, Func<string, Task<ProcessUsage>> run)
    {
        ProcessUsage empty = await run(SeedJobWorld.EmptyTopic);
        ProcessUsage full = await run(variant.Topic);
        double cpu = full.CpuSeconds - empty.CpuSeconds;
        return new Measurement(cpu, full.WallSeconds - empty.WallSeconds, full.PeakRssBytes, variant.Events / cpu);
    }

    private static void Print(TextWriter output, SeedJobVariant variant, string engine, Measurement m, double? ratio) =>
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {variant.Name} | {variant.Events:N0} | {engine} | {m.CpuSeconds:0.0} | {m.WallSeconds:0.0} | {m.EventsPerCpuSecond:N0} | ")
            + string.Create(CultureInfo.InvariantCulture, $"{m.PeakRssBytes / 1e6:0} | {(ratio is null ? "" : $"{ratio:0.0} ×")} |"));

    private sealed record Measurement(double CpuSeconds, double WallSeconds, long PeakRssBytes, double EventsPerCpuSecond);
}

/// <summary>One setting of the job.</summary>
internal sealed record SeedJobVariant(string Name, int Devices, int CacheRows, int Events, bool IntoKafka)
{
    /// <summary>Whether rows leave the lookup join as they came, which is the default here and in Flink.</summary>
    public bool KeepsOrder { get; init; } = true;

    /// <summary>The topic that holds its events.</summary>
    public string Topic => $"iot-{Devices}-{Events}";
}

/// <summary>What a process used from its start to its end.</summary>
internal sealed record ProcessUsage(double CpuSeconds, double WallSeconds, long PeakRssBytes);
