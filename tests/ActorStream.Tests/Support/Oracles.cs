using System.Globalization;
using ActorStream.Jobs;

namespace ActorStream.Tests.Support;

/// <summary>What must hold of a job over logs, whatever happened to it.</summary>
internal static class Oracles
{
    /// <summary>O1: a read_committed reader sees for each key 0, 1, 2, … without a gap, a repetition or a swap.</summary>
    /// <returns>What is wrong, or null.</returns>
    public static async Task<string?> SequencesAsync(LogJob job, IReadOnlyList<string> keys, int count)
    {
        IReadOnlyList<string> lines = await job.ReadOutputAsync();
        foreach (string key in keys)
        {
            int next = 0;
            foreach (string line in lines.Where(l => l.StartsWith(key + ":", StringComparison.Ordinal)))
            {
                int number = int.Parse(line.Split(':')[1], CultureInfo.InvariantCulture);
                if (number != next) return $"Key {key} has {number} where {next} should be.";
                next++;
            }
            if (next != count) return $"Key {key} ends at {next} instead of {count}.";
        }
        return lines.Count == count * keys.Count ? null : $"There are {lines.Count} rows instead of {count * keys.Count}.";
    }

    /// <summary>Rows that the running attempt took from its sources.</summary>
    public static long RowsIn(Job job) => job.Attempt?.Shards.Sum(s => s.Metrics.RowsIn) ?? 0;

    /// <summary>Rows that the running attempt handed to its sinks.</summary>
    public static long RowsOut(Job job) => job.Attempt?.Shards.Sum(s => s.Metrics.RowsOut) ?? 0;
}
