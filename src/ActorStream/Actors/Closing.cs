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

    /// <summary>Runs something, and then every step of its closing, in order.</summary>
    /// <returns>What it returned.</returns>
    /// <exception cref="Exception">What it threw, or else the first that a step threw, when all were run.</exception>
    public static async Task<T> AfterAsync<T>(Func<Task<T>> run, params Func<ValueTask>[] steps)
    {
        ExceptionDispatchInfo? first = null;
        T result = default!;
#pragma warning disable CA1031 // Thrown on below, after the closing.
        try
        {
            result = await run();
        }
        catch (Exception e)
        {
            first = ExceptionDispatchInfo.Capture(e);
        }
#pragma warning restore CA1031
        foreach (Func<ValueTask> step in steps) first = await TryAsync(step, first);
        first?.Throw();
        return result;
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
