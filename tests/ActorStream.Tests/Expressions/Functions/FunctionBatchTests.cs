using System.Text;
using ActorStream.Expressions;
using ActorStream.Types;

namespace ActorStream.Tests.Expressions.Functions;

/// <summary>Functions over columns of several rows, some of them NULL, with arguments that vary.</summary>
public class FunctionBatchTests
{
    private static readonly string?[] Texts = ["Hello", null, "", "aé😀b", "  x  "];

    [Theory]
    [InlineData("UPPER", "HELLO|<null>||AÉ😀B|  X  ")]
    [InlineData("LOWER", "hello|<null>||aé😀b|  x  ")]
    [InlineData("TRIM", "Hello|<null>||aé😀b|x")]
    [InlineData("REVERSE", "olleH|<null>||b😀éa|  x  ")]
    public void NullsStayAndRowsKeepTheirPlaces(string name, string expected)
    {
        Assert.Equal(expected, string.Join('|', Evaluate(name)));
    }

    [Fact]
    public void PartsAreChosenByEachRowsOwnNumbers()
    {
        Column starts = Numbers(2, 1, 1, -2, 0), lengths = Numbers(2, 1, 1, 1, -1);
        Assert.Equal("el|<null>||😀|<null>", string.Join('|', Evaluate("SUBSTRING", starts, lengths)));
        Assert.Equal("lo|<null>||b|  x  ", string.Join('|', Evaluate("RIGHT", Numbers(2, 1, 1, 1, 9))));
    }

    [Fact]
    public void ConcatenationOfANullIsNullUnlessItHasASeparator()
    {
        Column dashes = Text("-", "-", "-", "-", "-");
        Assert.Equal("Hello-|<null>|-|aé😀b-|  x  -", string.Join('|', Evaluate("CONCAT", dashes)));
        Assert.Equal("-|<null>|-|-|-", string.Join('|', Evaluate("CONCAT_WS", dashes)));
    }

    private static string[] Evaluate(string name, params Column[] more)
    {
        Column[] columns = [Text(Texts), .. more];
        Expression[] arguments = [.. columns.Select((c, i) =>
            new ColumnExpression(i, $"c{i}", c is BytesColumn ? DataType.String : DataType.Int))];
        Expression call = FunctionRegistry.Find(name)!.Bind(arguments)!;
        var context = new EvaluationContext(TimeZoneInfo.Utc);
        Column result = ExpressionCompiler.Compile(call).Evaluate(new Batch(columns, Texts.Length), context);
        return [.. Enumerable.Range(0, Texts.Length).Select(i =>
            result.IsNull(i) ? "<null>" : Encoding.UTF8.GetString(((BytesColumn)result)[i]))];
    }

    private static Column Text(params string?[] values)
    {
        var builder = new BytesColumnBuilder();
        foreach (string? value in values)
        {
            if (value is null) builder.AppendNull();
            else builder.Append(Encoding.UTF8.GetBytes(value));
        }
        return builder.Build();
    }

    private static Column Numbers(params int[] values) => new FixedColumn<int>(values, values.Length);
}
