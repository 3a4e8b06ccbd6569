using System.Collections.Frozen;
using System.Globalization;

namespace ActorStream.Expressions.Functions;

/// <summary>Time zones by the names that Java knows, and the short names that Java writes.</summary>
internal static class TimeZones
{
    private static readonly FrozenDictionary<string, string> OldNames = new Dictionary<string, string>
    {
        ["ACT"] = "Australia/Darwin", ["AET"] = "Australia/Sydney", ["AGT"] = "America/Argentina/Buenos_Aires", ["ART"] = "Africa/Cairo",
        ["AST"] = "America/Anchorage", ["BET"] = "America/Sao_Paulo", ["BST"] = "Asia/Dhaka", ["CAT"] = "Africa/Harare",
        ["CNT"] = "America/St_Johns", ["CST"] = "America/Chicago", ["CTT"] = "Asia/Shanghai", ["EAT"] = "Africa/Addis_Ababa",
        ["ECT"] = "Europe/Paris", ["EST"] = "GMT-05:00", ["HST"] = "GMT-10:00", ["IET"] = "America/Indiana/Indianapolis",
        ["IST"] = "Asia/Kolkata", ["JST"] = "Asia/Tokyo", ["MIT"] = "Pacific/Apia", ["MST"] = "GMT-07:00", ["NET"] = "Asia/Yerevan",
        ["NST"] = "Pacific/Auckland", ["PLT"] = "Asia/Karachi", ["PNT"] = "America/Phoenix", ["PRT"] = "America/Puerto_Rico",
        ["PST"] = "America/Los_Angeles", ["SST"] = "Pacific/Guadalcanal", ["VST"] = "Asia/Ho_Chi_Minh",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, (string Short, string ShortSummer, string Long, string LongSummer)> Written = Load(
        ("America/New_York", "EST", "EDT", "Eastern Standard Time", "Eastern Daylight Time"),
        ("America/Chicago", "CST", "CDT", "Central Standard Time", "Central Daylight Time"),
        ("America/Denver", "MST", "MDT", "Mountain Standard Time", "Mountain Daylight Time"),
        ("America/Los_Angeles", "PST", "PDT", "Pacific Standard Time", "Pacific Daylight Time"),
        ("Europe/London", "GMT", "BST", "Greenwich Mean Time", "British Summer Time"),
        ("Europe/Berlin", "CET", "CEST", "Central European Standard Time", "Central European Summer Time"),
        ("Europe/Paris", "CET", "CEST", "Central European Standard Time", "Central European Summer Time"),
        ("Europe/Madrid", "CET", "CEST", "Central European Standard Time", "Central European Summer Time"),
        ("Europe/Rome", "CET", "CEST", "Central European Standard Time", "Central European Summer Time"),
        ("Asia/Tokyo", "JST", "JDT", "Japan Standard Time", "Japan Daylight Time"),
        ("Asia/Shanghai", "CST", "CDT", "China Standard Time", "China Daylight Time"),
        ("Asia/Kolkata", "IST", "IST", "India Standard Time", "India Standard Time"));

    /// <summary>The zone of a name such as Europe/Berlin, PST or GMT+2; null where there is none.</summary>
    public static TimeZoneInfo? Find(string name)
    {
        if (OldNames.TryGetValue(name, out string? modern)) name = modern;
        return name.Length > 0 && name[0] is '+' or '-' ? null : FindId(name);
    }

    /// <summary>The zone of an id such as Europe/Berlin, GMT+2 or +02:00; null where there is none.</summary>
    public static TimeZoneInfo? FindId(string id)
    {
        if (id is "UTC" or "GMT" or "Z" or "UT") return TimeZoneInfo.Utc;
        string offset = id.StartsWith("GMT", StringComparison.Ordinal) || id.StartsWith("UTC", StringComparison.Ordinal) ? id[3..] : id;
        if (offset.Length > 0 && offset[0] is '+' or '-') return FixedZone(id, offset);
        return id.Contains('/') && TimeZoneInfo.TryFindSystemTimeZoneById(id, out TimeZoneInfo? zone) ? zone : null;
    }

    /// <summary>The short or long name that a zone goes by at an instant.</summary>
    public static string NameOf(TimeZoneInfo zone, long offsetSeconds, bool isLong)
    {
        if (ReferenceEquals(zone, TimeZoneInfo.Utc) || zone.Id is "UTC" or "Etc/UTC") return isLong ? "Coordinated Universal Time" : "UTC";
        if (Written.TryGetValue(zone.Id, out var names))
        {
            bool isSummer = offsetSeconds != (long)zone.BaseUtcOffset.TotalSeconds;
            return (isLong, isSummer) switch
            {
                (false, false) => names.Short,
                (false, true) => names.ShortSummer,
                (true, false) => names.Long,
                _ => names.LongSummer,
            };
        }
        return offsetSeconds == 0 ? "GMT" : "GMT" + Offset(offsetSeconds, withColon: true);
    }

    /// <summary>The offset of a short name, such as EST or CEST; null where it is none.</summary>
    public static int? OffsetOfName(string name) => name switch
    {
        "UTC" or "GMT" or "Z" or "UT" => 0,
        "EST" => -5 * 3600,
        "EDT" => -4 * 3600,
        "CST" => -6 * 3600,
        "CDT" => -5 * 3600,
        "MST" => -7 * 3600,
        "MDT" => -6 * 3600,
        "PST" => -8 * 3600,
        "PDT" => -7 * 3600,
        "CET" => 3600,
        "CEST" => 2 * 3600,
        "BST" => 3600,
        "JST" => 9 * 3600,
        "IST" => 19800,
        _ => null,
    };

    /// <summary>An offset as +02:00 or +0200.</summary>
    public static string Offset(long seconds, bool withColon)
    {
        long minutes = Math.Abs(seconds) / 60;
        return string.Create(CultureInfo.InvariantCulture,
            $"{(seconds < 0 ? '-' : '+')}{minutes / 60:00}{(withColon ? ":" : "")}{minutes % 60:00}");
    }

    private static TimeZoneInfo? FixedZone(string id, string offset)
    {
        string digits = offset[1..].Replace(":", "");
        if (digits.Length is 0 or > 4 || !digits.All(char.IsAsciiDigit)) return null;
        int number = int.Parse(digits, CultureInfo.InvariantCulture);
        (int hours, int minutes) = digits.Length <= 2 ? (number, 0) : (number / 100, number % 100);
        if (hours > 14 || minutes > 59) return null;
        var span = new TimeSpan(hours, minutes, 0);
        return TimeZoneInfo.CreateCustomTimeZone(id, offset[0] == '-' ? -span : span, id, id);
    }

    private static FrozenDictionary<string, (string Short, string ShortSummer, string Long, string LongSummer)> Load(
        params (string Id, string Short, string ShortSummer, string Long, string LongSummer)[] rows) =>
        rows.ToFrozenDictionary(r => r.Id, r => (r.Short, r.ShortSummer, r.Long, r.LongSummer));
}
