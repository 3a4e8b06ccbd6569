using System.Globalization;

namespace ActorStream.Tests.Simulation;

/// <summary>O1: a reader of an output sees for each key its numbers in order, each exactly once and with its looked-up value, at any
/// time.</summary>
/// <param name="name">The output.</param>
/// <param name="passes">Which numbers the job's filter lets through.</param>
/// <param name="value">What the lookup finds for a key.</param>
internal sealed class SequenceOracle(string name, Predicate<long> passes, Func<string, string> value)
{
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
        _next[parts[0]] = next + 1;
        Rows++;
        return null;
    }
}
