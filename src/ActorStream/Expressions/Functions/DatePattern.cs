using System.Globalization;
using ActorStream.Types;

namespace ActorStream.Expressions.Functions;

/// <summary>
/// A date and time pattern with the letters of Java's DateTimeFormatter, in English. DATE_FORMAT writes with it, TO_TIMESTAMP reads.
/// Weeks start on Sunday and the first of a year has one day of it at least, as where Flink runs without a country set.
/// </summary>
internal sealed class DatePattern
{
    internal static readonly string[] Months =
    [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ];

    internal static readonly string[] Days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

    internal static readonly string[] Quarters = ["1st quarter", "2nd quarter", "3rd quarter", "4th quarter"];

    private readonly DatePatternPart[] _parts;

    private DatePattern(DatePatternPart[] parts) => _parts = parts;

    /// <summary>Reads a pattern; throws where it is not one.</summary>
    public static DatePattern Parse(string pattern) => new(DatePatternReader.Read(pattern));

    /// <summary>Reads a pattern, or gives null.</summary>
    public static DatePattern? ParseOrNull(string pattern)
    {
        try
        {
            return Parse(pattern);
        }
        catch (EvaluationException)
        {
            return null;
        }
    }

    /// <summary>Writes a local timestamp of microseconds and the nanoseconds above them.</summary>
    public void Format(long micros, BytesOutput output, int nanos = 0)
    {
        int days = (int)DateTimeMath.FloorDiv(micros, DateTimeMath.MicrosPerDay);
        long time = micros - days * DateTimeMath.MicrosPerDay;
        (int year, int month, int day) = DateTimeMath.FromDays(days);
        foreach (DatePatternPart part in _parts)
        {
            if (part.Kind == DatePatternPartKind.Literal) output.Write(part.Literal);
            else if (part.Kind == DatePatternPartKind.Field) Format(part, output, days, year, month, day, time, nanos);
        }
    }

    /// <summary>Reads a text of this pattern, or of yyyy-M-d H:m:s, as TO_TIMESTAMP does; milliseconds are kept.</summary>
    public bool TryParse(string text, out long micros)
    {
        if (new DatePatternParser(_parts, text).TryParse(out micros)) return true;
        return TryParseLeniently(text.Trim(), out micros);
    }

    /// <summary>Reads yyyy-M-d[ H:m:s[.f]] as TO_TIMESTAMP does without a format; milliseconds are kept.</summary>
    public static bool TryParseDefault(ReadOnlySpan<byte> text, out long micros)
    {
        micros = 0;
        if (!TakeDigits(ref text, 4, 4, out int year) || !Take(ref text, '-') || !TakeDigits(ref text, 1, 2, out int month)
            || !Take(ref text, '-') || !TakeDigits(ref text, 1, 2, out int day)) return false;
        int hour = 0, minute = 0, second = 0, nanos = 0;
        if (!text.IsEmpty)
        {
            if (!Take(ref text, ' ') || !TakeDigits(ref text, 1, 2, out hour) || !Take(ref text, ':')
                || !TakeDigits(ref text, 1, 2, out minute) || !Take(ref text, ':') || !TakeDigits(ref text, 1, 2, out second)) return false;
            if (Take(ref text, '.') && !TakeFraction(ref text, out nanos)) return false;
        }
        if (!text.IsEmpty) return false;
        return TryMake(year, month, day, hour, minute, second, nanos, out micros);
    }

    /// <summary>A timestamp of parts; a day past the month's last becomes the last, 24:00 the next day's start.</summary>
    internal static bool TryMake(int year, int month, int day, int hour, int minute, int second, int nanos, out long micros)
    {
        micros = 0;
        if (year is < 1 or > 9999 || month is < 1 or > 12 || day is < 1 or > 31) return false;
        if (hour > 24 || minute > 59 || second > 59 || hour == 24 && (minute | second | nanos) != 0) return false;
        int days = DateTimeMath.ToDays(year, month, Math.Min(day, DateTimeMath.DaysInMonth(year, month)));
        micros = days * DateTimeMath.MicrosPerDay + (hour * 3600L + minute * 60 + second) * CalendarMath.MicrosPerSecond
            + nanos / 1_000_000 * CalendarMath.MicrosPerMilli;
        return true;
    }

    private static bool Take(ref ReadOnlySpan<byte> text, char expected)
    {
        if (text.IsEmpty || text[0] != expected) return false;
        text = text[1..];
        return true;
    }

    private static bool TakeDigits(ref ReadOnlySpan<byte> text, int least, int most, out int value)
    {
        value = 0;
        int count = 0;
        while (count < most && count < text.Length && text[count] is >= (byte)'0' and <= (byte)'9')
        {
            value = value * 10 + text[count++] - '0';
        }
        text = text[count..];
        return count >= least;
    }

    private static bool TakeFraction(ref ReadOnlySpan<byte> text, out int nanos)
    {
        int length = text.Length;
        if (!TakeDigits(ref text, 0, 9, out nanos)) return false;
        for (int count = length - text.Length; count < 9; count++) nanos *= 10;
        return true;
    }

    /// <summary>What JDBC's timestamps and dates take: numbers past their range move on to the next day, month or year.</summary>
    private static bool TryParseLeniently(string text, out long micros)
    {
        micros = 0;
        int space = text.IndexOf(' ');
        string[] date = (space < 0 ? text : text[..space]).Split('-');
        if (date.Length != 3 || date[0].Length != 4 || date[1].Length is 0 or > 2 || date[2].Length is 0 or > 2) return false;
        if (!TryNumber(date[0], out int year) || !TryNumber(date[1], out int month) || !TryNumber(date[2], out int day)) return false;
        if (month is < 1 or > 12 || day is < 1 or > 31) return false;
        long local = (DateTimeMath.ToDays(year, month, 1) + day - 1) * DateTimeMath.MicrosPerDay;
        if (space >= 0)
        {
            string time = text[(space + 1)..];
            int dot = time.IndexOf('.');
            string fraction = dot < 0 ? "" : time[(dot + 1)..];
            string[] clock = (dot < 0 ? time : time[..dot]).Split(':');
            if (clock.Length != 3 || (dot >= 0 && (fraction.Length is 0 or > 9 || !char.IsDigit(fraction[0])))) return false;
            if (!TryNumber(clock[0], out int hour) || !TryNumber(clock[1], out int minute)
                || !TryNumber(clock[2], out int second)) return false;
            int nanos = 0;
            if (fraction.Length > 0 && !TryNumber(fraction.PadRight(9, '0'), out nanos)) return false;
            int millis = nanos / 1_000_000;
            local += (hour * 3600L + minute * 60L + second) * CalendarMath.MicrosPerSecond + millis * CalendarMath.MicrosPerMilli;
        }
        micros = local;
        return true;
    }

    /// <summary>What Integer.parseInt takes: a sign, and digits of any script.</summary>
    private static bool TryNumber(ReadOnlySpan<char> text, out int value)
    {
        value = 0;
        bool isNegative = text.StartsWith('-');
        if (isNegative || text.StartsWith('+')) text = text[1..];
        if (text.IsEmpty) return false;
        long sum = 0;
        foreach (char c in text)
        {
            if (CharUnicodeInfo.GetDecimalDigitValue(c) is not (>= 0 and var digit)) return false;
            sum = sum * 10 + digit;
            if (sum > int.MaxValue) return false;
        }
        value = (int)(isNegative ? -sum : sum);
        return true;
    }

    private static void Format(DatePatternPart part, BytesOutput output, int days, int year, int month, int day, long time,
        int nanos)
    {
        int count = part.Count;
        int hour = (int)(time / (3600 * CalendarMath.MicrosPerSecond));
        switch (part.Letter)
        {
            case 'y': WriteYear(output, year > 0 ? year : 1 - year, count); break;
            case 'u': WriteYear(output, year, count); break;
            case 'Y': WriteYear(output, WeekYear(days, out _), count); break;
            case 'w':
                WeekYear(days, out int week);
                Write(output, week, count);
                break;
            case 'W': Write(output, (day + (CalendarMath.DayOfWeek(days - day + 1) - 1) + 6) / 7, count); break;
            case 'M' or 'L': WriteName(output, Months[month - 1], month, count); break;
            case 'Q' or 'q': WriteQuarter(output, (month + 2) / 3, count); break;
            case 'd': Write(output, day, count); break;
            case 'D': Write(output, days - DateTimeMath.ToDays(year, 1, 1) + 1, count); break;
            case 'F': Write(output, (day - 1) % 7 + 1, count); break;
            case 'E': WriteName(output, Days[CalendarMath.DayOfWeek(days) - 1], 0, Math.Max(3, count)); break;
            case 'e' or 'c': WriteName(output, Days[CalendarMath.DayOfWeek(days) - 1], CalendarMath.DayOfWeek(days), count); break;
            case 'G': output.Write((count, year > 0) switch { (4, true) => "Anno Domini"u8, (4, _) => "Before Christ"u8,
                (5, true) => "A"u8, (5, _) => "B"u8, (_, true) => "AD"u8, _ => "BC"u8 }); break;
            case 'a': output.Write(hour < 12 ? "AM"u8 : "PM"u8); break;
            case 'H': Write(output, hour, count); break;
            case 'k': Write(output, hour == 0 ? 24 : hour, count); break;
            case 'K': Write(output, hour % 12, count); break;
            case 'h': Write(output, (hour + 11) % 12 + 1, count); break;
            case 'm': Write(output, time / (60 * CalendarMath.MicrosPerSecond) % 60, count); break;
            case 's': Write(output, time / CalendarMath.MicrosPerSecond % 60, count); break;
            case 'S': WriteFraction(output, (int)(time % CalendarMath.MicrosPerSecond * 1000) + nanos, count); break;
            case 'A': Write(output, time / CalendarMath.MicrosPerMilli, count); break;
            case 'n': Write(output, time % CalendarMath.MicrosPerSecond * 1000 + nanos, count); break;
            case 'N': Write(output, time * 1000 + nanos, count); break;
            default: throw new EvaluationException(
                $"The pattern letter '{part.Letter}' needs a time zone, and a timestamp has none.", "Leave the letter out.");
        }
    }

    /// <summary>The year that a Sunday-based week belongs to: the week of January 1 is the year's first.</summary>
    internal static int WeekYear(int days, out int week)
    {
        int saturday = days - CalendarMath.DayOfWeek(days) + 7;
        (int year, _, _) = DateTimeMath.FromDays(saturday);
        int first = DateTimeMath.ToDays(year, 1, 1);
        week = (saturday - (first - CalendarMath.DayOfWeek(first) + 7)) / 7 + 1;
        return year;
    }

    internal static void Write(BytesOutput output, long value, int width)
    {
        Span<byte> target = output.GetSpan(20 + width);
        int used = 0;
        if (value < 0)
        {
            target[used++] = (byte)'-';
            value = -value;
        }
        int digits = 1;
        for (long rest = value; rest >= 10; rest /= 10) digits++;
        int length = Math.Max(digits, width);
        for (int i = length - 1; i >= 0; i--)
        {
            target[used + i] = (byte)('0' + value % 10);
            value /= 10;
        }
        output.Advance(used + length);
    }

    private static void WriteYear(BytesOutput output, int year, int count)
    {
        if (count == 2)
        {
            Write(output, (year % 100 + 100) % 100, 2);
            return;
        }
        if (count >= 4 && year >= Math.Pow(10, count)) output.Write((byte)'+');
        Write(output, year, count);
    }

    private static void WriteName(BytesOutput output, string name, int number, int count)
    {
        if (count < 3) Write(output, number, count);
        else output.Write(name.AsSpan(0, count switch { 3 => 3, 5 => 1, _ => name.Length }));
    }

    private static void WriteQuarter(BytesOutput output, int quarter, int count)
    {
        if (count is < 3 or 5) Write(output, quarter, count == 5 ? 1 : count);
        else if (count == 4) output.Write(Quarters[quarter - 1].AsSpan());
        else output.Write([(byte)'Q', (byte)('0' + quarter)]);
    }

    private static void WriteFraction(BytesOutput output, int nanos, int count)
    {
        Span<byte> digits = stackalloc byte[9];
        for (int i = 8; i >= 0; i--)
        {
            digits[i] = (byte)('0' + nanos % 10);
            nanos /= 10;
        }
        output.Write(digits[..count]);
    }
}
