using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ActorStream.Types;

/// <summary>
/// Batches as bytes, for state. Little endian: version (byte 1); number of rows (int32); 1 and a kind a row, or 0; then each column: 1 and
/// its null words, or 0; then fixed values as they are in memory, byte strings as all lengths (int32) and the bytes, lists and maps as
/// all lengths and their elements as columns, rows as their fields as columns. The types are the reader's to know.
/// </summary>
internal static class BatchCodec
{
    private const byte Version = 1;

    /// <summary>Writes a batch.</summary>
    public static void Encode(Batch batch, IReadOnlyList<DataType> types, IBufferWriter<byte> output)
    {
        WriteByte(output, Version);
        WriteInt(output, batch.Count);
        WriteByte(output, batch.Kinds is null ? (byte)0 : (byte)1);
        if (batch.Kinds is { } kinds) output.Write(MemoryMarshal.AsBytes(kinds.AsSpan(0, batch.Count)));
        for (int i = 0; i < types.Count; i++) WriteColumn(batch.Columns[i], batch.Count, types[i], output);
    }

    /// <summary>Reads a batch.</summary>
    /// <exception cref="StateException">The bytes are not a batch of these types.</exception>
    public static Batch Decode(ReadOnlySpan<byte> data, IReadOnlyList<DataType> types)
    {
        var input = new Input(data);
        byte version = input.Take(1)[0];
        if (version != Version) throw new StateException($"State has version {version}, but this program reads version {Version}.");
        int count = input.TakeInt();
        if (count < 0) throw Corrupt();
        RowKind[]? kinds = input.Take(1)[0] == 0 ? null : MemoryMarshal.Cast<byte, RowKind>(input.Take(count)).ToArray();
        var columns = new Column[types.Count];
        for (int i = 0; i < columns.Length; i++) columns[i] = ReadColumn(ref input, count, types[i]);
        if (!input.IsAtEnd) throw Corrupt();
        return new Batch(columns, count, kinds);
    }

    /// <summary>How many rows a batch has, whatever their types.</summary>
    public static int Count(ReadOnlySpan<byte> data)
    {
        var input = new Input(data);
        input.Take(1);
        return input.TakeInt();
    }

    private static void WriteColumn(Column column, int count, DataType type, IBufferWriter<byte> output)
    {
        WriteNulls(column.Nulls, count, output);
        switch (column)
        {
            case BytesColumn bytes:
                for (int row = 0; row < count; row++) WriteInt(output, column.IsNull(row) ? 0 : bytes.Lengths[row]);
                for (int row = 0; row < count; row++)
                {
                    if (!column.IsNull(row)) output.Write(bytes[row]);
                }
                break;
            case ListColumn list:
                int[] elements = WriteLengths(column, list.Starts, list.Lengths, count, output);
                WriteColumn(list.Elements.Take(elements), elements.Length, type.Children[0], output);
                break;
            case MapColumn map:
                int[] entries = WriteLengths(column, map.Starts, map.Lengths, count, output);
                WriteColumn(map.Keys.Take(entries), entries.Length, type.Children[0], output);
                WriteColumn(map.Values.Take(entries), entries.Length, type.Children[1], output);
                break;
            case RowColumn nested:
                for (int i = 0; i < nested.Fields.Count; i++) WriteColumn(nested.Fields[i], count, type.Children[i], output);
                break;
            default:
                WriteFixed(column, count, output);
                break;
        }
    }

    private static void WriteFixed(Column column, int count, IBufferWriter<byte> output)
    {
        switch (column)
        {
            case FixedColumn<bool> values: Write(values, count, output); break;
            case FixedColumn<sbyte> values: Write(values, count, output); break;
            case FixedColumn<short> values: Write(values, count, output); break;
            case FixedColumn<int> values: Write(values, count, output); break;
            case FixedColumn<long> values: Write(values, count, output); break;
            case FixedColumn<float> values: Write(values, count, output); break;
            case FixedColumn<double> values: Write(values, count, output); break;
            case FixedColumn<Int128> values: Write(values, count, output); break;
            default: throw new System.Diagnostics.UnreachableException(column.GetType().Name);
        }
    }

    private static void Write<T>(FixedColumn<T> column, int count, IBufferWriter<byte> output)
        where T : unmanaged => output.Write(MemoryMarshal.AsBytes(column.Values.AsSpan(0, count)));

    private static void WriteNulls(ulong[]? nulls, int count, IBufferWriter<byte> output)
    {
        WriteByte(output, nulls is null ? (byte)0 : (byte)1);
        if (nulls is not null) output.Write(MemoryMarshal.AsBytes(nulls.AsSpan(0, NullBits.WordCount(count))));
    }

    /// <summary>Writes the lengths of slices; gives the rows of the elements in order, without what no slice covers.</summary>
    private static int[] WriteLengths(Column column, int[] starts, int[] lengths, int count, IBufferWriter<byte> output)
    {
        var rows = new List<int>();
        for (int row = 0; row < count; row++)
        {
            int length = column.IsNull(row) ? 0 : lengths[row];
            WriteInt(output, length);
            for (int i = 0; i < length; i++) rows.Add(starts[row] + i);
        }
        return [.. rows];
    }

    private static void WriteByte(IBufferWriter<byte> output, byte value)
    {
        output.GetSpan(1)[0] = value;
        output.Advance(1);
    }

    private static void WriteInt(IBufferWriter<byte> output, int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(output.GetSpan(4), value);
        output.Advance(4);
    }

    private static Column ReadColumn(ref Input input, int count, DataType type)
    {
        ulong[]? nulls = input.Take(1)[0] == 0 ? null : input.TakeArray<ulong>(NullBits.WordCount(count));
        switch (type.Root)
        {
            case TypeRoot.Char or TypeRoot.VarChar or TypeRoot.Binary or TypeRoot.VarBinary:
                (int[] starts, int[] lengths, int total) = ReadLengths(ref input, count);
                return new BytesColumn(input.Take(total).ToArray(), starts, lengths, count, nulls);
            case TypeRoot.Array or TypeRoot.Multiset:
                (starts, lengths, total) = ReadLengths(ref input, count);
                return new ListColumn(ReadColumn(ref input, total, type.Children[0]), starts, lengths, count, nulls);
            case TypeRoot.Map:
                (starts, lengths, total) = ReadLengths(ref input, count);
                Column keys = ReadColumn(ref input, total, type.Children[0]);
                return new MapColumn(keys, ReadColumn(ref input, total, type.Children[1]), starts, lengths, count, nulls);
            case TypeRoot.Row:
                var fields = new Column[type.Children.Count];
                for (int i = 0; i < fields.Length; i++) fields[i] = ReadColumn(ref input, count, type.Children[i]);
                return new RowColumn(fields, count, nulls);
            default:
                return ReadFixed(ref input, count, type, nulls);
        }
    }

    private static Column ReadFixed(ref Input input, int count, DataType type, ulong[]? nulls) => ColumnBuilder.Create(type) switch
    {
        FixedColumnBuilder<bool> => new FixedColumn<bool>(input.TakeArray<bool>(count), count, nulls),
        FixedColumnBuilder<sbyte> => new FixedColumn<sbyte>(input.TakeArray<sbyte>(count), count, nulls),
        FixedColumnBuilder<short> => new FixedColumn<short>(input.TakeArray<short>(count), count, nulls),
        FixedColumnBuilder<int> => new FixedColumn<int>(input.TakeArray<int>(count), count, nulls),
        FixedColumnBuilder<long> => new FixedColumn<long>(input.TakeArray<long>(count), count, nulls),
        FixedColumnBuilder<float> => new FixedColumn<float>(input.TakeArray<float>(count), count, nulls),
        FixedColumnBuilder<double> => new FixedColumn<double>(input.TakeArray<double>(count), count, nulls),
        _ => new FixedColumn<Int128>(input.TakeArray<Int128>(count), count, nulls),
    };

    private static (int[] Starts, int[] Lengths, int Total) ReadLengths(ref Input input, int count)
    {
        int[] lengths = input.TakeArray<int>(count);
        int[] starts = new int[count];
        int total = 0;
        for (int i = 0; i < count; i++)
        {
            if ((uint)lengths[i] > (uint)(int.MaxValue - total)) throw Corrupt();
            starts[i] = total;
            total += lengths[i];
        }
        return (starts, lengths, total);
    }

    private static StateException Corrupt() => new("State does not read back: its bytes do not fit the types of the plan.");

    /// <summary>Bytes that are read from the front, never past the end.</summary>
    private ref struct Input(ReadOnlySpan<byte> data)
    {
        private ReadOnlySpan<byte> _rest = data;

        public readonly bool IsAtEnd => _rest.IsEmpty;

        public ReadOnlySpan<byte> Take(int length)
        {
            if (length < 0 || length > _rest.Length) throw Corrupt();
            ReadOnlySpan<byte> taken = _rest[..length];
            _rest = _rest[length..];
            return taken;
        }

        public int TakeInt() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

        public T[] TakeArray<T>(int count)
            where T : unmanaged
        {
            long size = (long)count * Unsafe.SizeOf<T>();
            if (size > _rest.Length) throw Corrupt();
            return MemoryMarshal.Cast<byte, T>(Take((int)size)).ToArray();
        }
    }
}
