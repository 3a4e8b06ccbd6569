using ActorStream.Expressions;

namespace ActorStream.Tests.Expressions;

public sealed class CollectionTests
{
    private static readonly Expression None = Bound.Null(DataType.Int);
    private static readonly Expression Numbers = Array(3, null, 1, 1);
    private static readonly Expression Map = Bound.Call("MAP", Bound.Text("a"), Bound.Int(1), Bound.Text("b"), Bound.Int(2));

    [Fact]
    public void Constructors()
    {
        Assert.Equal("[1.0, 2.5]", Bound.Value(Bound.Call("ARRAY", Bound.Int(1), Bound.Decimal("2.5"))));
        Assert.Equal("ARRAY<VARCHAR(3) NOT NULL> NOT NULL", Bound.Call("ARRAY", Bound.Text("a"), Bound.Text("bcd")).Type.ToString());
        Assert.Equal("{a=1, b=2}", Bound.Value(Map));
        Assert.Equal("{a=2}", Bound.Value(Bound.Call("MAP", Bound.Text("a"), Bound.Int(1), Bound.Text("a"), Bound.Int(2))));
        Expression row = Bound.Call("ROW", Bound.Int(1), Bound.Text("x"));
        Assert.Equal("+I[1, x]", Bound.Value(row));
        Assert.Equal("ROW<`EXPR$0` INT NOT NULL, `EXPR$1` CHAR(1) NOT NULL> NOT NULL", row.Type.ToString());
        Assert.Null(Bound.TryCall("ARRAY"));
        Assert.Null(Bound.TryCall("ARRAY", Bound.Int(1), Bound.Text("a")));
    }

    [Fact]
    public void Access()
    {
        Assert.Equal("3", Bound.Value(Bound.Call("ITEM", Numbers, Bound.Int(1))));
        Assert.Equal("null", Bound.Value(Bound.Call("ITEM", Numbers, Bound.Int(9))));
        Assert.Equal("-1", Bound.Value(Bound.Call("ITEM", Array(1), Bound.Int(9))));
        Assert.Throws<EvaluationException>(() => Bound.Value(Bound.Call("ITEM", Numbers, Bound.Int(0))));
        Assert.Equal("2", Bound.Value(Bound.Call("ITEM", Map, Bound.Text("b"))));
        Assert.Equal("-1", Bound.Value(Bound.Call("ITEM", Map, Bound.Text("z"))));
        Assert.Null(Bound.TryCall("ITEM", Map, Bound.Int(1)));
    }

    [Fact]
    public void FieldsOfANullRowAreNull()
    {
        Expression row = Bound.Call("ROW", Bound.Int(1), Bound.Text("x"));
        Assert.Equal("x", Bound.Evaluate(Bound.Call("FIELD", row, Bound.Int(1)), new([], 2)));
        Expression none = new CaseExpression([Bound.Boolean(false), row, Bound.Null(row.Type)], row.Type.Nullable());
        Expression field = Bound.Call("FIELD", none, Bound.Int(0));
        Assert.Equal("INT", field.Type.ToString());
        Assert.Equal("null", Bound.Evaluate(field, new([], 2)));
    }

    [Theory]
    [InlineData("CARDINALITY", "4")]
    [InlineData("ARRAY_MAX", "3")]
    [InlineData("ARRAY_MIN", "1")]
    [InlineData("ARRAY_DISTINCT", "[3, null, 1]")]
    [InlineData("ARRAY_REVERSE", "[1, 1, null, 3]")]
    [InlineData("ARRAY_SORT", "[null, 1, 1, 3]")]
    public void FunctionsOfAnArray(string name, string expected) => Assert.Equal(expected, Bound.Value(Bound.Call(name, Numbers)));

    [Theory]
    [InlineData("ARRAY_CONTAINS", 1, "true")]
    [InlineData("ARRAY_CONTAINS", null, "true")]
    [InlineData("ARRAY_POSITION", 1, "3")]
    [InlineData("ARRAY_POSITION", 99, "0")]
    [InlineData("ARRAY_POSITION", null, "null")]
    [InlineData("ARRAY_REMOVE", 1, "[3, null]")]
    [InlineData("ARRAY_REMOVE", null, "[3, 1, 1]")]
    [InlineData("ARRAY_APPEND", null, "[3, null, 1, 1, null]")]
    [InlineData("ARRAY_PREPEND", 7, "[7, 3, null, 1, 1]")]
    public void FunctionsOfAnArrayAndAnElement(string name, int? element, string expected) =>
        Assert.Equal(expected, Bound.Value(Bound.Call(name, Numbers, element is { } value ? Bound.Int(value) : None)));

    [Theory]
    [InlineData(-2, -1, "[2, 3]")]
    [InlineData(0, 2, "[1, 2]")]
    [InlineData(3, 1, "[]")]
    [InlineData(5, 9, "[]")]
    [InlineData(-9, 2, "[1, 2]")]
    public void Slices(int from, int to, string expected) =>
        Assert.Equal(expected, Bound.Value(Bound.Call("ARRAY_SLICE", Array(1, 2, 3), Bound.Int(from), Bound.Int(to))));

    [Theory]
    [InlineData(false, null, "[3, 1, 1, null]")]
    [InlineData(true, false, "[1, 1, 3, null]")]
    [InlineData(false, true, "[null, 3, 1, 1]")]
    public void Sorts(bool isAscending, bool? nullsFirst, string expected)
    {
        Expression[] arguments = nullsFirst is { } first
            ? [Numbers, Bound.Boolean(isAscending), Bound.Boolean(first)]
            : [Numbers, Bound.Boolean(isAscending)];
        Assert.Equal(expected, Bound.Value(Bound.Call("ARRAY_SORT", arguments)));
    }

    [Fact]
    public void SetsOfArrays()
    {
        Expression a = Array(1, 1, 2, 2);
        Assert.Equal("[1, 2, 3]", Bound.Value(Bound.Call("ARRAY_UNION", a, Array(3, 3))));
        Assert.Equal("[2]", Bound.Value(Bound.Call("ARRAY_EXCEPT", a, Array(1))));
        Assert.Equal("[1, 2]", Bound.Value(Bound.Call("ARRAY_INTERSECT", a, Array(2, 1))));
        Assert.Equal("[1, 1, 2, 2, 9]", Bound.Value(Bound.Call("ARRAY_CONCAT", a, Array(9))));
        Assert.Equal("null", Bound.Value(Bound.Call("ARRAY_UNION", a, Bound.Null(a.Type))));
    }

    [Fact]
    public void Joins()
    {
        Expression texts = Bound.Call("ARRAY", Bound.Text("a"), Bound.Null(DataType.String), Bound.Text("b"));
        Assert.Equal("a,b", Bound.Value(Bound.Call("ARRAY_JOIN", texts, Bound.Text(","))));
        Assert.Equal("a,n,b", Bound.Value(Bound.Call("ARRAY_JOIN", texts, Bound.Text(","), Bound.Text("n"))));
    }

    [Fact]
    public void FunctionsOfMaps()
    {
        Assert.Equal("[a, b]", Bound.Value(Bound.Call("MAP_KEYS", Map)));
        Assert.Equal("[1, 2]", Bound.Value(Bound.Call("MAP_VALUES", Map)));
        Assert.Equal("[+I[a, 1], +I[b, 2]]", Bound.Value(Bound.Call("MAP_ENTRIES", Map)));
        Expression other = Bound.Call("MAP", Bound.Text("b"), Bound.Int(3), Bound.Text("c"), Bound.Int(4));
        Assert.Equal("{a=1, b=3, c=4}", Bound.Value(Bound.Call("MAP_UNION", Map, other)));
        Expression keys = Bound.Call("ARRAY", Bound.Text("x"), Bound.Text("y"));
        Assert.Equal("{x=1, y=2}", Bound.Value(Bound.Call("MAP_FROM_ARRAYS", keys, Array(1, 2))));
        Assert.Throws<EvaluationException>(() => Bound.Value(Bound.Call("MAP_FROM_ARRAYS", keys, Array(1))));
    }

    [Fact]
    public void ElementWantsOne()
    {
        Assert.Equal("7", Bound.Value(Bound.Call("ELEMENT", Array(7))));
        Assert.Throws<EvaluationException>(() => Bound.Value(Bound.Call("ELEMENT", Array(7, 8))));
    }

    private static Expression Array(params int?[] values) =>
        Bound.Call("ARRAY", [.. values.Select(v => v is { } value ? (Expression)Bound.Int(value) : None)]);
}
