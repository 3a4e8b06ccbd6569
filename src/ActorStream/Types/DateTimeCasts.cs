namespace ActorStream.Types;

/// <summary>Casts among DATE, TIME, TIMESTAMP and TIMESTAMP_LTZ. TIMESTAMP_LTZ meets the others in the session's zone.</summary>
internal static class DateTimeCasts
{
    public static Cast? Create(DataType from, DataType to) => (from.Root, to.Root) switch
    {
        (TypeRoot.Date, TypeRoot.Timestamp) => new FixedCast<int, long, DateToTimestamp>(),
        (TypeRoot.Date, TypeRoot.TimestampLtz) => Zoned((c, row, zone) =>
            DateTimeMath.ToUtc(DateToTimestamp.Convert(((FixedColumn<int>)c).Values[row]), zone)),
        (TypeRoot.Time, TypeRoot.Timestamp) => new FixedCast<int, long, TimeToTimestamp>(),
        (TypeRoot.Time, TypeRoot.TimestampLtz) => Zoned((c, row, zone) =>
            DateTimeMath.ToUtc(TimeToTimestamp.Convert(((FixedColumn<int>)c).Values[row]), zone)),
        (TypeRoot.Time, TypeRoot.Time) => Casts.Identity,
        (TypeRoot.Timestamp, TypeRoot.Date) => new FixedCast<long, int, TimestampToDate>(),
        (TypeRoot.Timestamp, TypeRoot.Time) => new FixedCast<long, int, TimestampToTime>(),
        (TypeRoot.Timestamp, TypeRoot.Timestamp) or (TypeRoot.TimestampLtz, TypeRoot.TimestampLtz) =>
            to.Precision >= from.Precision || to.Precision >= 6 ? Casts.Identity : new TruncateCast(to.Precision),
        (TypeRoot.Timestamp, TypeRoot.TimestampLtz) => Zoned((c, row, zone) =>
            DateTimeMath.ToUtc(Truncate(((FixedColumn<long>)c).Values[row], to.Precision), zone)),
        (TypeRoot.TimestampLtz, TypeRoot.Timestamp) => Zoned((c, row, zone) =>
            Truncate(DateTimeMath.ToLocal(((FixedColumn<long>)c).Values[row], zone), to.Precision)),
        (TypeRoot.TimestampLtz, TypeRoot.Date) => ZonedInt((c, row, zone) =>
            TimestampToDate.Convert(DateTimeMath.ToLocal(((FixedColumn<long>)c).Values[row], zone))),
        (TypeRoot.TimestampLtz, TypeRoot.Time) => ZonedInt((c, row, zone) =>
            TimestampToTime.Convert(DateTimeMath.ToLocal(((FixedColumn<long>)c).Values[row], zone))),
        _ => null,
    };

    /// <summary>Cuts a timestamp to so many digits of the fraction. Below three, whole milliseconds since 1970 are cut towards 1970, as
    /// Flink does; else the fraction is.</summary>
    public static long Truncate(long micros, int precision)
    {
        if (precision >= 6) return micros;
        long unit = DecimalMath.LongPow10(6 - precision);
        if (precision >= 3) return DateTimeMath.FloorDiv(micros, unit) * unit;
        long millis = DateTimeMath.FloorDiv(micros, 1000);
        return millis / (unit / 1000) * unit;
    }

    private static RowCast<long> Zoned(Func<Column, int, TimeZoneInfo, long> convert) =>
        new((Column column, int row, TimeZoneInfo zone, out long result) =>
        {
            result = convert(column, row, zone);
            return true;
        });

    private static RowCast<int> ZonedInt(Func<Column, int, TimeZoneInfo, int> convert) =>
        new((Column column, int row, TimeZoneInfo zone, out int result) =>
        {
            result = convert(column, row, zone);
            return true;
        });

    private sealed class TruncateCast(int precision) : Cast
    {
        public override Column Apply(Column column, TimeZoneInfo zone)
        {
            ReadOnlySpan<long> values = ((FixedColumn<long>)column).Span;
            long[] results = GC.AllocateUninitializedArray<long>(values.Length);
            for (int i = 0; i < results.Length; i++) results[i] = Truncate(values[i], precision);
            return new FixedColumn<long>(results, results.Length, column.Nulls);
        }
    }

    private readonly struct DateToTimestamp : IConversion<int, long>
    {
        public static long Convert(int value) => value * DateTimeMath.MicrosPerDay;
    }

    private readonly struct TimeToTimestamp : IConversion<int, long>
    {
        public static long Convert(int value) => value * 1000L;
    }

    /// <summary>Flink divides the milliseconds since 1970 and rounds towards 1970: before it, a time of day counts for the next
    /// day.</summary>
    private readonly struct TimestampToDate : IConversion<long, int>
    {
        public static int Convert(long value) => (int)(DateTimeMath.FloorDiv(value, 1000) / DateTimeMath.MillisPerDay);
    }

    private readonly struct TimestampToTime : IConversion<long, int>
    {
        public static int Convert(long value)
        {
            int millis = (int)(DateTimeMath.FloorDiv(value, 1000) % DateTimeMath.MillisPerDay);
            millis -= millis % 1000;
            return millis < 0 ? millis + DateTimeMath.MillisPerDay : millis;
        }
    }
}
