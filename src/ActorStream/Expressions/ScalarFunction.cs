namespace ActorStream.Expressions;

/// <summary>A scalar function or operator. Shared by all of its calls; stateless.</summary>
internal abstract class ScalarFunction
{
    protected ScalarFunction(string name) => Name = name;

    /// <summary>The name in upper case, or the operator's sign, such as <c>+</c> or <c>IS NULL</c>.</summary>
    public string Name { get; }

    /// <summary>False where two calls with the same arguments may differ.</summary>
    public virtual bool IsDeterministic => true;

    /// <summary>Types a call: checks the arguments, adds implicit casts to them and derives the result type as Flink does.</summary>
    /// <param name="arguments">The bound arguments; literals are seen as such.</param>
    /// <returns>The call, or null where the arguments' number or types do not fit (the caller reports <see cref="Signatures"/>).</returns>
    public abstract Expression? Bind(IReadOnlyList<Expression> arguments);

    /// <summary>The accepted forms, such as <c>LPAD(STRING, INT, STRING)</c>; for the error where <see cref="Bind"/> returned
    /// null.</summary>
    public abstract IReadOnlyList<string> Signatures { get; }

    /// <summary>Makes what computes a call.</summary>
    /// <param name="call">A call that <see cref="Bind"/> made.</param>
    /// <param name="arguments">The arguments' evaluators, in order.</param>
    public abstract Evaluator Compile(CallExpression call, Evaluator[] arguments);

    /// <summary>A call's text in EXPLAIN; operators write themselves infix.</summary>
    public virtual string Format(IReadOnlyList<Expression> arguments) => $"{Name}({string.Join(", ", arguments)})";
}
