using ActorStream.Connectors;

namespace ActorStream.Tests.Operators;

/// <summary>Rows leave a lookup join in the order in which they came.</summary>
public sealed class LookupJoinOrderTests
{
    private static readonly LookupOptions Cached = new() { CacheEnabled = true };

    [Fact]
    public void RowsOfCachedAndNullKeysDoNotOvertakeARowThatWaits()
    {
        var test = new LookupJoinHarness(Cached);
        test.Process("a1");
        test.Answer("a=A");
        Assert.Equal(["a1=A"], test.TakeOutput());
        test.Process("a2", "b3", "!4", "a5");
        test.Process("a6", "!7");
        Assert.Empty(test.Output);
        Assert.Equal(6, test.Join.WaitingRows);
        Assert.InRange(test.Join.WaitingBytes, 1, 10_000);
        test.Answer("b=B");
        Assert.Equal(["a2=A", "b3=B", "NULL4=NULL", "a5=A", "a6=A", "NULL7=NULL"], test.TakeOutput());
        Assert.Equal(0, test.Join.WaitingRows);
        Assert.Equal(0, test.Join.WaitingBytes);
    }

    [Fact]
    public void LaterBatchesAreLookedUpMeanwhileAndLeaveInTheirTurn()
    {
        var test = new LookupJoinHarness(Cached);
        test.Process("a1", "b2");
        test.Process("c3", "a4");
        Assert.Equal(["a,b", "c"], test.Asked);
        test.Answer("c=C");
        test.Answer("b=B");
        Assert.Empty(test.Output);
        test.Answer("a=A");
        Assert.Equal(["a1=A", "b2=B", "c3=C", "a4=A"], test.TakeOutput());
    }

    [Fact]
    public void ARowKeepsItsMatchWhenTheEntryGoesBeforeItLeaves()
    {
        var test = new LookupJoinHarness(Cached with { ExpireAfterWrite = TimeSpan.FromSeconds(10) }, maxKeys: 1);
        test.Process("a1");
        test.Answer("a=A", "a=AA");
        test.TakeOutput();
        test.Process("a2", "b3", "a4");
        test.Process("c5");
        // c takes the room of a, b takes that of c.
        test.Answer("c=C");
        Assert.Equal(1, test.Join.Rows.EntryCount);
        Assert.Equal(1, test.Join.Rows.PinnedChains);
        test.Advance(20_000);
        test.Process("a6");
        test.Answer("b=B");
        Assert.Equal(["a2=A", "a2=AA", "b3=B", "a4=A", "a4=AA", "c5=C"], test.TakeOutput());
        test.Answer("a=X");
        Assert.Equal(["a6=X"], test.TakeOutput());
        Assert.Equal(0, test.Join.Rows.PinnedChains);
        Assert.Equal(1, test.Join.Rows.Rows.Count);
    }

    [Fact]
    public void WithoutACacheAnAnswerStaysUntilItsRowsHaveLeft()
    {
        var test = new LookupJoinHarness(new LookupOptions());
        test.Process("a1", "b2");
        test.Answer("b=B");
        test.Process("b3");
        Assert.Equal(["a,b", "b"], test.Asked);
        test.Answer("b=C");
        test.Answer("a=A");
        Assert.Equal(["a1=A", "b2=B", "b3=C"], test.TakeOutput());
        Assert.Equal(0, test.Join.Rows.Rows.Count);
        Assert.Equal(0, test.Join.Rows.Entities.Count);
    }

    [Fact]
    public void AllHeldRowsSurviveACheckpointInTheirOrder()
    {
        var before = new LookupJoinHarness(Cached);
        before.Process("a1");
        before.Answer("a=A");
        before.Process("b2", "a3", "!4");
        before.Process("a5");
        before.TakeOutput();
        byte[] snapshot = before.Snapshot(full: false);
        var after = new LookupJoinHarness(Cached);
        after.Restore(snapshot);
        Assert.Equal(["b"], after.Asked);
        after.Process("a6");
        Assert.Empty(after.Output);
        after.Answer("b=B");
        Assert.Equal(["b2=B", "a3=A", "NULL4=NULL", "a5=A", "a6=A"], after.TakeOutput());
    }

    [Fact]
    public void ManyHeldRowsComeBackInBatchesOfTheUsualSize()
    {
        var before = new LookupJoinHarness(Cached);
        for (int i = 0; i < 500; i++) before.Process("b2", "a3", "!4", "a5", "b6");
        Assert.Equal(2500, before.Join.WaitingRows);
        var after = new LookupJoinHarness(Cached);
        after.Restore(before.Snapshot(full: false));
        Assert.Equal(2500, after.Join.WaitingRows);
        after.Answer("a=A", "b=B");
        Assert.Equal(Enumerable.Repeat(new[] { "b2=B", "a3=A", "NULL4=NULL", "a5=A", "b6=B" }, 500).SelectMany(r => r), after.TakeOutput());
        Assert.Equal([1024, 1024, 452], after.BatchSizes);
    }
}
