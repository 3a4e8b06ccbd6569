namespace ActorStream.Expressions;

/// <summary>
/// A function described by its <see cref="Form"/>s; the first that fits the arguments is bound. NULL arguments give NULL.
/// <example>
/// Three ways to compute, from the fastest to the most convenient:
/// <code>
/// // 1. A struct operator over values of fixed size; the JIT makes a loop of it.
/// private readonly struct Sign : IUnary&lt;int, int&gt; { public static int Invoke(int value) => Math.Sign(value); }
/// new SimpleFunction("SIGN", new Form([Parameter.Int], DataType.Int, (_, a) => new UnaryKernel&lt;int, int, Sign&gt;(a[0])));
///
/// // 2. A struct operator over the bytes of a text; slices copy nothing.
/// private readonly struct Trim : IBytesSlice { public static (int, int) Invoke(ReadOnlySpan&lt;byte&gt; value) => …; }
/// new SimpleFunction("TRIM", new Form([Parameter.String], DataType.String, (_, a) => new BytesSliceKernel&lt;Trim&gt;(a[0])));
///
/// // 3. A delegate for each row; false is NULL. Whatever can be decided once (a constant pattern) is decided in Compile.
/// new SimpleFunction("REPEAT", new Form([Parameter.String, Parameter.Int], DataType.String, (_, a) =>
///     new BytesRowEvaluator(a, (columns, row, context, output) =>
///     {
///         for (int i = columns[1].Get&lt;int&gt;(row); i > 0; i--) output.Write(columns[0].Bytes(row));
///         return true;
///     })));
/// </code>
/// A file of functions exposes <c>public static IEnumerable&lt;(string, ScalarFunction)&gt; All()</c> and has one line in
/// <c>FunctionRegistry.Groups</c>. Constants are seen with <see cref="Constants"/>.
/// </example>
/// </summary>
internal sealed class SimpleFunction(string name, params Form[] forms) : ScalarFunction(name)
{
    /// <summary>False where two calls with the same arguments may differ.</summary>
    public bool Deterministic { get; init; } = true;

    public override bool IsDeterministic => Deterministic;

    public override IReadOnlyList<string> Signatures => [.. forms.Select(f => $"{Name}({f.Describe()})")];

    public override Expression? Bind(IReadOnlyList<Expression> arguments)
    {
        foreach (Form form in forms)
        {
            if (form.Match(arguments) is { } matched) return new CallExpression(this, matched, form.ResultOf(matched));
        }
        return null;
    }

    public override Evaluator Compile(CallExpression call, Evaluator[] arguments)
    {
        foreach (Form form in forms)
        {
            if (form.Match(call.Children) is not null) return form.Compile(call, arguments);
        }
        throw new System.Diagnostics.UnreachableException($"No form of {Name} takes the arguments that it was bound to.");
    }
}
