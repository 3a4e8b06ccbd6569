using ActorStream.Expressions;

namespace ActorStream.Tests.Expressions;

public sealed class ArithmeticTests
{
    [Theory]
    [InlineData("+", 7, 2, "9")]
    [InlineData("-", 7, 2, "5")]
    [InlineData("*", -7, 2, "-14")]
    [InlineData("/", -7, 2, "-3")]
    [InlineData("/", 7, -2, "-3")]
    [InlineData("%", -7, 2, "-1")]
    [InlineData("MOD", 7, -2, "1")]
    [InlineData("+", int.MaxValue, 1, "-2147483648")]
    [InlineData("*", int.MaxValue, 2, "-2")]
    [InlineData("/", int.MinValue, -1, "-2147483648")]
    [InlineData("%", int.MinValue, -1, "0")]
    public void IntegersWrapAndTruncate(string sign, int left, int right, string expected) =>
        Assert.Equal(expected, Bound.Value(Bound.Call(sign, Bound.Int(left), Bound.Int(right))));

    [Theory]
    [InlineData("/")]
    [InlineData("%")]
    public void DivisionByZeroFails(string sign)
    {
        Assert.Throws<EvaluationException>(() => Bound.Value(Bound.Call(sign, Bound.Int(1), Bound.Int(0))));
        Assert.Throws<EvaluationException>(() => Bound.Value(Bound.Call(sign, Bound.Decimal("1.5"), Bound.Decimal("0.0"))));
        Assert.Equal("null", Bound.Value(Bound.Call(sign, Bound.Null(DataType.Int), Bound.Int(0))));
    }

    [Fact]
    public void FloatingDivisionByZeroIsInfiniteUnlessConstant()
    {
        Expression quotient = Bound.Call("/", Bound.Double(1), Bound.Int(0));
        Assert.Equal("Infinity", Bound.ColumnValue(quotient));
        Assert.Throws<EvaluationException>(() => Bound.ConstantValue(quotient));
    }

    [Fact]
    public void FloatConstantsAreTheirDigits()
    {
        Expression sum = Bound.Call("+", Bound.Float(0.3f), Bound.Float(0.6f));
        Assert.Equal("0.90000004", Bound.ColumnValue(sum));
        Assert.Equal("0.9", Bound.ConstantValue(sum));
        Expression wide = Bound.Cast(Bound.Float(0.1f), DataType.Double);
        Assert.Equal("0.10000000149011612", Bound.ColumnValue(wide));
        Assert.Equal("0.1", Bound.ConstantValue(wide));
        Assert.Equal("0.0", Bound.ConstantValue(Bound.Call("-", Bound.Double(0))));
        Assert.Equal("-0.0", Bound.ColumnValue(Bound.Call("-", Bound.Double(0))));
    }

    [Fact]
    public void ConstantsHaveThePrecisionOfTheirType()
    {
        Expression half = new LiteralExpression(500L, DataType.IntervalDayTime.NotNull());
        Expression moment = Bound.Call("-", Bound.Of("2024-01-01", DataType.Timestamp(0)), half);
        Assert.Equal("2023-12-31T23:59:59", Bound.ConstantValue(moment));
        Assert.Equal("2023-12-31T23:59:59.500", Bound.ColumnValue(moment));
    }

    [Theory]
    [InlineData(TypeRoot.TinyInt, TypeRoot.TinyInt, "+", "TINYINT")]
    [InlineData(TypeRoot.TinyInt, TypeRoot.SmallInt, "+", "SMALLINT")]
    [InlineData(TypeRoot.Int, TypeRoot.BigInt, "+", "BIGINT")]
    [InlineData(TypeRoot.BigInt, TypeRoot.Int, "/", "BIGINT")]
    [InlineData(TypeRoot.Int, TypeRoot.TinyInt, "%", "TINYINT")]
    [InlineData(TypeRoot.TinyInt, TypeRoot.Int, "%", "INT")]
    [InlineData(TypeRoot.Float, TypeRoot.Double, "+", "FLOAT")]
    [InlineData(TypeRoot.Double, TypeRoot.Float, "+", "DOUBLE")]
    [InlineData(TypeRoot.Float, TypeRoot.BigInt, "*", "FLOAT")]
    public void NumbersGiveTheTypeThatFlinkGives(TypeRoot left, TypeRoot right, string sign, string expected) =>
        Assert.Equal(expected, Bound.Call(sign, Bound.Null(Number(left)), Bound.Null(Number(right))).Type.ToString());

    [Theory]
    [InlineData("+", 2, 1, 3, 2, "DECIMAL(4, 2)")]
    [InlineData("+", 10, 2, 5, 4, "DECIMAL(13, 4)")]
    [InlineData("+", 38, 10, 38, 5, "DECIMAL(38, 6)")]
    [InlineData("-", 38, 38, 38, 0, "DECIMAL(38, 6)")]
    [InlineData("*", 20, 10, 20, 10, "DECIMAL(38, 17)")]
    [InlineData("*", 38, 2, 5, 4, "DECIMAL(38, 6)")]
    [InlineData("/", 2, 1, 3, 2, "DECIMAL(9, 6)")]
    [InlineData("/", 20, 10, 20, 10, "DECIMAL(38, 18)")]
    [InlineData("/", 5, 0, 19, 0, "DECIMAL(25, 20)")]
    [InlineData("%", 2, 1, 3, 2, "DECIMAL(3, 2)")]
    [InlineData("%", 10, 2, 6, 4, "DECIMAL(6, 4)")]
    [InlineData("%", 5, 0, 7, 0, "DECIMAL(7, 0)")]
    public void DecimalsGiveTheTypeThatFlinkGives(string sign, int p1, int s1, int p2, int s2, string expected) =>
        Assert.Equal(expected, Bound.Call(sign, Bound.Null(DataType.Decimal(p1, s1)),
            Bound.Null(DataType.Decimal(p2, s2))).Type.ToString());

    [Theory]
    [InlineData("1.5", "+", "1.25", "2.75")]
    [InlineData("1.0", "/", "3.0", "0.333333")]
    [InlineData("2.0", "/", "3.0", "0.666667")]
    [InlineData("-10.25", "/", "3.125", "-3.2800000")]
    [InlineData("10.5", "%", "3.0", "1.5")]
    [InlineData("-7.5", "%", "2", "-1.5")]
    [InlineData("99999999.99", "*", "999.999", "99999899990.00001")]
    [InlineData("1.23456789012345678905", "*", "3.00000000000000000007", "3.703703670370370367236")]
    [InlineData("12345678901234567890.12", "+", "0.88", "12345678901234567891.00")]
    [InlineData("12345678901234567890.12", "-", "98765432109876543210.99", "-86419753208641975320.87")]
    public void DecimalsAreExact(string left, string sign, string right, string expected) =>
        Assert.StartsWith(expected, Bound.Value(Bound.Call(sign, Bound.Decimal(left), Bound.Decimal(right))));

    [Fact]
    public void WideDecimalsRoundHalfUp()
    {
        Expression a = Bound.Cast(Bound.Decimal("1.23456789012345678905"), DataType.Decimal(38, 20));
        Expression b = Bound.Cast(Bound.Decimal("3.00000000000000000007"), DataType.Decimal(38, 20));
        Assert.Equal("3.703704", Bound.Value(Bound.Call("*", a, b)));
        Assert.Equal("0.411523", Bound.Value(Bound.Call("/", a, b)));
    }

    [Fact]
    public void DecimalOverflowIsNull()
    {
        Expression most = Bound.Decimal(Int128.Parse(new string('9', 38)), 38, 0);
        Assert.Equal("null", Bound.Value(Bound.Call("+", most, most)));
        Assert.Equal("null", Bound.Value(Bound.Call("*", most, most)));
        Assert.Equal("25", Bound.Value(Bound.Call("*", Bound.Decimal(5, 38, 0), Bound.Decimal(5, 38, 0))));
    }

    [Fact]
    public void FloatMeetsDoubleAsFloat()
    {
        Assert.Equal("0.020000001", Bound.ColumnValue(Bound.Call("*", Bound.Float(0.1f), Bound.Double(0.2))));
        Assert.Equal("0.30000000149011613", Bound.ColumnValue(Bound.Call("+", Bound.Double(0.2), Bound.Float(0.1f))));
    }

    [Theory]
    [InlineData("-", "5", "-5")]
    [InlineData("-", "-1.50", "1.50")]
    [InlineData("+", "1.50", "1.50")]
    public void SignsApply(string sign, string value, string expected) =>
        Assert.Equal(expected, Bound.Value(Bound.Call(sign, Bound.Decimal(value))));

    [Fact]
    public void WhatIsNotANumberIsRefused()
    {
        Assert.Null(Bound.TryCall("+", Bound.Text("1"), Bound.Int(1)));
        Assert.Null(Bound.TryCall("+", Bound.Boolean(true), Bound.Int(1)));
        Assert.Null(Bound.TryCall("+", Bound.Null(DataType.Date), Bound.Int(1)));
        Assert.Null(Bound.TryCall("%", Bound.Double(1), Bound.Int(1)));
        Assert.Null(Bound.TryCall("-", Bound.Text("1")));
    }

    [Fact]
    public void IntervalsMoveDatesAndTimes()
    {
        var hours = new LiteralExpression(25L * 3_600_000, DataType.IntervalDayTime.NotNull());
        var month = new LiteralExpression(1, DataType.IntervalYearMonth.NotNull());
        Expression date = Bound.Of("2024-01-31", DataType.Date);
        Expression time = Bound.Of("23:00:00", DataType.Time(0));
        Expression timestamp = Bound.Of("2024-01-31 00:00:00", DataType.Timestamp(3));
        Assert.Equal("2024-02-01", Bound.Value(Bound.Call("+", date, hours)));
        Assert.Equal("2024-02-29", Bound.Value(Bound.Call("+", month, date)));
        Assert.Equal("00:00", Bound.Value(Bound.Call("+", time, hours)));
        Assert.Equal("22:00", Bound.Value(Bound.Call("-", time, hours)));
        Assert.Equal("2024-02-29T00:00", Bound.Value(Bound.Call("+", timestamp, month)));
        Assert.Equal("2024-01-29T23:00", Bound.Value(Bound.Call("-", timestamp, hours)));
        Assert.Equal("PT50H", Bound.Value(Bound.Call("*", Bound.Int(2), hours)));
        Assert.Equal("PT-25H", Bound.Value(Bound.Call("-", hours)));
        Assert.Equal("P2M", Bound.Value(Bound.Call("+", month, month)));
        Assert.Null(Bound.TryCall("-", hours, date));
        Assert.Null(Bound.TryCall("+", hours, month));
        Assert.Null(Bound.TryCall("/", hours, Bound.Int(2)));
    }

    private static DataType Number(TypeRoot root) => root switch
    {
        TypeRoot.TinyInt => DataType.TinyInt,
        TypeRoot.SmallInt => DataType.SmallInt,
        TypeRoot.Int => DataType.Int,
        TypeRoot.BigInt => DataType.BigInt,
        TypeRoot.Float => DataType.Float,
        _ => DataType.Double,
    };
}
