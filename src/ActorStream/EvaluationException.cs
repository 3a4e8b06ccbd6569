namespace ActorStream;

/// <summary>A value that an expression cannot take: a CAST that does not parse, a division by zero. Fails the job, as in Flink.</summary>
public sealed class EvaluationException : ActorStreamException
{
    /// <summary>Creates an error of evaluation.</summary>
    /// <param name="message">One sentence that names the function and quotes the value.</param>
    /// <param name="hint">What to do, such as «use TRY_CAST», or null.</param>
    /// <param name="innerException">The cause, or null.</param>
    public EvaluationException(string message, string? hint = null, Exception? innerException = null)
        : base(message, ErrorDomain.User, isTransient: false, hint, innerException)
    {
    }
}
