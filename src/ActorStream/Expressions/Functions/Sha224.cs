using System.Buffers.Binary;
using System.Numerics;

namespace ActorStream.Expressions.Functions;

/// <summary>SHA-224 (FIPS 180-4, section 6.3), which the platform does not offer: SHA-256 with other start values,
/// cut to 28 bytes.</summary>
internal static class Sha224
{
    private static readonly uint[] Constants = Load();

    /// <summary>Writes the 28 bytes of the digest; returns 28.</summary>
    public static int HashData(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        Span<uint> state =
        [
            0xc1059ed8, 0x367cd507, 0x3070dd17, 0xf70e5939, 0xffc00b31, 0x68581511, 0x64f98fa7, 0xbefa4fa4,
        ];
        long bits = source.Length * 8L;
        while (source.Length >= 64)
        {
            Block(state, source[..64]);
            source = source[64..];
        }
        Span<byte> tail = stackalloc byte[128];
        tail.Clear();
        source.CopyTo(tail);
        tail[source.Length] = 0x80;
        int blocks = source.Length < 56 ? 1 : 2;
        BinaryPrimitives.WriteInt64BigEndian(tail[(blocks * 64 - 8)..], bits);
        for (int i = 0; i < blocks; i++) Block(state, tail.Slice(i * 64, 64));
        for (int i = 0; i < 7; i++) BinaryPrimitives.WriteUInt32BigEndian(destination[(i * 4)..], state[i]);
        return 28;
    }

    private static void Block(Span<uint> state, ReadOnlySpan<byte> block)
    {
        Span<uint> w = stackalloc uint[64];
        for (int i = 0; i < 16; i++) w[i] = BinaryPrimitives.ReadUInt32BigEndian(block[(i * 4)..]);
        for (int i = 16; i < 64; i++)
        {
            uint s0 = BitOperations.RotateRight(w[i - 15], 7) ^ BitOperations.RotateRight(w[i - 15], 18) ^ w[i - 15] >> 3;
            uint s1 = BitOperations.RotateRight(w[i - 2], 17) ^ BitOperations.RotateRight(w[i - 2], 19) ^ w[i - 2] >> 10;
            w[i] = w[i - 16] + s0 + w[i - 7] + s1;
        }
        uint a = state[0], b = state[1], c = state[2], d = state[3], e = state[4], f = state[5], g = state[6], h = state[7];
        for (int i = 0; i < 64; i++)
        {
            uint s1 = BitOperations.RotateRight(e, 6) ^ BitOperations.RotateRight(e, 11) ^ BitOperations.RotateRight(e, 25);
            uint t1 = h + s1 + (e & f ^ ~e & g) + Constants[i] + w[i];
            uint s0 = BitOperations.RotateRight(a, 2) ^ BitOperations.RotateRight(a, 13) ^ BitOperations.RotateRight(a, 22);
            uint t2 = s0 + (a & b ^ a & c ^ b & c);
            (h, g, f, e, d, c, b, a) = (g, f, e, d + t1, c, b, a, t1 + t2);
        }
        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
        state[5] += f;
        state[6] += g;
        state[7] += h;
    }

    /// <summary>The first 32 bits of the fractional parts of the cube roots of the first 64 primes.</summary>
    private static uint[] Load()
    {
        uint[] constants = new uint[64];
        int found = 0;
        for (int n = 2; found < 64; n++)
        {
            bool isPrime = true;
            for (int d = 2; d * d <= n; d++) isPrime &= n % d != 0;
            if (isPrime) constants[found++] = (uint)CubeRootFraction(n);
        }
        return constants;
    }

    /// <summary>The cube root times 2^32, by bisection in integers, without its whole part.</summary>
    private static ulong CubeRootFraction(int n)
    {
        BigInteger target = (BigInteger)n << 96;
        BigInteger low = 0, high = BigInteger.One << 36;
        while (high - low > 1)
        {
            BigInteger middle = (low + high) >> 1;
            if (middle * middle * middle <= target) low = middle;
            else high = middle;
        }
        return (ulong)(low & uint.MaxValue);
    }
}
