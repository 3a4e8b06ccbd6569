using System.Buffers;
using System.Buffers.Text;
using System.Text;
using ActorStream.Types;

namespace ActorStream.Connectors.Formats.Csv;

/// <summary>Reads a field's text into a column, as Flink's csv format does: numbers are trimmed, DECIMALs and times are not.</summary>
internal sealed class CsvCell
{
    private readonly CsvOptions _options;
    private readonly DataType _type;
    private readonly CsvCell[] _children;

    /// <summary>Makes a reader of a type.</summary>
    /// <exception cref="ActorStreamException">The format has no such type.</exception>
    public CsvCell(Field field, CsvOptions options, string table, int depth = 0)
    {
        _options = options;
        _type = field.Type;
        if (_type.Root is TypeRoot.Map or TypeRoot.Multiset || (_type.IsNested && depth > 0))
        {
            throw new ActorStreamException(
                $"The csv format of table \"{table}\" has no form for column \"{field.Name}\" of type {_type}.",
                ErrorDomain.User,
                hint: "ARRAY and ROW may hold scalar types.");
        }
        _children = [.. _type.Children.Select(c => new CsvCell(new Field(field.Name, c), options, table, depth + 1))];
    }

    /// <summary>Adds a value or, for the null literal, a NULL. In arrays and rows, elements are NULL by it, never the whole.</summary>
    /// <returns>False where the text does not fit; nothing was added then.</returns>
    public bool Add(ColumnBuilder target, ReadOnlySpan<byte> text)
    {
        if (!_type.IsNested && _options.NullLiteral is byte[] literal && text.SequenceEqual(literal))
        {
            target.AppendNull();
            return true;
        }
        int before = target.Count;
        if (Read(target, text)) return true;
        target.Truncate(before);
        if (!_options.IgnoreParseErrors) return false;
        target.AppendNull();
        return true;
    }

    private bool Read(ColumnBuilder target, ReadOnlySpan<byte> text)
    {
        switch (_type.Root)
        {
            case TypeRoot.Char or TypeRoot.VarChar:
                ((BytesColumnBuilder)target).Append(text);
                return true;
            case TypeRoot.Boolean:
                return Append(target, Ascii.EqualsIgnoreCase(NumberText.Trim(text), "true"u8));
            case TypeRoot.TinyInt or TypeRoot.SmallInt or TypeRoot.Int or TypeRoot.BigInt:
            case TypeRoot.IntervalDayTime or TypeRoot.IntervalYearMonth:
                return NumberText.TryParseLong(NumberText.Trim(text), out long number) && AppendInteger(target, number);
            case TypeRoot.Double:
                return NumberText.TryParseDouble(text, out double value) && Append(target, value);
            case TypeRoot.Float:
                return NumberText.TryParseFloat(text, out float single) && Append(target, single);
            case TypeRoot.Decimal:
                return ReadDecimal(target, text);
            case TypeRoot.Binary or TypeRoot.VarBinary:
                return ReadBinary((BytesColumnBuilder)target, text);
            case TypeRoot.Array:
                return ReadArray((ListColumnBuilder)target, text);
            case TypeRoot.Row:
                return ReadRow((RowColumnBuilder)target, text);
            default:
                return ReadTime(target, text);
        }
    }

    private bool ReadDecimal(ColumnBuilder target, ReadOnlySpan<byte> text)
    {
        if (!NumberText.TryParseDecimal(text, _type.Precision, _type.Scale, out Int128 value, out bool overflow)) return false;
        if (overflow) target.AppendNull();
        else if (_type.Precision <= 18) Append(target, (long)value);
        else Append(target, value);
        return true;
    }

    private static bool ReadBinary(BytesColumnBuilder target, ReadOnlySpan<byte> text)
    {
        Span<byte> room = target.Reserve(Base64.GetMaxDecodedFromUtf8Length(text.Length));
        if (Base64.DecodeFromUtf8(text, room, out _, out int written) != OperationStatus.Done) return false;
        target.AppendReserved(written);
        return true;
    }

    private bool ReadTime(ColumnBuilder target, ReadOnlySpan<byte> text)
    {
        switch (_type.Root)
        {
            case TypeRoot.Date:
                return TryReadDate(text, out int days) && Append(target, days);
            case TypeRoot.Time:
                return TimeText.TryReadTime(text, true, out long micros, out int consumed) && consumed == text.Length
                    && micros < TimeText.MicrosPerDay
                    && Append(target, (int)(TimeText.Truncate(micros, Math.Min(3, _type.Precision)) / 1000));
            case TypeRoot.Timestamp or TypeRoot.TimestampLtz when _type.HasNanoseconds:
                return TimestampFormat.Sql.TryParseNanos(text, _type.Root == TypeRoot.TimestampLtz, out Int128 nanos)
                    && Append(target, nanos);
            case TypeRoot.Timestamp or TypeRoot.TimestampLtz:
                return TimestampFormat.Sql.TryParse(text, _type.Root == TypeRoot.TimestampLtz, out long instant)
                    && Append(target, TimeText.Truncate(instant, _type.Precision));
            default:
                target.AppendNull();
                return true;
        }
    }

    private bool ReadArray(ListColumnBuilder target, ReadOnlySpan<byte> text)
    {
        bool isLast = NumberText.Trim(text).IsEmpty;
        while (!isLast)
        {
            if (!_children[0].Add(target.Elements, NextElement(ref text, out isLast))) return false;
        }
        target.EndRow();
        return true;
    }

    private bool ReadRow(RowColumnBuilder target, ReadOnlySpan<byte> text)
    {
        if (text.Length == 0)
        {
            target.AppendNull();
            return true;
        }
        int field = 0;
        bool isLast = false;
        while (!isLast && field < _children.Length)
        {
            if (!_children[field].Add(target.Fields[field], NextElement(ref text, out isLast))) return false;
            field++;
        }
        if ((field < _children.Length || !isLast) && !_options.IgnoreParseErrors) return false;
        for (; field < _children.Length; field++) target.Fields[field].AppendNull();
        target.EndRow();
        return true;
    }

    private ReadOnlySpan<byte> NextElement(ref ReadOnlySpan<byte> text, out bool isLast)
    {
        int end = text.IndexOf(_options.ArrayElementDelimiter);
        isLast = end < 0;
        ReadOnlySpan<byte> element = isLast ? text : text[..end];
        text = isLast ? default : text[(end + _options.ArrayElementDelimiter.Length)..];
        return element;
    }

    /// <summary>Java's <c>Date.valueOf</c>: months and days of one or two digits, days past a month's end run into the next.</summary>
    private static bool TryReadDate(ReadOnlySpan<byte> text, out int days)
    {
        days = 0;
        if (ForeignDigits.ToAscii(text) is { } ascii) text = ascii;
        int first = text.IndexOf((byte)'-');
        if (first != 4) return false;
        int second = text[5..].IndexOf((byte)'-');
        if (second is < 1 or > 2 || text.Length - second - 6 is < 1 or > 2) return false;
        if (!NumberText.TryParseLong(text[..4], out long year)) return false;
        if (!NumberText.TryParseLong(text.Slice(5, second), out long month) || month is < 1 or > 12) return false;
        if (!NumberText.TryParseLong(text[(second + 6)..], out long day) || day is < 1 or > 31) return false;
        days = DateTimeMath.ToDays((int)year, (int)month, 1) + (int)day - 1;
        return true;
    }

    private bool AppendInteger(ColumnBuilder target, long value) => _type.Root switch
    {
        TypeRoot.TinyInt => value == (sbyte)value && Append(target, (sbyte)value),
        TypeRoot.SmallInt => value == (short)value && Append(target, (short)value),
        TypeRoot.Int or TypeRoot.IntervalYearMonth => value == (int)value && Append(target, (int)value),
        _ => Append(target, value),
    };

    private static bool Append<T>(ColumnBuilder target, T value)
        where T : unmanaged
    {
        ((FixedColumnBuilder<T>)target).Append(value);
        return true;
    }
}
