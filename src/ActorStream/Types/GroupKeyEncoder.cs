using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ActorStream.Types;

/// <summary>
/// Turns key columns into bytes where NULL is a value, as GROUP BY and PARTITION BY want it: rows have equal bytes if and only if their
/// keys are the same. Each column is a byte 0 for NULL (and zeros for a value of fixed size), or 1 and the value: of fixed size in
/// little endian (every NaN as one); text and binary with their length; arrays with their number of elements; maps as their entries in
/// the order of their bytes; rows as their fields. One text column costs a copy of its text, numbers a few nanoseconds.
/// </summary>
internal sealed class GroupKeyEncoder
{
    private readonly DataType[] _types;
    private int[] _sizes = [];

    /// <summary>Makes an encoder for keys of these types; one for each user, because it keeps a scratch buffer.</summary>
    public GroupKeyEncoder(IReadOnlyList<DataType> types) => _types = [.. types];

    /// <summary>Encodes the keys of all rows; none of the result is NULL.</summary>
    public BytesColumn Encode(Column[] keys, int count)
    {
        if (_sizes.Length < count) _sizes = new int[Math.Max(count, Batch.TargetRows)];
        Span<int> sizes = _sizes.AsSpan(0, count);
        sizes.Clear();
        for (int i = 0; i < keys.Length; i++) AddSizes(_types[i], keys[i], sizes);
        int[] starts = GC.AllocateUninitializedArray<int>(count);
        int[] lengths = GC.AllocateUninitializedArray<int>(count);
        int total = 0;
        for (int row = 0; row < count; row++)
        {
            starts[row] = total;
            lengths[row] = sizes[row];
            total = checked(total + sizes[row]);
            sizes[row] = starts[row];
        }
        byte[] data = new byte[total];
        // From here on the scratch buffer holds where each row goes on.
        for (int i = 0; i < keys.Length; i++) Write(_types[i], keys[i], data, sizes);
        return new BytesColumn(data, starts, lengths, count);
    }

    /// <summary>Appends the values of one key to a builder for each column.</summary>
    public void Decode(ReadOnlySpan<byte> key, ColumnBuilder[] output)
    {
        for (int i = 0; i < _types.Length; i++) Read(_types[i], ref key, output[i]);
    }

    private static void AddSizes(DataType type, Column column, Span<int> sizes)
    {
        int width = FixedWidth(column);
        if (width > 0)
        {
            for (int row = 0; row < sizes.Length; row++) sizes[row] += 1 + width;
        }
        else if (column is BytesColumn bytes)
        {
            for (int row = 0; row < sizes.Length; row++) sizes[row] += column.IsNull(row) ? 1 : 5 + bytes.Lengths[row];
        }
        else
        {
            for (int row = 0; row < sizes.Length; row++) sizes[row] += SizeOf(type, column, row);
        }
    }

    private static void Write(DataType type, Column column, byte[] data, Span<int> positions)
    {
        switch (column)
        {
            case FixedColumn<bool> values: WriteFixed(values, data, positions); return;
            case FixedColumn<sbyte> values: WriteFixed(values, data, positions); return;
            case FixedColumn<short> values: WriteFixed(values, data, positions); return;
            case FixedColumn<int> values: WriteFixed(values, data, positions); return;
            case FixedColumn<long> values: WriteFixed(values, data, positions); return;
            case FixedColumn<Int128> values: WriteFixed(values, data, positions); return;
            default:
                for (int row = 0; row < positions.Length; row++)
                {
                    positions[row] += WriteValue(type, column, row, data.AsSpan(positions[row]));
                }
                return;
        }
    }

    private static void WriteFixed<T>(FixedColumn<T> column, byte[] data, Span<int> positions)
        where T : unmanaged
    {
        for (int row = 0; row < positions.Length; row++)
        {
            if (!column.IsNull(row))
            {
                data[positions[row]] = 1;
                MemoryMarshal.Write(data.AsSpan(positions[row] + 1), in column.Values[row]);
            }
            positions[row] += 1 + Unsafe.SizeOf<T>();
        }
    }

    private static int SizeOf(DataType type, Column column, int row)
    {
        int width = FixedWidth(column);
        if (width > 0) return 1 + width;
        if (column.IsNull(row)) return 1;
        int size = 5;
        switch (column)
        {
            case BytesColumn bytes: return 5 + bytes.Lengths[row];
            case ListColumn list:
                for (int i = 0; i < list.Lengths[row]; i++) size += SizeOf(type.Children[0], list.Elements, list.Starts[row] + i);
                return size;
            case MapColumn map:
                for (int i = map.Starts[row]; i < map.Starts[row] + map.Lengths[row]; i++)
                {
                    size += SizeOf(type.Children[0], map.Keys, i) + SizeOf(type.Children[1], map.Values, i);
                }
                return size;
            default:
                var nested = (RowColumn)column;
                size = 1;
                for (int i = 0; i < nested.Fields.Count; i++) size += SizeOf(type.Children[i], nested.Fields[i], row);
                return size;
        }
    }

    private static int WriteValue(DataType type, Column column, int row, Span<byte> to)
    {
        if (column.IsNull(row)) return 1 + FixedWidth(column);
        to[0] = 1;
        Span<byte> value = to[1..];
        switch (column)
        {
            case FixedColumn<bool> values: return 1 + Put(value, values[row]);
            case FixedColumn<sbyte> values: return 1 + Put(value, values[row]);
            case FixedColumn<short> values: return 1 + Put(value, values[row]);
            case FixedColumn<int> values: return 1 + Put(value, values[row]);
            case FixedColumn<long> values: return 1 + Put(value, values[row]);
            case FixedColumn<float> values: return 1 + Put(value, float.IsNaN(values[row]) ? float.NaN : values[row]);
            case FixedColumn<double> values: return 1 + Put(value, double.IsNaN(values[row]) ? double.NaN : values[row]);
            case FixedColumn<Int128> values: return 1 + Put(value, values[row]);
            case BytesColumn bytes:
                BinaryPrimitives.WriteInt32LittleEndian(value, bytes.Lengths[row]);
                bytes[row].CopyTo(value[4..]);
                return 5 + bytes.Lengths[row];
            case ListColumn list:
                BinaryPrimitives.WriteInt32LittleEndian(value, list.Lengths[row]);
                int at = 5;
                for (int i = 0; i < list.Lengths[row]; i++)
                {
                    at += WriteValue(type.Children[0], list.Elements, list.Starts[row] + i, to[at..]);
                }
                return at;
            case MapColumn map: return WriteMap(type, map, row, to);
            default:
                var nested = (RowColumn)column;
                at = 1;
                for (int i = 0; i < nested.Fields.Count; i++) at += WriteValue(type.Children[i], nested.Fields[i], row, to[at..]);
                return at;
        }
    }

    private static int WriteMap(DataType type, MapColumn map, int row, Span<byte> to)
    {
        var entries = new byte[map.Lengths[row]][];
        for (int i = 0; i < entries.Length; i++)
        {
            int entry = map.Starts[row] + i;
            entries[i] = new byte[SizeOf(type.Children[0], map.Keys, entry) + SizeOf(type.Children[1], map.Values, entry)];
            int keyLength = WriteValue(type.Children[0], map.Keys, entry, entries[i]);
            WriteValue(type.Children[1], map.Values, entry, entries[i].AsSpan(keyLength));
        }
        Array.Sort(entries, static (a, b) => a.AsSpan().SequenceCompareTo(b));
        BinaryPrimitives.WriteInt32LittleEndian(to[1..], entries.Length);
        int at = 5;
        foreach (byte[] entry in entries)
        {
            entry.CopyTo(to[at..]);
            at += entry.Length;
        }
        return at;
    }

    private static void Read(DataType type, ref ReadOnlySpan<byte> key, ColumnBuilder output)
    {
        bool isNull = key[0] == 0;
        key = key[1..];
        switch (output)
        {
            case FixedColumnBuilder<bool> values: ReadFixed(values, isNull, ref key); return;
            case FixedColumnBuilder<sbyte> values: ReadFixed(values, isNull, ref key); return;
            case FixedColumnBuilder<short> values: ReadFixed(values, isNull, ref key); return;
            case FixedColumnBuilder<int> values: ReadFixed(values, isNull, ref key); return;
            case FixedColumnBuilder<long> values: ReadFixed(values, isNull, ref key); return;
            case FixedColumnBuilder<float> values: ReadFixed(values, isNull, ref key); return;
            case FixedColumnBuilder<double> values: ReadFixed(values, isNull, ref key); return;
            case FixedColumnBuilder<Int128> values: ReadFixed(values, isNull, ref key); return;
        }
        if (isNull)
        {
            output.AppendNull();
            return;
        }
        ReadVariable(type, ref key, output);
    }

    private static void ReadVariable(DataType type, ref ReadOnlySpan<byte> key, ColumnBuilder output)
    {
        if (output is RowColumnBuilder row)
        {
            for (int i = 0; i < row.Fields.Count; i++) Read(type.Children[i], ref key, row.Fields[i]);
            row.EndRow();
            return;
        }
        int count = BinaryPrimitives.ReadInt32LittleEndian(key);
        key = key[4..];
        switch (output)
        {
            case BytesColumnBuilder bytes:
                bytes.Append(key[..count]);
                key = key[count..];
                return;
            case ListColumnBuilder list:
                for (int i = 0; i < count; i++) Read(type.Children[0], ref key, list.Elements);
                list.EndRow();
                return;
            default:
                var map = (MapColumnBuilder)output;
                for (int i = 0; i < count; i++)
                {
                    Read(type.Children[0], ref key, map.Keys);
                    Read(type.Children[1], ref key, map.Values);
                }
                map.EndRow();
                return;
        }
    }

    private static void ReadFixed<T>(FixedColumnBuilder<T> output, bool isNull, ref ReadOnlySpan<byte> key)
        where T : unmanaged
    {
        if (isNull) output.AppendNull();
        else output.Append(MemoryMarshal.Read<T>(key));
        key = key[Unsafe.SizeOf<T>()..];
    }

    private static int Put<T>(Span<byte> to, T value)
        where T : unmanaged
    {
        MemoryMarshal.Write(to, in value);
        return Unsafe.SizeOf<T>();
    }

    /// <summary>The bytes of a value of fixed size, or 0.</summary>
    private static int FixedWidth(Column column) => column switch
    {
        FixedColumn<bool> or FixedColumn<sbyte> => 1,
        FixedColumn<short> => 2,
        FixedColumn<int> or FixedColumn<float> => 4,
        FixedColumn<long> or FixedColumn<double> => 8,
        FixedColumn<Int128> => 16,
        _ => 0,
    };
}
