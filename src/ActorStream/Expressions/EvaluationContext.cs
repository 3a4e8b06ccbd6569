using ActorStream.Types;

namespace ActorStream.Expressions;

/// <summary>What an expression may ask beside its row. One per shard; the shard sets <see cref="NowMicros"/> before each batch.</summary>
internal sealed class EvaluationContext
{
    /// <summary>Makes a context.</summary>
    /// <param name="localTimeZone">The session's time zone, <c>table.local-time-zone</c>.</param>
    public EvaluationContext(TimeZoneInfo localTimeZone) => LocalTimeZone = localTimeZone;

    /// <summary>The session's time zone.</summary>
    public TimeZoneInfo LocalTimeZone { get; }

    /// <summary>Processing time in microseconds since 1970-01-01 00:00 UTC: one reading a batch.</summary>
    public long NowMicros { get; set; }

    /// <summary>Bytes that a value which a function makes may have.</summary>
    public long MaxValueBytes { get; init; } = BytesOutput.DefaultMaxValueBytes;

    /// <summary>For RAND() and its like, without a seed of their own.</summary>
    public Random Random { get; init; } = new();
}
