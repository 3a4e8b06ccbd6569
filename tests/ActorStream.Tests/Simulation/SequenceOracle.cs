using System.Globalization;

namespace ActorStream.Tests.Simulation;

/// <summary>O1: a reader of an output sees for each key its numbers in order, each exactly once and with its looked-up value, at any
/// time; and, where the job promises it, each partition's rows in the order of the input.</summary>
/// <param name="name">The output.</param>
/// <param name="passes">Which numbers the job's filter lets through.</param>
/// <param name="value">What the lookup finds for a key.</param>
/// <param name="place">The partition of a key's number, and its place there; null where only each key's order is promised.</param>
internal sealed class SequenceOracle(
    string name, Predicate<long> passes, Func<string, string> value, Func<string, long, (int Partition, int Index)>? place)
{
    private readonly Dictionary<int, int> _last = [];
    private readonly Dictionary<string, long> _next = new(StringComparer.Ordinal);

    /// <summary>How many rows were seen.</summary>
    public int Rows { get; private set; }

    /// <summary>Looks at the next row.</summary>
    /// <returns>What is wrong, or null.</returns>
    public string? See(string line)
    {
        string[] parts = line.Split(':');
        long next = _next.GetValueOrDefault(parts[0]);
        while (!passes(next)) next++;
        if (long.Parse(parts[1], CultureInfo.InvariantCulture) != next)
            return $"O1: {name} shows {line} where {parts[0]}:{next} should be.";
        if (parts[2] != value(parts[0])) return $"O1: {name} shows {line} instead of the value {value(parts[0])}.";
        if (place?.Invoke(parts[0], next) is var (partition, index))
        {
            if (index < _last.GetValueOrDefault(partition, -1))
                return $"O1: {name} shows {line} behind a row that came after it in partition {partition}.";
            _last[partition] = index;
        }
        _next[parts[0]] = next + 1;
        Rows++;
        return null;
    }
}
