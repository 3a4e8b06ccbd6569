namespace ActorStream.Tests.Support;

/// <summary>A test of the contract of logs. Another project that has the same tests for another log skips them where that is
/// missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LogFactAttribute : FactAttribute;
