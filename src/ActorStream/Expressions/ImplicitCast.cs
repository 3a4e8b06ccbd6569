namespace ActorStream.Expressions;

/// <summary>Casts that the binder puts in.</summary>
internal static class ImplicitCast
{
    /// <summary>The expression as a value of that type: itself where only nullability differs (a cast does not make NULLs go
    /// away).</summary>
    public static Expression To(Expression expression, DataType type)
    {
        if (expression.Type.EqualsIgnoringNullability(type)) return expression;
        if (expression is LiteralExpression { Value: null }) return new LiteralExpression(null, type.Nullable());
        return new CastExpression(expression, type.WithNullable(expression.Type.IsNullable), isTry: false) { IsImplicit = true };
    }
}
