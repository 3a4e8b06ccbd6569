using ActorStream.Expressions;
using ActorStream.Types;

namespace ActorStream.Tests.Expressions;

public sealed class SelectionTests
{
    private static readonly EvaluationContext Context = new(TimeZoneInfo.Utc);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(1024)]
    [InlineData(1500)]
    public void OnlyRowsThatAreTrueAreChosen(int count)
    {
        var random = new Random(count);
        bool[] values = [.. Enumerable.Range(0, count).Select(_ => random.Next(3) > 0)];
        ulong[] nulls = NullBits.Create(count);
        for (int i = 0; i < count; i += 5) NullBits.Set(nulls, i);
        foreach (ulong[]? bits in (ulong[]?[])[null, nulls])
        {
            var batch = new Batch([new FixedColumn<bool>(values, count, bits)], count);
            int[] selected = new int[count];
            int chosen = Selection.Compile(new ColumnExpression(0, "b", DataType.Boolean)).Select(batch, Context, selected);
            Assert.Equal(Enumerable.Range(0, count).Where(i => values[i] && !NullBits.IsNull(bits, i)), selected[..chosen]);
        }
    }

    [Fact]
    public void PartsOfAnAndSelectOneAfterTheOther()
    {
        int[] numbers = [.. Enumerable.Range(0, 1000)];
        var x = new ColumnExpression(0, "x", DataType.Int);
        Expression condition = Bound.Call("AND",
            Bound.Call("AND", Bound.Call(">=", x, Bound.Int(1)), Bound.Call("<", x, Bound.Int(21))),
            Bound.Call("=", Bound.Call("%", Bound.Int(100), x), Bound.Int(0)));
        int[] selected = new int[1000];
        int chosen = Selection.Compile(condition).Select(new Batch([new FixedColumn<int>(numbers, 1000)], 1000), Context, selected);
        Assert.Equal([1, 2, 4, 5, 10, 20], selected[..chosen]);
    }

    [Fact]
    public void APartThatFailsIsReachedOnlyByRowsThatAreLeft()
    {
        var x = new ColumnExpression(0, "x", DataType.Int);
        Expression quotient = Bound.Call(">", Bound.Call("/", Bound.Int(10), x), Bound.Int(2));
        var batch = new Batch([new FixedColumn<int>([0, 3, 5, 0], 4)], 4);
        int[] selected = new int[4];
        int chosen = Selection.Compile(Bound.Call("AND", Bound.Call("<>", x, Bound.Int(0)), quotient)).Select(batch, Context, selected);
        Assert.Equal([1], selected[..chosen]);
        Assert.Throws<EvaluationException>(() =>
            Selection.Compile(Bound.Call("AND", quotient, Bound.Call("<>", x, Bound.Int(0)))).Select(batch, Context, new int[4]));
    }
}
