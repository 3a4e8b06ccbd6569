using ActorStream.Expressions;
using ActorStream.Tests.Expressions;
using ActorStream.Types;

namespace ActorStream.Tests.Types;

public sealed class RowFormatterTests
{
    private static readonly (Expression Value, string Printed, string Tableau)[] Cases =
    [
        (Bound.Boolean(true), "true", "TRUE"),
        (Bound.Null(DataType.Int), "null", "<NULL>"),
        (Bound.Cast(Bound.Int(-128), DataType.TinyInt), "-128", "-128"),
        (Bound.Double(1e10), "1.0E10", "1.0E10"),
        (Bound.Float(0.1f), "0.1", "0.1"),
        (Bound.Decimal("0.0000001"), "1E-7", "0.0000001"),
        (Bound.Decimal(0, 38, 18), "0E-18", "0.000000000000000000"),
        (Bound.Decimal(Int128.Parse(new string('9', 38)), 38, 0), new string('9', 38), new string('9', 38)),
        (Bound.Text("a, b"), "a, b", "a, b"),
        (Bound.Bytes(10, 255), "[10, -1]", "x'0aff'"),
        (Bound.Of("2024-02-09", DataType.Date), "2024-02-09", "2024-02-09"),
        (Bound.Of("12:00:00", DataType.Time(0)), "12:00", "12:00:00"),
        (Bound.Of("2021-04-13 20:12:11.123", DataType.Timestamp(3)), "2021-04-13T20:12:11.123", "2021-04-13 20:12:11.123"),
        (Bound.Of("2021-04-13 20:00:00", DataType.Timestamp(0)), "2021-04-13T20:00", "2021-04-13 20:00:00"),
        (Bound.Of("1969-12-31 23:59:59.999999999", DataType.Timestamp(9)), "1969-12-31T23:59:59.999999999",
            "1969-12-31 23:59:59.999999999"),
        (Bound.Of("2021-04-13 20:12:11.12", DataType.Timestamp(8)), "2021-04-13T20:12:11.120", "2021-04-13 20:12:11.12000000"),
        (new LiteralExpression((Int128)1_602_259_204_999_000_100L, DataType.TimestampLtz(7).NotNull()), "2020-10-09T16:00:04.999000100Z",
            "2020-10-10 00:00:04.9990001"),
        (new LiteralExpression(1_602_259_204_999_000L, DataType.TimestampLtz(3).NotNull()), "2020-10-09T16:00:04.999Z",
            "2020-10-10 00:00:04.999"),
        (new LiteralExpression(93_784_567L, DataType.IntervalDayTime.NotNull()), "PT26H3M4.567S", "+1 02:03:04.567"),
        (new LiteralExpression(18, DataType.IntervalYearMonth.NotNull()), "P18M", "+1-06"),
        (Bound.Call("ARRAY", Bound.Int(1), Bound.Null(DataType.Int)), "[1, null]", "[1, NULL]"),
        (Bound.Call("MAP", Bound.Text("z"), Bound.Int(1), Bound.Text("b"), Bound.Int(2), Bound.Text("q"), Bound.Int(3)),
            "{q=3, b=2, z=1}", "{z=1, b=2, q=3}"),
        (Bound.Call("MAP", Bound.Int(100), Bound.Int(1), Bound.Int(7), Bound.Int(2), Bound.Int(-3), Bound.Int(3)),
            "{-3=3, 100=1, 7=2}", "{100=1, 7=2, -3=3}"),
        (Bound.Call("ROW", Bound.Int(1), Bound.Bytes(10)), "+I[1, [10]]", "(1, \n)"),
    ];

    private static readonly Schema Schema = new([.. Cases.Select((c, i) => new Field($"c{i}", c.Value.Type))]);

    private static Batch Row(RowKind kind)
    {
        var context = new EvaluationContext(TimeZoneInfo.Utc);
        Column[] columns = [.. Cases.Select(c => ExpressionCompiler.Compile(c.Value).Evaluate(new Batch([], 1), context))];
        return new Batch(columns, 1, [kind]);
    }

    [Theory]
    [InlineData(RowKind.Insert, "+I")]
    [InlineData(RowKind.UpdateBefore, "-U")]
    [InlineData(RowKind.UpdateAfter, "+U")]
    [InlineData(RowKind.Delete, "-D")]
    public void RowsPrintAsInFlink(RowKind kind, string sign) =>
        Assert.Equal($"{sign}[{string.Join(", ", Cases.Select(c => c.Printed))}]", new RowFormatter(Schema).Format(Row(kind), 0));

    [Fact]
    public void RowsOfTheApiPrintTheSame()
    {
        Row row = new RowReader(Schema).Read(Row(RowKind.Delete), 0);
        string[] printed = row.ToString()[3..^1].Split(", ");
        string[] expected = string.Join(", ", Cases.Select(c => c.Printed)).Split(", ");
        // Maps of the API keep the order of their entries.
        Assert.Equal(expected.Order(StringComparer.Ordinal).Where(p => !p.Contains('=')),
            printed.Order(StringComparer.Ordinal).Where(p => !p.Contains('=')));
        Assert.Equal(RowKind.Delete, row.Kind);
        Assert.Equal(new DateOnly(2024, 2, 9), row.Get<DateOnly>(10));
        Assert.Equal(0.0000001m, row[5]);
        Assert.Null(row[1]);
    }

    [Fact]
    public void TheTableShowsValuesAsTheSqlClientDoes()
    {
        var formatter = new TableauFormatter(Schema, TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"));
        Batch row = Row(RowKind.Insert);
        for (int i = 0; i < Cases.Length; i++) Assert.Equal(Cases[i].Tableau, formatter.Format(row, 0, i));
    }

    [Theory]
    [InlineData("abc", 3)]
    [InlineData("\u65e5\u672c", 4)]
    [InlineData("e\u0301", 1)]
    [InlineData("\ud83d\ude00", 2)]
    public void WideCharactersTakeTwoCells(string text, int width) => Assert.Equal(width, TableauFormatter.DisplayWidth(text));
}
