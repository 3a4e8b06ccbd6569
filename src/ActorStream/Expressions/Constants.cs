namespace ActorStream.Expressions;

/// <summary>Finds constants among bound arguments.</summary>
internal static class Constants
{
    /// <summary>The literal that an argument is, seen through casts that keep its physical value (text to text); or null.</summary>
    public static LiteralExpression? Literal(Expression expression)
    {
        while (expression is CastExpression { Operand.Type.IsText: true,
            Type: { Root: TypeRoot.VarChar, Precision: DataType.MaxLength } } cast)
        {
            expression = cast.Operand;
        }
        return expression as LiteralExpression;
    }

    /// <summary>The text of a constant text argument that is not NULL.</summary>
    public static string? Text(Expression expression) => Literal(expression)?.Value as string;
}
