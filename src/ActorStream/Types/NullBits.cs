using System.Numerics;

namespace ActorStream.Types;

/// <summary>Null bitmaps: bit i of word i/64 is set where row i is NULL; a null array means that no row is NULL.
/// Bits past the column's length are zero.</summary>
public static class NullBits
{
    /// <summary>Words for so many rows.</summary>
    public static int WordCount(int length) => (length + 63) >> 6;

    /// <summary>A bitmap for so many rows with no bit set.</summary>
    public static ulong[] Create(int length) => new ulong[WordCount(length)];

    /// <summary>A bitmap with every row NULL.</summary>
    public static ulong[] CreateAllNull(int length)
    {
        ulong[] bits = new ulong[WordCount(length)];
        Array.Fill(bits, ulong.MaxValue);
        if ((length & 63) != 0) bits[^1] = (1UL << (length & 63)) - 1;
        return bits;
    }

    /// <summary>Whether row <paramref name="row"/> is NULL.</summary>
    public static bool IsNull(ulong[]? bits, int row) => bits is not null && (bits[row >> 6] >> (row & 63) & 1) != 0;

    /// <summary>Marks a row as NULL.</summary>
    public static void Set(ulong[] bits, int row) => bits[row >> 6] |= 1UL << (row & 63);

    /// <summary>Takes the marks of a row and of all after it back; the bitmap may end before it.</summary>
    public static void ClearFrom(ulong[] bits, int row)
    {
        int word = row >> 6;
        if (word >= bits.Length) return;
        bits[word] &= (1UL << (row & 63)) - 1;
        bits.AsSpan(word + 1).Clear();
    }

    /// <summary>NULL where either is. May return one of its arguments; bitmaps are not changed once a column holds them.</summary>
    public static ulong[]? Union(ulong[]? left, ulong[]? right)
    {
        if (left is null) return right;
        if (right is null || ReferenceEquals(left, right)) return left;
        int n = Math.Min(left.Length, right.Length);
        ulong[] bits = new ulong[n];
        for (int i = 0; i < n; i++) bits[i] = left[i] | right[i];
        return bits;
    }

    /// <summary>The number of NULL rows.</summary>
    public static int Count(ulong[]? bits)
    {
        if (bits is null) return 0;
        int n = 0;
        foreach (ulong word in bits) n += BitOperations.PopCount(word);
        return n;
    }

    /// <summary>The bitmap of the chosen rows, or null where none of them is NULL.</summary>
    public static ulong[]? Take(ulong[]? bits, ReadOnlySpan<int> rows)
    {
        if (bits is null) return null;
        ulong[]? taken = null;
        for (int i = 0; i < rows.Length; i++)
        {
            if (!IsNull(bits, rows[i])) continue;
            taken ??= Create(rows.Length);
            Set(taken, i);
        }
        return taken;
    }
}
