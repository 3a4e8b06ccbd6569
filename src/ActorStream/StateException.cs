namespace ActorStream;

/// <summary>State that does not read back: a corrupt segment, a manifest that is missing, an incompatible plan.</summary>
public sealed class StateException : ActorStreamException
{
    internal StateException(string message, string? hint = null, Exception? innerException = null)
        : base(message, ErrorDomain.Internal, isTransient: false, hint, innerException)
    {
    }

    /// <summary>Stored bytes are not those that were written: for checkpoint stores.</summary>
    /// <param name="what">What they are, with its name: <c>Segment "a-1"</c>.</param>
    /// <param name="where">The store's description.</param>
    /// <param name="detail">What differs: expected and got.</param>
    public static StateException Damaged(string what, string where, string detail) => new(
        $"{what} in {where} is damaged: {detail}.",
        "Start from a savepoint or an older checkpoint, or afresh; look for the cause in the database.");
}
