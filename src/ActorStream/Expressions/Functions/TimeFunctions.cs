using ActorStream.Expressions.Kernels;
using ActorStream.Types;

namespace ActorStream.Expressions.Functions;

/// <summary>The clock's readings and text to and from times: NOW, DATE_FORMAT, TO_TIMESTAMP, FROM_UNIXTIME and their like.</summary>
internal static class TimeFunctions
{
    private const string DefaultFormat = "yyyy-MM-dd HH:mm:ss";

    public static IEnumerable<(string Name, ScalarFunction Function)> All()
    {
        foreach (string name in new[] { "CURRENT_TIMESTAMP", "NOW", "CURRENT_ROW_TIMESTAMP" })
        {
            yield return (name, Clock(name, DataType.TimestampLtz(3), static c => Millis(c.NowMicros)));
        }
        yield return ("LOCALTIMESTAMP", Clock("LOCALTIMESTAMP", DataType.Timestamp(3), static c => Millis(Local(c))));
        yield return ("UNIX_TIMESTAMP", new SimpleFunction("UNIX_TIMESTAMP",
            new Form([], DataType.BigInt, (_, a) => new FixedRowEvaluator<long>(a,
                static (Column[] _, int _, EvaluationContext c, out long result) =>
                {
                    result = DateTimeMath.FloorDiv(c.NowMicros, CalendarMath.MicrosPerSecond);
                    return true;
                })),
            new Form([Parameter.String, Parameter.String], DataType.BigInt, CompileUnixTimestamp) { Optional = 1 })
        { Deterministic = false });
        yield return ("CURRENT_DATE", Clock("CURRENT_DATE", DataType.Date,
            static c => (int)DateTimeMath.FloorDiv(Local(c), DateTimeMath.MicrosPerDay)));
        foreach (string name in new[] { "CURRENT_TIME", "LOCALTIME" })
        {
            yield return (name, Clock(name, DataType.Time(0), static c =>
                (int)(DateTimeMath.FloorDiv(Local(c), CalendarMath.MicrosPerMilli) % DateTimeMath.MillisPerDay)));
        }
        yield return ("DATE_FORMAT", new SimpleFunction("DATE_FORMAT",
            Always([Parameter.AnyTimestamp, Parameter.String], DataType.String, CompileDateFormat),
            Always([Parameter.String, Parameter.String], DataType.String, CompileTextFormat)));
        yield return ("FROM_UNIXTIME", new SimpleFunction("FROM_UNIXTIME",
            Always([Parameter.BigInt, Parameter.String], DataType.String, CompileFromUnixTime) with { Optional = 1 }));
        yield return ("TO_TIMESTAMP", new SimpleFunction("TO_TIMESTAMP",
            Always([Parameter.String], DataType.Timestamp(3), (_, a) => new FixedRowEvaluator<long>(a, ToTimestamp)),
            Always([Parameter.String, Parameter.String], DataType.Timestamp(3), CompileToTimestamp)));
        yield return ("TO_TIMESTAMP_LTZ", new SimpleFunction("TO_TIMESTAMP_LTZ",
            Always([Wide, Parameter.Int], DataType.TimestampLtz(3), CompileEpoch) with { Optional = 1 },
            Always([Parameter.String], DataType.TimestampLtz(3), (_, a) => new FixedRowEvaluator<long>(a, ToInstant, canFail: true)),
            Always([Parameter.String, Parameter.String, Parameter.String], DataType.TimestampLtz(3), CompileToInstant)
                with { Optional = 1 }));
        yield return ("TO_DATE", new SimpleFunction("TO_DATE",
            Always([Parameter.String], DataType.Date, (_, a) => new FixedRowEvaluator<int>(a, ToDate)),
            Always([Parameter.String, Parameter.String], DataType.Date, CompileToDate)));
        yield return ("CONVERT_TZ", new SimpleFunction("CONVERT_TZ",
            Always([Parameter.String, Parameter.String, Parameter.String], DataType.String, CompileConvertTz)));
    }

    /// <summary>Numbers for TO_TIMESTAMP_LTZ; fractions are cut off.</summary>
    private static Parameter Wide { get; } = new("NUMERIC", DataType.BigInt,
        t => t.IsInteger || t.Root == TypeRoot.Decimal ? DataType.BigInt : t.IsApproximate ? DataType.Double : null);

    private static Form Always(Parameter[] parameters, DataType result, Func<CallExpression, Evaluator[], Evaluator> compile) =>
        new(parameters, result, compile) { Nullability = ResultNullability.Always };

    private static SimpleFunction Clock<T>(string name, DataType type, Func<EvaluationContext, T> read)
        where T : unmanaged => new(name, new Form([], type, (_, a) => new FixedRowEvaluator<T>(a,
            (Column[] _, int _, EvaluationContext context, out T result) =>
            {
                result = read(context);
                return true;
            }))) { Deterministic = false };

    private static long Millis(long micros) =>
        DateTimeMath.FloorDiv(micros, CalendarMath.MicrosPerMilli) * CalendarMath.MicrosPerMilli;

    private static long Local(EvaluationContext context) => DateTimeMath.ToLocal(context.NowMicros, context.LocalTimeZone);

    private static Evaluator CompileDateFormat(CallExpression call, Evaluator[] arguments)
    {
        bool isInstant = call.Children[0].Type.Root == TypeRoot.TimestampLtz, hasNanos = call.Children[0].Type.HasNanoseconds;
        var formats = new PatternCache<DatePattern>(DatePattern.Parse, call.Children[1]);
        return new BytesRowEvaluator(arguments, (columns, row, context, output) =>
        {
            (long micros, int nanos) = hasNanos ? DateTimeMath.SplitNanos(columns[0].Get<Int128>(row)) : (columns[0].Get<long>(row), 0);
            if (isInstant) micros = DateTimeMath.ToLocal(micros, context.LocalTimeZone);
            formats.Of(columns[1], row).Format(micros, output, nanos);
            return true;
        }, canFail: true);
    }

    private static Evaluator CompileTextFormat(CallExpression call, Evaluator[] arguments)
    {
        var formats = new PatternCache<SimplePattern>(SimplePattern.Parse, call.Children[1]);
        SimplePattern source = SimplePattern.Parse(DefaultFormat);
        return new BytesRowEvaluator(arguments, (columns, row, _, output) =>
        {
            if (!source.TryParse(Utf8.Decode(columns[0].Bytes(row)), TimeZoneInfo.Utc, out long millis)) return false;
            formats.Of(columns[1], row).Format(millis, TimeZoneInfo.Utc, output);
            return true;
        }, canFail: true);
    }

    private static Evaluator CompileFromUnixTime(CallExpression call, Evaluator[] arguments)
    {
        SimplePattern standard = SimplePattern.Parse(DefaultFormat);
        var formats = new PatternCache<SimplePattern>(SimplePattern.Parse, call.Children.Count > 1 ? call.Children[1] : null);
        return new BytesRowEvaluator(arguments, (columns, row, context, output) =>
        {
            SimplePattern format = columns.Length > 1 ? formats.Of(columns[1], row) : standard;
            format.Format(unchecked(columns[0].Get<long>(row) * 1000), context.LocalTimeZone, output);
            return true;
        }, canFail: true);
    }

    private static Evaluator CompileUnixTimestamp(CallExpression call, Evaluator[] arguments)
    {
        SimplePattern standard = SimplePattern.Parse(DefaultFormat);
        var formats = new PatternCache<SimplePattern>(SimplePattern.Parse, call.Children.Count > 1 ? call.Children[1] : null);
        return new FixedRowEvaluator<long>(arguments, (Column[] columns, int row, EvaluationContext context, out long result) =>
        {
            SimplePattern format = columns.Length > 1 ? formats.Of(columns[1], row) : standard;
            bool parsed = format.TryParse(Utf8.Decode(columns[0].Bytes(row)), context.LocalTimeZone, out long millis);
            result = parsed ? millis / 1000 : long.MinValue;
            return true;
        }, canFail: true);
    }

    private static bool ToTimestamp(Column[] arguments, int row, EvaluationContext context, out long result) =>
        DatePattern.TryParseDefault(arguments[0].Bytes(row), out result);

    private static Evaluator CompileToTimestamp(CallExpression call, Evaluator[] arguments)
    {
        var formats = new PatternCache<DatePattern?>(DatePattern.ParseOrNull, call.Children[1]);
        return new FixedRowEvaluator<long>(arguments, (Column[] columns, int row, EvaluationContext _, out long result) =>
        {
            result = 0;
            return formats.Of(columns[1], row) is { } format && format.TryParse(Utf8.Decode(columns[0].Bytes(row)), out result);
        });
    }

    private static bool ToInstant(Column[] arguments, int row, EvaluationContext context, out long result)
    {
        ReadOnlySpan<byte> text = arguments[0].Bytes(row);
        return DatePattern.TryParseDefault(text, out result) ? true : throw new EvaluationException(
            $"TO_TIMESTAMP_LTZ takes a text such as 2024-01-31 23:59:59.999, got '{Utf8.Decode(text)}'.",
            "Give a format as second argument.");
    }

    private static Evaluator CompileToInstant(CallExpression call, Evaluator[] arguments)
    {
        var formats = new PatternCache<DatePattern?>(DatePattern.ParseOrNull, call.Children[1]);
        var zones = new PatternCache<TimeZoneInfo?>(TimeZones.FindId, call.Children.Count > 2 ? call.Children[2] : null);
        return new FixedRowEvaluator<long>(arguments, (Column[] columns, int row, EvaluationContext _, out long result) =>
        {
            result = 0;
            if (formats.Of(columns[1], row) is not { } format) return false;
            if (!format.TryParse(Utf8.Decode(columns[0].Bytes(row)), out long local)) return false;
            TimeZoneInfo? zone = columns.Length > 2 ? zones.Of(columns[2], row) : TimeZoneInfo.Utc;
            if (zone is null) return false;
            result = DateTimeMath.ToUtc(local, zone);
            return true;
        });
    }

    /// <summary>Seconds or milliseconds since 1970; NULL outside of the years 0 to 9999.</summary>
    private static Evaluator CompileEpoch(CallExpression call, Evaluator[] arguments) => new FixedRowEvaluator<long>(arguments,
        static (Column[] columns, int row, EvaluationContext _, out long result) =>
        {
            int precision = columns.Length > 1 ? columns[1].Get<int>(row) : 3;
            if (precision is not 0 and not 3) throw new EvaluationException(
                $"TO_TIMESTAMP_LTZ takes the precision 0 for seconds or 3 for milliseconds, got {precision}.");
            int factor = precision == 0 ? 1000 : 1;
            Int128 millis = columns[0] is FixedColumn<double> floating ? ToLong(floating[row] * factor)
                : (Int128)columns[0].Get<long>(row) * factor;
            result = 0;
            if (millis < -62167219200000 || millis > 253402300799999) return false;
            result = (long)millis * 1000;
            return true;
        }, canFail: true);

    private static long ToLong(double value) => double.IsNaN(value) ? 0
        : value >= long.MaxValue ? long.MaxValue : value <= long.MinValue ? long.MinValue : (long)value;

    private static bool ToDate(Column[] arguments, int row, EvaluationContext context, out int result) =>
        ValueParser.TryDate(arguments[0].Bytes(row), out result);

    /// <summary>What TO_DATE makes of a text that its format does not fit: +1705471-09-27, to which Flink's arithmetic overflows from the
    /// smallest timestamp, its mark for no date.</summary>
    private const int DayOfNoDate = 622191233;

    private static Evaluator CompileToDate(CallExpression call, Evaluator[] arguments)
    {
        var formats = new PatternCache<SimplePattern>(SimplePattern.Parse, call.Children[1]);
        return new FixedRowEvaluator<int>(arguments, (Column[] columns, int row, EvaluationContext _, out int result) =>
        {
            bool parsed = formats.Of(columns[1], row).TryParse(Utf8.Decode(columns[0].Bytes(row)), TimeZoneInfo.Utc, out long millis);
            result = parsed ? (int)DateTimeMath.FloorDiv(millis, DateTimeMath.MillisPerDay) : DayOfNoDate;
            return true;
        }, canFail: true);
    }

    private static Evaluator CompileConvertTz(CallExpression call, Evaluator[] arguments)
    {
        SimplePattern format = SimplePattern.Parse(DefaultFormat);
        var from = new PatternCache<TimeZoneInfo?>(TimeZones.Find, call.Children[1]);
        var to = new PatternCache<TimeZoneInfo?>(TimeZones.Find, call.Children[2]);
        return new BytesRowEvaluator(arguments, (columns, row, _, output) =>
        {
            TimeZoneInfo source = from.Of(columns[1], row) ?? TimeZoneInfo.Utc, target = to.Of(columns[2], row) ?? TimeZoneInfo.Utc;
            if (!format.TryParse(Utf8.Decode(columns[0].Bytes(row)), source, out long millis)) return false;
            format.Format(millis, target, output);
            return true;
        });
    }
}
