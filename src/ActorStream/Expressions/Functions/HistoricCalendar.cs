using ActorStream.Types;

namespace ActorStream.Expressions.Functions;

/// <summary>The Gregorian calendar from 15 October 1582 on, and the Julian before.</summary>
internal static class HistoricCalendar
{
    /// <summary>15 October 1582 in days since 1970-01-01.</summary>
    private const int Cutover = -141427;

    /// <summary>The date of a day since 1970-01-01.</summary>
    public static (int Year, int Month, int Day) FromDays(int days)
    {
        if (days >= Cutover) return DateTimeMath.FromDays(days);
        // Years start in March; 719470 days lie between 1 March of the Julian year 0 and 1970-01-01.
        long z = days + 719470L;
        int year = (int)Math.Floor((4 * z + 3) / 1461.0);
        int dayOfYear = (int)(z - DateTimeMath.FloorDiv(1461L * year, 4));
        int shifted = (5 * dayOfYear + 2) / 153;
        int month = shifted + (shifted < 10 ? 3 : -9);
        return (year + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1);
    }

    /// <summary>Days since 1970-01-01 of a date; months and days past their range move on.</summary>
    public static int ToDays(long year, long month, long day)
    {
        long months = year * 12 + month - 1;
        long y = DateTimeMath.FloorDiv(months, 12);
        int m = (int)(months - y * 12) + 1;
        y = Math.Clamp(y, -5_000_000, 5_000_000);
        long days = DateTimeMath.ToDays((int)y, m, 1) + day - 1;
        if (days < Cutover) days = Julian(y, m) + day - 1;
        return (int)Math.Clamp(days, int.MinValue / 4, int.MaxValue / 4);
    }

    private static long Julian(long year, int month)
    {
        long y = month <= 2 ? year - 1 : year;
        int dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5;
        return DateTimeMath.FloorDiv(1461 * y, 4) + dayOfYear - 719470;
    }
}
