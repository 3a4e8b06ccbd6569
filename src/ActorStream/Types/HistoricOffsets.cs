using System.Runtime.CompilerServices;
using NodaTime;
using NodaTime.TimeZones;

namespace ActorStream.Types;

/// <summary>The offsets of named zones before 1972. They had seconds, which <see cref="TimeZoneInfo"/> does not hold; the last zone left
/// them on 1972-01-07.</summary>
internal static class HistoricOffsets
{
    /// <summary>1972-02-01, in microseconds since 1970: from there on offsets are whole minutes.</summary>
    public const long EndMicros = 65_750_400_000_000;

    private const int MicrosPerSecond = 1_000_000;

    // What Noda Time's calendar holds, with a day to spare: the years −9998 on. Before them nothing changes any more.
    private const long MinMicros = -377_673_494_400_000_000;

    private static readonly ConditionalWeakTable<TimeZoneInfo, Zone> Zones = [];

    /// <summary>The offset, in microseconds, at an instant; false where the zone is none of the tz database's.</summary>
    public static bool TryOfInstant(long utcMicros, TimeZoneInfo zone, out long offset)
    {
        offset = 0;
        if (Of(zone) is not { } named) return false;
        Instant instant = Instant.FromUnixTimeTicks(Math.Max(utcMicros, MinMicros) * 10);
        offset = (long)named.GetUtcOffset(instant).Seconds * MicrosPerSecond;
        return true;
    }

    /// <summary>The offset, in microseconds, of a local time: that before a change where the clocks skip the time or show it twice.
    /// </summary>
    public static bool TryOfLocal(long localMicros, TimeZoneInfo zone, out long offset)
    {
        offset = 0;
        if (Of(zone) is not { } named) return false;
        LocalDateTime local = Instant.FromUnixTimeTicks(Math.Max(localMicros, MinMicros) * 10).InUtc().LocalDateTime;
        ZoneInterval before = named.MapLocal(local).EarlyInterval;
        offset = (long)before.WallOffset.Seconds * MicrosPerSecond;
        return true;
    }

    private static DateTimeZone? Of(TimeZoneInfo zone) =>
        Zones.GetValue(zone, static z => new Zone(DateTimeZoneProviders.Tzdb.GetZoneOrNull(z.Id))).Named;

    private sealed record Zone(DateTimeZone? Named);
}
