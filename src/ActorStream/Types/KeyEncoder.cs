using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace ActorStream.Types;

/// <summary>
/// Turns key columns into bytes, so that entities are found by them: equal values give equal bytes. One text or binary column is its own
/// key, without a copy. Else the columns follow each other: fixed values in little endian (−0.0 as 0.0, every NaN as one), text and
/// binary with their length before them.
/// </summary>
internal static class KeyEncoder
{
    /// <summary>Encodes the keys of all rows; NULL where any part of a key is NULL.</summary>
    public static BytesColumn Encode(Column[] keys, int count)
    {
        if (keys is [BytesColumn only]) return only;
        ulong[]? nulls = null;
        foreach (Column key in keys) nulls = NullBits.Union(nulls, key.Nulls);
        var output = new BytesColumnBuilder();
        for (int row = 0; row < count; row++)
        {
            if (NullBits.IsNull(nulls, row))
            {
                output.AppendNull();
                continue;
            }
            int size = 0;
            foreach (Column key in keys) size += Size(key, row);
            Span<byte> bytes = output.AppendUninitialized(size);
            foreach (Column key in keys) bytes = bytes[Write(key, row, bytes)..];
        }
        return (BytesColumn)output.Build();
    }

    /// <summary>Turns one key's bytes back into columns of one row.</summary>
    public static Column[] Decode(ReadOnlySpan<byte> key, IReadOnlyList<DataType> types)
    {
        var columns = new Column[types.Count];
        for (int i = 0; i < columns.Length; i++)
        {
            ColumnBuilder builder = ColumnBuilder.Create(types[i]);
            switch (builder)
            {
                case BytesColumnBuilder bytes when types.Count == 1:
                    bytes.Append(key);
                    break;
                case BytesColumnBuilder bytes:
                    int length = BinaryPrimitives.ReadInt32LittleEndian(key);
                    bytes.Append(key.Slice(4, length));
                    key = key[(4 + length)..];
                    break;
                case FixedColumnBuilder<bool> values:
                    values.Append(Read<bool>(ref key));
                    break;
                case FixedColumnBuilder<sbyte> values:
                    values.Append(Read<sbyte>(ref key));
                    break;
                case FixedColumnBuilder<short> values:
                    values.Append(Read<short>(ref key));
                    break;
                case FixedColumnBuilder<int> values:
                    values.Append(Read<int>(ref key));
                    break;
                case FixedColumnBuilder<long> values:
                    values.Append(Read<long>(ref key));
                    break;
                case FixedColumnBuilder<float> values:
                    values.Append(Read<float>(ref key));
                    break;
                case FixedColumnBuilder<double> values:
                    values.Append(Read<double>(ref key));
                    break;
                case FixedColumnBuilder<Int128> values:
                    values.Append(Read<Int128>(ref key));
                    break;
                default:
                    throw NotAKey(builder.GetType());
            }
            columns[i] = builder.Build();
        }
        return columns;
    }

    private static int Size(Column key, int row) => key switch
    {
        BytesColumn bytes => 4 + bytes.Lengths[row],
        FixedColumn<bool> or FixedColumn<sbyte> => 1,
        FixedColumn<short> => 2,
        FixedColumn<int> or FixedColumn<float> => 4,
        FixedColumn<long> or FixedColumn<double> => 8,
        FixedColumn<Int128> => 16,
        _ => throw NotAKey(key.GetType()),
    };

    private static int Write(Column key, int row, Span<byte> output)
    {
        switch (key)
        {
            case BytesColumn bytes:
                BinaryPrimitives.WriteInt32LittleEndian(output, bytes.Lengths[row]);
                bytes[row].CopyTo(output[4..]);
                return 4 + bytes.Lengths[row];
            case FixedColumn<float> values:
                float single = values[row];
                return Write(output, single == 0 ? 0f : float.IsNaN(single) ? float.NaN : single);
            case FixedColumn<double> values:
                double number = values[row];
                return Write(output, number == 0 ? 0d : double.IsNaN(number) ? double.NaN : number);
            case FixedColumn<bool> values:
                return Write(output, values[row]);
            case FixedColumn<sbyte> values:
                return Write(output, values[row]);
            case FixedColumn<short> values:
                return Write(output, values[row]);
            case FixedColumn<int> values:
                return Write(output, values[row]);
            case FixedColumn<long> values:
                return Write(output, values[row]);
            case FixedColumn<Int128> values:
                return Write(output, values[row]);
            default:
                throw NotAKey(key.GetType());
        }
    }

    private static int Write<T>(Span<byte> output, T value)
        where T : unmanaged
    {
        MemoryMarshal.Write(output, in value);
        return System.Runtime.CompilerServices.Unsafe.SizeOf<T>();
    }

    private static T Read<T>(ref ReadOnlySpan<byte> key)
        where T : unmanaged
    {
        T value = MemoryMarshal.Read<T>(key);
        key = key[System.Runtime.CompilerServices.Unsafe.SizeOf<T>()..];
        return value;
    }

    private static ActorStreamException NotAKey(Type form) =>
        new($"Nested values ({form.Name}) cannot be keys.", ErrorDomain.User, hint: "Use a field of the nested value as the key.");
}
