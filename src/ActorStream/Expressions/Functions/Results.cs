namespace ActorStream.Expressions.Functions;

/// <summary>Result types that follow from the arguments, and shared parameters.</summary>
internal static class Results
{
    /// <summary>The type of the first argument.</summary>
    public static DataType FirstArgument(IReadOnlyList<Expression> arguments) => arguments[0].Type;

    /// <summary>VARCHAR of the length of the first argument.</summary>
    public static DataType VarCharOfFirst(IReadOnlyList<Expression> arguments) => VarCharOf(arguments[0].Type);

    /// <summary>VARCHAR of the same length.</summary>
    public static DataType VarCharOf(DataType type) => DataType.VarChar(type.Precision);

    /// <summary>An argument that is a constant text, such as a time unit; anything else is refused by the form.</summary>
    public static Parameter Symbol { get; } = new("SYMBOL", DataType.Null, t => t.IsText ? t : null);

    /// <summary>A literal that may be NULL.</summary>
    public static Parameter OptionalSymbol { get; } = new("SYMBOL", DataType.String, t => t.IsText ? t : null);
}
