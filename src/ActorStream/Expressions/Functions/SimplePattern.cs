using ActorStream.Types;

namespace ActorStream.Expressions.Functions;

/// <summary>
/// A date and time pattern with the letters of Java's SimpleDateFormat, in English, which FROM_UNIXTIME, UNIX_TIMESTAMP, TO_DATE with a
/// format and CONVERT_TZ use. It reads leniently: numbers past their range move on, text after the last field is ignored. Dates before
/// 15 October 1582 are of the Julian calendar.
/// </summary>
internal sealed class SimplePattern
{
    /// <summary>1900-01-01 in milliseconds since 1970: before it this part of Java knows a zone's standard offset only.</summary>
    private const long FirstTransition = -2_208_988_800_000;

    private const string Letters = "GyYMLwWDdFEuaHkKhmsSzZX";
    private readonly (char Letter, int Count, string Literal)[] _parts;

    private SimplePattern((char Letter, int Count, string Literal)[] parts) => _parts = parts;

    /// <summary>Reads a pattern; throws where it is not one.</summary>
    public static SimplePattern Parse(string pattern)
    {
        var parts = new List<(char Letter, int Count, string Literal)>();
        for (int i = 0; i < pattern.Length;)
        {
            char c = pattern[i];
            int start = i;
            if (c == '\'')
            {
                parts.Add(('\0', 0, DatePatternReader.Quoted(pattern, ref i)));
            }
            else if (!char.IsAsciiLetter(c))
            {
                parts.Add(('\0', 0, pattern[i++].ToString()));
            }
            else
            {
                if (!Letters.Contains(c)) throw DatePatternReader.Error(pattern, $"the letter '{c}' has no meaning");
                while (i < pattern.Length && pattern[i] == c) i++;
                parts.Add((c, i - start, ""));
            }
        }
        return new SimplePattern([.. parts]);
    }

    /// <summary>Writes an instant, milliseconds since 1970, as a zone's clocks show it.</summary>
    public void Format(long millis, TimeZoneInfo zone, BytesOutput output)
    {
        long local = ToLocal(millis, zone);
        int days = (int)DateTimeMath.FloorDiv(local, DateTimeMath.MicrosPerDay);
        long time = (local - days * DateTimeMath.MicrosPerDay) / CalendarMath.MicrosPerMilli;
        (int year, int month, int day) = HistoricCalendar.FromDays(days);
        long offset = (local - Micros(millis)) / CalendarMath.MicrosPerSecond;
        foreach ((char letter, int count, string literal) in _parts)
        {
            if (letter == '\0') output.Write(literal.AsSpan());
            else if (letter is 'z' or 'Z' or 'X') WriteZone(output, letter, count, offset, zone);
            else Write(output, letter, count, days, year, month, day, time);
        }
    }

    /// <summary>Reads a text; what it does not name is 1970-01-01 00:00 in the zone.</summary>
    public bool TryParse(string text, TimeZoneInfo zone, out long millis)
    {
        millis = 0;
        var reader = new SimplePatternParser(_parts, text);
        if (!reader.TryParse(out long local, out int? offset)) return false;
        millis = offset is { } seconds ? local - seconds * 1000L : ToUtc(local, zone);
        return true;
    }

    /// <summary>Microseconds that a zone's clocks show at an instant.</summary>
    private static long ToLocal(long millis, TimeZoneInfo zone) => millis < FirstTransition
        ? Micros(millis) + zone.BaseUtcOffset.Ticks / 10
        : DateTimeMath.ToLocal(Micros(millis), zone);

    /// <summary>Where a zone's clocks show a time twice, the later one.</summary>
    private static long ToUtc(long local, TimeZoneInfo zone)
    {
        if (ReferenceEquals(zone, TimeZoneInfo.Utc)) return local;
        long utc = DateTimeMath.FloorDiv(DateTimeMath.ToUtc(Micros(local), zone), CalendarMath.MicrosPerMilli);
        if (utc < FirstTransition) return local - (long)zone.BaseUtcOffset.TotalMilliseconds;
        long nextDay = Micros(utc) + DateTimeMath.MicrosPerDay;
        long nextOffset = (DateTimeMath.ToLocal(nextDay, zone) - nextDay) / CalendarMath.MicrosPerMilli;
        long later = local - nextOffset;
        return later > utc && DateTimeMath.ToLocal(Micros(later), zone) == Micros(local) ? later : utc;
    }

    private static long Micros(long millis) =>
        Math.Clamp(millis, -9_000_000_000_000_000, 9_000_000_000_000_000) * CalendarMath.MicrosPerMilli;

    private static void Write(BytesOutput output, char letter, int count, int days, int year, int month, int day, long time)
    {
        int hour = (int)(time / 3_600_000);
        int dayOfWeek = CalendarMath.DayOfWeek(days);
        switch (letter)
        {
            case 'G': output.Write(year > 0 ? "AD"u8 : "BC"u8); break;
            case 'y': WriteYear(output, year > 0 ? year : 1 - year, count); break;
            case 'Y': WriteYear(output, DatePattern.WeekYear(days, out _), count); break;
            case 'w':
                DatePattern.WeekYear(days, out int week);
                DatePattern.Write(output, week, count);
                break;
            case 'M' or 'L': WriteName(output, DatePattern.Months[month - 1], month, count); break;
            case 'W': DatePattern.Write(output, (day + (CalendarMath.DayOfWeek(days - day + 1) - 1) + 6) / 7, count); break;
            case 'D': DatePattern.Write(output, days - HistoricCalendar.ToDays(year, 1, 1) + 1, count); break;
            case 'd': DatePattern.Write(output, day, count); break;
            case 'F': DatePattern.Write(output, (day - 1) / 7 + 1, count); break;
            case 'E': WriteName(output, DatePattern.Days[dayOfWeek - 1], 0, count < 4 ? 3 : 4); break;
            case 'u': DatePattern.Write(output, CalendarMath.IsoDayOfWeek(days), count); break;
            case 'a': output.Write(hour < 12 ? "AM"u8 : "PM"u8); break;
            case 'H': DatePattern.Write(output, hour, count); break;
            case 'k': DatePattern.Write(output, hour == 0 ? 24 : hour, count); break;
            case 'K': DatePattern.Write(output, hour % 12, count); break;
            case 'h': DatePattern.Write(output, (hour + 11) % 12 + 1, count); break;
            case 'm': DatePattern.Write(output, time / 60_000 % 60, count); break;
            case 's': DatePattern.Write(output, time / 1000 % 60, count); break;
            default: DatePattern.Write(output, time % 1000, count); break;
        }
    }

    private static void WriteYear(BytesOutput output, int year, int count) =>
        DatePattern.Write(output, count == 2 ? year % 100 : year, count == 2 ? 2 : count);

    private static void WriteName(BytesOutput output, string name, int number, int count)
    {
        if (count < 3) DatePattern.Write(output, number, count);
        else output.Write(name.AsSpan(0, count == 3 ? 3 : name.Length));
    }

    private static void WriteZone(BytesOutput output, char letter, int count, long offset, TimeZoneInfo zone)
    {
        string text = letter switch
        {
            'z' => TimeZones.NameOf(zone, offset, count >= 4),
            'X' when offset == 0 => "Z",
            'X' when count == 1 => TimeZones.Offset(offset, withColon: false)[..3],
            'X' => TimeZones.Offset(offset, withColon: count == 3),
            _ => TimeZones.Offset(offset, withColon: false),
        };
        output.Write(text.AsSpan());
    }
}
