using ActorStream.Types;

namespace ActorStream.Connectors.Formats;

/// <summary>How a format writes TIMESTAMP and TIMESTAMP_LTZ.</summary>
internal enum TimestampFormat
{
    /// <summary><c>2024-02-29 01:02:03.5</c>, with a <c>Z</c> behind TIMESTAMP_LTZ.</summary>
    Sql,

    /// <summary><c>2024-02-29T01:02:03.5</c>, with a <c>Z</c> behind TIMESTAMP_LTZ.</summary>
    Iso8601,
}

/// <summary>Reads and writes timestamps in a <see cref="TimestampFormat"/>.</summary>
internal static class TimestampFormats
{
    /// <summary>The most bytes that a timestamp takes.</summary>
    public const int MaxLength = 40;

    /// <summary>Reads a whole text as microseconds since 1970.</summary>
    /// <param name="format">The format.</param>
    /// <param name="text">The text.</param>
    /// <param name="isInstant">Whether it is a TIMESTAMP_LTZ, which ends with <c>Z</c>.</param>
    /// <param name="micros">Microseconds since 1970.</param>
    public static bool TryParse(this TimestampFormat format, ReadOnlySpan<byte> text, bool isInstant, out long micros)
    {
        micros = 0;
        bool iso = format == TimestampFormat.Iso8601;
        // Java's ISO_LOCAL_DATE_TIME is strict; the formatters that are put together from parts move days into their month.
        bool strict = iso && !isInstant;
        if (isInstant)
        {
            if (text.Length == 0 || text[^1] != (byte)'Z') return false;
            text = text[..^1];
        }
        if (!TimeText.TryReadDate(text, !strict, out int days, out int date) || text.Length == date) return false;
        if (iso ? (text[date] | 0x20) != 't' || (!strict && text[date] != (byte)'T') : text[date] != (byte)' ') return false;
        text = text[(date + 1)..];
        if (!TimeText.TryReadTime(text, iso, out long time, out int consumed) || consumed != text.Length) return false;
        if (strict && time == TimeText.MicrosPerDay) return false;
        micros = days * TimeText.MicrosPerDay + time;
        return true;
    }

    /// <summary>Reads a whole text as nanoseconds since 1970.</summary>
    /// <inheritdoc cref="TryParse"/>
    public static bool TryParseNanos(this TimestampFormat format, ReadOnlySpan<byte> text, bool isInstant, out Int128 nanos)
    {
        bool parsed = format.TryParse(text, isInstant, out long micros);
        nanos = parsed ? DateTimeMath.ToNanos(micros, TimeText.NanosOfMicro(text)) : 0;
        return parsed;
    }

    /// <summary>Writes microseconds since 1970.</summary>
    /// <param name="format">The format.</param>
    /// <param name="micros">Microseconds since 1970.</param>
    /// <param name="isInstant">Whether it is a TIMESTAMP_LTZ, which ends with <c>Z</c>.</param>
    /// <param name="target">At least <see cref="MaxLength"/> bytes.</param>
    /// <returns>The bytes written.</returns>
    public static int Write(this TimestampFormat format, long micros, bool isInstant, Span<byte> target) =>
        Write(format, micros, 0, isInstant, target);

    /// <summary>Writes nanoseconds since 1970.</summary>
    /// <inheritdoc cref="Write(TimestampFormat, long, bool, Span{byte})"/>
    public static int Write(this TimestampFormat format, Int128 nanos, bool isInstant, Span<byte> target)
    {
        (long micros, int rest) = DateTimeMath.SplitNanos(nanos);
        return Write(format, micros, rest, isInstant, target);
    }

    private static int Write(TimestampFormat format, long micros, int nanos, bool isInstant, Span<byte> target)
    {
        (int days, long time) = TimeText.Split(micros);
        int written = TimeText.WriteDate(days, target);
        target[written++] = format == TimestampFormat.Sql ? (byte)' ' : (byte)'T';
        written += TimeText.WriteTime(time, nanos, target[written..]);
        if (isInstant) target[written++] = (byte)'Z';
        return written;
    }
}
