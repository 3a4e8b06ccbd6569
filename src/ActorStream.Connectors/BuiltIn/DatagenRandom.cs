namespace ActorStream.Connectors.BuiltIn;

/// <summary>Random numbers by position: the same row has the same values whenever it is made, so that a job that goes on after a failure
/// makes the rows that it made before.</summary>
internal struct DatagenRandom(ulong seed, long row)
{
    private ulong _state = Mix(seed ^ Mix((ulong)row));

    /// <summary>The seed of a table's column.</summary>
    public static ulong SeedOf(string table, int column)
    {
        ulong seed = 14695981039346656037;
        foreach (char c in table) seed = (seed ^ c) * 1099511628211;
        return Mix(seed + (ulong)column);
    }

    /// <summary>64 random bits.</summary>
    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        return Mix(_state);
    }

    /// <summary>A number from 0 up to, but not, 1.</summary>
    public double NextDouble() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A number from <paramref name="least"/> to <paramref name="most"/>, both included.</summary>
    public long NextLong(long least, long most)
    {
        ulong range = (ulong)(most - least) + 1;
        return range == 0 ? (long)Next() : least + (long)Math.BigMul(Next(), range, out _);
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
