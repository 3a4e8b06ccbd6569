using System.Globalization;
using System.Text.RegularExpressions;
using ActorStream.Expressions;
using ActorStream.Sql.Syntax;
using ActorStream.Types;

namespace ActorStream.Sql;

/// <summary>Literals to constants of Flink's types.</summary>
internal static partial class LiteralBinder
{
    private const long MicrosPerSecond = 1_000_000;
    private const long MicrosPerDay = 86_400 * MicrosPerSecond;

    /// <summary>An integer is INT or BIGINT; a number with a point is DECIMAL of as many digits as are written; with an exponent,
    /// DOUBLE.</summary>
    public static LiteralExpression Number(SqlNumber number, bool isNegative)
    {
        string sign = isNegative ? "-" : "";
        if (number.IsApproximate)
        {
            double value = double.Parse(sign + number.Text, NumberStyles.Float, CultureInfo.InvariantCulture);
            return double.IsFinite(value)
                ? new LiteralExpression(value, DataType.Double.NotNull())
                : throw OutOfRange(number, "DOUBLE");
        }

        int point = number.Text.IndexOf('.', StringComparison.Ordinal);
        int scale = point < 0 ? 0 : number.Text.Length - point - 1;
        string digits = number.Text.Replace(".", "", StringComparison.Ordinal);
        if (!long.TryParse(sign + digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long unscaled))
        {
            throw OutOfRange(number, scale == 0 ? "BIGINT" : "DECIMAL literals");
        }

        if (scale == 0)
        {
            return unscaled is >= int.MinValue and <= int.MaxValue
                ? new LiteralExpression((int)unscaled, DataType.Int.NotNull())
                : new LiteralExpression(unscaled, DataType.BigInt.NotNull());
        }

        DataType type = DataType.Decimal(Math.Max(digits.Length, scale), scale).NotNull();
        return new LiteralExpression(type.Precision <= 18 ? unscaled : (object)(Int128)unscaled, type);
    }

    public static LiteralExpression Text(SqlString text) => new(text.Value, DataType.Char(text.Value.Length).NotNull());

    public static LiteralExpression Binary(SqlBinary binary)
    {
        byte[] bytes = Convert.FromHexString(binary.Hex);
        return new LiteralExpression(bytes, DataType.Binary(bytes.Length).NotNull());
    }

    public static LiteralExpression DateTime(SqlDateTime literal) => literal.Kind switch
    {
        SqlDateTimeKind.Date => new LiteralExpression(Date(literal), DataType.Date.NotNull()),
        SqlDateTimeKind.Time => Time(literal),
        _ => Timestamp(literal),
    };

    private static int Date(SqlDateTime literal)
    {
        Match match = DatePattern().Match(literal.Text);
        return match.Success && Days(match) is { } days ? days : throw NoDateTime(literal, "DATE 'yyyy-MM-dd'");
    }

    private static LiteralExpression Time(SqlDateTime literal)
    {
        Match match = TimePattern().Match(literal.Text);
        if (!match.Success || MicrosOfDay(match) is not { } micros)
        {
            throw NoDateTime(literal, "TIME 'HH:mm:ss'");
        }

        return new LiteralExpression((int)(micros / 1000), DataType.Time(0).NotNull());
    }

    private static LiteralExpression Timestamp(SqlDateTime literal)
    {
        Match match = TimestampPattern().Match(literal.Text);
        if (!match.Success || Days(match) is not { } days)
        {
            throw NoDateTime(literal, "TIMESTAMP 'yyyy-MM-dd HH:mm:ss.f'");
        }

        long micros = 0;
        if (match.Groups["h"].Success)
        {
            micros = MicrosOfDay(match) ?? throw NoDateTime(literal, "TIMESTAMP 'yyyy-MM-dd HH:mm:ss.f'");
        }

        int precision = Math.Min(match.Groups["f"].Value.Length, 9);
        DataType type = literal.IsLocal ? DataType.TimestampLtz(precision) : DataType.Timestamp(precision);
        micros += days * MicrosPerDay;
        if (!type.HasNanoseconds)
        {
            return new LiteralExpression(micros, type.NotNull());
        }

        int nanos = int.Parse(match.Groups["f"].Value.PadRight(9, '0').AsSpan(6, 3), CultureInfo.InvariantCulture);
        return new LiteralExpression(DateTimeMath.ToNanos(micros, nanos), type.NotNull());
    }

    private static int? Days(Match match)
    {
        int year = int.Parse(match.Groups["y"].Value, CultureInfo.InvariantCulture);
        int month = int.Parse(match.Groups["m"].Value, CultureInfo.InvariantCulture);
        int day = int.Parse(match.Groups["d"].Value, CultureInfo.InvariantCulture);
        bool legal = year is >= 1 and <= 9999 && month is >= 1 and <= 12 && day >= 1 && day <= System.DateTime.DaysInMonth(year, month);
        bool skipped = year == 1582 && month == 10 && day is > 4 and < 15;
        return legal && !skipped ? new DateOnly(year, month, day).DayNumber - new DateOnly(1970, 1, 1).DayNumber : null;
    }

    private static long? MicrosOfDay(Match match)
    {
        int hour = int.Parse(match.Groups["h"].Value, CultureInfo.InvariantCulture);
        int minute = int.Parse(match.Groups["n"].Value, CultureInfo.InvariantCulture);
        int second = int.Parse(match.Groups["s"].Value, CultureInfo.InvariantCulture);
        string fraction = match.Groups["f"].Value.PadRight(6, '0')[..6];
        return hour < 24 && minute < 60 && second < 60
            ? ((((hour * 60L) + minute) * 60) + second) * MicrosPerSecond + int.Parse(fraction, CultureInfo.InvariantCulture)
            : null;
    }

    /// <summary>Months as <c>int</c>, or milliseconds as <c>long</c>.</summary>
    public static LiteralExpression Interval(SqlInterval interval)
    {
        SqlIntervalQualifier unit = interval.Qualifier;
        string text = interval.Text.Trim();
        bool negative = interval.IsNegative;
        if (text.StartsWith('-') || text.StartsWith('+'))
        {
            negative ^= text[0] == '-';
            text = text[1..].TrimStart();
        }

        long amount = (unit.Start, unit.End) switch
        {
            ("YEAR", "MONTH") => Parts(interval, text, YearMonthPattern(), 12, 1),
            ("DAY", "HOUR") => Parts(interval, text, DayHourPattern(), 24, 1) * 3_600_000,
            ("DAY", "MINUTE") => Parts(interval, text, DayMinutePattern(), 24 * 60, 60, 1) * 60_000,
            ("DAY", "SECOND") => Parts(interval, text, DaySecondPattern(), 86_400_000, 3_600_000, 60_000, 1000, 1),
            ("HOUR", "MINUTE") => Parts(interval, text, HourMinutePattern(), 60, 1) * 60_000,
            ("HOUR", "SECOND") => Parts(interval, text, HourSecondPattern(), 3_600_000, 60_000, 1000, 1),
            ("MINUTE", "SECOND") => Parts(interval, text, MinuteSecondPattern(), 60_000, 1000, 1),
            ("SECOND", null) => Parts(interval, text, SecondPattern(), 1000, 1),
            _ => Parts(interval, text, WholePattern(), 1) * UnitSize(unit.Start),
        };
        amount = negative ? -amount : amount;
        bool months = unit.Start is "YEAR" or "QUARTER" or "MONTH";
        return months && amount is >= int.MinValue and <= int.MaxValue
            ? new LiteralExpression((int)amount, DataType.IntervalYearMonth.NotNull())
            : months ? throw NoInterval(interval)
            : new LiteralExpression(amount, DataType.IntervalDayTime.NotNull());
    }

    /// <summary>Months, or milliseconds, of one unit. Flink takes a QUARTER for a month and a WEEK for an hour, and so do we: a script
    /// must answer here as it does there.</summary>
    private static long UnitSize(string unit) => unit switch
    {
        "YEAR" => 12,
        "QUARTER" or "MONTH" => 1,
        "WEEK" => 3_600_000L,
        "DAY" => 86_400_000L,
        "HOUR" => 3_600_000L,
        "MINUTE" => 60_000L,
        _ => 1000L,
    };

    private static long Parts(SqlInterval interval, string text, Regex pattern, params ReadOnlySpan<long> sizes)
    {
        Match match = pattern.Match(text);
        if (!match.Success)
        {
            throw NoInterval(interval);
        }

        long sum = 0;
        for (int i = 0; i < sizes.Length; i++)
        {
            Group group = match.Groups[i + 1];
            bool fraction = i == sizes.Length - 1 && group.Name == "f";
            if (group.Length > (fraction ? 6 : 9))
            {
                throw NoInterval(interval);
            }

            string digits = fraction ? group.Value.PadRight(3, '0')[..3] : group.Value;
            long value = digits.Length == 0 ? 0 : long.Parse(digits, CultureInfo.InvariantCulture);
            if (i == 0 && !fraction)
            {
                CheckLeading(interval, value);
            }
            else if (!fraction && value >= sizes[i - 1] / sizes[i])
            {
                throw NoInterval(interval);
            }

            sum += value * sizes[i];
        }

        return sum;
    }

    /// <summary>The first number has as many digits as its unit's precision, which is two where none is written.</summary>
    private static void CheckLeading(SqlInterval interval, long value)
    {
        int digits = interval.Qualifier.StartPrecision ?? 2;
        if (digits > 3 && interval.Qualifier.Start is not ("YEAR" or "QUARTER" or "MONTH"))
        {
            throw SqlException.Validation(interval.Position,
                $"The precision {digits} is not supported for INTERVAL {interval.Qualifier.Start}.", "Write at most 3, or multiply.");
        }

        if (interval.Qualifier.Start is "QUARTER" or "WEEK" || value.ToString(CultureInfo.InvariantCulture).Length <= digits)
        {
            return;
        }

        throw SqlException.Validation(interval.Position,
            $"The interval '{interval.Text}' has more than {digits} digits for {interval.Qualifier.Start}.",
            $"Write the precision behind the unit: INTERVAL '100' {interval.Qualifier.Start}(3).");
    }

    private static SqlException OutOfRange(SqlNumber number, string type) =>
        SqlException.Validation(number.Position, $"The number {number.Text} is out of the range of {type}.",
            "Write it with an exponent, or as CAST('…' AS DECIMAL(p, s)).");

    private static SqlException NoDateTime(SqlDateTime literal, string expected) => SqlException.Validation(
        literal.Position, $"The literal {literal.Kind.ToString().ToUpperInvariant()} '{literal.Text}' is no date or time.",
        $"Write {expected}.");

    private static SqlException NoInterval(SqlInterval interval)
    {
        SqlIntervalQualifier unit = interval.Qualifier;
        string name = unit.End is null ? unit.Start : $"{unit.Start} TO {unit.End}";
        return SqlException.Validation(interval.Position, $"The text '{interval.Text}' is no INTERVAL of {name}.",
            "Write, for example, INTERVAL '1 02:03:04.5' DAY TO SECOND.");
    }

    private const string DateText = @"(?<y>\d{1,4})-(?<m>\d{1,2})-(?<d>\d{1,2})";
    private const string TimeText = @"(?<h>\d{1,2}):(?<n>\d{1,2}):(?<s>\d{1,2})(\.(?<f>\d*))?";

    [GeneratedRegex($"^{DateText}$")]
    private static partial Regex DatePattern();

    [GeneratedRegex($"^{TimeText}$")]
    private static partial Regex TimePattern();

    [GeneratedRegex($"^{DateText}( {TimeText})?$")]
    private static partial Regex TimestampPattern();

    [GeneratedRegex(@"^(\d+)$")]
    private static partial Regex WholePattern();

    [GeneratedRegex(@"^(\d+)-(\d+)$")]
    private static partial Regex YearMonthPattern();

    [GeneratedRegex(@"^(\d+) (\d+)$")]
    private static partial Regex DayHourPattern();

    [GeneratedRegex(@"^(\d+) (\d+):(\d+)$")]
    private static partial Regex DayMinutePattern();

    [GeneratedRegex(@"^(\d+) (\d+):(\d+):(\d+)(?:\.(?<f>\d*))?$", RegexOptions.None)]
    private static partial Regex DaySecondPattern();

    [GeneratedRegex(@"^(\d+):(\d+)$")]
    private static partial Regex HourMinutePattern();

    [GeneratedRegex(@"^(\d+):(\d+):(\d+)(?:\.(?<f>\d*))?$")]
    private static partial Regex HourSecondPattern();

    [GeneratedRegex(@"^(\d+):(\d+)(?:\.(?<f>\d*))?$")]
    private static partial Regex MinuteSecondPattern();

    [GeneratedRegex(@"^(\d+)(?:\.(?<f>\d*))?$")]
    private static partial Regex SecondPattern();
}
