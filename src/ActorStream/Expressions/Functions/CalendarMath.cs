using ActorStream.Types;

namespace ActorStream.Expressions.Functions;

/// <summary>Parts, floors and differences of dates and times, as Flink computes them: divisions of times before 1970 are cut towards
/// zero, not down, where Flink does so.</summary>
internal static class CalendarMath
{
    public const long MicrosPerMilli = 1000;
    public const long MicrosPerSecond = 1_000_000;

    /// <summary>The whole days of a timestamp, cut towards 1970-01-01.</summary>
    public static int DayOf(long micros) => (int)(DateTimeMath.FloorDiv(micros, MicrosPerMilli) / DateTimeMath.MillisPerDay);

    /// <summary>Day of the week, 1 for Sunday.</summary>
    public static int DayOfWeek(int days) => (int)(((days + 4L) % 7 + 7) % 7) + 1;

    /// <summary>Day of the week, 1 for Monday.</summary>
    public static int IsoDayOfWeek(int days) => (int)(((days + 3L) % 7 + 7) % 7) + 1;

    /// <summary>Week and year of ISO 8601: the week belongs to the year of its Thursday.</summary>
    public static (int Year, int Week) IsoWeek(int days)
    {
        int thursday = days - IsoDayOfWeek(days) + 4;
        (int year, _, _) = DateTimeMath.FromDays(thursday);
        return (year, (thursday - DateTimeMath.ToDays(year, 1, 1)) / 7 + 1);
    }

    /// <summary>The part of a date that a unit names; null for units of the clock.</summary>
    public static long? PartOfDate(TimeUnit unit, int days)
    {
        (int year, int month, int day) = DateTimeMath.FromDays(days);
        return unit switch
        {
            TimeUnit.Year => year,
            TimeUnit.Quarter => (month + 2) / 3,
            TimeUnit.Month => month,
            TimeUnit.Day => day,
            TimeUnit.Week => IsoWeek(days).Week,
            TimeUnit.IsoYear => IsoWeek(days).Year,
            TimeUnit.Doy => days - DateTimeMath.ToDays(year, 1, 1) + 1,
            TimeUnit.Dow => DayOfWeek(days),
            TimeUnit.IsoDow => IsoDayOfWeek(days),
            TimeUnit.Decade => year / 10,
            TimeUnit.Century => year > 0 ? (year + 99) / 100 : -((-year + 99) / 100),
            TimeUnit.Millennium => year > 0 ? (year + 999) / 1000 : -((-year + 999) / 1000),
            _ => null,
        };
    }

    /// <summary>The part of a time of day or timestamp that a unit of the clock names; cut towards zero.</summary>
    public static long PartOfTime(TimeUnit unit, long micros)
    {
        long millis = DateTimeMath.FloorDiv(micros, MicrosPerMilli);
        return unit switch
        {
            TimeUnit.Hour => millis % DateTimeMath.MillisPerDay / 3_600_000,
            TimeUnit.Minute => millis % 3_600_000 / 60_000,
            TimeUnit.Second => millis % 60_000 / 1000,
            TimeUnit.Millisecond => millis % 1000,
            TimeUnit.Microsecond => MicrosOfSecond(micros),
            TimeUnit.Nanosecond => MicrosOfSecond(micros) * 1000,
            _ => millis / 1000,
        };
    }

    /// <summary>The microseconds of the second: its milliseconds, cut towards zero, and the microseconds above them, never
    /// negative.</summary>
    public static long MicrosOfSecond(long micros)
    {
        long millis = DateTimeMath.FloorDiv(micros, MicrosPerMilli);
        return millis % 1000 * MicrosPerMilli + (micros - millis * MicrosPerMilli);
    }

    /// <summary>The first day of the year, month, … that a day is in, or of the next one where it is not the first.</summary>
    public static int RoundDate(TimeUnit unit, int days, bool up)
    {
        (int year, int month, int day) = DateTimeMath.FromDays(days);
        switch (unit)
        {
            case TimeUnit.Week:
                int start = days - DayOfWeek(days) + 1;
                return up && start != days ? start + 7 : start;
            case TimeUnit.Month:
                int first = DateTimeMath.ToDays(year, month, 1);
                return up && day > 1 ? DateTimeMath.AddMonths(first, 1) : first;
            case TimeUnit.Quarter:
                int quarter = DateTimeMath.ToDays(year, (month - 1) / 3 * 3 + 1, 1);
                return up && quarter != days ? DateTimeMath.AddMonths(quarter, 3) : quarter;
        }
        int from = unit switch
        {
            TimeUnit.Decade => year / 10 * 10,
            TimeUnit.Century => (year - 1) / 100 * 100 + 1,
            TimeUnit.Millennium => (year - 1) / 1000 * 1000 + 1,
            _ => year,
        };
        int length = unit switch { TimeUnit.Decade => 10, TimeUnit.Century => 100, TimeUnit.Millennium => 1000, _ => 1 };
        int begin = DateTimeMath.ToDays(from, 1, 1);
        return up && begin != days ? DateTimeMath.ToDays(from + length, 1, 1) : begin;
    }

    /// <summary>Rounds a local timestamp down or up to a unit. Up to units of days and more looks at the date only.</summary>
    public static long RoundTimestamp(TimeUnit unit, long micros, bool up)
    {
        long size = SizeOf(unit);
        if (size == 0) return RoundDate(unit, DayOf(micros), up) * DateTimeMath.MicrosPerDay;
        if (unit != TimeUnit.Millisecond) micros = DateTimeMath.FloorDiv(micros, MicrosPerMilli) * MicrosPerMilli;
        long floor = DateTimeMath.FloorDiv(micros, size) * size;
        return up && floor != micros ? floor + size : floor;
    }

    /// <summary>Microseconds of a unit of fixed length; 0 for units of the calendar.</summary>
    public static long SizeOf(TimeUnit unit) => unit switch
    {
        TimeUnit.Day => DateTimeMath.MicrosPerDay,
        TimeUnit.Hour => 3600 * MicrosPerSecond,
        TimeUnit.Minute => 60 * MicrosPerSecond,
        TimeUnit.Second => MicrosPerSecond,
        TimeUnit.Millisecond => MicrosPerMilli,
        _ => 0,
    };

    /// <summary>Whole months from one day to another.</summary>
    public static int MonthsBetween(int from, int to)
    {
        if (to < from) return -MonthsBetween(to, from);
        // No month has more than 31 days, so the estimate is never too great.
        int months = (to - from) / 31;
        while (DateTimeMath.AddMonths(from, months) < to && DateTimeMath.AddMonths(from, months + 1) <= to) months++;
        return months;
    }

    /// <summary>Whole months from one timestamp to another; the time of day counts only on the last day, as in Flink.</summary>
    public static int MonthsBetween(long from, long to)
    {
        int fromDay = (int)DateTimeMath.FloorDiv(from, DateTimeMath.MicrosPerDay);
        int toDay = (int)DateTimeMath.FloorDiv(to, DateTimeMath.MicrosPerDay);
        int months = MonthsBetween(fromDay, toDay);
        long fromTime = (from - fromDay * DateTimeMath.MicrosPerDay) / MicrosPerMilli;
        long toTime = (to - toDay * DateTimeMath.MicrosPerDay) / MicrosPerMilli;
        return DateTimeMath.AddMonths(fromDay, months) == toDay && toTime < fromTime ? months - 1 : months;
    }
}
