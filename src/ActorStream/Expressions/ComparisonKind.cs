namespace ActorStream.Expressions;

/// <summary>The six comparisons.</summary>
internal enum ComparisonKind
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}
