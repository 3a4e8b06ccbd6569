using ActorStream.Expressions.Kernels;
using ActorStream.Types;

namespace ActorStream.Expressions.Functions;

/// <summary><c>+ - * / %</c> over numbers, and over times and intervals (see <see cref="IntervalArithmetic"/>).</summary>
internal static class ArithmeticOperators
{
    public static IEnumerable<(string Name, ScalarFunction Function)> All()
    {
        foreach (char sign in "+-*/%")
        {
            var operatorOfSign = new ArithmeticOperator(sign);
            yield return (operatorOfSign.Name, operatorOfSign);
        }
        yield return ("MOD", new ArithmeticOperator('%', "MOD"));
    }
}

/// <summary>An arithmetic operator: with two arguments, or with one for the signs + and −.</summary>
internal sealed class ArithmeticOperator(char sign, string? name = null) : ScalarFunction(name ?? sign.ToString())
{
    public override IReadOnlyList<string> Signatures => sign switch
    {
        '+' => ["NUMERIC + NUMERIC", "DATETIME + INTERVAL", "INTERVAL + DATETIME", "INTERVAL + INTERVAL", "+NUMERIC"],
        '-' => ["NUMERIC - NUMERIC", "DATETIME - INTERVAL", "INTERVAL - INTERVAL", "-NUMERIC", "-INTERVAL"],
        '*' => ["NUMERIC * NUMERIC", "INTERVAL * NUMERIC", "NUMERIC * INTERVAL"],
        '/' => ["NUMERIC / NUMERIC"],
        _ => Name == "MOD" ? ["MOD(EXACT_NUMERIC, EXACT_NUMERIC)"] : ["EXACT_NUMERIC % EXACT_NUMERIC"],
    };

    public override Expression? Bind(IReadOnlyList<Expression> arguments)
    {
        if (arguments.Count == 1 && sign is '+' or '-' && arguments.Count == 1) return BindUnary(arguments[0]);
        if (arguments.Count != 2) return null;
        (Expression left, Expression right) = (arguments[0], arguments[1]);
        if (left.Type.Root == TypeRoot.Null) left = ImplicitCast.To(left, right.Type.IsNumeric ? right.Type : DataType.Int);
        if (right.Type.Root == TypeRoot.Null) right = ImplicitCast.To(right, left.Type.IsNumeric ? left.Type : DataType.Int);
        if (!left.Type.IsNumeric || !right.Type.IsNumeric) return IntervalArithmetic.Bind(this, sign, left, right);
        if (ArithmeticTypes.Of(sign, left.Type, right.Type) is not { } type) return null;
        type = type.WithNullable(left.Type.IsNullable || right.Type.IsNullable);
        if (sign == '%' && type.IsInteger) return BindIntegerRemainder(left, right, type);
        if (type.Root == TypeRoot.Decimal)
        {
            left = ImplicitCast.To(left, TypeCoercion.AsDecimal(left.Type));
            right = ImplicitCast.To(right, TypeCoercion.AsDecimal(right.Type));
        }
        else
        {
            (left, right) = (ImplicitCast.To(left, type), ImplicitCast.To(right, type));
        }
        return new CallExpression(this, [left, right], type);
    }

    public override Evaluator Compile(CallExpression call, Evaluator[] arguments)
    {
        if (IntervalArithmetic.IsOne(call)) return IntervalArithmetic.Compile(sign, call, arguments);
        if (arguments.Length == 1) return CompileNegate(call.Type, arguments[0]);
        (Evaluator a, Evaluator b) = (arguments[0], arguments[1]);
        return call.Type.Root switch
        {
            TypeRoot.TinyInt => ArithmeticKernels.CreateInteger<sbyte>(sign, a, b),
            TypeRoot.SmallInt => ArithmeticKernels.CreateInteger<short>(sign, a, b),
            TypeRoot.Int => ArithmeticKernels.CreateInteger<int>(sign, a, b),
            TypeRoot.BigInt => ArithmeticKernels.CreateInteger<long>(sign, a, b),
            TypeRoot.Double or TypeRoot.Float when sign == '/' && a.IsConstant && b.IsConstant => CompileQuotient(call.Type, a, b),
            TypeRoot.Float when a.IsConstant && b.IsConstant => CompileByDigits(sign, a, b),
            TypeRoot.Float => ArithmeticKernels.Create<float>(sign, a, b),
            TypeRoot.Double => ArithmeticKernels.Create<double>(sign, a, b),
            _ => DecimalKernels.Create(sign, call.Children[0].Type, call.Children[1].Type, call.Type, a, b),
        };
    }

    public override string Format(IReadOnlyList<Expression> arguments)
    {
        if (Name == "MOD") return base.Format(arguments);
        return arguments.Count == 1 ? $"{Name}({arguments[0]})" : $"({arguments[0]} {Name} {arguments[1]})";
    }

    private Expression? BindUnary(Expression argument)
    {
        if (!argument.Type.IsNumeric && !(sign == '-' && argument.Type.IsInterval)) return null;
        return sign == '+' ? argument : new CallExpression(this, [argument], argument.Type);
    }

    /// <summary>Computed in the wider type, it fits the divisor's.</summary>
    private Expression BindIntegerRemainder(Expression left, Expression right, DataType type)
    {
        DataType wide = (left.Type.Root > right.Type.Root ? left.Type : right.Type).WithNullable(type.IsNullable);
        var call = new CallExpression(this, [ImplicitCast.To(left, wide), ImplicitCast.To(right, wide)], wide);
        return ImplicitCast.To(call, type);
    }

    /// <summary>FLOAT constants are computed with as their decimal digits, then rounded to FLOAT (see
    /// <see cref="ConstantRules"/>).</summary>
    private static Evaluator CompileByDigits(char sign, Evaluator a, Evaluator b)
    {
        Evaluator left = CastCompiler.Compile(a, DataType.Float, DataType.Double, isWritten: true);
        Evaluator right = CastCompiler.Compile(b, DataType.Float, DataType.Double, isWritten: true);
        return CastCompiler.Compile(ArithmeticKernels.Create<double>(sign, left, right), DataType.Double, DataType.Float);
    }

    /// <summary>A constant division by zero fails even where that of columns is infinite.</summary>
    private static Evaluator CompileQuotient(DataType type, Evaluator a, Evaluator b) => type.Root == TypeRoot.Float
        ? ArithmeticKernels.CreateConstantQuotient<float>(a, b)
        : ArithmeticKernels.CreateConstantQuotient<double>(a, b);

    private static Evaluator CompileNegate(DataType type, Evaluator argument) => type.Root switch
    {
        TypeRoot.TinyInt => ArithmeticKernels.CreateNegate<sbyte>(argument),
        TypeRoot.SmallInt => ArithmeticKernels.CreateNegate<short>(argument),
        TypeRoot.Int or TypeRoot.IntervalYearMonth => ArithmeticKernels.CreateNegate<int>(argument),
        TypeRoot.BigInt or TypeRoot.IntervalDayTime => ArithmeticKernels.CreateNegate<long>(argument),
        TypeRoot.Float => ArithmeticKernels.CreateNegate<float>(argument),
        TypeRoot.Double => ArithmeticKernels.CreateNegate<double>(argument),
        _ => type.Precision <= 18 ? ArithmeticKernels.CreateNegate<long>(argument) : ArithmeticKernels.CreateNegate<Int128>(argument),
    };
}
