using System.Text;

namespace ActorStream.Types;

/// <summary>The order in which a Java HashMap gives its entries, because Flink prints maps in it.</summary>
internal static class JavaHashOrder
{
    /// <summary>The entries of a map in that order, as indices into its columns; in their own order where the keys are neither text,
    /// integers nor BOOLEAN.</summary>
    public static int[] Of(DataType keyType, MapColumn map, int row)
    {
        int[] entries = new int[map.Lengths[row]];
        int[] buckets = new int[entries.Length];
        int size = 16;
        while (entries.Length > size * 3 / 4) size *= 2;
        for (int i = 0; i < entries.Length; i++)
        {
            entries[i] = map.Starts[row] + i;
            int hash = map.Keys.IsNull(entries[i]) ? 0 : Hash(keyType, map.Keys, entries[i]);
            buckets[i] = (hash ^ (int)((uint)hash >> 16)) & (size - 1);
        }
        // A stable sort, because entries of one bucket keep the order of insertion.
        for (int i = 1; i < entries.Length; i++)
        {
            for (int k = i; k > 0 && buckets[k - 1] > buckets[k]; k--)
            {
                (buckets[k - 1], buckets[k]) = (buckets[k], buckets[k - 1]);
                (entries[k - 1], entries[k]) = (entries[k], entries[k - 1]);
            }
        }
        return entries;
    }

    private static int Hash(DataType type, Column keys, int row) => type.Root switch
    {
        TypeRoot.Char or TypeRoot.VarChar => Hash(Encoding.UTF8.GetString(((BytesColumn)keys)[row])),
        TypeRoot.TinyInt => ((FixedColumn<sbyte>)keys).Values[row],
        TypeRoot.SmallInt => ((FixedColumn<short>)keys).Values[row],
        TypeRoot.Int => ((FixedColumn<int>)keys).Values[row],
        TypeRoot.BigInt => Hash(((FixedColumn<long>)keys).Values[row]),
        TypeRoot.Boolean => ((FixedColumn<bool>)keys).Values[row] ? 1231 : 1237,
        _ => 0,
    };

    private static int Hash(long value) => (int)(value ^ (long)((ulong)value >> 32));

    private static int Hash(string text)
    {
        int hash = 0;
        foreach (char c in text) hash = unchecked(hash * 31 + c);
        return hash;
    }
}
