using ActorStream.Actors;

namespace ActorStream.Tests.Actors;

public sealed class CreditsTests
{
    [Fact]
    public void NoMoreBatchesThanAllowedAreOnTheirWay()
    {
        var credits = new Credits(2, 1000);
        Assert.True(credits.TryTake(1));
        Assert.True(credits.TryTake(1));
        Assert.False(credits.TryTake(1));
        credits.Return(1);
        Assert.True(credits.TryTake(1));
    }

    [Fact]
    public void NoMoreBytesThanAllowedAreOnTheirWay()
    {
        var credits = new Credits(10, 100);
        Assert.True(credits.TryTake(60));
        Assert.False(credits.TryTake(41));
        Assert.True(credits.TryTake(40));
        credits.Return(60);
        Assert.False(credits.TryTake(61));
        Assert.True(credits.TryTake(60));
    }

    [Fact]
    public void ABatchThatIsLargerThanAllGoesAlone()
    {
        var credits = new Credits(10, 100);
        Assert.True(credits.TryTake(5000));
        Assert.False(credits.TryTake(1));
        credits.Return(5000);
        Assert.True(credits.TryTake(1));
        Assert.False(credits.TryTake(5000));
    }
}
