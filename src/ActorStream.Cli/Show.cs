using System.Globalization;

namespace ActorStream.Cli;

/// <summary>Times, durations and counts as people read them.</summary>
internal static class Show
{
    /// <summary>A moment in milliseconds since 1970, in UTC; a dash for none.</summary>
    public static string Time(long milliseconds) => milliseconds <= 0
        ? "-"
        : DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    public static string Duration(long milliseconds) => milliseconds switch
    {
        < 0 => "-",
        < 1_000 => $"{milliseconds} ms",
        < 60_000 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1000.0:0.0} s"),
        < 3_600_000 => $"{milliseconds / 60_000} min {milliseconds / 1000 % 60} s",
        _ => $"{milliseconds / 3_600_000} h {milliseconds / 60_000 % 60} min",
    };

    public static string Size(long bytes) => bytes switch
    {
        < 0 => "-",
        < 1 << 10 => $"{bytes} B",
        < 1 << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0.0} KiB"),
        < 1 << 30 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0.0} MiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1073741824.0:0.0} GiB"),
    };

    /// <summary>A count of things: 1 row, 2 rows.</summary>
    public static string Count(long value, string thing) => $"{Count(value)} {thing}{(value == 1 ? "" : "s")}";

    public static string Count(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);
}
