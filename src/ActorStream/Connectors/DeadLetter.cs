namespace ActorStream.Connectors;

/// <summary>Input that did not become a row.</summary>
/// <param name="Payload">The bytes as they came.</param>
/// <param name="Position">Where it stands: <c>topic-partition@offset</c>, <c>file:line</c>.</param>
/// <param name="Reason">Why, in one sentence.</param>
/// <param name="Column">The column that did not decode, or null where the whole payload did not.</param>
public sealed record DeadLetter(byte[] Payload, string Position, string Reason, string? Column)
{
    /// <summary>The columns of a dead-letter sink: the record's members in their order, then the time at which it was found.</summary>
    public static IReadOnlyList<ConnectorColumn> Columns { get; } =
    [
        new("payload", DataType.Bytes.NotNull()),
        new("position", DataType.String.NotNull()),
        new("reason", DataType.String.NotNull()),
        new("column", DataType.String),
        new("time", DataType.TimestampLtz(3).NotNull()),
    ];
}
