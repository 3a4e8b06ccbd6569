using ActorStream.Expressions;
using ActorStream.Tests.Expressions;
using ActorStream.Types;

namespace ActorStream.Tests.Types;

public sealed class CastTests
{
    [Theory]
    [InlineData("12", "12")]
    [InlineData(" 12 ", "12")]
    [InlineData("+7", "7")]
    [InlineData("-1.9", "-1")]
    [InlineData(".5", "0")]
    [InlineData("5.", "5")]
    [InlineData("007", "7")]
    [InlineData("2147483647", "2147483647")]
    [InlineData("-2147483648", "-2147483648")]
    [InlineData("2147483648", null)]
    [InlineData("99999999999999999999", null)]
    [InlineData("", null)]
    [InlineData(" ", null)]
    [InlineData("-", null)]
    [InlineData("- 5", null)]
    [InlineData("1e3", null)]
    [InlineData("1.5x", null)]
    [InlineData("0x10", null)]
    [InlineData("\t5\n", null)]
    public void TextToInt(string text, string? expected) => Check(text, DataType.Int, expected);

    [Theory]
    [InlineData("-9223372036854775808", "-9223372036854775808")]
    [InlineData("9223372036854775807", "9223372036854775807")]
    [InlineData("9223372036854775808", null)]
    [InlineData("-9223372036854775809", null)]
    [InlineData("92233720368547758070", null)]
    public void TextToBigInt(string text, string? expected) => Check(text, DataType.BigInt, expected);

    [Theory]
    [InlineData("1.5", "1.5")]
    [InlineData(" 2 ", "2.0")]
    [InlineData("\t5\n", "5.0")]
    [InlineData("1e3", "1000.0")]
    [InlineData("1.5d", "1.5")]
    [InlineData("1f", "1.0")]
    [InlineData("0x1p3", "8.0")]
    [InlineData("NaN", "NaN")]
    [InlineData("-Infinity", "-Infinity")]
    [InlineData("1e400", "Infinity")]
    [InlineData("inf", null)]
    [InlineData("nan", null)]
    [InlineData("1,5", null)]
    [InlineData("1.2.3", null)]
    [InlineData("", null)]
    public void TextToFloating(string text, string? expected) => Check(text, DataType.Double, expected);

    [Theory]
    [InlineData("1.005", "1.01")]
    [InlineData("-1.005", "-1.01")]
    [InlineData(" 3.1 ", "3.10")]
    [InlineData("1e2", "100.00")]
    [InlineData(".5", "0.50")]
    [InlineData("1.", "1.00")]
    [InlineData("+1.5", "1.50")]
    [InlineData("1d", "1.00")]
    [InlineData("999.994", "999.99")]
    [InlineData("12345.6", null)]
    [InlineData("1000", null)]
    [InlineData("abc", null)]
    [InlineData("", null)]
    [InlineData("NaN", null)]
    [InlineData("1e400", null)]
    [InlineData("1e-400", "0.00")]
    public void TextToDecimal(string text, string? expected) => Check(text, DataType.Decimal(5, 2), expected);

    [Theory]
    [InlineData("0.25", null)]
    [InlineData(".25", "0.25")]
    [InlineData("2.5e-1", "0.25")]
    [InlineData("00000000000000000.25", "0.25")]
    public void ZerosBeforeThePointAreDigitsOfAShortText(string text, string? expected) => Check(text, DataType.Decimal(2, 2), expected);

    [Fact]
    public void RoundingMayExceedThePrecisionOfAColumnButNotOfAConstant()
    {
        Expression number = Bound.TryCast(Bound.Text("999.995"), DataType.Decimal(5, 2));
        Assert.Equal("1000.00", Bound.ColumnValue(number));
        Assert.Throws<EvaluationException>(() => Bound.ConstantValue(number));
        Assert.Equal("-0.0", Bound.ColumnValue(Bound.Of("-0", DataType.Double)));
    }

    [Fact]
    public void TryCastOfAnArrayIsNullAsAWhole()
    {
        Expression texts = Bound.Call("ARRAY", Bound.Text("1"), Bound.Text("x"));
        Assert.Equal("null", Bound.Value(Bound.TryCast(texts, DataType.Array(DataType.Int))));
        Assert.Throws<EvaluationException>(() => Bound.Value(Bound.Cast(texts, DataType.Array(DataType.Int))));
        Expression numbers = Bound.Call("ARRAY", Bound.Text("1"), Bound.Null(DataType.String));
        Assert.Equal("[1, null]", Bound.Value(Bound.TryCast(numbers, DataType.Array(DataType.Int))));
    }

    [Fact]
    public void TextToTheWidestDecimal() =>
        Check("12345678901234567890123456789012345678", DataType.Decimal(38, 0), "12345678901234567890123456789012345678");

    [Theory]
    [InlineData("true", "true")]
    [InlineData("True", "true")]
    [InlineData("t", "true")]
    [InlineData("YES", "true")]
    [InlineData("1", "true")]
    [InlineData("no", "false")]
    [InlineData("0", "false")]
    [InlineData(" true ", null)]
    [InlineData("on", null)]
    [InlineData("2", null)]
    [InlineData("", null)]
    public void TextToBoolean(string text, string? expected) => Check(text, DataType.Boolean, expected);

    [Theory]
    [InlineData("2024-02-29", "2024-02-29")]
    [InlineData("2024-2-9", "2024-02-09")]
    [InlineData(" 2024-01-01 ", "2024-01-01")]
    [InlineData("2024", "2024-01-01")]
    [InlineData("2024-05", "2024-05-01")]
    [InlineData("123", "0123-01-01")]
    [InlineData("2024-01-01 junk", "2024-01-01")]
    [InlineData("9999-12-31", "9999-12-31")]
    [InlineData("2023-02-29", null)]
    [InlineData("2024-13-01", null)]
    [InlineData("2024/01/01", null)]
    [InlineData("20240101", null)]
    [InlineData("2024-01-01T10:11:12", null)]
    [InlineData("-2024-01-01", null)]
    [InlineData("", null)]
    public void TextToDate(string text, string? expected) => Check(text, DataType.Date, expected);

    [Theory]
    [InlineData("10:11:12", "10:11:12")]
    [InlineData("10:11", "10:11")]
    [InlineData("10", "10:00")]
    [InlineData(" 1:2:3 ", "01:02:03")]
    [InlineData("10:11:12.345", "10:11:12")]
    [InlineData("123", null)]
    [InlineData("24:00:00", null)]
    [InlineData("23:59:60", null)]
    [InlineData("2024-01-01 10:11:12", null)]
    [InlineData("", null)]
    public void TextToTime(string text, string? expected) => Check(text, DataType.Time(0), expected);

    [Theory]
    [InlineData("2024-01-02 03:04:05", "2024-01-02T03:04:05")]
    [InlineData("2024-01-02", "2024-01-02T00:00")]
    [InlineData("2024-1-2 3:4:5", "2024-01-02T03:04:05")]
    [InlineData("2024-01-02 03:04:05.987654321", "2024-01-02T03:04:05.987")]
    [InlineData("2024-01-02 03:04:05.", "2024-01-02T03:04:05")]
    [InlineData("2024-01-02 24:00:00", "2024-01-03T00:00")]
    [InlineData("2023-02-29 00:00:00", "2023-02-28T00:00")]
    [InlineData("2024-02-32 00:00:00", null)]
    [InlineData("2024-01-02 23:59:60", null)]
    [InlineData("2024-01-02 03:04", null)]
    [InlineData("2024-01-02T03:04:05", null)]
    [InlineData(" 2024-01-02 03:04:05 ", null)]
    [InlineData("2024-01-02  03:04:05", null)]
    [InlineData("2024-01-02 03:04:05Z", null)]
    [InlineData("2024", null)]
    [InlineData("", null)]
    public void TextToTimestamp(string text, string? expected) => Check(text, DataType.Timestamp(3), expected);

    [Theory]
    [InlineData(300, TypeRoot.TinyInt, "44")]
    [InlineData(-129, TypeRoot.TinyInt, "127")]
    [InlineData(4294967297, TypeRoot.Int, "1")]
    [InlineData(2147483648, TypeRoot.Int, "-2147483648")]
    [InlineData(9007199254740993, TypeRoot.Double, "9.007199254740992E15")]
    [InlineData(16777217, TypeRoot.Float, "1.6777216E7")]
    [InlineData(-5, TypeRoot.Boolean, "true")]
    [InlineData(0, TypeRoot.Boolean, "false")]
    public void IntegersWrap(long value, TypeRoot root, string expected) =>
        Assert.Equal(expected, Bound.Value(Bound.Cast(Bound.BigInt(value), Of(root))));

    [Theory]
    [InlineData(1.9, TypeRoot.Int, "1")]
    [InlineData(-1.9, TypeRoot.BigInt, "-1")]
    [InlineData(3e9, TypeRoot.Int, "2147483647")]
    [InlineData(-1e19, TypeRoot.BigInt, "-9223372036854775808")]
    [InlineData(3e9, TypeRoot.TinyInt, "-1")]
    [InlineData(-1e19, TypeRoot.SmallInt, "0")]
    [InlineData(300.7, TypeRoot.TinyInt, "44")]
    [InlineData(double.NaN, TypeRoot.Int, "0")]
    [InlineData(double.PositiveInfinity, TypeRoot.SmallInt, "-1")]
    [InlineData(0.1, TypeRoot.Float, "0.1")]
    public void DoublesSaturate(double value, TypeRoot root, string expected) =>
        Assert.Equal(expected, Bound.Value(Bound.Cast(Bound.Double(value), Of(root))));

    [Theory]
    [InlineData("1.005", 3, 2, "1.01")]
    [InlineData("-2.5", 2, 0, "-3")]
    [InlineData("1.5", 10, 4, "1.5000")]
    [InlineData("99.95", 3, 1, "null")]
    [InlineData("100.00", 3, 1, "null")]
    public void DecimalToDecimal(string value, int precision, int scale, string expected) =>
        Assert.Equal(expected, Bound.Value(Bound.Cast(Bound.Decimal(value), DataType.Decimal(precision, scale))));

    [Theory]
    [InlineData(1.005, 10, 2, "1.01")]
    [InlineData(2.675, 20, 10, "2.6750000000")]
    [InlineData(12345.678, 10, 2, "12345.68")]
    [InlineData(99.995, 4, 2, "null")]
    [InlineData(1e10, 4, 2, "null")]
    [InlineData(1e-10, 20, 12, "1.00E-10")]
    public void DoubleToDecimal(double value, int precision, int scale, string expected) =>
        Assert.Equal(expected, Bound.Value(Bound.Cast(Bound.Double(value), DataType.Decimal(precision, scale))));

    [Fact]
    public void DecimalToOthers()
    {
        Expression value = Bound.Decimal("3000000000.50");
        Assert.Equal("-1294967296", Bound.Value(Bound.Cast(value, DataType.Int)));
        Assert.Equal("3000000000", Bound.Value(Bound.Cast(value, DataType.BigInt)));
        Assert.Equal("3.0000000005E9", Bound.Value(Bound.Cast(value, DataType.Double)));
        Assert.Equal("true", Bound.Value(Bound.Cast(Bound.Decimal("0.5"), DataType.Boolean)));
        Assert.Equal("1.2345678901234568E16", Bound.Value(Bound.Cast(Bound.Decimal("12345678901234567.12"), DataType.Double)));
    }

    [Theory]
    [InlineData("2024-01-01 00:00:00.987654", 1, "2024-01-01T00:00:00.900")]
    [InlineData("2024-01-01 00:00:00.987654", 4, "2024-01-01T00:00:00.987600")]
    [InlineData("1969-12-31 23:59:59.987654", 0, "1970-01-01T00:00")]
    [InlineData("1969-12-31 23:59:59.987654", 1, "1970-01-01T00:00")]
    [InlineData("1969-12-31 23:59:59.987654", 3, "1969-12-31T23:59:59.987")]
    public void TimestampPrecision(string text, int precision, string expected) =>
        Assert.Equal(expected, Bound.Value(Bound.Cast(Bound.Of(text, DataType.Timestamp(6)), DataType.Timestamp(precision))));

    [Fact]
    public void NestedTimestampsChangeTheirForm()
    {
        DataType wide = DataType.Row(["a", "b"], [DataType.Timestamp(9), DataType.Array(DataType.TimestampLtz(7))]);
        Expression fine = Bound.Of("2020-01-01 00:00:00.123456789", DataType.Timestamp(9));
        Expression row = Bound.Call("ROW", fine, Bound.Call("ARRAY", Bound.Cast(fine, DataType.TimestampLtz(9))));
        DataType narrow = DataType.Row(["a", "b"], [DataType.Timestamp(3), DataType.Array(DataType.TimestampLtz(6))]);
        Assert.Equal("+I[2020-01-01T00:00:00.123, [2020-01-01T00:00:00.123456Z]]", Bound.Value(Bound.Cast(row, narrow)));
        Assert.Equal("+I[2020-01-01T00:00:00.123, [2020-01-01T00:00:00.123456Z]]", Bound.Value(Bound.Cast(Bound.Cast(row, narrow), wide)));
        Assert.Equal("+I[2020-01-01T00:00:00.123456789, [2020-01-01T00:00:00.123456700Z]]", Bound.Value(Bound.Cast(row, wide)));
    }

    [Fact]
    public void DateTimesMeetInTheSessionZone()
    {
        TimeZoneInfo newYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");
        DataType ltz = DataType.TimestampLtz(3);
        Assert.Equal("2024-03-10T07:30:00Z", Bound.Value(Bound.Cast(Bound.Of("2024-03-10 02:30:00", DataType.Timestamp(3)), ltz), newYork));
        Assert.Equal("2024-11-03T05:30:00Z", Bound.Value(Bound.Cast(Bound.Of("2024-11-03 01:30:00", DataType.Timestamp(3)), ltz), newYork));
        var instant = new LiteralExpression(1710054000_000_000L, ltz.NotNull());
        Assert.Equal("2024-03-10 03:00:00.000", Bound.Value(Bound.Cast(instant, DataType.String), newYork));
        Assert.Equal("2024-03-10T03:00", Bound.Value(Bound.Cast(instant, DataType.Timestamp(3)), newYork));
        Assert.Equal("03:00", Bound.Value(Bound.Cast(instant, DataType.Time(0)), newYork));
        Assert.Equal("2024-01-02T05:00:00Z", Bound.Value(Bound.Of("2024-01-02", ltz), newYork));
    }

    [Fact]
    public void ValuesToText()
    {
        Assert.Equal("TRUE", Bound.Value(Bound.Cast(Bound.Boolean(true), DataType.String)));
        Assert.Equal("0.0000001", Bound.Value(Bound.Cast(Bound.Decimal("0.0000001"), DataType.String)));
        Assert.Equal("1.0E7", Bound.Value(Bound.Cast(Bound.Double(1e7), DataType.String)));
        Assert.Equal("2024-01-01 00:00:00.000000", Bound.Value(Bound.Cast(Bound.Of("2024-01-01", DataType.Timestamp(6)), DataType.String)));
        Assert.Equal("01:02:03", Bound.Value(Bound.Cast(Bound.Of("01:02:03", DataType.Time(0)), DataType.String)));
        Assert.Equal("+1-06", Bound.Value(Bound.Cast(new LiteralExpression(18, DataType.IntervalYearMonth), DataType.String)));
        Assert.Equal("-1 01:00:00.000", Bound.Value(Bound.Cast(new LiteralExpression(-90_000_000L, DataType.IntervalDayTime),
            DataType.String)));
        Assert.Equal("123", Bound.Value(Bound.Cast(Bound.Int(12345), DataType.Char(3))));
        Assert.Equal("12   ", Bound.Value(Bound.Cast(Bound.Int(12), DataType.Char(5))));
        Assert.Equal("\u65e5\u672c   ", Bound.Value(Bound.Cast(Bound.Text("\u65e5\u672c"), DataType.Char(5))));
        Assert.Equal("\u65e5", Bound.Value(Bound.Cast(Bound.Text("\u65e5\u672c"), DataType.VarChar(1))));
        Assert.Equal("abc", Bound.Value(Bound.Cast(Bound.Bytes(97, 98, 99), DataType.String)));
        Assert.Equal("\ufffd", Bound.Value(Bound.Cast(Bound.Bytes(255), DataType.String)));
        Assert.Equal("[97, 98, 0]", Bound.Value(Bound.Cast(Bound.Text("ab"), DataType.Binary(3))));
        Assert.Equal("[97]", Bound.Value(Bound.Cast(Bound.Text("ab"), DataType.VarBinary(1))));
    }

    [Fact]
    public void NullStaysNull() => Assert.Equal("null", Bound.Value(Bound.Cast(Bound.Null(DataType.String), DataType.Int)));

    [Fact]
    public void WhatFlinkRefusesIsRefused()
    {
        (DataType From, DataType To)[] refused =
        [
            (DataType.Date, DataType.Int), (DataType.Int, DataType.Date), (DataType.Date, DataType.Time(0)),
                (DataType.Boolean, DataType.Date),
            (DataType.Timestamp(3), DataType.BigInt), (DataType.BigInt, DataType.TimestampLtz(3)), (DataType.Int, DataType.Bytes),
            (DataType.String, DataType.Array(DataType.Int)), (DataType.IntervalDayTime, DataType.BigInt),
                (DataType.String, DataType.IntervalDayTime),
            (DataType.Bytes, DataType.Int), (DataType.Array(DataType.Int), DataType.Map(DataType.Int, DataType.Int)),
        ];
        foreach ((DataType from, DataType to) in refused) Assert.False(Casts.CanCast(from, to), $"{from} to {to}");
    }

    private static void Check(string text, DataType type, string? expected)
    {
        Assert.Equal(expected ?? "null", Bound.Value(Bound.TryCast(Bound.Text(text), type)));
        if (expected is null) Assert.Throws<EvaluationException>(() => Bound.Value(Bound.Cast(Bound.Text(text), type)));
        else Assert.Equal(expected, Bound.Value(Bound.Cast(Bound.Text(text), type)));
    }

    private static DataType Of(TypeRoot root) => root switch
    {
        TypeRoot.Boolean => DataType.Boolean,
        TypeRoot.TinyInt => DataType.TinyInt,
        TypeRoot.SmallInt => DataType.SmallInt,
        TypeRoot.Int => DataType.Int,
        TypeRoot.BigInt => DataType.BigInt,
        TypeRoot.Float => DataType.Float,
        _ => DataType.Double,
    };
}
