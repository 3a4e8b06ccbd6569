using System.Collections;
using System.Globalization;
using System.Numerics;
using ActorStream.Types;

namespace ActorStream.Connectors.Sql;

/// <summary>Values as databases' clients give them, into columns of declared types. What does not fit without loss is an error that
/// names the column, but for decimals with too many digits before the point, which become NULL as in Flink.</summary>
internal static class SqlValues
{
    /// <summary>Appends a value.</summary>
    /// <param name="value">The client's object; DBNull or null for NULL.</param>
    /// <param name="type">The declared type.</param>
    /// <param name="builder">A builder of that type.</param>
    /// <returns>False where the value does not fit the type.</returns>
    public static bool TryAppend(object? value, DataType type, ColumnBuilder builder)
    {
        if (value is null or DBNull)
        {
            builder.AppendNull();
            return true;
        }
        switch (type.Root)
        {
            case TypeRoot.Boolean: return AsBoolean(value) is { } b && Append(builder, b);
            case TypeRoot.TinyInt: return AsLong(value) is { } i8 and >= sbyte.MinValue and <= sbyte.MaxValue && Append(builder, (sbyte)i8);
            case TypeRoot.SmallInt:
                return AsLong(value) is { } i16 and >= short.MinValue and <= short.MaxValue && Append(builder, (short)i16);
            case TypeRoot.Int: return AsLong(value) is { } i32 and >= int.MinValue and <= int.MaxValue && Append(builder, (int)i32);
            case TypeRoot.BigInt: return AsLong(value) is { } i64 && Append(builder, i64);
            case TypeRoot.Float: return AsDouble(value) is { } f && Append(builder, (float)f);
            case TypeRoot.Double: return AsDouble(value) is { } d && Append(builder, d);
            case TypeRoot.Decimal: return AppendDecimal(value, type, builder);
            case TypeRoot.Char or TypeRoot.VarChar: return AppendText(value, (BytesColumnBuilder)builder);
            case TypeRoot.Binary or TypeRoot.VarBinary: return AppendBytes(value, (BytesColumnBuilder)builder);
            case TypeRoot.Date: return SqlTimes.ToDays(value) is { } days && Append(builder, days);
            case TypeRoot.Time: return SqlTimes.ToMillisOfDay(value, type.Precision) is { } ms && Append(builder, ms);
            case TypeRoot.Timestamp or TypeRoot.TimestampLtz when type.HasNanoseconds:
                return SqlTimes.ToNanos(value, type.Precision, type.Root == TypeRoot.TimestampLtz) is { } ns && Append(builder, ns);
            case TypeRoot.Timestamp: return SqlTimes.ToMicros(value, type.Precision, isInstant: false) is { } us && Append(builder, us);
            case TypeRoot.TimestampLtz: return SqlTimes.ToMicros(value, type.Precision, isInstant: true) is { } at && Append(builder, at);
            case TypeRoot.Array: return AppendArray(value, type, (ListColumnBuilder)builder);
            default: return false;
        }
    }

    /// <summary>The error for a value that does not fit.</summary>
    public static ConnectorException Misfit(string table, string column, DataType type, object? value, string database)
    {
        string got = value switch
        {
            byte[] bytes => $"{bytes.Length} bytes",
            string text => $"the text '{(text.Length > 40 ? text[..40] + "…" : text)}'",
            Array => "an array",
            null => "NULL",
            _ => $"{Convert.ToString(value, CultureInfo.InvariantCulture)} ({value.GetType().Name})",
        };
        return new ConnectorException("jdbc", table,
            $"Column \"{column}\" of table \"{table}\" is declared as {type.Nullable()}, but {database} gave {got}.",
            hint: "Declare the column with the type that it has in the database.");
    }

    /// <summary>An unscaled value, rounded half up to the scale; null where it has more digits than the precision.</summary>
    public static Int128? Unscale(BigInteger digits, int digitScale, int precision, int scale)
    {
        if (digitScale <= scale)
        {
            digits *= BigInteger.Pow(10, scale - digitScale);
        }
        else
        {
            BigInteger divisor = BigInteger.Pow(10, digitScale - scale);
            BigInteger quotient = BigInteger.DivRem(digits, divisor, out BigInteger remainder);
            if (BigInteger.Abs(remainder) * 2 >= divisor) quotient += digits.Sign;
            digits = quotient;
        }
        return BigInteger.Abs(digits) < BigInteger.Pow(10, precision) ? (Int128)digits : null;
    }

    /// <summary>Reads a decimal's text: digits, a point, an exponent.</summary>
    public static bool TryParseDecimal(string text, out BigInteger digits, out int scale)
    {
        (digits, scale) = (default, 0);
        ReadOnlySpan<char> rest = text.AsSpan().Trim();
        int e = rest.IndexOfAny('e', 'E');
        int exponent = 0;
        if (e >= 0)
        {
            if (!int.TryParse(rest[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent)) return false;
            if (exponent is < -1000 or > 1000) return false;
            rest = rest[..e];
        }
        int point = rest.IndexOf('.');
        string plain = point < 0 ? rest.ToString() : string.Concat(rest[..point], rest[(point + 1)..]);
        int fraction = point < 0 ? 0 : rest.Length - point - 1;
        if (plain.Length is 0 or > 400) return false;
        if (!BigInteger.TryParse(plain, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out digits)) return false;
        scale = fraction - exponent;
        if (scale >= 0) return true;
        digits *= BigInteger.Pow(10, -scale);
        scale = 0;
        return true;
    }

    /// <summary>A column's value as a decimal text.</summary>
    public static string DecimalText(Int128 unscaled, int scale)
    {
        if (scale == 0) return unscaled.ToString(CultureInfo.InvariantCulture);
        string digits = Int128.Abs(unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        return (unscaled < 0 ? "-" : "") + digits[..^scale] + "." + digits[^scale..];
    }

    private static bool Append<T>(ColumnBuilder builder, T value)
        where T : unmanaged
    {
        ((FixedColumnBuilder<T>)builder).Append(value);
        return true;
    }

    private static bool? AsBoolean(object value) => value switch
    {
        bool b => b,
        BitArray { Length: 1 } bits => bits[0],
        byte[] { Length: 1 } bytes => bytes[0] switch { 0 or (byte)'0' => false, 1 or (byte)'1' => true, _ => null },
        string text => text.ToLowerInvariant() switch
        {
            "true" or "t" or "yes" or "y" or "on" or "1" => true,
            "false" or "f" or "no" or "n" or "off" or "0" => false,
            _ => null,
        },
        _ => AsLong(value) is { } number ? number != 0 : null,
    };

    private static long? AsLong(object value) => value switch
    {
        int i => i,
        long l => l,
        short s => s,
        sbyte s => s,
        byte b => b,
        ushort s => s,
        uint i => i,
        ulong l => l <= long.MaxValue ? (long)l : null,
        bool b => b ? 1 : 0,
        decimal d => d == decimal.Truncate(d) && d is >= long.MinValue and <= long.MaxValue ? (long)d : null,
        double d => d == Math.Truncate(d) && d is >= -9.2233720368547758e18 and < 9.2233720368547758e18 ? (long)d : null,
        float f => f == MathF.Truncate(f) && f is >= -9.2233720e18f and < 9.2233720e18f ? (long)f : null,
        BigInteger big => big >= long.MinValue && big <= long.MaxValue ? (long)big : null,
        string text => long.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long parsed)
            ? parsed
            : null,
        BitArray { Length: 1 } bits => bits[0] ? 1 : 0,
        _ => null,
    };

    private static double? AsDouble(object value) => value switch
    {
        double d => d,
        float f => f,
        decimal d => (double)d,
        BigInteger big => (double)big,
        ulong l => l,
        bool => null,
        string text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double parsed) ? parsed : null,
        _ => AsLong(value),
    };

    private static bool AppendDecimal(object value, DataType type, ColumnBuilder builder)
    {
        BigInteger digits;
        int scale = 0;
        switch (value)
        {
            case BigInteger big:
                digits = big;
                break;
            case ulong unsigned:
                digits = unsigned;
                break;
            case decimal or double or float or string:
                string text = value is string s ? s : ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture);
                if (!TryParseDecimal(text, out digits, out scale)) return false;
                break;
            default:
                if (value is bool || AsLong(value) is not { } number) return false;
                digits = number;
                break;
        }
        if (Unscale(digits, scale, type.Precision, type.Scale) is not { } unscaled) builder.AppendNull();
        else if (type.Precision <= 18) Append(builder, (long)unscaled);
        else Append(builder, unscaled);
        return true;
    }

    private static bool AppendText(object value, BytesColumnBuilder builder)
    {
        if (value is byte[] bytes)
        {
            if (!System.Text.Unicode.Utf8.IsValid(bytes)) return false;
            builder.Append(bytes);
            return true;
        }
        string? text = value switch
        {
            string s => s,
            Array or BitArray => null,
            DateTime or DateTimeOffset or DateOnly or TimeOnly or TimeSpan => SqlTimes.ToText(value),
            _ => Convert.ToString(value, CultureInfo.InvariantCulture),
        };
        if (text is null) return false;
        builder.Append(text);
        return true;
    }

    private static bool AppendBytes(object value, BytesColumnBuilder builder)
    {
        if (value is byte[] bytes) builder.Append(bytes);
        else if (value is string text) builder.Append(text);
        else if (value is Guid id) builder.Append(id.ToByteArray(bigEndian: true));
        else return false;
        return true;
    }

    private static bool AppendArray(object value, DataType type, ListColumnBuilder builder)
    {
        if (value is not Array { Rank: 1 } array) return false;
        int before = builder.Count;
        foreach (object? element in array)
        {
            if (!TryAppend(element, type.Children[0], builder.Elements))
            {
                builder.EndRow();
                builder.Truncate(before);
                return false;
            }
        }
        builder.EndRow();
        return true;
    }
}
