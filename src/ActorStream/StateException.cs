namespace ActorStream;

/// <summary>State that does not read back: a corrupt segment, a manifest that is missing, an incompatible plan.</summary>
public sealed class StateException : ActorStreamException
{
    internal StateException(string message, string? hint = null, Exception? innerException = null)
        : base(message, ErrorDomain.Internal, isTransient: false, hint, innerException)
    {
    }

    /// <summary>A file that state is kept in is no longer where it was while it is in use: for checkpoint stores and logs.</summary>
    /// <param name="what">The file: <c>The file "/data/checkpoints.db"</c>.</param>
    public static StateException Gone(string what) => new(
        $"{what} was removed, moved or replaced while it was in use; what was written to it since is lost.",
        "Bring it back from a copy in which log and checkpoints fit together, or start anew with --fresh.");

    /// <summary>Stored bytes are not those that were written: for checkpoint stores.</summary>
    /// <param name="what">What they are, with its name: <c>Segment "a-1"</c>.</param>
    /// <param name="where">The store's description.</param>
    /// <param name="detail">What differs: expected and got.</param>
    public static StateException Damaged(string what, string where, string detail) => new(
        $"{what} in {where} is damaged: {detail}.",
        "Start from a savepoint or an older checkpoint, or afresh; look for the cause in the database.");
}
