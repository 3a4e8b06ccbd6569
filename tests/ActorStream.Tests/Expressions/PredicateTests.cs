using ActorStream.Expressions;
using ActorStream.Types;

namespace ActorStream.Tests.Expressions;

public sealed class PredicateTests
{
    private static readonly Expression True = Bound.Boolean(true);
    private static readonly Expression False = Bound.Boolean(false);
    private static readonly Expression Unknown = Bound.Null(DataType.Boolean);

    [Theory]
    [InlineData("=", "false", "true", "false")]
    [InlineData("<>", "true", "false", "true")]
    [InlineData("<", "true", "false", "false")]
    [InlineData("<=", "true", "true", "false")]
    [InlineData(">", "false", "false", "true")]
    [InlineData(">=", "false", "true", "true")]
    public void NumbersTextAndTimesCompare(string sign, string less, string equal, string greater)
    {
        (Expression Small, Expression Large)[] pairs =
        [
            (Bound.Int(1), Bound.Int(2)), (Bound.Int(-1), Bound.BigInt(4_000_000_000)), (Bound.Double(-0.5), Bound.Int(0)),
            (Bound.Decimal("1.50"), Bound.Decimal("1.501")), (Bound.Int(1), Bound.Decimal("12345678901234567890.5")),
            (Bound.Text("Z"), Bound.Text("a")), (Bound.Text("\uff5a"), Bound.Text("\ud83d\ude00")), (Bound.Text("a"), Bound.Text("ab")),
            (Bound.Bytes(1), Bound.Bytes(255)), (False, True), (Bound.Of("2023-12-31", DataType.Date), Bound.Text("2024-01-01")),
            (Bound.Of("2024-01-01 00:00:00", DataType.Timestamp(0)), Bound.Of("2024-01-01 00:00:00.5", DataType.TimestampLtz(3))),
        ];
        foreach ((Expression small, Expression large) in pairs)
        {
            Assert.Equal(less, Bound.Value(Bound.Call(sign, small, large)));
            Assert.Equal(equal, Bound.Value(Bound.Call(sign, large, large)));
            Assert.Equal(greater, Bound.Value(Bound.Call(sign, large, small)));
        }
        Assert.Equal("null", Bound.Value(Bound.Call(sign, Bound.Int(1), Bound.Null(DataType.Null))));
    }

    [Fact]
    public void DecimalsOfAnyScalesCompare()
    {
        Expression wide = Bound.Decimal(Int128.Parse(new string('9', 38)), 38, 0);
        Expression fine = Bound.Decimal(1, 38, 38);
        Assert.Equal("true", Bound.Value(Bound.Call(">", wide, fine)));
        Assert.Equal("true", Bound.Value(Bound.Call("=", Bound.Decimal("1.50"), Bound.Decimal("1.5"))));
    }

    [Fact]
    public void NumbersCompareInTheTypeThatFlinkTakes()
    {
        Assert.Equal("true", Bound.ColumnValue(Bound.Call("=", Bound.Int(16777217), Bound.Float(16777216))));
        Assert.Equal("true", Bound.ColumnValue(Bound.Call("=", Bound.Float(2.01f), Bound.Double(2.01))));
        Assert.Equal("false", Bound.ColumnValue(Bound.Call("=", Bound.Double(2.01), Bound.Float(2.01f))));
        Assert.Equal("false", Bound.ColumnValue(Bound.Call("=", Bound.Decimal("2.01"), Bound.Float(2.01f))));
        Assert.Equal("true", Bound.ColumnValue(Bound.Call("=", Bound.Decimal("2.01"), Bound.Double(2.01))));
    }

    [Fact]
    public void AColumnThatIsNotANumberEqualsItself()
    {
        var column = new ColumnExpression(0, "n", DataType.Double);
        var other = new ColumnExpression(1, "m", DataType.Double);
        var nan = new FixedColumn<double>([double.NaN], 1);
        Assert.Equal("true", Bound.Evaluate(Bound.Call("=", column, column), new Batch([nan, nan], 1)));
        Assert.Equal("false", Bound.Evaluate(Bound.Call("=", column, other), new Batch([nan, nan], 1)));
        Assert.Equal("false", Bound.Evaluate(Bound.Call(">", column, other), new Batch([nan, nan], 1)));
    }

    [Fact]
    public void WhatDoesNotCompareIsRefused()
    {
        Assert.Null(Bound.TryCall("=", Bound.Text("1"), Bound.Int(1)));
        Assert.Null(Bound.TryCall("=", True, Bound.Int(1)));
        Assert.Null(Bound.TryCall("=", Bound.Null(DataType.Date), Bound.Null(DataType.Timestamp(3))));
        Assert.Null(Bound.TryCall(">", Bound.Null(DataType.IntervalDayTime), Bound.Null(DataType.IntervalYearMonth)));
        Assert.Null(Bound.TryCall("<", Bound.Call("ROW", Bound.Int(1)), Bound.Call("ROW", Bound.Int(2))));
    }

    [Fact]
    public void BooleanIsNeverEqualToText()
    {
        Assert.Equal("false", Bound.Value(Bound.Call("=", True, Bound.Text("true"))));
        Assert.Equal("true", Bound.Value(Bound.Call("<>", Bound.Text("true"), True)));
    }

    [Fact]
    public void NestedValuesAreEqualOrNot()
    {
        Expression one = Bound.Call("ROW", Bound.Int(1), Bound.Text("a"));
        Expression other = Bound.Call("ROW", Bound.Int(1), Bound.Text("b"));
        Assert.Equal("true", Bound.Value(Bound.Call("=", one, one)));
        Assert.Equal("true", Bound.Value(Bound.Call("<>", one, other)));
        Assert.Equal("false", Bound.Value(Bound.Call("=", Bound.Call("ARRAY", Bound.Int(1)),
            Bound.Call("ARRAY", Bound.Int(1), Bound.Int(2)))));
        Expression map = Bound.Call("MAP", Bound.Text("a"), Bound.Int(1), Bound.Text("b"), Bound.Int(2));
        Expression turned = Bound.Call("MAP", Bound.Text("b"), Bound.Int(2), Bound.Text("a"), Bound.Int(1));
        Assert.Equal("true", Bound.Value(Bound.Call("=", map, turned)));
    }

    [Fact]
    public void AndOrNotHaveThreeValues()
    {
        Expression[] values = [True, False, Unknown];
        string[] and = ["true", "false", "null", "false", "false", "false", "null", "false", "null"];
        string[] or = ["true", "true", "true", "true", "false", "null", "true", "null", "null"];
        for (int i = 0; i < 9; i++)
        {
            Assert.Equal(and[i], Bound.Value(Bound.Call("AND", values[i / 3], values[i % 3])));
            Assert.Equal(or[i], Bound.Value(Bound.Call("OR", values[i / 3], values[i % 3])));
        }
        Assert.Equal("null", Bound.Value(Bound.Call("NOT", Unknown)));
        Assert.Equal("false", Bound.Value(Bound.Call("NOT", True)));
    }

    [Theory]
    [InlineData("IS TRUE", "true", "false", "false")]
    [InlineData("IS NOT TRUE", "false", "true", "true")]
    [InlineData("IS FALSE", "false", "true", "false")]
    [InlineData("IS NOT FALSE", "true", "false", "true")]
    [InlineData("IS UNKNOWN", "false", "false", "true")]
    [InlineData("IS NOT UNKNOWN", "true", "true", "false")]
    [InlineData("IS NULL", "false", "false", "true")]
    [InlineData("IS NOT NULL", "true", "true", "false")]
    public void TruthTests(string test, string ofTrue, string ofFalse, string ofNull)
    {
        Assert.Equal(ofTrue, Bound.Value(Bound.Call(test, True)));
        Assert.Equal(ofFalse, Bound.Value(Bound.Call(test, False)));
        Assert.Equal(ofNull, Bound.Value(Bound.Call(test, Unknown)));
    }

    [Fact]
    public void ARightSideThatFailsIsReachedOnlyWhereItCounts()
    {
        Expression zero = Bound.Int(0);
        Expression quotient = Bound.Call(">", Bound.Call("/", Bound.Int(10), zero), Bound.Int(2));
        Assert.Equal("false", Bound.Value(Bound.Call("AND", Bound.Call("<>", zero, Bound.Int(0)), quotient)));
        Assert.Equal("true", Bound.Value(Bound.Call("OR", Bound.Call("=", zero, Bound.Int(0)), quotient)));
        Assert.Throws<EvaluationException>(() => Bound.Value(Bound.Call("AND", quotient, False)));
    }

    [Fact]
    public void DistinctFromTakesNullForAValue()
    {
        Expression none = Bound.Null(DataType.Int);
        Assert.Equal("false", Bound.Value(Bound.Call("IS DISTINCT FROM", none, none)));
        Assert.Equal("true", Bound.Value(Bound.Call("IS DISTINCT FROM", none, Bound.Int(1))));
        Assert.Equal("true", Bound.Value(Bound.Call("IS NOT DISTINCT FROM", Bound.Int(1), Bound.Decimal("1.0"))));
    }

    [Fact]
    public void BetweenIsTwoComparisons()
    {
        Expression none = Bound.Null(DataType.Int);
        Assert.Equal("false", Bound.Value(Bound.Call("BETWEEN", Bound.Int(5), Bound.Int(10), none)));
        Assert.Equal("null", Bound.Value(Bound.Call("BETWEEN", Bound.Int(15), Bound.Int(10), none)));
        Assert.Equal("true", Bound.Value(Bound.Call("NOT BETWEEN", Bound.Int(5), Bound.Int(10), none)));
        Assert.Equal("false", Bound.Value(Bound.Call("BETWEEN", Bound.Decimal("90.0000001"), Bound.Int(-90), Bound.Int(90))));
    }

    [Fact]
    public void InKnowsNullsAndTypes()
    {
        Assert.Equal("true", Bound.Value(Bound.Call("IN", Bound.Int(1), Bound.Int(1), Bound.Null(DataType.Int))));
        Assert.Equal("null", Bound.Value(Bound.Call("IN", Bound.Int(2), Bound.Int(1), Bound.Null(DataType.Int))));
        Assert.Equal("null", Bound.Value(Bound.Call("NOT IN", Bound.Int(2), Bound.Int(1), Bound.Null(DataType.Int))));
        Assert.Equal("true", Bound.Value(Bound.Call("IN", Bound.Int(1), Bound.Decimal("1.0"), Bound.Decimal("2.5"))));
        Assert.Equal("true", Bound.Value(Bound.Call("IN", Bound.Text("1"), Bound.Int(1), Bound.Int(2))));
        Assert.Equal("false", Bound.Value(Bound.Call("IN", Bound.Text("1.0"), Bound.Int(1), Bound.Int(2))));
        Assert.Equal("true", Bound.Value(Bound.Call("IN", Bound.Decimal("1.50"), Bound.Text("b"), Bound.Text("1.5"))));
        Assert.Equal("true", Bound.Value(Bound.Call("IN", Bound.Int(2), Bound.Decimal("2.5"))));
        Assert.Equal("false", Bound.Value(Bound.Call("IN", Bound.Decimal("1.50"), Bound.Decimal("1.504"))));
        Expression[] many = [Bound.BigInt(7), .. Enumerable.Range(1, 30).Select(i => Bound.Int(i))];
        Assert.Equal("true", Bound.Value(Bound.Call("IN", many)));
        Expression[] texts = [Bound.Text("x3"), .. Enumerable.Range(1, 30).Select(i => Bound.Text($"x{i}"))];
        Assert.Equal("true", Bound.Value(Bound.Call("IN", texts)));
        Assert.Equal("false", Bound.Value(Bound.Call("NOT IN", texts)));
    }

    [Theory]
    [InlineData("abc", "a%", true)]
    [InlineData("abc", "%c", true)]
    [InlineData("abc", "%b%", true)]
    [InlineData("abc", "a_c", true)]
    [InlineData("abc", "abc", true)]
    [InlineData("abc", "ab", false)]
    [InlineData("abc", "%", true)]
    [InlineData("", "%", true)]
    [InlineData("", "_", false)]
    [InlineData("a\nc", "a_c", false)]
    [InlineData("a\u2028c", "a_c", false)]
    [InlineData("a\nbc", "a%c", true)]
    [InlineData("aXbXc", "a%X%c", true)]
    [InlineData("aXc", "a%X%Xc", false)]
    [InlineData("ab", "ab%ab", false)]
    [InlineData("abab", "ab%_ab", false)]
    [InlineData("ab1ab", "ab%_ab", true)]
    [InlineData("mississippi", "%iss%ip%", true)]
    [InlineData("mississippi", "%i_s%ppx", false)]
    [InlineData("\u65e5\u672c", "\u65e5_", true)]
    [InlineData("\ud83d\ude00", "_", true)]
    [InlineData("\ud83d\ude00", "__", false)]
    [InlineData("a\ud83d\ude00b", "%_b", true)]
    [InlineData("a\\xb", "a\\_b", true)]
    [InlineData("a.c", "a.c", true)]
    [InlineData("abc", "a.c", false)]
    public void LikeMatches(string text, string pattern, bool expected)
    {
        string yes = expected ? "true" : "false";
        Assert.Equal(yes, Bound.Value(Bound.Call("LIKE", Bound.Text(text), Bound.Text(pattern))));
        Assert.Equal(expected ? "false" : "true", Bound.Value(Bound.Call("NOT LIKE", Bound.Text(text), Bound.Text(pattern))));
    }

    [Theory]
    [InlineData("10%", "10!%", "!", true)]
    [InlineData("10x", "10!%", "!", false)]
    [InlineData("a!b", "a!!%", "!", true)]
    [InlineData("a_b", "a#_%", "#", true)]
    public void LikeEscapes(string text, string pattern, string escape, bool expected) => Assert.Equal(
        expected ? "true" : "false", Bound.Value(Bound.Call("LIKE", Bound.Text(text), Bound.Text(pattern), Bound.Text(escape))));

    [Fact]
    public void AnEscapeBeforeWhatNeedsNoneFails() =>
        Assert.Throws<EvaluationException>(() => Bound.Value(Bound.Call("LIKE", Bound.Text("a"), Bound.Text("a!b"), Bound.Text("!"))));

    [Theory]
    [InlineData("ab", "a(b|c)", true)]
    [InlineData("ad", "a(b|c)", false)]
    [InlineData("ab", "a_", true)]
    [InlineData("xyz", "%(b|z)%", true)]
    [InlineData("xyz", "[a-c]+", false)]
    [InlineData("123", "[[:DIGIT:]]+", true)]
    [InlineData("a$", "a$", true)]
    public void SimilarToMatchesWholeTexts(string text, string pattern, bool expected) =>
        Assert.Equal(expected ? "true" : "false", Bound.Value(Bound.Call("SIMILAR TO", Bound.Text(text), Bound.Text(pattern))));
}
