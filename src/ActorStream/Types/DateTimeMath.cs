namespace ActorStream.Types;

/// <summary>Calendar and clock arithmetic on physical values: days and microseconds since 1970-01-01.</summary>
public static class DateTimeMath
{
    /// <summary>Microseconds of a day.</summary>
    public const long MicrosPerDay = 86_400_000_000;
    /// <summary>Milliseconds of a day.</summary>
    public const int MillisPerDay = 86_400_000;

    /// <summary>Days since 1970-01-01 of a date of the proleptic Gregorian calendar, any year.</summary>
    public static int ToDays(int year, int month, int day)
    {
        // Years start in March, so that the leap day comes last (Howard Hinnant's days_from_civil).
        int y = month <= 2 ? year - 1 : year;
        int era = (y >= 0 ? y : y - 399) / 400;
        int yearOfEra = y - era * 400;
        int dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * 146097 + dayOfEra - 719468;
    }

    /// <summary>The date of a day since 1970-01-01.</summary>
    public static (int Year, int Month, int Day) FromDays(int days)
    {
        int z = days + 719468;
        int era = (z >= 0 ? z : z - 146096) / 146097;
        int dayOfEra = z - era * 146097;
        int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int shifted = (5 * dayOfYear + 2) / 153;
        int month = shifted + (shifted < 10 ? 3 : -9);
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1);
    }

    /// <summary>Days in a month.</summary>
    public static int DaysInMonth(int year, int month) => month switch
    {
        2 => IsLeapYear(year) ? 29 : 28,
        4 or 6 or 9 or 11 => 30,
        _ => 31,
    };

    /// <summary>Whether a year has 366 days.</summary>
    public static bool IsLeapYear(int year) => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    /// <summary>A day some months later; the day of the month is cut to the month's last.</summary>
    public static int AddMonths(int days, int months)
    {
        (int year, int month, int day) = FromDays(days);
        int total = year * 12 + month - 1 + months;
        year = (int)Math.Floor(total / 12.0);
        month = total - year * 12 + 1;
        return ToDays(year, month, Math.Min(day, DaysInMonth(year, month)));
    }

    /// <summary>A timestamp some months later.</summary>
    public static long AddMonths(long micros, int months)
    {
        long day = FloorDiv(micros, MicrosPerDay);
        return AddMonths((int)day, months) * MicrosPerDay + (micros - day * MicrosPerDay);
    }

    /// <summary>Whole microseconds since 1970-01-01 00:00, rounded down, and the 0 to 999 nanoseconds above them.</summary>
    public static (long Micros, int Nanos) SplitNanos(Int128 nanos)
    {
        if (nanos >= long.MinValue && nanos <= long.MaxValue)
        {
            long micros = FloorDiv((long)nanos, 1000);
            return (micros, (int)((long)nanos - micros * 1000));
        }
        (Int128 quotient, Int128 rest) = Int128.DivRem(nanos, 1000);
        return rest < 0 ? ((long)quotient - 1, (int)rest + 1000) : ((long)quotient, (int)rest);
    }

    /// <summary>Nanoseconds since 1970-01-01 00:00 of microseconds and the nanoseconds above them.</summary>
    public static Int128 ToNanos(long micros, int nanos = 0) => (Int128)micros * 1000 + nanos;

    /// <summary>Division that rounds towards minus infinity.</summary>
    public static long FloorDiv(long value, long divisor)
    {
        long quotient = value / divisor;
        return value % divisor < 0 ? quotient - 1 : quotient;
    }

    /// <summary>The instant at which a zone's clocks show a local time. In the gap when they go forward, the time as if they had not
    /// yet; when they go back, the earlier one, as Java does.</summary>
    public static long ToUtc(long localMicros, TimeZoneInfo zone)
    {
        if (ReferenceEquals(zone, TimeZoneInfo.Utc)) return localMicros;
        if (localMicros < HistoricOffsets.EndMicros && HistoricOffsets.TryOfLocal(localMicros, zone, out long historic))
            return localMicros - historic;
        if (!InRange(localMicros)) return localMicros - zone.BaseUtcOffset.Ticks / 10;
        var local = new DateTime(DateTime.UnixEpoch.Ticks + localMicros * 10, DateTimeKind.Unspecified);
        if (zone.IsAmbiguousTime(local)) return localMicros - zone.GetAmbiguousTimeOffsets(local).Max().Ticks / 10;
        TimeSpan offset = zone.IsInvalidTime(local) ? zone.GetUtcOffset(local.AddDays(-1)) : zone.GetUtcOffset(local);
        return localMicros - offset.Ticks / 10;
    }

    /// <summary>What a zone's clocks show at an instant.</summary>
    public static long ToLocal(long utcMicros, TimeZoneInfo zone)
    {
        if (ReferenceEquals(zone, TimeZoneInfo.Utc)) return utcMicros;
        if (utcMicros < HistoricOffsets.EndMicros && HistoricOffsets.TryOfInstant(utcMicros, zone, out long historic))
            return utcMicros + historic;
        if (!InRange(utcMicros)) return utcMicros + zone.BaseUtcOffset.Ticks / 10;
        return utcMicros + zone.GetUtcOffset(new DateTime(DateTime.UnixEpoch.Ticks + utcMicros * 10, DateTimeKind.Utc)).Ticks / 10;
    }

    /// <summary>Whether a timestamp is one that .NET's calendar holds, with a day to spare: years 1 to 9999.</summary>
    private static bool InRange(long micros) => micros is > -62135510400000000 and < 253402214400000000;
}
