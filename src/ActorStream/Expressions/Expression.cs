namespace ActorStream.Expressions;

/// <summary>A bound expression: names are resolved, types are known, implicit casts are explicit. Immutable.</summary>
internal abstract class Expression
{
    protected Expression(DataType type, IReadOnlyList<Expression> children)
    {
        Type = type;
        Children = children;
        Size = 1;
        foreach (Expression child in children) Size += Math.Min(child.Size, long.MaxValue / 2 - Size);
    }

    /// <summary>Expressions in it, itself included, each counted as often as it is evaluated: walks over it take that long.</summary>
    public long Size { get; }

    /// <summary>The type of its value.</summary>
    public DataType Type { get; }

    /// <summary>The expressions that it is made of.</summary>
    public IReadOnlyList<Expression> Children { get; }

    /// <summary>The same expression over other children, which have the types of the old ones.</summary>
    public abstract Expression WithChildren(IReadOnlyList<Expression> children);

    /// <summary>False where the value depends on more than the row: RAND(), PROCTIME(), UUID().</summary>
    public virtual bool IsDeterministic => Children.All(c => c.IsDeterministic);

    /// <summary>As EXPLAIN shows it.</summary>
    public abstract override string ToString();
}

/// <summary>A constant.</summary>
/// <param name="value">The physical value boxed (see <see cref="Types.Column"/>), with text as <c>string</c>, binary as <c>byte[]</c>,
/// DECIMAL and timestamps as <c>long</c> or <c>Int128</c> by their precision; null for NULL. Nested types have no literals: they are
/// calls.</param>
/// <param name="type">The type.</param>
internal sealed class LiteralExpression(object? value, DataType type) : Expression(type, [])
{
    public object? Value { get; } = value;

    public override Expression WithChildren(IReadOnlyList<Expression> children) => this;

    public override string ToString() => LiteralText.Format(Value, Type);
}

/// <summary>A column of the input batch.</summary>
internal sealed class ColumnExpression(int index, string name, DataType type) : Expression(type, [])
{
    /// <summary>Its index in the input batch.</summary>
    public int Index { get; } = index;

    /// <summary>Its name, for EXPLAIN.</summary>
    public string Name { get; } = name;

    public override Expression WithChildren(IReadOnlyList<Expression> children) => this;

    public override string ToString() => Name;
}

/// <summary>A function or operator applied to arguments of exactly the types that it wants.</summary>
internal sealed class CallExpression(ScalarFunction function, IReadOnlyList<Expression> arguments, DataType type)
    : Expression(type, arguments)
{
    public ScalarFunction Function { get; } = function;

    public override bool IsDeterministic => Function.IsDeterministic && base.IsDeterministic;

    public override Expression WithChildren(IReadOnlyList<Expression> children) => new CallExpression(Function, children, Type);

    public override string ToString() => Function.Format(Children);
}

/// <summary>CAST or TRY_CAST, also where the binder put it to align types.</summary>
internal sealed class CastExpression(Expression operand, DataType type, bool isTry) : Expression(type, [operand])
{
    public Expression Operand => Children[0];

    /// <summary>True for TRY_CAST: NULL instead of an error.</summary>
    public bool IsTry { get; } = isTry;

    /// <summary>True where nobody wrote the cast: it aligns types.</summary>
    public bool IsImplicit { get; init; }

    public override Expression WithChildren(IReadOnlyList<Expression> children) =>
        new CastExpression(children[0], Type, IsTry) { IsImplicit = IsImplicit };

    public override string ToString() => $"{(IsTry ? "TRY_CAST" : "CAST")}({Operand} AS {Type})";
}

/// <summary>CASE WHEN … THEN … ELSE … END. Children: condition, result, condition, result, …, else. A simple CASE is bound to
/// comparisons. A branch is evaluated only for the rows that reach it.</summary>
internal sealed class CaseExpression(IReadOnlyList<Expression> children, DataType type) : Expression(type, children)
{
    /// <summary>A CASE without the branches that constant conditions decide: perhaps only a result is left.</summary>
    public static Expression Create(IReadOnlyList<Expression> children, DataType type)
    {
        var kept = new List<Expression>();
        for (int i = 0; i + 1 < children.Count; i += 2)
        {
            if (children[i] is not LiteralExpression literal)
            {
                kept.AddRange([children[i], children[i + 1]]);
            }
            else if (literal.Value is true)
            {
                return kept.Count == 0 ? children[i + 1] : new CaseExpression([.. kept, children[i + 1]], type);
            }
        }
        return kept.Count == 0 ? children[^1] : new CaseExpression([.. kept, children[^1]], type);
    }

    /// <summary>True where IF stands in the statement.</summary>
    public bool IsIf { get; init; }

    public override Expression WithChildren(IReadOnlyList<Expression> children) => new CaseExpression(children, Type) { IsIf = IsIf };

    public override string ToString()
    {
        var text = new System.Text.StringBuilder("CASE");
        for (int i = 0; i + 1 < Children.Count; i += 2) text.Append($" WHEN {Children[i]} THEN {Children[i + 1]}");
        return text.Append($" ELSE {Children[^1]} END").ToString();
    }
}
