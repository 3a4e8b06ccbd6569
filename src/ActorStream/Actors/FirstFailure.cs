namespace ActorStream.Actors;

/// <summary>The first failure of a family of actors, kept at the moment when it happens: on its way to their parent, by message, a
/// consequence of it could come before it.</summary>
internal sealed class FirstFailure
{
    private Failed? _first;

    /// <summary>The first failure, or null.</summary>
    public Failed? Value => Volatile.Read(ref _first);

    /// <summary>Something has failed.</summary>
    /// <returns>The first failure.</returns>
    public Failed Report(string? where, Exception cause)
    {
        var failed = new Failed(where, cause);
        return Interlocked.CompareExchange(ref _first, failed, null) ?? failed;
    }

    /// <summary>A failure.</summary>
    /// <param name="Where">The actor or call, for people; null where that says nothing.</param>
    /// <param name="Cause">What it threw.</param>
    public sealed record Failed(string? Where, Exception Cause);
}
