using System.Buffers;
using System.Buffers.Text;
using ActorStream.Types;

namespace ActorStream.Connectors.Formats.Csv;

/// <summary>Rows to CSV records, quoted where Jackson's csv generator quotes.</summary>
internal sealed class CsvEncoder : IEncoder
{
    // Longer texts are not looked through: they are quoted.
    private const int MaxLengthChecked = 24;

    private readonly IReadOnlyList<Field> _columns;
    private readonly CsvOptions _options;
    private readonly byte _leastSafe;
    private readonly ArrayBufferWriter<byte> _record = new();
    private readonly ArrayBufferWriter<byte> _nested = new();

    /// <summary>Makes an encoder of these columns.</summary>
    public CsvEncoder(IReadOnlyList<Field> columns, CsvOptions options, string table)
    {
        _columns = columns;
        _options = options;
        _leastSafe = (byte)(Math.Max(Math.Max((int)options.FieldDelimiter, options.QuoteCharacter ?? 0), '\n') + 1);
        foreach (Field field in columns) _ = new CsvCell(field, options, table);
    }

    /// <inheritdoc/>
    public void Encode(Batch batch, BytesColumnBuilder output)
    {
        for (int row = 0; row < batch.Count; row++)
        {
            _record.ResetWrittenCount();
            for (int c = 0; c < _columns.Count; c++)
            {
                if (c > 0) Put(_record, _options.FieldDelimiter);
                Write(batch.Columns[c], _columns[c].Type, row);
            }
            output.Append(_record.WrittenSpan);
        }
    }

    private void Write(Column column, DataType type, int row)
    {
        if (column.IsNull(row))
        {
            _record.Write(_options.NullLiteral);
            return;
        }
        _nested.ResetWrittenCount();
        if (column is ListColumn list)
        {
            for (int i = 0; i < list.Lengths[row]; i++) WriteElement(list.Elements, type.Children[0], list.Starts[row] + i, i == 0);
        }
        else if (column is RowColumn nested)
        {
            for (int i = 0; i < nested.Fields.Count; i++) WriteElement(nested.Fields[i], type.Children[i], row, i == 0);
        }
        else WriteScalar(_nested, column, type, row);
        if (type.Root is TypeRoot.Boolean || type.IsNumeric || type.IsInterval) _record.Write(_nested.WrittenSpan);
        else WriteText(_nested.WrittenSpan);
    }

    private void WriteElement(Column column, DataType type, int row, bool isFirst)
    {
        if (!isFirst) _nested.Write(_options.ArrayElementDelimiter);
        if (column.IsNull(row)) _nested.Write(_options.NullLiteral);
        else WriteScalar(_nested, column, type, row);
    }

    private void WriteScalar(ArrayBufferWriter<byte> target, Column column, DataType type, int row)
    {
        if (column is BytesColumn bytes)
        {
            if (!type.IsBinary)
            {
                target.Write(bytes[row]);
                return;
            }
            Span<byte> room = target.GetSpan(Base64.GetMaxEncodedToUtf8Length(bytes.Lengths[row]) + 1);
            Base64.EncodeToUtf8(bytes[row], room, out _, out int encoded);
            target.Advance(encoded);
            return;
        }
        target.Advance(WriteFixed(column, type, row, target.GetSpan(JavaNumberText.MaxLength)));
    }

    private int WriteFixed(Column column, DataType type, int row, Span<byte> target)
    {
        bool isPlain = !_options.WriteDecimalInScientificNotation;
        int written;
        switch (column)
        {
            case FixedColumn<bool> flags:
                ReadOnlySpan<byte> text = flags[row] ? "true"u8 : "false"u8;
                text.CopyTo(target);
                return text.Length;
            case FixedColumn<int> days when type.Root == TypeRoot.Date:
                return TimeText.WriteDate(days[row], target);
            case FixedColumn<int> millis when type.Root == TypeRoot.Time:
                return TimeText.WriteTime(millis[row] * 1000L, target);
            case FixedColumn<long> micros when type.IsTimestamp:
                return TimestampFormat.Sql.Write(micros[row], type.Root == TypeRoot.TimestampLtz, target);
            case FixedColumn<Int128> nanos when type.IsTimestamp:
                return TimestampFormat.Sql.Write(nanos[row], type.Root == TypeRoot.TimestampLtz, target);
            case FixedColumn<long> unscaled when type.Root == TypeRoot.Decimal:
                return JavaNumberText.WriteStripped(unscaled[row], type.Scale, isPlain, target);
            case FixedColumn<Int128> unscaled:
                return JavaNumberText.WriteStripped(unscaled[row], type.Scale, isPlain, target);
            case FixedColumn<double> doubles:
                return JavaDigits.Write(doubles[row], target);
            case FixedColumn<float> floats:
                return JavaDigits.Write(floats[row], target);
            case FixedColumn<sbyte> tiny:
                Utf8Formatter.TryFormat(tiny[row], target, out written);
                return written;
            case FixedColumn<short> small:
                Utf8Formatter.TryFormat(small[row], target, out written);
                return written;
            case FixedColumn<int> whole:
                Utf8Formatter.TryFormat(whole[row], target, out written);
                return written;
            default:
                Utf8Formatter.TryFormat(((FixedColumn<long>)column)[row], target, out written);
                return written;
        }
    }

    private void WriteText(ReadOnlySpan<byte> text)
    {
        if (_options.QuoteCharacter is not byte quote || !MustQuote(text))
        {
            _record.Write(text);
            return;
        }
        Put(_record, quote);
        foreach (byte c in text)
        {
            if (c == quote) Put(_record, quote);
            else if (c == _options.EscapeCharacter) Put(_record, c);
            Put(_record, c);
        }
        Put(_record, quote);
    }

    private bool MustQuote(ReadOnlySpan<byte> text)
    {
        if (text.Length > MaxLengthChecked && System.Text.Encoding.UTF8.GetCharCount(text) > MaxLengthChecked) return true;
        foreach (byte c in text)
        {
            if (c < _leastSafe || c == _options.EscapeCharacter) return true;
        }
        return false;
    }

    private static void Put(ArrayBufferWriter<byte> target, byte value)
    {
        target.GetSpan(1)[0] = value;
        target.Advance(1);
    }
}
