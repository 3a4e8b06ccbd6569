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

    private sealed class Part(string name, List<string> closed, bool fails = false) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            closed.Add(name);
            return fails ? throw new IOException(name) : ValueTask.CompletedTask;
        }
    }
}
