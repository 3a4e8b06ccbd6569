using ActorStream.Actors;

namespace ActorStream.Tests.Actors;

public sealed class ClosingTests
{
    [Fact]
    public async Task AllPartsAreClosedAndTheFirstFailureIsTold()
    {
        var closed = new List<string>();
        Part[] parts = [new("a", closed), new("b", closed, fails: true), new("c", closed, fails: true), new("d", closed)];
        var failure = await Assert.ThrowsAsync<IOException>(async () => await Closing.AllAsync([parts[0], null, .. parts[1..]]));
        Assert.Equal("b", failure.Message);
        Assert.Equal(["a", "b", "c", "d"], closed);
    }

    [Fact]
    public async Task AFailureBeforeTheClosingIsToldInsteadOfTheClosings()
    {
        var closed = new List<string>();
        Part bad = new("bad", closed, fails: true), good = new("good", closed);
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => Closing.AfterAsync<int>(
            () => throw new InvalidOperationException("cause"), bad.DisposeAsync, good.DisposeAsync));
        Assert.Equal("cause", failure.Message);
        Assert.Equal(["bad", "good"], closed);
        await Assert.ThrowsAsync<IOException>(() => Closing.AfterAsync(() => Task.FromResult(1), bad.DisposeAsync, good.DisposeAsync));
        Assert.Equal(1, await Closing.AfterAsync(() => Task.FromResult(1), good.DisposeAsync));
    }

    private sealed class Part(string name, List<string> closed, bool fails = false) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            closed.Add(name);
            return fails ? throw new IOException(name) : ValueTask.CompletedTask;
        }
    }
}
