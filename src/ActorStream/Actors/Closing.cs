using System.Runtime.ExceptionServices;

namespace ActorStream.Actors;

/// <summary>Closes what belongs together: all of it, whatever one part throws, so that nothing is left open behind the first failure;
/// and the first failure is the one that is told.</summary>
internal static class Closing
{
    /// <summary>Closes parts, in order.</summary>
    /// <exception cref="Exception">The first that a part threw, when all were closed.</exception>
    public static async ValueTask AllAsync(IEnumerable<IAsyncDisposable?> parts)
    {
        ExceptionDispatchInfo? first = null;
        foreach (IAsyncDisposable? part in parts)
        {
            if (part is not null) first = await TryAsync(part.DisposeAsync, first);
        }
        first?.Throw();
    }

    private static async ValueTask<ExceptionDispatchInfo?> TryAsync(Func<ValueTask> step, ExceptionDispatchInfo? first)
    {
#pragma warning disable CA1031 // Kept, and thrown when everything was closed.
        try
        {
            await step();
            return first;
        }
        catch (Exception e)
        {
            return first ?? ExceptionDispatchInfo.Capture(e);
        }
#pragma warning restore CA1031
    }
}
