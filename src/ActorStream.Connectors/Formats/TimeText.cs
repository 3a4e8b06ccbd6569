using ActorStream.Types;

namespace ActorStream.Connectors.Formats;

/// <summary>Dates and times as text, in the grammars of Flink's formats (Java's <c>ISO_LOCAL_DATE</c> and its like).</summary>
internal static class TimeText
{
    /// <summary>Microseconds of a second.</summary>
    public const long MicrosPerSecond = 1_000_000;

    /// <summary>Microseconds of a day.</summary>
    public const long MicrosPerDay = 86_400 * MicrosPerSecond;

    private static ReadOnlySpan<byte> MonthLengths => [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

    /// <summary>A date at the start of a text: <c>yyyy-MM-dd</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="clampsDay">Whether 31 April is 30 April, as Java's smart resolver has it, or no date.</param>
    /// <param name="days">Days since 1970-01-01.</param>
    /// <param name="consumed">How many bytes it took.</param>
    public static bool TryReadDate(ReadOnlySpan<byte> text, bool clampsDay, out int days, out int consumed)
    {
        days = 0;
        consumed = 0;
        if (!TryReadYear(text, out int year, out int i) || text.Length < i + 6) return false;
        if (text[i] != (byte)'-' || text[i + 3] != (byte)'-') return false;
        if (!TryReadTwo(text, i + 1, out int month) || !TryReadTwo(text, i + 4, out int day)) return false;
        if (month is < 1 or > 12 || day is < 1 or > 31) return false;
        int length = MonthLengths[month - 1] + (month == 2 && IsLeap(year) ? 1 : 0);
        if (day > length)
        {
            if (!clampsDay) return false;
            day = length;
        }
        days = DateTimeMath.ToDays(year, month, day);
        consumed = i + 6;
        return true;
    }

    /// <summary>A time of day at the start of a text: <c>HH:mm:ss</c> with up to nine digits of fraction.</summary>
    /// <param name="text">The text.</param>
    /// <param name="secondsOptional">Whether <c>HH:mm</c> is enough.</param>
    /// <param name="micros">Microseconds of the day; a whole day for 24:00:00.</param>
    /// <param name="consumed">How many bytes it took.</param>
    public static bool TryReadTime(ReadOnlySpan<byte> text, bool secondsOptional, out long micros, out int consumed)
    {
        micros = 0;
        consumed = 0;
        if (text.Length < 5 || text[2] != (byte)':') return false;
        if (!TryReadTwo(text, 0, out int hour) || !TryReadTwo(text, 3, out int minute) || hour > 24 || minute > 59) return false;
        int second = 0;
        int fraction = 0;
        int i = 5;
        if (text.Length >= 8 && text[5] == (byte)':')
        {
            if (!TryReadTwo(text, 6, out second) || second > 59) return false;
            i = 8;
            if (i < text.Length && text[i] == (byte)'.') fraction = ReadFraction(text, ref i);
        }
        else if (!secondsOptional) return false;
        micros = ((hour * 60 + minute) * 60L + second) * MicrosPerSecond + fraction;
        consumed = i;
        return micros <= MicrosPerDay;
    }

    /// <summary>The digits 7 to 9 of the fraction of a time that was read, as nanoseconds.</summary>
    public static int NanosOfMicro(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> fraction = text[(text.LastIndexOf((byte)'.') + 1)..];
        if (fraction.Length == text.Length) return 0;
        int value = 0;
        int digits = 0;
        for (; digits < 9 && digits < fraction.Length && (uint)(fraction[digits] - '0') <= 9; digits++)
        {
            if (digits >= 6) value = value * 10 + (fraction[digits] - '0');
        }
        for (digits = Math.Max(6, digits); digits < 9; digits++) value *= 10;
        return value;
    }

    /// <summary>Cuts off what a TIMESTAMP of that precision does not hold, towards the past.</summary>
    public static long Truncate(long micros, int precision)
    {
        if (precision >= 6) return micros;
        long unit = NumberText.LongPowersOfTen[6 - precision];
        long rest = micros % unit;
        return micros - (rest < 0 ? rest + unit : rest);
    }

    /// <summary>Writes <c>yyyy-MM-dd</c>.</summary>
    /// <param name="days">Days since 1970-01-01.</param>
    /// <param name="target">At least 12 bytes.</param>
    /// <returns>The bytes written.</returns>
    public static int WriteDate(int days, Span<byte> target)
    {
        (int year, int month, int day) = DateTimeMath.FromDays(days);
        int i = 0;
        if (year is < 0 or > 9999)
        {
            target[i++] = year < 0 ? (byte)'-' : (byte)'+';
            year = Math.Abs(year);
        }
        int digits = year > 999_999 ? 7 : year > 99_999 ? 6 : year > 9999 ? 5 : 4;
        for (int d = digits - 1; d >= 0; d--, year /= 10) target[i + d] = (byte)('0' + year % 10);
        i += digits;
        target[i] = (byte)'-';
        WriteTwo(month, target[(i + 1)..]);
        target[i + 3] = (byte)'-';
        WriteTwo(day, target[(i + 4)..]);
        return i + 6;
    }

    /// <summary>Writes <c>HH:mm:ss</c> and, where there is a fraction, a point and its digits without trailing zeros.</summary>
    /// <param name="micros">Microseconds of the day.</param>
    /// <param name="target">At least 15 bytes.</param>
    /// <returns>The bytes written.</returns>
    public static int WriteTime(long micros, Span<byte> target)
    {
        int fraction = (int)(micros % MicrosPerSecond);
        int seconds = (int)(micros / MicrosPerSecond);
        WriteTwo(seconds / 3600, target);
        target[2] = (byte)':';
        WriteTwo(seconds / 60 % 60, target[3..]);
        target[5] = (byte)':';
        WriteTwo(seconds % 60, target[6..]);
        if (fraction == 0) return 8;
        int digits = 6;
        while (fraction % 10 == 0)
        {
            fraction /= 10;
            digits--;
        }
        target[8] = (byte)'.';
        for (int d = digits; d > 0; d--, fraction /= 10) target[8 + d] = (byte)('0' + fraction % 10);
        return 9 + digits;
    }

    /// <summary>As <see cref="WriteTime(long, Span{byte})"/>, with the nanoseconds above the microseconds; at least 18 bytes.</summary>
    public static int WriteTime(long micros, int nanos, Span<byte> target)
    {
        if (nanos == 0) return WriteTime(micros, target);
        int fraction = (int)(micros % MicrosPerSecond) * 1000 + nanos;
        WriteTime(micros - micros % MicrosPerSecond, target);
        target[8] = (byte)'.';
        int digits = 9;
        for (; fraction % 10 == 0; fraction /= 10) digits--;
        for (int d = digits; d > 0; d--, fraction /= 10) target[8 + d] = (byte)('0' + fraction % 10);
        return 9 + digits;
    }

    /// <summary>Splits microseconds since 1970 into days and microseconds of the day.</summary>
    public static (int Days, long MicrosOfDay) Split(long micros)
    {
        long days = Math.DivRem(micros, MicrosPerDay, out long rest);
        return rest < 0 ? ((int)days - 1, rest + MicrosPerDay) : ((int)days, rest);
    }

    private static void WriteTwo(int value, Span<byte> target)
    {
        target[0] = (byte)('0' + value / 10);
        target[1] = (byte)('0' + value % 10);
    }

    private static bool TryReadYear(ReadOnlySpan<byte> text, out int year, out int length)
    {
        year = 0;
        int i = 0;
        bool signed = text.Length > 0 && text[0] is (byte)'-' or (byte)'+';
        if (signed) i++;
        int first = i;
        while (i < text.Length && i - first < 7 && (uint)(text[i] - '0') <= 9) year = year * 10 + (text[i++] - '0');
        length = i;
        int digits = i - first;
        if (digits < 4 || (digits > 4 && !signed) || (digits == 4 && signed && text[0] == (byte)'+')) return false;
        if (signed && text[0] == (byte)'-') year = -year;
        return year is > -290_000 and < 290_000;
    }

    private static bool TryReadTwo(ReadOnlySpan<byte> text, int at, out int value)
    {
        uint high = (uint)(text[at] - '0');
        uint low = (uint)(text[at + 1] - '0');
        value = (int)(high * 10 + low);
        return high <= 9 && low <= 9;
    }

    private static int ReadFraction(ReadOnlySpan<byte> text, ref int at)
    {
        int first = ++at;
        int value = 0;
        while (at < text.Length && at - first < 9 && (uint)(text[at] - '0') <= 9)
        {
            if (at - first < 6) value = value * 10 + (text[at] - '0');
            at++;
        }
        for (int digits = at - first; digits < 6; digits++) value *= 10;
        return value;
    }

    private static bool IsLeap(int year) => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}
