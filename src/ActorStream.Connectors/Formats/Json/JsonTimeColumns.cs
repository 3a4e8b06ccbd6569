namespace ActorStream.Connectors.Formats.Json;

/// <summary>Reads DATE.</summary>
internal sealed class JsonDateColumn(DataType type, bool ignoreErrors) : JsonFixedColumn<int>(type, ignoreErrors)
{
    private byte[] _buffer = [];

    /// <inheritdoc/>
    protected override bool Read(ref JsonReader reader)
    {
        int start = reader.Position;
        if (!JsonScalar.Read(ref reader, out _, out ReadOnlySpan<byte> text, ref _buffer)) return false;
        return TimeText.TryReadDate(text, false, out int days, out int consumed) && consumed == text.Length
            ? Append(days)
            : reader.FailValue(Type, start);
    }
}

/// <summary>Reads TIME.</summary>
internal sealed class JsonTimeColumn(DataType type, bool ignoreErrors) : JsonFixedColumn<int>(type, ignoreErrors)
{
    private byte[] _buffer = [];

    /// <inheritdoc/>
    protected override bool Read(ref JsonReader reader)
    {
        int start = reader.Position;
        if (!JsonScalar.Read(ref reader, out _, out ReadOnlySpan<byte> text, ref _buffer)) return false;
        return TimeText.TryReadTime(text, false, out long micros, out int consumed) && consumed == text.Length
            ? Append((int)(TimeText.Truncate(micros % TimeText.MicrosPerDay, Math.Min(3, Type.Precision)) / 1000))
            : reader.FailValue(Type, start);
    }
}

/// <summary>Reads TIMESTAMP and TIMESTAMP_LTZ of 7 to 9 digits; as in Flink, all nine are kept.</summary>
internal sealed class JsonNanosecondColumn(DataType type, bool ignoreErrors, TimestampFormat format)
    : JsonFixedColumn<Int128>(type, ignoreErrors)
{
    private readonly bool _isInstant = type.Root == TypeRoot.TimestampLtz;
    private byte[] _buffer = [];

    /// <inheritdoc/>
    protected override bool Read(ref JsonReader reader)
    {
        int start = reader.Position;
        if (!JsonScalar.Read(ref reader, out _, out ReadOnlySpan<byte> text, ref _buffer)) return false;
        return format.TryParseNanos(text, _isInstant, out Int128 nanos) ? Append(nanos) : reader.FailValue(Type, start);
    }
}

/// <summary>Reads TIMESTAMP and TIMESTAMP_LTZ of up to 6 digits.</summary>
internal sealed class JsonTimestampColumn(DataType type, bool ignoreErrors, TimestampFormat format)
    : JsonFixedColumn<long>(type, ignoreErrors)
{
    private readonly bool _isInstant = type.Root == TypeRoot.TimestampLtz;
    private byte[] _buffer = [];

    /// <inheritdoc/>
    protected override bool Read(ref JsonReader reader)
    {
        int start = reader.Position;
        if (!JsonScalar.Read(ref reader, out _, out ReadOnlySpan<byte> text, ref _buffer)) return false;
        return format.TryParse(text, _isInstant, out long micros)
            ? Append(TimeText.Truncate(micros, Type.Precision))
            : reader.FailValue(Type, start);
    }
}
