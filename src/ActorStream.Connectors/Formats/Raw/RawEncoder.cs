using System.Buffers.Binary;
using System.Text;
using ActorStream.Types;

namespace ActorStream.Connectors.Formats.Raw;

/// <summary>Values of one column as payloads. A NULL is a payload that is NULL.</summary>
internal sealed class RawEncoder(Field field, Encoding charset, bool isLittleEndian) : IEncoder
{
    /// <inheritdoc/>
    public void Encode(Batch batch, BytesColumnBuilder output)
    {
        Column column = batch.Columns[0];
        for (int row = 0; row < batch.Count; row++)
        {
            if (column.IsNull(row)) output.AppendNull();
            else if (column is not BytesColumn bytes) Write(column, row, output.AppendUninitialized(RawDecoder.SizeOf(field.Type)));
            else if (field.Type.IsBinary || charset is UTF8Encoding) output.Append(bytes[row]);
            else output.Append(charset.GetBytes(Encoding.UTF8.GetString(bytes[row])));
        }
    }

    private void Write(Column column, int row, Span<byte> target)
    {
        switch (column)
        {
            case FixedColumn<bool> flags:
                target[0] = flags[row] ? (byte)1 : (byte)0;
                break;
            case FixedColumn<sbyte> tiny:
                target[0] = (byte)tiny[row];
                break;
            case FixedColumn<short> small:
                BinaryPrimitives.WriteInt16BigEndian(target, small[row]);
                break;
            case FixedColumn<int> whole:
                BinaryPrimitives.WriteInt32BigEndian(target, whole[row]);
                break;
            case FixedColumn<long> big:
                BinaryPrimitives.WriteInt64BigEndian(target, big[row]);
                break;
            case FixedColumn<float> single:
                BinaryPrimitives.WriteSingleBigEndian(target, single[row]);
                break;
            default:
                BinaryPrimitives.WriteDoubleBigEndian(target, ((FixedColumn<double>)column)[row]);
                break;
        }
        if (isLittleEndian) target.Reverse();
    }
}
