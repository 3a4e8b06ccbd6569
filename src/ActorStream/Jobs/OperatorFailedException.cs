namespace ActorStream.Jobs;

/// <summary>The first failure of an attempt, with where it happened.</summary>
internal sealed class OperatorFailedException(string where, Exception cause) : Exception(cause.Message, cause)
{
    /// <summary>The actor or step that failed.</summary>
    public string Where { get; } = where;

    /// <summary>What a failure is, wherever it happened.</summary>
    public static Exception Cause(Exception failure) =>
        failure is OperatorFailedException { InnerException: { } inner } ? inner : failure;
}
