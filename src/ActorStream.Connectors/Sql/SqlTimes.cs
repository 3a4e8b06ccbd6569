using System.Globalization;
using System.Text;
using ActorStream.Connectors.Formats;
using ActorStream.Types;

namespace ActorStream.Connectors.Sql;

/// <summary>Dates and times as databases' clients give them, into the engine's numbers and back.</summary>
internal static class SqlTimes
{
    private const long EpochDay = 719_162;
    private const long TicksPerMicro = TimeSpan.TicksPerMicrosecond;

    private static readonly string[] TimestampFormats =
    [
        "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss.FFFFFFF", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm:ss.FFFFFFF", "yyyy-MM-dd HH:mm",
        "yyyy-MM-ddTHH:mm", "yyyy-MM-dd",
    ];

    private static readonly string[] ZonedFormats =
    [
        "yyyy-MM-dd HH:mm:ssK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mmK",
        "yyyy-MM-ddTHH:mmK",
    ];

    private static readonly string[] TimeFormats = ["HH:mm:ss", "HH:mm:ss.FFFFFFF", "HH:mm"];

    /// <summary>Days since 1970-01-01.</summary>
    public static int? ToDays(object value) => value switch
    {
        DateTime time => (int)(time.Ticks / TimeSpan.TicksPerDay - EpochDay),
        DateOnly date => (int)(date.DayNumber - EpochDay),
        string text => TryParse(text, isInstant: false, out DateTime time) ? ToDays(time) : null,
        _ => null,
    };

    /// <summary>Milliseconds of the day, cut to a precision.</summary>
    public static int? ToMillisOfDay(object value, int precision)
    {
        TimeSpan time;
        switch (value)
        {
            case TimeSpan span when span >= TimeSpan.Zero && span < TimeSpan.FromDays(1): time = span; break;
            case TimeOnly only: time = only.ToTimeSpan(); break;
            case DateTime at: time = at.TimeOfDay; break;
            case string text when TimeOnly.TryParseExact(
                Cut(text.Trim()), TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out TimeOnly parsed):
                time = parsed.ToTimeSpan();
                break;
            default: return null;
        }
        long micros = CutMicros(time.Ticks / TicksPerMicro, precision);
        return (int)(micros / 1000);
    }

    /// <summary>Microseconds since 1970-01-01 00:00, cut to a precision.</summary>
    public static long? ToMicros(object value, int precision, bool isInstant)
    {
        DateTime time;
        switch (value)
        {
            case DateTime at: time = at.Kind == DateTimeKind.Local ? at.ToUniversalTime() : at; break;
            case DateTimeOffset at: time = at.UtcDateTime; break;
            case DateOnly date: time = date.ToDateTime(TimeOnly.MinValue); break;
            case string text when TryParse(text, isInstant, out DateTime parsed): time = parsed; break;
            default: return null;
        }
        return CutMicros(DateTimeMath.FloorDiv(time.Ticks - DateTime.UnixEpoch.Ticks, TicksPerMicro), precision);
    }

    /// <summary>Nanoseconds since 1970-01-01 00:00, cut to a precision of 7 to 9.</summary>
    public static Int128? ToNanos(object value, int precision, bool isInstant)
    {
        if (ToMicros(value, 6, isInstant) is not { } micros) return null;
        int nanos = value switch
        {
            DateTime at => (int)(at.Ticks % TicksPerMicro) * 100,
            DateTimeOffset at => (int)(at.Ticks % TicksPerMicro) * 100,
            string text => TimeText.NanosOfMicro(Encoding.ASCII.GetBytes(text)),
            _ => 0,
        };
        return DateTimeMath.ToNanos(micros, nanos - nanos % (precision switch { 7 => 100, 8 => 10, _ => 1 }));
    }

    /// <summary>Nanoseconds since 1970-01-01 00:00 as SQL writes them, without zeros at the end; null where they are outside of the
    /// years 1 to 9999.</summary>
    public static string? ToText(Int128 nanos, bool isInstant)
    {
        (long micros, int rest) = DateTimeMath.SplitNanos(nanos);
        if (FromMicros(micros, isInstant) is not { } time) return null;
        if (rest == 0) return ToText(time);
        string fraction = rest.ToString("000", CultureInfo.InvariantCulture).TrimEnd('0');
        return time.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture) + fraction + (isInstant ? "Z" : "");
    }

    /// <summary>The client's value for a column's microseconds; null where it is outside of the years 1 to 9999.</summary>
    public static DateTime? FromMicros(long micros, bool isInstant)
    {
        long least = -DateTime.UnixEpoch.Ticks / TicksPerMicro;
        long most = (DateTime.MaxValue.Ticks - DateTime.UnixEpoch.Ticks) / TicksPerMicro;
        if (micros < least || micros > most) return null;
        return new DateTime(DateTime.UnixEpoch.Ticks + micros * TicksPerMicro, isInstant ? DateTimeKind.Utc : DateTimeKind.Unspecified);
    }

    /// <summary>The client's value for a column's days; null where it is outside of the years 1 to 9999.</summary>
    public static DateTime? FromDays(int days)
    {
        long day = days + EpochDay;
        return day < 0 || day > DateTime.MaxValue.Ticks / TimeSpan.TicksPerDay ? null : new DateTime(day * TimeSpan.TicksPerDay);
    }

    /// <summary>A date or time as SQL writes it, without a fraction that is zero.</summary>
    public static string ToText(object value) => value switch
    {
        DateTime time => time.ToString("yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture)
            + (time.Kind == DateTimeKind.Utc ? "Z" : ""),
        DateTimeOffset time => ToText(time.UtcDateTime),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString("HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
        TimeSpan span => (span < TimeSpan.Zero ? "-" : "") + string.Create(
            CultureInfo.InvariantCulture, $"{(long)span.Duration().TotalHours:00}:{span:mm\\:ss\\.FFFFFF}").TrimEnd('.'),
        _ => throw new ArgumentOutOfRangeException(nameof(value)),
    };

    private static bool TryParse(string text, bool isInstant, out DateTime time)
    {
        text = Cut(text.Trim());
        if (DateTime.TryParseExact(text, TimestampFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out time)) return true;
        return isInstant && DateTime.TryParseExact(
            text, ZonedFormats, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out time);
    }

    /// <summary>The text with at most seven fraction digits, which is what the parser takes.</summary>
    private static string Cut(string text)
    {
        int point = text.IndexOf('.', StringComparison.Ordinal);
        if (point < 0) return text;
        int end = point + 1;
        while (end < text.Length && char.IsAsciiDigit(text[end])) end++;
        return end - point <= 8 ? text : string.Concat(text.AsSpan(0, point + 8), text.AsSpan(end));
    }

    private static long CutMicros(long micros, int precision)
    {
        if (precision >= 6) return micros;
        long unit = precision switch { 0 => 1_000_000, 1 => 100_000, 2 => 10_000, 3 => 1000, 4 => 100, _ => 10 };
        long rest = micros % unit;
        return micros - (rest < 0 ? rest + unit : rest);
    }
}
