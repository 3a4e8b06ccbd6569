using System.Runtime.InteropServices;
using ActorStream.Types;

namespace ActorStream.Connectors.Jdbc;

/// <summary>Finds rows of a batch of keys by value: an open hash over columns of keys, none of which is NULL.</summary>
internal sealed class KeyIndex
{
    private readonly Column[] _keys;
    private readonly int[] _slots;
    private readonly int _mask;

    public KeyIndex(Column[] keys, ReadOnlySpan<int> rows)
    {
        _keys = keys;
        int size = 16;
        while (size < rows.Length * 2) size *= 2;
        _mask = size - 1;
        _slots = new int[size];
        foreach (int row in rows)
        {
            int slot = Hash(keys, row) & _mask;
            while (_slots[slot] != 0) slot = (slot + 1) & _mask;
            _slots[slot] = row + 1;
        }
    }

    /// <summary>The key's row that equals a row of other columns of the same types, or −1.</summary>
    public int Find(Column[] columns, int row)
    {
        foreach (Column column in columns)
        {
            if (column.IsNull(row)) return -1;
        }
        for (int slot = Hash(columns, row) & _mask; _slots[slot] != 0; slot = (slot + 1) & _mask)
        {
            if (AreEqual(_keys, _slots[slot] - 1, columns, row)) return _slots[slot] - 1;
        }
        return -1;
    }

    private static int Hash(Column[] columns, int row)
    {
        var hash = default(HashCode);
        foreach (Column column in columns) hash.AddBytes(Bytes(column, row));
        return hash.ToHashCode();
    }

    private static bool AreEqual(Column[] left, int leftRow, Column[] right, int rightRow)
    {
        for (int i = 0; i < left.Length; i++)
        {
            if (!Bytes(left[i], leftRow).SequenceEqual(Bytes(right[i], rightRow))) return false;
        }
        return true;
    }

    /// <summary>The bytes of a value that is not NULL.</summary>
    public static ReadOnlySpan<byte> Bytes(Column column, int row) => column switch
    {
        BytesColumn bytes => bytes[row],
        FixedColumn<int> c => Of(c, row),
        FixedColumn<long> c => Of(c, row),
        FixedColumn<bool> c => Of(c, row),
        FixedColumn<sbyte> c => Of(c, row),
        FixedColumn<short> c => Of(c, row),
        FixedColumn<float> c => Of(c, row),
        FixedColumn<double> c => Of(c, row),
        FixedColumn<Int128> c => Of(c, row),
        _ => throw new ActorStreamException($"A column of {column.GetType().Name} cannot be a lookup's key.", ErrorDomain.User),
    };

    private static ReadOnlySpan<byte> Of<T>(FixedColumn<T> column, int row)
        where T : unmanaged => MemoryMarshal.AsBytes(column.Values.AsSpan(row, 1));
}
