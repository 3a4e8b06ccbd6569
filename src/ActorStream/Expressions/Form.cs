namespace ActorStream.Expressions;

/// <summary>When a call's result is nullable.</summary>
internal enum ResultNullability
{
    /// <summary>If any argument is: NULL in, NULL out.</summary>
    IfAnyArgument,

    /// <summary>Always: the function gives NULL of its own accord.</summary>
    Always,

    /// <summary>As the result type that the form derived says.</summary>
    AsDerived,
}

/// <summary>One way to call a function: its parameters, its result type and what computes it.</summary>
/// <param name="Parameters">The parameters, in order.</param>
/// <param name="Result">Derives the result type from the arguments, which are cast already; literals are seen as such.</param>
/// <param name="Compile">Makes what computes a call.</param>
internal sealed record Form(
    IReadOnlyList<Parameter> Parameters,
    Func<IReadOnlyList<Expression>, DataType> Result,
    Func<CallExpression, Evaluator[], Evaluator> Compile)
{
    /// <summary>A form whose result type is always the same.</summary>
    public Form(IReadOnlyList<Parameter> parameters, DataType result, Func<CallExpression, Evaluator[], Evaluator> compile)
        : this(parameters, _ => result, compile)
    {
    }

    /// <summary>How many of the last parameters may be left out; the call then has fewer arguments.</summary>
    public int Optional { get; init; }

    /// <summary>Whether the last parameter may be repeated any number of times.</summary>
    public bool IsVariadic { get; init; }

    /// <summary>When the result is nullable.</summary>
    public ResultNullability Nullability { get; init; }

    /// <summary>The form as a signature's argument list.</summary>
    public string Describe()
    {
        int required = Parameters.Count - Optional;
        string text = string.Join(", ", Parameters.Select((p, i) => i < required ? p.Text : $"[{p.Text}]"));
        return IsVariadic ? text + ", …" : text;
    }

    /// <summary>The arguments cast to what the form wants, or null where they do not fit.</summary>
    public Expression[]? Match(IReadOnlyList<Expression> arguments)
    {
        if (arguments.Count < Parameters.Count - Optional) return null;
        if (arguments.Count > Parameters.Count && !IsVariadic) return null;
        var matched = new Expression[arguments.Count];
        for (int i = 0; i < matched.Length; i++)
        {
            DataType? type = Parameters[Math.Min(i, Parameters.Count - 1)].Accept(arguments[i].Type);
            if (type is null) return null;
            matched[i] = ImplicitCast.To(arguments[i], type);
        }
        return matched;
    }

    /// <summary>The result type with its nullability.</summary>
    public DataType ResultOf(IReadOnlyList<Expression> arguments)
    {
        DataType type = Result(arguments);
        return Nullability switch
        {
            ResultNullability.IfAnyArgument => type.WithNullable(arguments.Any(a => a.Type.IsNullable)),
            ResultNullability.Always => type.Nullable(),
            _ => type,
        };
    }
}
