using System.Numerics;

namespace ActorStream.Connectors.Formats.Json;

/// <summary>Reads BOOLEAN. Every text but <c>true</c> is false, as Java's <c>parseBoolean</c> has it.</summary>
internal sealed class JsonBooleanColumn(DataType type, bool ignoreErrors) : JsonFixedColumn<bool>(type, ignoreErrors)
{
    private byte[] _buffer = [];

    /// <inheritdoc/>
    protected override bool Read(ref JsonReader reader)
    {
        int start = reader.Position;
        if (!JsonScalar.Read(ref reader, out JsonScalarKind kind, out ReadOnlySpan<byte> text, ref _buffer)) return false;
        return kind switch
        {
            JsonScalarKind.True => Append(true),
            JsonScalarKind.False => Append(false),
            JsonScalarKind.Nested => reader.FailValue(Type, start),
            _ => Append(System.Text.Ascii.EqualsIgnoreCase(NumberText.Trim(text), "true"u8)),
        };
    }
}

/// <summary>Reads TINYINT, SMALLINT, INT, BIGINT and intervals. INT and BIGINT cut a number's fraction off; no text may have one.</summary>
/// <typeparam name="T">The physical type.</typeparam>
internal sealed class JsonIntegerColumn<T>(DataType type, bool ignoreErrors) : JsonFixedColumn<T>(type, ignoreErrors)
    where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
{
    private static readonly long Least = long.CreateTruncating(T.MinValue);
    private static readonly long Most = long.CreateTruncating(T.MaxValue);

    private readonly bool _takesFractions = typeof(T) == typeof(int) || typeof(T) == typeof(long);
    private byte[] _buffer = [];

    /// <inheritdoc/>
    protected override bool Read(ref JsonReader reader)
    {
        int start = reader.Position;
        if (TryReadPlain(ref reader, out long value)) return Append(T.CreateTruncating(value));
        if (!JsonScalar.Read(ref reader, out JsonScalarKind kind, out ReadOnlySpan<byte> text, ref _buffer)) return false;
        bool known = kind switch
        {
            JsonScalarKind.Integer => NumberText.TryParseLong(text, out value),
            JsonScalarKind.Fraction => _takesFractions && NumberText.TryTruncate(text, out value),
            JsonScalarKind.String => NumberText.TryParseLong(NumberText.Trim(text), out value),
            _ => false,
        };
        if (!known || value < Least || value > Most) return reader.FailValue(Type, start);
        return Append(T.CreateTruncating(value));
    }

    /// <summary>Numbers of up to 18 digits without point or exponent, by far the most.</summary>
    private static bool TryReadPlain(ref JsonReader reader, out long value)
    {
        ReadOnlySpan<byte> text = reader.Text;
        int i = reader.Position;
        bool negative = (uint)i < (uint)text.Length && text[i] == (byte)'-';
        if (negative) i++;
        int first = i;
        value = 0;
        while ((uint)i < (uint)text.Length)
        {
            uint digit = (uint)(text[i] - '0');
            if (digit > 9) break;
            value = value * 10 + digit;
            i++;
        }
        int digits = i - first;
        if (digits is 0 or > 18 || (digits > 1 && text[first] == (byte)'0')) return false;
        if ((uint)i < (uint)text.Length && (text[i] == (byte)'.' || (text[i] | 0x20) == 'e')) return false;
        if (negative) value = -value;
        if (value < Least || value > Most) return false;
        reader.Position = i;
        return true;
    }
}

/// <summary>Reads DOUBLE.</summary>
internal sealed class JsonDoubleColumn(DataType type, bool ignoreErrors) : JsonFixedColumn<double>(type, ignoreErrors)
{
    private byte[] _buffer = [];

    /// <inheritdoc/>
    protected override bool Read(ref JsonReader reader)
    {
        int start = reader.Position;
        if (!JsonScalar.Read(ref reader, out JsonScalarKind kind, out ReadOnlySpan<byte> text, ref _buffer)) return false;
        return kind <= JsonScalarKind.Fraction && NumberText.TryParseDouble(text, out double value)
            ? Append(value)
            : reader.FailValue(Type, start);
    }
}

/// <summary>Reads FLOAT.</summary>
internal sealed class JsonFloatColumn(DataType type, bool ignoreErrors) : JsonFixedColumn<float>(type, ignoreErrors)
{
    private byte[] _buffer = [];

    /// <inheritdoc/>
    protected override bool Read(ref JsonReader reader)
    {
        int start = reader.Position;
        if (!JsonScalar.Read(ref reader, out JsonScalarKind kind, out ReadOnlySpan<byte> text, ref _buffer)) return false;
        return kind <= JsonScalarKind.Fraction && NumberText.TryParseFloat(text, out float value)
            ? Append(value)
            : reader.FailValue(Type, start);
    }
}

/// <summary>Reads DECIMAL: rounded half up to the scale, NULL where the precision does not hold it.</summary>
/// <typeparam name="T"><c>long</c> up to 18 digits, else <c>Int128</c>.</typeparam>
internal sealed class JsonDecimalColumn<T>(DataType type, bool ignoreErrors) : JsonFixedColumn<T>(type, ignoreErrors)
    where T : unmanaged, IBinaryInteger<T>
{
    private readonly int _precision = type.Precision;
    private readonly int _scale = type.Scale;
    private readonly long _bound = type.Precision <= 18 ? NumberText.LongPowersOfTen[type.Precision] : long.MaxValue;
    private byte[] _buffer = [];

    /// <inheritdoc/>
    protected override bool Read(ref JsonReader reader)
    {
        int start = reader.Position;
        if (TryReadPlain(ref reader, out long plain)) return Append(T.CreateTruncating(plain));
        if (!JsonScalar.Read(ref reader, out JsonScalarKind kind, out ReadOnlySpan<byte> text, ref _buffer)) return false;
        if (kind == JsonScalarKind.String) text = NumberText.Trim(text);
        if (kind > JsonScalarKind.Fraction || !NumberText.TryParseDecimal(text, _precision, _scale, out Int128 value, out bool overflow))
        {
            return reader.FailValue(Type, start);
        }
        if (overflow) AddNull();
        else Append(T.CreateTruncating(value));
        return true;
    }

    /// <summary>Numbers of up to 18 digits once scaled, with no more fraction than the scale and no exponent.</summary>
    private bool TryReadPlain(ref JsonReader reader, out long value)
    {
        ReadOnlySpan<byte> text = reader.Text;
        int i = reader.Position;
        bool negative = (uint)i < (uint)text.Length && text[i] == (byte)'-';
        if (negative) i++;
        int first = i;
        value = 0;
        int missing = _scale;
        while ((uint)i < (uint)text.Length && (uint)(text[i] - '0') <= 9) value = value * 10 + (text[i++] - '0');
        int digits = i - first;
        if (digits is 0 or > 18 || (digits > 1 && text[first] == (byte)'0')) return false;
        if ((uint)i < (uint)text.Length && text[i] == (byte)'.')
        {
            int point = ++i;
            while ((uint)i < (uint)text.Length && (uint)(text[i] - '0') <= 9) value = value * 10 + (text[i++] - '0');
            if (i == point) return false;
            missing -= i - point;
            digits += i - point;
        }
        if (missing < 0 || digits + missing > 18) return false;
        if ((uint)i < (uint)text.Length && (text[i] | 0x20) == 'e') return false;
        value *= NumberText.LongPowersOfTen[missing];
        if (value >= _bound) return false;
        if (negative) value = -value;
        reader.Position = i;
        return true;
    }
}
