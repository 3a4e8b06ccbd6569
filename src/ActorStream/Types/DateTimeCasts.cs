namespace ActorStream.Types;

/// <summary>Casts among DATE, TIME, TIMESTAMP and TIMESTAMP_LTZ. TIMESTAMP_LTZ meets the others in the session's zone. All go by
/// microseconds; what has nanoseconds carries them past that.</summary>
internal static class DateTimeCasts
{
    public static Cast? Create(DataType from, DataType to)
    {
        if (!from.HasNanoseconds && !to.HasNanoseconds) return CreateMicros(from, to);
        if (!from.HasNanoseconds)
        {
            return CreateMicros(from, Micros(to)) is { } micros ? new ChainedCast(micros, new FixedCast<long, Int128, Widen>()) : null;
        }
        if (!to.HasNanoseconds)
        {
            return CreateMicros(Micros(from), to) is { } narrow ? new ChainedCast(new FixedCast<Int128, long, Narrow>(), narrow) : null;
        }
        if (from.Root == to.Root) return to.Precision >= from.Precision ? Casts.Identity : Nanos(to.Precision, static (m, _) => m);
        return from.Root == TypeRoot.Timestamp ? Nanos(to.Precision, DateTimeMath.ToUtc) : Nanos(to.Precision, DateTimeMath.ToLocal);
    }

    /// <summary>Cuts a timestamp to so many digits of the fraction as CAST does. Below three, whole milliseconds since 1970 are cut
    /// towards 1970; above, a fraction whose nanoseconds have no more digits than that, such as .000012 for five, stays whole: both as
    /// in Flink.</summary>
    public static long Truncate(long micros, int precision)
    {
        if (precision >= 6) return micros;
        long unit = DecimalMath.LongPow10(6 - precision);
        if (precision >= 3)
        {
            if (precision > 3 && micros - DateTimeMath.FloorDiv(micros, 1_000_000) * 1_000_000 < DecimalMath.LongPow10(precision - 3))
                return micros;
            return DateTimeMath.FloorDiv(micros, unit) * unit;
        }
        long millis = DateTimeMath.FloorDiv(micros, 1000);
        return millis / (unit / 1000) * unit;
    }

    /// <summary>Cuts a timestamp to so many digits of the fraction, down.</summary>
    public static long Floor(long micros, int precision)
    {
        if (precision >= 6) return micros;
        long unit = DecimalMath.LongPow10(6 - precision);
        return DateTimeMath.FloorDiv(micros, unit) * unit;
    }

    /// <summary>Cuts a timestamp in nanoseconds to 7, 8 or 9 digits of the fraction, down.</summary>
    public static Int128 FloorNanos(Int128 nanos, int precision)
    {
        int unit = (int)DecimalMath.LongPow10(9 - precision);
        return nanos - DateTimeMath.SplitNanos(nanos).Nanos % unit;
    }

    private static Cast? CreateMicros(DataType from, DataType to) => (from.Root, to.Root) switch
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
            (int)DateTimeMath.FloorDiv(DateTimeMath.ToLocal(((FixedColumn<long>)c).Values[row], zone), DateTimeMath.MicrosPerDay)),
        (TypeRoot.TimestampLtz, TypeRoot.Time) => ZonedInt((c, row, zone) =>
            SecondOfDay(DateTimeMath.ToLocal(((FixedColumn<long>)c).Values[row], zone))),
        _ => null,
    };

    /// <summary>The type that has the microseconds of one with nanoseconds.</summary>
    private static DataType Micros(DataType type) => type.Root == TypeRoot.Timestamp ? DataType.Timestamp(6) : DataType.TimestampLtz(6);

    /// <summary>From nanoseconds to nanoseconds: cuts as <see cref="Truncate"/> does, then moves the microseconds.</summary>
    private static RowCast<Int128> Nanos(int precision, Func<long, TimeZoneInfo, long> move)
    {
        int unit = (int)DecimalMath.LongPow10(9 - precision);
        long least = DecimalMath.LongPow10(precision - 3);
        return new((Column column, int row, TimeZoneInfo zone, out Int128 result) =>
        {
            (long micros, int nanos) = DateTimeMath.SplitNanos(((FixedColumn<Int128>)column).Values[row]);
            bool isCut = micros - DateTimeMath.FloorDiv(micros, 1_000_000) * 1_000_000 >= least;
            result = DateTimeMath.ToNanos(move(micros, zone), isCut ? nanos - nanos % unit : nanos);
            return true;
        });
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

    /// <summary>Milliseconds of the day, of whole seconds.</summary>
    private static int SecondOfDay(long micros)
    {
        long ofDay = micros - DateTimeMath.FloorDiv(micros, DateTimeMath.MicrosPerDay) * DateTimeMath.MicrosPerDay;
        return (int)(ofDay / 1_000_000 * 1000);
    }

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

    private sealed class ChainedCast(Cast first, Cast second) : Cast
    {
        public override Column Apply(Column column, TimeZoneInfo zone) => second.Apply(first.Apply(column, zone), zone);
    }

    private readonly struct Widen : IConversion<long, Int128>
    {
        public static Int128 Convert(long value) => DateTimeMath.ToNanos(value);
    }

    private readonly struct Narrow : IConversion<Int128, long>
    {
        public static long Convert(Int128 value) => DateTimeMath.SplitNanos(value).Micros;
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
