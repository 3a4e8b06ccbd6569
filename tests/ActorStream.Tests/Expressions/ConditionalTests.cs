using ActorStream.Expressions;
using ActorStream.Types;

namespace ActorStream.Tests.Expressions;

public sealed class ConditionalTests
{
    [Fact]
    public void CaseComputesABranchOnlyForItsRows()
    {
        var x = new ColumnExpression(0, "x", DataType.Int);
        Expression isZero = Bound.Call("=", x, Bound.Int(0));
        Expression choice = new CaseExpression([isZero, Bound.Int(-1), Bound.Call("/", Bound.Int(10), x)], DataType.Int);
        var column = new FixedColumn<int>([0, 5, 3, 0], 4, [0b0100]);
        var result = (FixedColumn<int>)ExpressionCompiler.Compile(choice).Evaluate(new Batch([column], 4),
            new EvaluationContext(TimeZoneInfo.Utc));
        Assert.Equal([-1, 2, 0, -1], result.Span.ToArray());
        Assert.Equal(0b0100ul, result.Nulls![0]);
    }

    [Fact]
    public void CaseTakesTheFirstConditionThatIsTrue()
    {
        Expression Choice(Expression first, Expression second) =>
            new CaseExpression([first, Bound.Text("a"), second, Bound.Text("b"), Bound.Null(DataType.Char(1))], DataType.Char(1));
        Expression yes = Bound.Boolean(true);
        Expression unknown = Bound.Null(DataType.Boolean);
        Assert.Equal("a", Bound.Value(Choice(yes, yes)));
        Assert.Equal("b", Bound.Value(Choice(unknown, yes)));
        Assert.Equal("null", Bound.Value(Choice(unknown, unknown)));
    }

    [Fact]
    public void CaseMergesEveryKindOfColumn()
    {
        foreach (Expression value in (Expression[])[
            Bound.Text("a"), Bound.Int(1), Bound.Double(1), Bound.Decimal("12345678901234567890"),
                Bound.Cast(Bound.Int(1), DataType.TinyInt),
            Bound.Call("ARRAY", Bound.Int(1)), Bound.Call("MAP", Bound.Int(1), Bound.Text("x")), Bound.Call("ROW", Bound.Int(1))])
        {
            var flag = new ColumnExpression(0, "f", DataType.Boolean);
            Expression choice = new CaseExpression([flag, value, Bound.Null(value.Type)], value.Type.Nullable());
            var flags = new FixedColumn<bool>([true, false, true], 3);
            var formatter = new RowFormatter(new Schema([new Field("c", value.Type)]));
            Column column = ExpressionCompiler.Compile(choice).Evaluate(new Batch([flags], 3), new EvaluationContext(TimeZoneInfo.Utc));
            string expected = Bound.Value(value);
            var batch = new Batch([column], 3);
            Assert.Equal([$"+I[{expected}]", "+I[null]", $"+I[{expected}]"],
                Enumerable.Range(0, 3).Select(i => formatter.Format(batch, i)));
        }
    }

    [Fact]
    public void CoalesceTakesTheFirstThatIsNotNull()
    {
        Expression none = Bound.Null(DataType.Int);
        Assert.Equal("2", Bound.Value(Bound.Call("COALESCE", none, Bound.Int(2), Bound.Int(3))));
        Assert.Equal("null", Bound.Value(Bound.Call("COALESCE", none, none)));
        Assert.Equal("1.0", Bound.Value(Bound.Call("COALESCE", Bound.Int(1), Bound.Decimal("2.5"))));
        Assert.Equal("INT NOT NULL", Bound.Call("IFNULL", none, Bound.Int(2)).Type.ToString());
        Assert.Equal("INT", Bound.Call("COALESCE", none, none).Type.ToString());
        Assert.Equal("1", Bound.Value(Bound.Call("COALESCE", Bound.Null(DataType.Null), Bound.Int(1))));
        Assert.Equal("1", Bound.Value(Bound.Call("COALESCE", Bound.Int(1), Bound.Call("/", Bound.Int(1), Bound.Int(0)))));
        Assert.Null(Bound.TryCall("COALESCE", none, Bound.Text("x")));
    }

    [Fact]
    public void NullIfComparesAcrossTypes()
    {
        Assert.Equal("null", Bound.Value(Bound.Call("NULLIF", Bound.Int(1), Bound.Decimal("1.0"))));
        Assert.Equal("1", Bound.Value(Bound.Call("NULLIF", Bound.Int(1), Bound.Int(2))));
        Assert.Equal("a", Bound.Value(Bound.Call("NULLIF", Bound.Text("a"), Bound.Text("b"))));
        Assert.Null(Bound.TryCall("NULLIF", Bound.Int(1), Bound.Text("a")));
    }

    [Fact]
    public void IfChooses()
    {
        Assert.Equal("2", Bound.Value(Bound.Call("IF", Bound.Null(DataType.Boolean), Bound.Int(1), Bound.Int(2))));
        Assert.Equal("BIGINT NOT NULL", Bound.Call("IF", Bound.Boolean(true), Bound.Int(1), Bound.BigInt(2)).Type.ToString());
        Assert.Null(Bound.TryCall("IF", Bound.Int(1), Bound.Int(1), Bound.Int(2)));
        Assert.Null(Bound.TryCall("IF", Bound.Boolean(true), Bound.Int(1), Bound.Text("a")));
    }

    [Fact]
    public void GreatestAndLeast()
    {
        Assert.Equal("3", Bound.Value(Bound.Call("GREATEST", Bound.Int(1), Bound.Int(3), Bound.Int(2))));
        Assert.Equal("1.5", Bound.Value(Bound.Call("LEAST", Bound.Decimal("1.5"), Bound.Int(2))));
        Assert.Equal("c", Bound.Value(Bound.Call("GREATEST", Bound.Text("a"), Bound.Text("c"), Bound.Text("b"))));
        Assert.Equal("null", Bound.Value(Bound.Call("LEAST", Bound.Int(1), Bound.Null(DataType.Int))));
        Assert.Null(Bound.TryCall("GREATEST", Bound.Int(1), Bound.Text("a")));
    }

    [Fact]
    public void ConcatenationIsNullWithNull()
    {
        Expression chain = Bound.Call("||", Bound.Call("||", Bound.Text("a"), Bound.Text("bc")), Bound.Text("\u00e9"));
        Assert.Equal("abc\u00e9", Bound.Value(chain));
        Assert.Equal("CHAR(4) NOT NULL", chain.Type.ToString());
        Assert.Equal("null", Bound.Value(Bound.Call("||", Bound.Text("a"), Bound.Null(DataType.String))));
        Assert.Null(Bound.TryCall("||", Bound.Text("a"), Bound.Int(1)));
    }
}
