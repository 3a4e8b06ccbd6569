using System.Numerics;
using ActorStream.Expressions.Kernels;
using ActorStream.Types;

namespace ActorStream.Expressions.Functions;

/// <summary>Functions that keep their argument's numeric type: ABS, SIGN, ROUND, TRUNCATE, and what CEIL and FLOOR do to numbers.</summary>
internal static class NumberFunctions
{
    public static IEnumerable<(string Name, ScalarFunction Function)> All()
    {
        yield return ("ABS", new SimpleFunction("ABS", new Form([Numbers("NUMERIC | INTERVAL", t => t.IsNumeric || t.IsInterval)],
            Results.FirstArgument, static (call, a) => Physical(call.Type) switch
            {
                TypeRoot.TinyInt => new UnaryKernel<sbyte, sbyte, Abs<sbyte>>(a[0]),
                TypeRoot.SmallInt => new UnaryKernel<short, short, Abs<short>>(a[0]),
                TypeRoot.Int => new UnaryKernel<int, int, Abs<int>>(a[0]),
                TypeRoot.BigInt => new UnaryKernel<long, long, Abs<long>>(a[0]),
                TypeRoot.Float => new UnaryKernel<float, float, Abs<float>>(a[0]),
                TypeRoot.Double => new UnaryKernel<double, double, Abs<double>>(a[0]),
                _ => new UnaryKernel<Int128, Int128, Abs<Int128>>(a[0]),
            })));
        yield return ("SIGN", new SimpleFunction("SIGN", new Form([Numbers("NUMERIC", IsWide)], Results.FirstArgument, CompileSign)));
        yield return ("ROUND", Round("ROUND", static t => t.IsNumeric, truncates: false));
        yield return ("TRUNCATE", Round("TRUNCATE", IsWide, truncates: true));
    }

    /// <summary>CEIL or FLOOR of a number.</summary>
    internal static Form Whole(bool isCeiling) => new([Parameter.Numeric],
        a => a[0].Type.Root == TypeRoot.Decimal ? DataType.Decimal(a[0].Type.Precision, 0) : a[0].Type,
        (call, a) => call.Children[0].Type.Root switch
        {
            TypeRoot.Float when isCeiling => new UnaryKernel<float, float, Ceiling>(a[0]),
            TypeRoot.Float => new UnaryKernel<float, float, Floor>(a[0]),
            TypeRoot.Double when isCeiling => new UnaryKernel<double, double, Ceiling>(a[0]),
            TypeRoot.Double => new UnaryKernel<double, double, Floor>(a[0]),
            TypeRoot.Decimal => WholeDecimal(a, call, isCeiling),
            _ => a[0],
        });

    private static Evaluator WholeDecimal(Evaluator[] arguments, CallExpression call, bool isCeiling)
    {
        Int128 power = DecimalMath.Pow10(call.Children[0].Type.Scale);
        return Decimals(arguments, call.Type, (columns, row) =>
        {
            Int128 value = columns[0].Unscaled(row);
            Int128 quotient = value / power;
            Int128 rest = value - quotient * power;
            if (isCeiling) return rest > 0 ? quotient + 1 : quotient;
            return rest < 0 ? quotient - 1 : quotient;
        });
    }

    private static Evaluator CompileSign(CallExpression call, Evaluator[] arguments)
    {
        switch (Physical(call.Type))
        {
            case TypeRoot.Float: return new UnaryKernel<float, float, SignOf<float>>(arguments[0]);
            case TypeRoot.Double: return new UnaryKernel<double, double, SignOf<double>>(arguments[0]);
            case TypeRoot.Int: return new UnaryKernel<int, int, SignOf<int>>(arguments[0]);
            case TypeRoot.BigInt when call.Type.Root == TypeRoot.BigInt: return new UnaryKernel<long, long, SignOf<long>>(arguments[0]);
            default:
                Int128 one = DecimalMath.Pow10(call.Type.Scale);
                return Decimals(arguments, call.Type, (columns, row) => Int128.Sign(columns[0].Unscaled(row)) * one);
        }
    }

    private static SimpleFunction Round(string name, Func<DataType, bool> accepts, bool truncates) => new(name,
        new Form([Numbers("NUMERIC", accepts), Parameter.Int], RoundType, (call, a) => CompileRound(call, a, truncates))
        { Optional = 1 });

    /// <summary>A DECIMAL loses the digits that a constant scale cuts, and gains one for the carry.</summary>
    private static DataType RoundType(IReadOnlyList<Expression> arguments)
    {
        DataType type = arguments[0].Type;
        if (type.Root != TypeRoot.Decimal) return type;
        int? constant = arguments.Count == 1 ? 0 : (arguments[1] as LiteralExpression)?.Value as int?;
        if (constant is not { } scale || scale >= type.Scale) return type;
        int whole = 1 + type.Precision - type.Scale;
        return scale < 0 ? DataType.Decimal(Math.Min(DataType.MaxDecimalPrecision, whole), 0) : DataType.Decimal(whole + scale, scale);
    }

    private static Evaluator CompileRound(CallExpression call, Evaluator[] arguments, bool truncates)
    {
        DataType from = call.Children[0].Type;
        return from.Root switch
        {
            TypeRoot.TinyInt => Integers<sbyte>(arguments, truncates),
            TypeRoot.SmallInt => Integers<short>(arguments, truncates),
            TypeRoot.Int => Integers<int>(arguments, truncates),
            TypeRoot.BigInt => Integers<long>(arguments, truncates),
            TypeRoot.Float => new FixedRowEvaluator<float>(arguments, (Column[] c, int row, EvaluationContext _, out float result) =>
            {
                result = (float)Rounding.Round(c[0].Get<float>(row), Scale(c, row), truncates);
                return true;
            }, canFail: true),
            TypeRoot.Double => new FixedRowEvaluator<double>(arguments, (Column[] c, int row, EvaluationContext _, out double result) =>
            {
                result = Rounding.Round(c[0].Get<double>(row), Scale(c, row), truncates);
                return true;
            }, canFail: true),
            // Where the scale varies, the rounded digits stand at the type's scale, whatever they were rounded to, as in Flink.
            _ => Decimals(arguments, call.Type, (c, row) =>
            {
                int scale = Math.Min(Scale(c, row), from.Scale);
                if (scale < -DataType.MaxDecimalPrecision) return 0;
                Int128 rounded = Rounding.Drop(c[0].Unscaled(row), from.Scale - scale, truncates);
                return scale < 0 ? rounded * DecimalMath.Pow10(-scale) : rounded;
            }),
        };
    }

    private static int Scale(Column[] columns, int row) => columns.Length > 1 ? columns[1].Get<int>(row) : 0;

    private static FixedRowEvaluator<T> Integers<T>(Evaluator[] arguments, bool truncates)
        where T : unmanaged, IBinaryInteger<T> => new(arguments, (Column[] c, int row, EvaluationContext _, out T result) =>
        {
            result = T.CreateTruncating(Rounding.Round(long.CreateTruncating(c[0].Get<T>(row)), Scale(c, row), truncates));
            return true;
        });

    /// <summary>Computes DECIMALs through their wide form; what has more digits than the result is NULL.</summary>
    private static Evaluator Decimals(Evaluator[] arguments, DataType result, Func<Column[], int, Int128> compute)
    {
        if (result.Precision > 18)
        {
            return new FixedRowEvaluator<Int128>(arguments, (Column[] c, int row, EvaluationContext _, out Int128 value) =>
            {
                value = compute(c, row);
                return DecimalMath.Fits(value, result.Precision);
            });
        }
        return new FixedRowEvaluator<long>(arguments, (Column[] c, int row, EvaluationContext _, out long value) =>
        {
            Int128 wide = compute(c, row);
            value = (long)wide;
            return DecimalMath.Fits(wide, result.Precision);
        });
    }

    private static Parameter Numbers(string text, Func<DataType, bool> accepts) => new(text, DataType.Int, t => accepts(t) ? t : null);

    /// <summary>TINYINT and SMALLINT are refused by SIGN and TRUNCATE, as Flink fails on them.</summary>
    private static bool IsWide(DataType type) => type.IsNumeric && type.Root is not (TypeRoot.TinyInt or TypeRoot.SmallInt);

    private static TypeRoot Physical(DataType type) => type.Root switch
    {
        TypeRoot.IntervalYearMonth => TypeRoot.Int,
        TypeRoot.IntervalDayTime => TypeRoot.BigInt,
        TypeRoot.Decimal when type.Precision <= 18 => TypeRoot.BigInt,
        _ => type.Root,
    };

    private readonly struct Abs<T> : IUnary<T, T>
        where T : unmanaged, INumber<T>
    {
        public static T Invoke(T value) => T.IsNegative(value) ? unchecked(T.Zero - value) : value;
    }

    private readonly struct SignOf<T> : IUnary<T, T>
        where T : unmanaged, INumber<T>
    {
        public static T Invoke(T value) => T.IsNaN(value) || T.IsZero(value) ? value : T.CreateTruncating(T.Sign(value));
    }

    private readonly struct Ceiling : IUnary<double, double>, IUnary<float, float>
    {
        public static double Invoke(double value) => Math.Ceiling(value);

        public static float Invoke(float value) => MathF.Ceiling(value);

        static bool IUnary<double, double>.CanFail => false;

        static bool IUnary<float, float>.CanFail => false;
    }

    private readonly struct Floor : IUnary<double, double>, IUnary<float, float>
    {
        public static double Invoke(double value) => Math.Floor(value);

        public static float Invoke(float value) => MathF.Floor(value);

        static bool IUnary<double, double>.CanFail => false;

        static bool IUnary<float, float>.CanFail => false;
    }
}
