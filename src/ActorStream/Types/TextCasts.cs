using System.Text;

namespace ActorStream.Types;

/// <summary>Casts from text: parse or fail, or give NULL for TRY_CAST.</summary>
internal static class TextCasts
{
    private delegate bool Parse<TOut>(ReadOnlySpan<byte> text, out TOut value);

    public static Cast? Create(DataType to, bool isTry)
    {
        (int precision, int scale) = (to.Precision, to.Scale);
        switch (to.Root)
        {
            case TypeRoot.Boolean: return Parsing<bool>(to, isTry, ValueParser.TryBoolean);
            case TypeRoot.TinyInt: return Integer<sbyte>(to, isTry, sbyte.MinValue, sbyte.MaxValue);
            case TypeRoot.SmallInt: return Integer<short>(to, isTry, short.MinValue, short.MaxValue);
            case TypeRoot.Int: return Integer<int>(to, isTry, int.MinValue, int.MaxValue);
            case TypeRoot.BigInt: return Integer<long>(to, isTry, long.MinValue, long.MaxValue);
            case TypeRoot.Float: return Parsing<float>(to, isTry, ValueParser.TryFloat);
            case TypeRoot.Double: return Parsing<double>(to, isTry, ValueParser.TryDouble);
            case TypeRoot.Decimal when precision > 18:
                return Parsing(to, isTry, (ReadOnlySpan<byte> text, out Int128 value) =>
                    ValueParser.TryDecimal(text, precision, scale, out value));
            case TypeRoot.Decimal:
                return Parsing(to, isTry, (ReadOnlySpan<byte> text, out long value) =>
                {
                    bool fits = ValueParser.TryDecimal(text, precision, scale, out Int128 wide);
                    value = (long)wide;
                    return fits;
                });
            case TypeRoot.Date: return Parsing<int>(to, isTry, ValueParser.TryDate);
            case TypeRoot.Time:
                return Parsing(to, isTry, (ReadOnlySpan<byte> text, out int value) =>
                {
                    bool parsed = ValueParser.TryTime(text, out value);
                    value -= value % 1000;
                    return parsed;
                });
            case TypeRoot.Timestamp when to.HasNanoseconds:
                return Parsing(to, isTry, (ReadOnlySpan<byte> text, out Int128 value) =>
                {
                    bool parsed = ValueParser.TryTimestamp(text, out long micros, out int nanos);
                    value = DateTimeCasts.FloorNanos(DateTimeMath.ToNanos(micros, nanos), precision);
                    return parsed;
                });
            case TypeRoot.Timestamp:
                return Parsing(to, isTry, (ReadOnlySpan<byte> text, out long value) =>
                {
                    bool parsed = ValueParser.TryTimestamp(text, out value, out _);
                    value = DateTimeCasts.Floor(value, precision);
                    return parsed;
                });
            case TypeRoot.TimestampLtz: return to.HasNanoseconds ? NanosecondsLtz(to, isTry) : TimestampLtz(to, isTry);
            case TypeRoot.Binary or TypeRoot.VarBinary: return new BinaryLengthCast(precision, to.Root == TypeRoot.Binary);
            default: return null;
        }
    }

    /// <summary>The error of a CAST that does not parse.</summary>
    public static EvaluationException Error(ReadOnlySpan<byte> text, DataType to)
    {
        string shown = Encoding.UTF8.GetString(text.Length <= 100 ? text : text[..100]);
        return new EvaluationException($"Text '{shown}' does not cast to {to.Nullable()}.", "TRY_CAST gives NULL where CAST fails.");
    }

    private static RowCast<T> Integer<T>(DataType to, bool isTry, long least, long most)
        where T : unmanaged, System.Numerics.IBinaryInteger<T> => Parsing(to, isTry, (ReadOnlySpan<byte> text, out T value) =>
        {
            bool parsed = ValueParser.TryInteger(text, least, most, out long wide);
            value = T.CreateTruncating(wide);
            return parsed;
        });

    private static RowCast<T> Parsing<T>(DataType to, bool isTry, Parse<T> parse)
        where T : unmanaged => new((Column column, int row, TimeZoneInfo _, out T result) =>
        {
            ReadOnlySpan<byte> text = ((BytesColumn)column)[row];
            if (parse(text, out result)) return true;
            return isTry ? false : throw Error(text, to);
        }, canFail: !isTry);

    private static RowCast<long> TimestampLtz(DataType to, bool isTry) =>
        new((Column column, int row, TimeZoneInfo zone, out long result) =>
    {
        ReadOnlySpan<byte> text = ((BytesColumn)column)[row];
        if (!ValueParser.TryTimestamp(text, out result, out _)) return isTry ? false : throw Error(text, to);
        result = DateTimeMath.ToUtc(DateTimeCasts.Floor(result, to.Precision), zone);
        return true;
    }, canFail: !isTry);

    private static RowCast<Int128> NanosecondsLtz(DataType to, bool isTry) =>
        new((Column column, int row, TimeZoneInfo zone, out Int128 result) =>
    {
        ReadOnlySpan<byte> text = ((BytesColumn)column)[row];
        result = 0;
        if (!ValueParser.TryTimestamp(text, out long micros, out int nanos)) return isTry ? false : throw Error(text, to);
        result = DateTimeCasts.FloorNanos(DateTimeMath.ToNanos(DateTimeMath.ToUtc(micros, zone), nanos), to.Precision);
        return true;
    }, canFail: !isTry);
}
