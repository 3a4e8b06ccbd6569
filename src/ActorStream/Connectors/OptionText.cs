using System.Globalization;

namespace ActorStream.Connectors;

/// <summary>Reads the texts of options as Flink does (<c>TimeUtils</c>, <c>MemorySize</c>).</summary>
public static class OptionText
{
    /// <summary>A duration: a number and a unit (d, h, min, m, s, ms, us, µs, ns and their long names); without a unit,
    /// milliseconds.</summary>
    public static bool TryParseDuration(string text, out TimeSpan value)
    {
        value = default;
        if (!TrySplit(text, out long number, out string unit)) return false;
        double ticks = unit switch
        {
            "d" or "day" or "days" => TimeSpan.TicksPerDay,
            "h" or "hour" or "hours" => TimeSpan.TicksPerHour,
            "m" or "min" or "minute" or "minutes" => TimeSpan.TicksPerMinute,
            "s" or "sec" or "secs" or "second" or "seconds" => TimeSpan.TicksPerSecond,
            "" or "ms" or "milli" or "millis" or "millisecond" or "milliseconds" => TimeSpan.TicksPerMillisecond,
            "us" or "µs" or "micro" or "micros" or "microsecond" or "microseconds" => TimeSpan.TicksPerMicrosecond,
            "ns" or "nano" or "nanos" or "nanosecond" or "nanoseconds" => 0.01,
            _ => -1,
        };
        if (ticks < 0 || number * ticks > TimeSpan.MaxValue.Ticks) return false;
        value = TimeSpan.FromTicks((long)(number * ticks));
        return true;
    }

    /// <summary>A memory size in bytes: a number and a unit (b, k, kb, m, mb, g, gb, t, tb and their long names); powers of 1024.</summary>
    public static bool TryParseMemorySize(string text, out long bytes)
    {
        bytes = 0;
        if (!TrySplit(text, out long number, out string unit)) return false;
        int shift = unit switch
        {
            "" or "b" or "bytes" => 0,
            "k" or "kb" or "kibibytes" => 10,
            "m" or "mb" or "mebibytes" => 20,
            "g" or "gb" or "gibibytes" => 30,
            "t" or "tb" or "tebibytes" => 40,
            _ => -1,
        };
        if (shift < 0 || number > long.MaxValue >> shift) return false;
        bytes = number << shift;
        return true;
    }

    private static bool TrySplit(string text, out long number, out string unit)
    {
        text = text.Trim();
        int digits = 0;
        while (digits < text.Length && char.IsAsciiDigit(text[digits])) digits++;
        unit = text[digits..].Trim().ToLowerInvariant();
        return long.TryParse(text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
