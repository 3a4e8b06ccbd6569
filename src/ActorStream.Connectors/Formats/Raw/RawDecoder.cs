using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;
using ActorStream.Types;

namespace ActorStream.Connectors.Formats.Raw;

/// <summary>Payloads as values of one column. A payload that is NULL is a NULL.</summary>
internal sealed class RawDecoder(Field field, Encoding charset, bool isLittleEndian, bool isProduced) : IDecoder
{
    private readonly ColumnBuilder _builder = ColumnBuilder.Create(field.Type);

    /// <inheritdoc/>
    public DecodedRows Decode(BytesColumn payloads, IDecodeErrors errors)
    {
        if (!isProduced) return new DecodedRows([], payloads.Length);
        if (field.Type.IsBinary || (field.Type.IsText && charset is UTF8Encoding && AreUtf8(payloads)))
        {
            return new DecodedRows([payloads], payloads.Length);
        }
        _builder.Truncate(0);
        int[]? payloadRows = null;
        for (int i = 0; i < payloads.Length; i++)
        {
            if (payloads.IsNull(i)) _builder.AppendNull();
            else if (!Add(payloads[i]))
            {
                payloadRows ??= [.. Enumerable.Range(0, payloads.Length)];
                errors.OnError(
                    i, $"The payload has {payloads.Lengths[i]} bytes, not the {SizeOf(field.Type)} of a {field.Type}.", field.Name);
                continue;
            }
            if (payloadRows is not null) payloadRows[_builder.Count - 1] = i;
        }
        int rows = _builder.Count;
        return new DecodedRows([_builder.Build()], rows, payloadRows);
    }

    /// <summary>The bytes of a value of fixed size.</summary>
    public static int SizeOf(DataType type) => type.Root switch
    {
        TypeRoot.Boolean or TypeRoot.TinyInt => 1,
        TypeRoot.SmallInt => 2,
        TypeRoot.Int or TypeRoot.Float => 4,
        _ => 8,
    };

    private static bool AreUtf8(BytesColumn payloads)
    {
        for (int i = 0; i < payloads.Length; i++)
        {
            if (!payloads.IsNull(i) && !Utf8.IsValid(payloads[i])) return false;
        }
        return true;
    }

    private bool Add(ReadOnlySpan<byte> payload)
    {
        if (field.Type.IsText)
        {
            ((BytesColumnBuilder)_builder).Append(charset.GetString(payload));
            return true;
        }
        if (payload.Length != SizeOf(field.Type)) return false;
        Span<byte> bytes = stackalloc byte[payload.Length];
        payload.CopyTo(bytes);
        if (isLittleEndian) bytes.Reverse();
        return field.Type.Root switch
        {
            TypeRoot.Boolean => Append(bytes[0] != 0),
            TypeRoot.TinyInt => Append((sbyte)bytes[0]),
            TypeRoot.SmallInt => Append(BinaryPrimitives.ReadInt16BigEndian(bytes)),
            TypeRoot.Int => Append(BinaryPrimitives.ReadInt32BigEndian(bytes)),
            TypeRoot.BigInt => Append(BinaryPrimitives.ReadInt64BigEndian(bytes)),
            TypeRoot.Float => Append(BinaryPrimitives.ReadSingleBigEndian(bytes)),
            _ => Append(BinaryPrimitives.ReadDoubleBigEndian(bytes)),
        };
    }

    private bool Append<T>(T value)
        where T : unmanaged
    {
        ((FixedColumnBuilder<T>)_builder).Append(value);
        return true;
    }
}
