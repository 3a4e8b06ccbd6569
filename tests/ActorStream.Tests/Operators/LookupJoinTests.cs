using ActorStream.Connectors;
using ActorStream.Expressions;
using ActorStream.State;

namespace ActorStream.Tests.Operators;

public sealed class LookupJoinTests
{
    private static readonly LookupOptions Cached = new() { CacheEnabled = true };

    [Fact]
    public void RowsOfKnownKeysPassRowsOfWaitingKeysWait()
    {
        var test = new LookupJoinHarness(Cached, keepsOrder: false);
        test.Process("a1", "b2", "a3");
        Assert.Empty(test.Output);
        Assert.Equal(["a,b"], test.Asked);
        test.Answer("a=A");
        Assert.Equal(["a1=A", "a3=A"], test.TakeOutput());
        test.Process("a4", "b5");
        Assert.Equal(["a4=A"], test.TakeOutput());
        Assert.Single(test.Asked);
        test.Answer("b=B");
        Assert.Equal(["b2=B", "b5=B"], test.TakeOutput());
        Assert.Equal(0, test.Join.WaitingRows);
    }

    [Fact]
    public void SeveralMatchesComeInTheOrderOfTheAnswer()
    {
        var test = new LookupJoinHarness(Cached);
        test.Process("a1");
        test.Answer("a=X", "a=Y", "a=Z");
        test.Process("a2");
        Assert.Equal(["a1=X", "a1=Y", "a1=Z", "a2=X", "a2=Y", "a2=Z"], test.TakeOutput());
    }

    [Theory]
    [InlineData(true, new[] { "a1=NULL" })]
    [InlineData(false, new string[0])]
    public void AMissingRowPadsALeftJoinAndEndsAnInnerOne(bool isLeft, string[] expected)
    {
        var test = new LookupJoinHarness(Cached, isLeft: isLeft);
        test.Process("a1");
        test.AnswerNothing("a");
        Assert.Equal(expected, test.TakeOutput());
        test.Process("a1");
        Assert.Equal(expected, test.TakeOutput());
        Assert.Single(test.Asked);
    }

    [Fact]
    public void WithoutCachingOfMissingKeysTheyAreAskedForAgain()
    {
        var test = new LookupJoinHarness(Cached with { CacheMissingKey = false });
        test.Process("a1");
        test.AnswerNothing("a");
        test.Process("a2");
        Assert.Equal(["a", "a"], test.Asked);
    }

    [Fact]
    public void ANullKeyMatchesNothingAndAsksNothing()
    {
        var test = new LookupJoinHarness(Cached);
        test.Process("!1");
        Assert.Equal(["NULL1=NULL"], test.TakeOutput());
        Assert.Empty(test.Asked);
    }

    [Fact]
    public void WithoutACacheEveryRowIsLookedUp()
    {
        var test = new LookupJoinHarness(new LookupOptions());
        test.Process("a1");
        test.Answer("a=A");
        test.Process("a2");
        test.Answer("a=B");
        Assert.Equal(["a1=A", "a2=B"], test.TakeOutput());
        Assert.Equal(0, test.Join.Rows.Entities.Count);
    }

    [Fact]
    public void AnEntryServesUntilItsTtlAfterItsLoad()
    {
        var test = new LookupJoinHarness(Cached with { ExpireAfterWrite = TimeSpan.FromSeconds(10) });
        test.Process("a1");
        test.Answer("a=A");
        test.Advance(9_999);
        test.Process("a2");
        Assert.Equal(["a1=A", "a2=A"], test.TakeOutput());
        test.Advance(1);
        test.Process("a3");
        Assert.Empty(test.Output);
        test.Answer("a=B");
        Assert.Equal(["a3=B"], test.TakeOutput());
        Assert.Equal(1, test.Join.Rows.Expirations);
    }

    [Fact]
    public void TheLeastRecentlyUsedKeyMakesRoom()
    {
        var test = new LookupJoinHarness(Cached, maxKeys: 2, keepsOrder: false);
        test.Process("a1", "b1");
        test.Answer("a=A", "b=B");
        test.Process("a2", "c1");
        test.Answer("c=C");
        test.TakeOutput();
        test.Process("a3", "c2", "b2");
        Assert.Equal(["a3=A", "c2=C"], test.TakeOutput());
        Assert.Equal("b", test.Asked[^1]);
        Assert.Equal(1, test.Join.Rows.Evictions);
    }

    [Fact]
    public void ADegradedAnswerPadsAndIsNotRemembered()
    {
        var test = new LookupJoinHarness(Cached with { OnFailure = LookupFailurePolicy.Null });
        test.Process("a1");
        test.AnswerNothing("a", isDegraded: true);
        Assert.Equal(["a1=NULL"], test.TakeOutput());
        Assert.Equal(1, test.Join.DegradedRows);
        test.Process("a2");
        Assert.Equal(2, test.Asked.Count);
    }

    [Fact]
    public void TheRestOfTheConditionDropsPairsAndPadsInPlace()
    {
        Expression condition = new CallExpression(
            FunctionRegistry.Find("<>")!, [new ColumnExpression(2, "v", DataType.String), new LiteralExpression("X", DataType.String)],
            DataType.Boolean);
        var test = new LookupJoinHarness(Cached, condition: FunctionRegistry.Find("<>")!.Bind(condition.Children));
        test.Process("a1", "b2");
        test.Answer("a=X", "b=X", "b=Y");
        Assert.Equal(["a1=NULL", "b2=Y"], test.TakeOutput());
    }

    [Fact]
    public void WaitingRowsAndTheCacheSurviveACheckpoint()
    {
        var before = new LookupJoinHarness(Cached, keepsOrder: false);
        before.Process("a1");
        before.Answer("a=A");
        before.Process("b2", "a3", "b4");
        before.TakeOutput();
        var after = new LookupJoinHarness(Cached, keepsOrder: false);
        after.Restore(before.Snapshot(full: false));
        Assert.Equal(["b"], after.Asked);
        after.Process("b5", "a6");
        Assert.Equal(["a6=A"], after.TakeOutput());
        after.Answer("b=B");
        Assert.Equal(["b2=B", "b4=B", "b5=B"], after.TakeOutput());
    }

    [Fact]
    public void ASnapshotHoldsOnlyWhatChanged()
    {
        var test = new LookupJoinHarness(Cached, maxKeys: 2);
        test.Process("a1", "b1");
        test.Answer("a=A", "b=B");
        byte[] first = test.Snapshot(full: false);
        Assert.True(new SegmentReader("s", test.Snapshot(full: false)).SectionNames.Count == 0);
        test.Process("c1");
        test.Answer("c=C");
        byte[] second = test.Snapshot(full: false);
        var restored = new LookupJoinHarness(Cached, maxKeys: 2, keepsOrder: false);
        restored.Restore(first, second);
        restored.Process("a2", "b2", "c2");
        Assert.Equal(["b2=B", "c2=C"], restored.TakeOutput());
        Assert.Equal(["a"], restored.Asked);
    }

    [Fact]
    public void AFullSnapshotStandsForAllBeforeIt()
    {
        var test = new LookupJoinHarness(Cached);
        test.Process("a1", "b1");
        test.Answer("a=A", "b=B", "b=C");
        test.Snapshot(full: false);
        var restored = new LookupJoinHarness(Cached);
        restored.Restore(test.Snapshot(full: true));
        restored.Process("b2", "a2");
        Assert.Equal(["b2=B", "b2=C", "a2=A"], restored.TakeOutput());
    }
}
