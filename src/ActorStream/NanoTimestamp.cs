using System.Text;
using ActorStream.Types;

namespace ActorStream;

/// <summary>The value of a TIMESTAMP or TIMESTAMP_LTZ of 7 to 9 fraction digits, which <see cref="DateTime"/> does not hold.</summary>
/// <param name="Nanoseconds">Nanoseconds since 1970-01-01 00:00, in UTC for TIMESTAMP_LTZ.</param>
/// <param name="IsInstant">True for TIMESTAMP_LTZ, a point in time; false for TIMESTAMP, a reading of some clock.</param>
public readonly record struct NanoTimestamp(Int128 Nanoseconds, bool IsInstant) : IComparable<NanoTimestamp>
{
    /// <summary>The nanosecond of its second, from 0 to 999,999,999.</summary>
    public int Nanosecond
    {
        get
        {
            int rest = (int)(Nanoseconds % 1_000_000_000);
            return rest < 0 ? rest + 1_000_000_000 : rest;
        }
    }

    /// <summary>The timestamp cut, down, to the 100 nanoseconds that <see cref="DateTime"/> counts in.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is outside of the years 1 to 9999.</exception>
    public DateTime ToDateTime()
    {
        (Int128 ticks, Int128 rest) = Int128.DivRem(Nanoseconds, 100);
        if (rest < 0) ticks--;
        return new DateTime((long)(ticks + DateTime.UnixEpoch.Ticks), IsInstant ? DateTimeKind.Utc : DateTimeKind.Unspecified);
    }

    /// <inheritdoc/>
    public int CompareTo(NanoTimestamp other) => Nanoseconds.CompareTo(other.Nanoseconds);

    /// <summary>Whether one is earlier than another.</summary>
    public static bool operator <(NanoTimestamp left, NanoTimestamp right) => left.Nanoseconds < right.Nanoseconds;

    /// <summary>Whether one is later than another.</summary>
    public static bool operator >(NanoTimestamp left, NanoTimestamp right) => left.Nanoseconds > right.Nanoseconds;

    /// <summary>Whether one is not later than another.</summary>
    public static bool operator <=(NanoTimestamp left, NanoTimestamp right) => left.Nanoseconds <= right.Nanoseconds;

    /// <summary>Whether one is not earlier than another.</summary>
    public static bool operator >=(NanoTimestamp left, NanoTimestamp right) => left.Nanoseconds >= right.Nanoseconds;

    /// <summary>As Java's LocalDateTime, or Instant: <c>2020-10-09T16:00:04.123456789Z</c>.</summary>
    public override string ToString()
    {
        Span<byte> ascii = stackalloc byte[ValueText.MaxLength];
        return Encoding.ASCII.GetString(ascii[..Write(ascii)]);
    }

    /// <summary>Writes the text of <see cref="ToString"/>.</summary>
    internal int Write(Span<byte> to)
    {
        (long micros, int nanos) = DateTimeMath.SplitNanos(Nanoseconds);
        return IsInstant ? ValueText.JavaInstant(to, micros, nanos) : ValueText.JavaDateTime(to, micros, nanos);
    }
}
