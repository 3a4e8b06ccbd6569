using System.Globalization;

namespace ActorStream.Cli.Hocon;

/// <summary>Durations and sizes as HOCON writes them: a number, optional space, a unit.</summary>
internal static class HoconUnits
{
    /// <summary>The units of a duration, for error messages.</summary>
    public const string DurationUnits = "ns, us, ms, s, m, h or d";

    /// <summary>The units of a size, for error messages.</summary>
    public const string SizeUnits = "B, kB, MB, GB, TB (powers of 1000) or KiB, MiB, GiB, TiB (powers of 1024)";

    private static readonly Dictionary<string, decimal> TicksByUnit = new(StringComparer.Ordinal)
    {
        [""] = TimeSpan.TicksPerMillisecond,
        ["ns"] = 0.01m, ["nano"] = 0.01m, ["nanos"] = 0.01m, ["nanosecond"] = 0.01m, ["nanoseconds"] = 0.01m,
        ["us"] = 10, ["micro"] = 10, ["micros"] = 10, ["microsecond"] = 10, ["microseconds"] = 10,
        ["ms"] = 10_000, ["milli"] = 10_000, ["millis"] = 10_000, ["millisecond"] = 10_000, ["milliseconds"] = 10_000,
        ["s"] = TimeSpan.TicksPerSecond, ["second"] = TimeSpan.TicksPerSecond, ["seconds"] = TimeSpan.TicksPerSecond,
        ["m"] = TimeSpan.TicksPerMinute, ["minute"] = TimeSpan.TicksPerMinute, ["minutes"] = TimeSpan.TicksPerMinute,
        ["h"] = TimeSpan.TicksPerHour, ["hour"] = TimeSpan.TicksPerHour, ["hours"] = TimeSpan.TicksPerHour,
        ["d"] = TimeSpan.TicksPerDay, ["day"] = TimeSpan.TicksPerDay, ["days"] = TimeSpan.TicksPerDay,
    };

    private static readonly Dictionary<string, decimal> BytesByUnit = MakeSizeUnits();

    /// <summary>Reads a duration; a number alone is milliseconds.</summary>
    public static bool TryParseDuration(string text, out TimeSpan duration)
    {
        duration = default;
        if (!TryParse(text, TicksByUnit, out decimal ticks)) return false;
        duration = new TimeSpan((long)ticks);
        return true;
    }

    /// <summary>Reads a size in bytes; a number alone is bytes. A single letter is a power of 1024, as on the JVM's command line.</summary>
    public static bool TryParseSize(string text, out long bytes)
    {
        bytes = 0;
        if (!TryParse(text, BytesByUnit, out decimal value) || value < 0) return false;
        bytes = (long)value;
        return true;
    }

    private static bool TryParse(string text, Dictionary<string, decimal> units, out decimal value)
    {
        ReadOnlySpan<char> trimmed = text.AsSpan().Trim();
        int end = trimmed.Length;
        while (end > 0 && char.IsAsciiLetter(trimmed[end - 1])) end--;
        value = 0;
        if (!units.TryGetValue(trimmed[end..].ToString(), out decimal factor)) return false;
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        if (!decimal.TryParse(trimmed[..end].TrimEnd(), Style, CultureInfo.InvariantCulture, out decimal number)) return false;
        try
        {
            value = decimal.Truncate(number * factor);
        }
        catch (OverflowException)
        {
            return false;
        }
        return value is >= long.MinValue and <= long.MaxValue;
    }

    private static Dictionary<string, decimal> MakeSizeUnits()
    {
        var units = new Dictionary<string, decimal>(StringComparer.Ordinal)
        {
            [""] = 1, ["B"] = 1, ["b"] = 1, ["byte"] = 1, ["bytes"] = 1,
        };
        string[] thousands = ["kilo", "mega", "giga", "tera", "peta", "exa"];
        string[] binary = ["kibi", "mebi", "gibi", "tebi", "pebi", "exbi"];
        decimal byThousand = 1, byBinary = 1;
        for (int i = 0; i < thousands.Length; i++)
        {
            byThousand *= 1000;
            byBinary *= 1024;
            char letter = char.ToUpperInvariant(thousands[i][0]);
            units[i == 0 ? "kB" : letter + "B"] = byThousand;
            units[thousands[i] + "byte"] = units[thousands[i] + "bytes"] = byThousand;
            units[letter.ToString()] = units[char.ToLowerInvariant(letter).ToString()] = byBinary;
            units[letter + "i"] = units[letter + "iB"] = byBinary;
            units[binary[i] + "byte"] = units[binary[i] + "bytes"] = byBinary;
        }
        return units;
    }
}
