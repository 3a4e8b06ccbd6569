namespace ActorStream;

/// <summary>Whose move it is after an error.</summary>
public enum ErrorDomain
{
    /// <summary>The user's text, option or data: mend it and start again.</summary>
    User,

    /// <summary>A system outside of this process: a broker, a database, a file system.</summary>
    External,

    /// <summary>This product: state that does not read back, an invariant that does not hold.</summary>
    Internal,
}

/// <summary>The root of every error that this product reports. The message is one sentence that names the thing, what was
/// expected and what came; <see cref="Hint"/> says what to do about it.</summary>
public class ActorStreamException : Exception
{
    /// <summary>Creates an error.</summary>
    /// <param name="message">One sentence, with a capital and a full stop.</param>
    /// <param name="domain">Whose move it is.</param>
    /// <param name="isTransient">True when the same call may succeed later.</param>
    /// <param name="hint">What to do, or null.</param>
    /// <param name="innerException">The cause, or null.</param>
    public ActorStreamException(
        string message, ErrorDomain domain, bool isTransient = false, string? hint = null, Exception? innerException = null)
        : base(message, innerException)
    {
        Domain = domain;
        IsTransient = isTransient;
        Hint = hint;
    }

    /// <summary>Whose move it is.</summary>
    public ErrorDomain Domain { get; }

    /// <summary>True when the same call may succeed later without any change.</summary>
    public bool IsTransient { get; }

    /// <summary>What to do about it, or null.</summary>
    public string? Hint { get; }
}
