namespace ActorStream;

/// <summary>State that does not read back: a corrupt segment, a manifest that is missing, an incompatible plan.</summary>
public sealed class StateException : ActorStreamException
{
    internal StateException(string message, string? hint = null, Exception? innerException = null)
        : base(message, ErrorDomain.Internal, isTransient: false, hint, innerException)
    {
    }
}
