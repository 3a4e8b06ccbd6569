using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace ActorStream.Types;

/// <summary>Reads single values from UTF-8 text with the leniency of Flink's CAST. False where the text is not such a value.</summary>
internal static class ValueParser
{
    private static readonly SearchValues<byte> FloatingCharacters = SearchValues.Create("0123456789.eE+-"u8);

    /// <summary>An integer: blanks around it and digits behind a point are ignored.</summary>
    public static bool TryInteger(ReadOnlySpan<byte> text, long least, long most, out long value)
    {
        text = text.Trim((byte)' ');
        value = 0;
        if (text.IsEmpty) return false;
        bool isNegative = text[0] == '-';
        if (isNegative || text[0] == '+') text = text[1..];
        if (text.IsEmpty) return false;
        // Summed up negative, because the least value has no positive counterpart.
        long sum = 0;
        int i = 0;
        for (; i < text.Length && text[i] != '.'; i++)
        {
            int digit = text[i] - '0';
            if ((uint)digit > 9 || sum < long.MinValue / 10) return false;
            sum = unchecked(sum * 10 - digit);
            if (sum > 0) return false;
        }
        for (i++; i < text.Length; i++)
        {
            if ((uint)(text[i] - '0') > 9) return false;
        }
        if (!isNegative && sum == long.MinValue) return false;
        value = isNegative ? sum : -sum;
        return value >= least && value <= most;
    }

    /// <summary>A double in Java's syntax: also <c>NaN</c>, <c>Infinity</c>, a suffix d or f, hexadecimal.</summary>
    public static bool TryDouble(ReadOnlySpan<byte> text, out double value) =>
        TryFloating(text, static (t, out v) => double.TryParse(t, NumberStyles.Float, CultureInfo.InvariantCulture, out v), out value);

    /// <summary>A float in Java's syntax.</summary>
    public static bool TryFloat(ReadOnlySpan<byte> text, out float value)
    {
        bool isNumber = TryFloating(text, static (t, out v) =>
        {
            bool parsed = float.TryParse(t, NumberStyles.Float, CultureInfo.InvariantCulture, out float single);
            v = single;
            return parsed;
        }, out double wide);
        value = (float)wide;
        return isNumber;
    }

    /// <summary>A DECIMAL, rounded half up. Short texts are read as Flink does: their digits before the point are counted with leading
    /// zeros, and whether the value fits is not asked again after rounding.</summary>
    public static bool TryDecimal(ReadOnlySpan<byte> text, int precision, int scale, out Int128 value)
    {
        value = 0;
        bool isShort = text.Length <= 18 && precision <= 18 && text.IndexOfAny((byte)'e', (byte)'E') < 0;
        text = TrimControl(text);
        if (isShort)
        {
            ReadOnlySpan<byte> unsigned = text.TrimStart("+-"u8);
            int point = unsigned.IndexOf((byte)'.');
            if ((point < 0 ? unsigned.Length : point) > precision - scale) return false;
        }
        return TryRoundedDecimal(text, precision, scale, out value) && (isShort || DecimalMath.Fits(value, precision));
    }

    /// <summary>A DECIMAL whose digits before the point fit; rounding may have made it one greater than the greatest.</summary>
    public static bool TryRoundedDecimal(ReadOnlySpan<byte> text, int precision, int scale, out Int128 value)
    {
        value = 0;
        if (text.Length > 1 && text[^1] is (byte)'d' or (byte)'D' or (byte)'f' or (byte)'F') text = text[..^1];
        if (text.IsEmpty) return false;
        bool isNegative = text[0] == '-';
        if (isNegative || text[0] == '+') text = text[1..];
        if (!TryDigits(text, out Int128 digits, out int exponent, out bool lostHalf)) return false;
        if (digits == 0) return true;
        if (!FitsIntegral(digits, exponent, precision - scale)) return false;
        int shift = exponent + scale;
        if (shift >= 0)
        {
            if (shift > 38 || !DecimalMath.Fits(digits, 38 - shift)) return false;
            value = digits * DecimalMath.Pow10(shift);
        }
        else
        {
            value = shift < -38 ? 0 : DecimalMath.DivideHalfUp(digits, DecimalMath.Pow10(-shift));
        }
        if (lostHalf && shift == 0) value++;
        if (isNegative) value = -value;
        return true;
    }

    /// <summary>A BOOLEAN: true, t, yes, y, 1 or false, f, no, n, 0, in any case, without blanks.</summary>
    public static bool TryBoolean(ReadOnlySpan<byte> text, out bool value)
    {
        value = IsAny(text, "true"u8, "t"u8, "yes"u8, "y"u8, "1"u8);
        return value || IsAny(text, "false"u8, "f"u8, "no"u8, "n"u8, "0"u8);
    }

    /// <summary>A DATE: <c>yyyy[-M[-d]]</c>, blanks around the parts; what follows a blank is ignored.</summary>
    public static bool TryDate(ReadOnlySpan<byte> text, out int days)
    {
        days = 0;
        int blank = text.IndexOf((byte)' ');
        if (blank > 0) text = text[..blank];
        int month = 1;
        int day = 1;
        int hyphen = text.IndexOf((byte)'-');
        if (!TryPart(hyphen < 0 ? text : text[..hyphen], out int year)) return false;
        if (hyphen >= 0)
        {
            text = text[(hyphen + 1)..];
            hyphen = text.IndexOf((byte)'-');
            if (!TryPart(hyphen < 0 ? text : text[..hyphen], out month)) return false;
            if (hyphen >= 0 && !TryPart(text[(hyphen + 1)..], out day)) return false;
        }
        if (year > 9999 || month is < 1 or > 12 || day < 1 || day > DateTimeMath.DaysInMonth(year, month)) return false;
        days = DateTimeMath.ToDays(year, month, day);
        return true;
    }

    /// <summary>A TIME: <c>H[:m[:s[.fraction]]]</c>, to the millisecond.</summary>
    public static bool TryTime(ReadOnlySpan<byte> text, out int millis)
    {
        millis = 0;
        int minute = 0;
        int second = 0;
        int fraction = 0;
        int colon = text.IndexOf((byte)':');
        if (!TryPart(colon < 0 ? text : text[..colon], out int hour)) return false;
        if (colon >= 0)
        {
            text = text[(colon + 1)..];
            colon = text.IndexOf((byte)':');
            if (!TryPart(colon < 0 ? text : text[..colon], out minute)) return false;
            if (colon >= 0)
            {
                text = text[(colon + 1)..];
                int dot = text.IndexOf((byte)'.');
                if (!TryPart(dot < 0 ? text : text[..dot], out second)) return false;
                if (dot >= 0 && !TryFraction(text[(dot + 1)..].TrimEnd((byte)' '), out fraction)) return false;
            }
        }
        if (hour > 23 || minute > 59 || second > 59) return false;
        millis = (hour * 3600 + minute * 60 + second) * 1000 + fraction / 1_000_000;
        return true;
    }

    /// <summary>A TIMESTAMP: <c>[+y]yyyy-M-d[ H:m:s[.fraction]]</c>, nothing around it, in microseconds and the nanoseconds above them. A
    /// day beyond the month's end, up to 31, is its last day; 24:00:00 is the next day's start.</summary>
    public static bool TryTimestamp(ReadOnlySpan<byte> text, out long micros, out int nanosOfMicro)
    {
        (micros, nanosOfMicro) = (0, 0);
        bool isSigned = !text.IsEmpty && text[0] == '+';
        int at = isSigned ? 1 : 0;
        // Years of more than four digits, and only these, have a sign.
        if (!TryDigits(text, ref at, 9, out int year) || (isSigned ? at < 6 : at != 4) || year == 0 || !Skip(text, ref at, '-')
            || !TryDigits(text, ref at, 2, out int month)) return false;
        if (!Skip(text, ref at, '-') || !TryDigits(text, ref at, 2, out int day)) return false;
        if (year > 200_000 || month is < 1 or > 12 || day is < 1 or > 31) return false;
        long days = DateTimeMath.ToDays(year, month, Math.Min(day, DateTimeMath.DaysInMonth(year, month)));
        micros = days * DateTimeMath.MicrosPerDay;
        if (at == text.Length) return true;
        if (!Skip(text, ref at, ' ') || !TryDigits(text, ref at, 2, out int hour) || !Skip(text, ref at, ':')) return false;
        if (!TryDigits(text, ref at, 2, out int minute) || !Skip(text, ref at, ':')
            || !TryDigits(text, ref at, 2, out int second)) return false;
        int nanos = 0;
        if (at < text.Length && (!Skip(text, ref at, '.') || !TryFraction(text[at..], out nanos))) return false;
        if (minute > 59 || second > 59 || hour > 24 || (hour == 24 && (minute | second | nanos) != 0)) return false;
        micros += (hour * 3600L + minute * 60 + second) * 1_000_000 + nanos / 1000;
        nanosOfMicro = nanos % 1000;
        return true;
    }

    /// <summary>Cuts blanks and control characters, as Java's String.trim.</summary>
    public static ReadOnlySpan<byte> TrimControl(ReadOnlySpan<byte> text)
    {
        int start = 0;
        int end = text.Length;
        while (start < end && text[start] <= ' ') start++;
        while (end > start && text[end - 1] <= ' ') end--;
        return text[start..end];
    }

    private delegate bool Parse(ReadOnlySpan<byte> text, out double value);

    private static bool TryFloating(ReadOnlySpan<byte> text, Parse parse, out double value)
    {
        value = 0;
        text = TrimControl(text);
        if (text.IsEmpty) return false;
        ReadOnlySpan<byte> size = text[0] is (byte)'-' or (byte)'+' ? text[1..] : text;
        if (size.SequenceEqual("NaN"u8) || size.SequenceEqual("Infinity"u8))
        {
            value = size[0] == 'N' ? double.NaN : text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
            return true;
        }
        if (size.StartsWith("0x"u8) || size.StartsWith("0X"u8)) return TryHexadecimal(size[2..], text[0] == '-', out value);
        if (size.Length > 1 && size[^1] is (byte)'d' or (byte)'D' or (byte)'f' or (byte)'F') text = text[..^1];
        if (text.ContainsAnyExcept(FloatingCharacters)) return false;
        return parse(text, out value);
    }

    /// <summary>Java's hexadecimal floating syntax, <c>0x1.8p3</c>; the exponent is mandatory.</summary>
    private static bool TryHexadecimal(ReadOnlySpan<byte> text, bool isNegative, out double value)
    {
        value = 0;
        if (text.Length > 1 && text[^1] is (byte)'d' or (byte)'D' or (byte)'f' or (byte)'F') text = text[..^1];
        int p = text.IndexOfAny((byte)'p', (byte)'P');
        if (p <= 0 || !Utf8Parser.TryParse(text[(p + 1)..], out int exponent, out int used) || used != text.Length - p - 1) return false;
        bool pastPoint = false;
        int digits = 0;
        foreach (byte c in text[..p])
        {
            if (c == '.' && !pastPoint)
            {
                pastPoint = true;
                continue;
            }
            if (!char.IsAsciiHexDigit((char)c)) return false;
            value = value * 16 + Convert.ToInt32(((char)c).ToString(), 16);
            digits++;
            if (pastPoint) exponent -= 4;
        }
        value = Math.ScaleB(isNegative ? -value : value, exponent);
        return digits > 0;
    }

    /// <summary>Digits with a point and an exponent, as an integer times a power of ten; digits beyond 38 are rounded off.</summary>
    private static bool TryDigits(ReadOnlySpan<byte> text, out Int128 digits, out int exponent, out bool lostHalf)
    {
        digits = 0;
        exponent = 0;
        lostHalf = false;
        bool any = false;
        bool full = false;
        bool pastPoint = false;
        for (int i = 0; i < text.Length; i++)
        {
            byte c = text[i];
            if (c == '.' && !pastPoint)
            {
                pastPoint = true;
            }
            else if (c is (byte)'e' or (byte)'E')
            {
                ReadOnlySpan<byte> rest = text[(i + 1)..];
                if (!rest.IsEmpty && rest[0] == '+') rest = rest[1..];
                if (!Utf8Parser.TryParse(rest, out int more, out int used) || used != rest.Length
                    || Math.Abs((long)more) > 1_000_000) return false;
                exponent += more;
                return any;
            }
            else if ((uint)(c - '0') <= 9)
            {
                any = true;
                if (full || !DecimalMath.Fits(digits, 37))
                {
                    if (!full) lostHalf = c >= '5';
                    full = true;
                    if (!pastPoint) exponent++;
                    continue;
                }
                digits = digits * 10 + (c - '0');
                if (pastPoint) exponent--;
            }
            else
            {
                return false;
            }
        }
        return any;
    }

    /// <summary>Whether digits × 10^exponent has at most so many digits before the point.</summary>
    private static bool FitsIntegral(Int128 digits, int exponent, int integral)
    {
        int limit = integral - exponent;
        return limit >= 0 && (limit >= 39 || DecimalMath.Fits(digits, limit));
    }

    private static bool IsAny(ReadOnlySpan<byte> text, ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, ReadOnlySpan<byte> c,
        ReadOnlySpan<byte> d, ReadOnlySpan<byte> e) =>
        Ascii.EqualsIgnoreCase(text, a) || Ascii.EqualsIgnoreCase(text, b) || Ascii.EqualsIgnoreCase(text, c)
        || Ascii.EqualsIgnoreCase(text, d) || Ascii.EqualsIgnoreCase(text, e);

    /// <summary>A part of a date or time: digits with blanks around them.</summary>
    private static bool TryPart(ReadOnlySpan<byte> text, out int value)
    {
        text = TrimControl(text);
        int at = 0;
        return TryDigits(text, ref at, 9, out value) && at == text.Length;
    }

    private static bool TryDigits(ReadOnlySpan<byte> text, ref int at, int most, out int value)
    {
        value = 0;
        int start = at;
        while (at < text.Length && at - start < most && (uint)(text[at] - '0') <= 9) value = value * 10 + (text[at++] - '0');
        return at > start;
    }

    private static bool Skip(ReadOnlySpan<byte> text, ref int at, char expected)
    {
        if (at >= text.Length || text[at] != expected) return false;
        at++;
        return true;
    }

    /// <summary>Up to nine digits of a second, as nanoseconds; none is zero.</summary>
    private static bool TryFraction(ReadOnlySpan<byte> text, out int nanos)
    {
        nanos = 0;
        if (text.Length > 9) return false;
        int scale = 100_000_000;
        foreach (byte c in text)
        {
            if ((uint)(c - '0') > 9) return false;
            nanos += (c - '0') * scale;
            scale /= 10;
        }
        return true;
    }
}
