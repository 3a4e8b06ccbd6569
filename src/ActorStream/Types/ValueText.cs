using System.Buffers.Text;
using System.Diagnostics;

namespace ActorStream.Types;

/// <summary>Writes single values as ASCII into a span of at least <see cref="MaxLength"/> bytes; each method returns how many it
/// wrote.</summary>
internal static class ValueText
{
    /// <summary>No value's text is longer.</summary>
    public const int MaxLength = 64;

    private const int MillisPerSecond = 1000;

    /// <summary><c>yyyy-MM-dd</c>; a year beyond 9999 with a plus sign, one before 0 with a minus, as Java's LocalDate.</summary>
    public static int Date(Span<byte> to, int days)
    {
        (int year, int month, int day) = DateTimeMath.FromDays(days);
        int at = 0;
        if (year < 0 || year > 9999) to[at++] = (byte)(year < 0 ? '-' : '+');
        at += Digits(to[at..], Math.Abs(year), Math.Max(4, CountDigits(Math.Abs(year))));
        to[at++] = (byte)'-';
        at += Digits(to[at..], month, 2);
        to[at++] = (byte)'-';
        return at + Digits(to[at..], day, 2);
    }

    /// <summary><c>HH:mm:ss</c> of milliseconds of the day.</summary>
    public static int ClockTime(Span<byte> to, int millis)
    {
        int seconds = millis / MillisPerSecond;
        Digits(to, seconds / 3600, 2);
        to[2] = (byte)':';
        Digits(to[3..], seconds / 60 % 60, 2);
        to[5] = (byte)':';
        Digits(to[6..], seconds % 60, 2);
        return 8;
    }

    /// <summary><c>yyyy-MM-dd HH:mm:ss</c> and so many digits of the fraction (0–9), of microseconds and the nanoseconds above
    /// them.</summary>
    public static int Timestamp(Span<byte> to, long micros, int precision, int nanos = 0)
    {
        (int day, long rest) = Split(micros);
        int at = Date(to, day);
        to[at++] = (byte)' ';
        at += ClockTime(to[at..], (int)(rest / 1000));
        if (precision == 0) return at;
        to[at++] = (byte)'.';
        int fraction = (int)(rest % 1_000_000);
        if (precision >= 6)
        {
            at += Digits(to[at..], fraction, 6);
            Digits(to[at..], nanos, 3);
            return at + precision - 6;
        }
        for (int i = precision; i < 6; i++) fraction /= 10;
        return at + Digits(to[at..], fraction, precision);
    }

    /// <summary>As Java's LocalDateTime: <c>2020-10-10T00:00</c>, seconds and fraction only where there are any.</summary>
    public static int JavaDateTime(Span<byte> to, long micros, int nanos = 0)
    {
        (int day, long rest) = Split(micros);
        int at = Date(to, day);
        to[at++] = (byte)'T';
        return at + JavaTime(to[at..], rest, alwaysSeconds: false, nanos);
    }

    /// <summary>As Java's Instant: <c>2020-10-09T16:00:04.999Z</c>.</summary>
    public static int JavaInstant(Span<byte> to, long micros, int nanos = 0)
    {
        (int day, long rest) = Split(micros);
        int at = Date(to, day);
        to[at++] = (byte)'T';
        at += JavaTime(to[at..], rest, alwaysSeconds: true, nanos);
        to[at++] = (byte)'Z';
        return at;
    }

    /// <summary>As Java's LocalTime, of microseconds of the day and the nanoseconds above them.</summary>
    public static int JavaTime(Span<byte> to, long micros, bool alwaysSeconds, int nanos = 0)
    {
        int at = ClockTime(to, (int)(micros / 1000));
        int fraction = (int)(micros % 1_000_000);
        if ((fraction | nanos) == 0) return to[6] == '0' && to[7] == '0' && !alwaysSeconds ? 5 : at;
        to[at++] = (byte)'.';
        if (nanos != 0)
        {
            at += Digits(to[at..], fraction, 6);
            return at + Digits(to[at..], nanos, 3);
        }
        return fraction % 1000 == 0 ? at + Digits(to[at..], fraction / 1000, 3) : at + Digits(to[at..], fraction, 6);
    }

    /// <summary>As Java's Duration: <c>PT26H3M4.567S</c>.</summary>
    public static int JavaDuration(Span<byte> to, long millis)
    {
        "PT"u8.CopyTo(to);
        int at = 2;
        if (millis / 3_600_000 != 0) at += Suffixed(to[at..], millis / 3_600_000, 'H');
        if (millis / 60_000 % 60 != 0) at += Suffixed(to[at..], millis / 60_000 % 60, 'M');
        long rest = millis % 60_000;
        if (rest == 0 && at > 2) return at;
        if (rest < 0) to[at++] = (byte)'-';
        rest = Math.Abs(rest);
        at += Number(to[at..], rest / 1000);
        int fraction = (int)(rest % 1000);
        if (fraction != 0)
        {
            to[at++] = (byte)'.';
            at += Digits(to[at..], fraction, 3);
            while (to[at - 1] == '0') at--;
        }
        to[at++] = (byte)'S';
        return at;
    }

    /// <summary>As Java's Period of months: <c>P18M</c>.</summary>
    public static int JavaPeriod(Span<byte> to, int months)
    {
        to[0] = (byte)'P';
        return 1 + (months == 0 ? Suffixed(to[1..], 0, 'D') : Suffixed(to[1..], months, 'M'));
    }

    /// <summary>A day-time interval as CAST writes it: <c>+1 02:03:04.567</c>.</summary>
    public static int Interval(Span<byte> to, long millis)
    {
        to[0] = (byte)(millis < 0 ? '-' : '+');
        ulong size = millis < 0 ? (ulong)-millis : (ulong)millis;
        int at = 1 + Number(to[1..], (long)(size / DateTimeMath.MillisPerDay));
        to[at++] = (byte)' ';
        int ofDay = (int)(size % DateTimeMath.MillisPerDay);
        at += ClockTime(to[at..], ofDay);
        to[at++] = (byte)'.';
        return at + Digits(to[at..], ofDay % 1000, 3);
    }

    /// <summary>A year-month interval as CAST writes it: <c>+1-06</c>.</summary>
    public static int IntervalMonths(Span<byte> to, int months)
    {
        to[0] = (byte)(months < 0 ? '-' : '+');
        long size = Math.Abs((long)months);
        int at = 1 + Number(to[1..], size / 12);
        to[at++] = (byte)'-';
        return at + Digits(to[at..], (int)(size % 12), 2);
    }

    /// <summary>An integer.</summary>
    public static int Number(Span<byte> to, long value)
    {
        bool fits = Utf8Formatter.TryFormat(value, to, out int written);
        Debug.Assert(fits);
        return written;
    }

    /// <summary>A DECIMAL without exponent: <c>0.0000001</c>.</summary>
    public static int DecimalPlain(Span<byte> to, Int128 unscaled, int scale)
    {
        if (scale == 0) return Number(to, unscaled);
        Span<byte> digits = stackalloc byte[MaxLength];
        int count = UnsignedDigits(digits, unscaled, scale + 1);
        int at = 0;
        if (unscaled < 0) to[at++] = (byte)'-';
        digits[..(count - scale)].CopyTo(to[at..]);
        at += count - scale;
        to[at++] = (byte)'.';
        digits[(count - scale)..count].CopyTo(to[at..]);
        return at + scale;
    }

    /// <summary>A DECIMAL as Java's BigDecimal.toString: with an exponent where more than six zeros would follow the point.</summary>
    public static int DecimalJava(Span<byte> to, Int128 unscaled, int scale)
    {
        if (scale <= 6) return DecimalPlain(to, unscaled, scale);
        Span<byte> digits = stackalloc byte[MaxLength];
        int count = UnsignedDigits(digits, unscaled, 1);
        int exponent = count - 1 - scale;
        if (exponent >= -6) return DecimalPlain(to, unscaled, scale);
        int at = 0;
        if (unscaled < 0) to[at++] = (byte)'-';
        to[at++] = digits[0];
        if (count > 1)
        {
            to[at++] = (byte)'.';
            digits[1..count].CopyTo(to[at..]);
            at += count - 1;
        }
        to[at++] = (byte)'E';
        return at + Number(to[at..], exponent);
    }

    /// <summary>A double as Java's Double.toString: <c>1.0E10</c>, <c>0.001</c>, <c>NaN</c>.</summary>
    public static int JavaDouble(Span<byte> to, double value) => JavaDigits.Write(value, to);

    /// <summary>A float as Java's Float.toString.</summary>
    public static int JavaFloat(Span<byte> to, float value) => JavaDigits.Write(value, to);

    private static int Number(Span<byte> to, Int128 value)
    {
        if (value >= long.MinValue && value <= long.MaxValue) return Number(to, (long)value);
        value.TryFormat(to, out int written);
        return written;
    }

    /// <summary>The digits of a value without its sign, with leading zeros up to <paramref name="least"/> digits.</summary>
    private static int UnsignedDigits(Span<byte> to, Int128 value, int least)
    {
        Int128 size = Int128.Abs(value);
        Span<byte> digits = stackalloc byte[MaxLength];
        int count = Number(digits, size);
        int zeros = Math.Max(0, least - count);
        to[..zeros].Fill((byte)'0');
        digits[..count].CopyTo(to[zeros..]);
        return zeros + count;
    }

    private static int Suffixed(Span<byte> to, long value, char suffix)
    {
        int at = Number(to, value);
        to[at] = (byte)suffix;
        return at + 1;
    }

    private static (int Day, long OfDay) Split(long micros)
    {
        long day = DateTimeMath.FloorDiv(micros, DateTimeMath.MicrosPerDay);
        return ((int)day, micros - day * DateTimeMath.MicrosPerDay);
    }

    private static int CountDigits(int value)
    {
        int count = 1;
        while (value >= 10)
        {
            value /= 10;
            count++;
        }
        return count;
    }

    private static int Digits(Span<byte> to, int value, int count)
    {
        for (int i = count - 1; i >= 0; i--)
        {
            to[i] = (byte)('0' + value % 10);
            value /= 10;
        }
        return count;
    }
}
