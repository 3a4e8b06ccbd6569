using System.Diagnostics;
using System.Globalization;

namespace ActorStream.Tests.Fuzz;

/// <summary>Runs a test under many seeds: a fixed number of them, the same in every build, or from ACTORSTREAM_SEED on for
/// ACTORSTREAM_FUZZ_SECONDS. What fails names its seed; ACTORSTREAM_SEED alone runs that one.</summary>
internal static class Campaign
{
    public static void Run(int seeds, Action<Random> test)
    {
        int? first = Number("ACTORSTREAM_SEED");
        int? seconds = Number("ACTORSTREAM_FUZZ_SECONDS");
        long start = Stopwatch.GetTimestamp();
        int last = seconds is not null ? int.MaxValue : first is null ? seeds : first.Value + 1;
        for (int seed = first ?? 0; seed < last; seed++)
        {
            if (seconds is { } bound && Stopwatch.GetElapsedTime(start).TotalSeconds > bound) return;
            try
            {
                test(new Random(seed));
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"ACTORSTREAM_SEED={seed}: {failure.Message}", failure);
            }
        }
    }

    private static int? Number(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
