namespace ActorStream.Expressions.Functions;

/// <summary>The linear congruential generator that RAND and RAND_INTEGER are specified by when they are given a seed.</summary>
internal sealed class JavaRandom(long seed)
{
    private const long Multiplier = 0x5DEECE66DL;
    private const long Mask = (1L << 48) - 1;
    private long _state = (seed ^ Multiplier) & Mask;

    /// <summary>A DOUBLE of at least 0 and less than 1.</summary>
    public double NextDouble() => (((long)Next(26) << 27) + Next(27)) * (1.0 / (1L << 53));

    /// <summary>An INT of at least 0 and less than a bound, which is positive.</summary>
    public int NextInt(int bound)
    {
        int bits = Next(31);
        if ((bound & bound - 1) == 0) return (int)((long)bound * bits >> 31);
        int value = bits % bound;
        while (unchecked(bits - value + (bound - 1)) < 0)
        {
            bits = Next(31);
            value = bits % bound;
        }
        return value;
    }

    private int Next(int bits)
    {
        _state = unchecked(_state * Multiplier + 0xB) & Mask;
        return (int)(_state >> 48 - bits);
    }
}
