using ActorStream.Connectors;

namespace ActorStream.Tests.Operators;

/// <summary>What was asked for before a key is forgotten is neither kept nor used for what comes later.</summary>
public sealed class LookupJoinInvalidationTests
{
    private static readonly LookupOptions Cached = new() { CacheEnabled = true };

    [Theory]
    [InlineData(null, null)]
    [InlineData("dim", null)]
    [InlineData(null, "a")]
    public void AnAnswerAskedForBeforeIsNotTaken(string? table, string? key)
    {
        var test = new LookupJoinHarness(Cached);
        test.Process("a1");
        Assert.Equal(0, test.Join.Invalidate(table, key));
        Assert.Equal(["a", "a"], test.Asked);
        test.Process("a2");
        test.AnswerKeys(["a"], ["a=old"], generation: 0);
        Assert.Empty(test.Output);
        Assert.Equal(0, test.Join.Rows.EntryCount);
        test.Answer("a=new");
        test.Process("a3");
        Assert.Equal(["a1=new", "a2=new", "a3=new"], test.TakeOutput());
        Assert.Equal(2, test.Asked.Count);
    }

    [Fact]
    public void AnAnswerThatComesAfterItsKeyWasAnsweredAnewIsNotTaken()
    {
        var test = new LookupJoinHarness(Cached, maxKeys: 1);
        test.Process("a1");
        test.Join.Invalidate(null, null);
        test.Answer("a=new");
        // b takes the room of a, and its index.
        test.Process("b2");
        test.Answer("b=B");
        test.AnswerKeys(["a"], ["a=old"], generation: 0);
        test.Process("b3", "a4");
        test.Answer("a=A");
        Assert.Equal(["a1=new", "b2=B", "b3=B", "a4=A"], test.TakeOutput());
    }

    [Fact]
    public void OtherKeysOfTheSameAnswerAreTaken()
    {
        var test = new LookupJoinHarness(Cached);
        test.Process("a1", "b2", "c3");
        test.Join.Invalidate(null, "b");
        Assert.Equal("b", test.Asked[^1]);
        test.AnswerKeys(["a", "b", "c"], ["a=A", "b=old", "b=older", "c=C", "c=CC"], generation: 0);
        Assert.Equal(2, test.Join.Rows.EntryCount);
        test.Answer("b=new");
        Assert.Equal(["a1=A", "b2=new", "c3=C", "c3=CC"], test.TakeOutput());
        Assert.Equal(1, test.Join.Invalidate(null, "c"));
        Assert.Equal(0, test.Join.Invalidate("other", null));
        Assert.Equal(2, test.Join.Invalidate("dim", null));
    }
}
