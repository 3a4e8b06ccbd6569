using ActorStream.Expressions.Kernels;
using ActorStream.Types;

namespace ActorStream.Expressions.Functions;

/// <summary>Functions over DOUBLE: powers, logarithms, trigonometry, and random numbers.</summary>
internal static class MathFunctions
{
    public static IEnumerable<(string Name, ScalarFunction Function)> All()
    {
        yield return Unary<Sqrt>("SQRT");
        yield return Unary<Ln>("LN");
        yield return Unary<Log10>("LOG10");
        yield return Unary<Log2>("LOG2");
        yield return Unary<Exp>("EXP");
        yield return Unary<Sin>("SIN");
        yield return Unary<Cos>("COS");
        yield return Unary<Tan>("TAN");
        yield return Unary<Cot>("COT");
        yield return Unary<Asin>("ASIN");
        yield return Unary<Acos>("ACOS");
        yield return Unary<Atan>("ATAN");
        yield return Unary<Sinh>("SINH");
        yield return Unary<Cosh>("COSH");
        yield return Unary<Tanh>("TANH");
        yield return Unary<Degrees>("DEGREES");
        yield return Unary<Radians>("RADIANS");
        yield return ("POWER", new SimpleFunction("POWER", new Form([Parameter.Double, Parameter.Double], DataType.Double,
            (_, a) => new BinaryKernel<double, double, double, Power>(a[0], a[1]))));
        yield return ("LOG", new SimpleFunction("LOG",
            new Form([Parameter.Double], DataType.Double, (_, a) => new UnaryKernel<double, double, Ln>(a[0])),
            new Form([Parameter.Double, Parameter.Double], DataType.Double,
                (_, a) => new BinaryKernel<double, double, double, Logarithm>(a[0], a[1]))));
        var noDecimal = new Parameter("DOUBLE", DataType.Double, t => t.IsInteger || t.IsApproximate ? DataType.Double : null);
        yield return ("ATAN2", new SimpleFunction("ATAN2", new Form([noDecimal, noDecimal], DataType.Double,
            (_, a) => new BinaryKernel<double, double, double, Atan2>(a[0], a[1]))));
        yield return ("PI", Constant("PI", Math.PI));
        yield return ("E", Constant("E", Math.E));
        yield return ("RAND", new SimpleFunction("RAND", new Form([Parameter.Int], DataType.Double, CompileRand) { Optional = 1 })
        { Deterministic = false });
        yield return ("RAND_INTEGER", new SimpleFunction("RAND_INTEGER",
            new Form([Parameter.Int], DataType.Int, (_, a) => new FixedRowEvaluator<int>(a, NextInteger, canFail: true)),
            new Form([Parameter.Int, Parameter.Int], DataType.Int, CompileRandInteger)) { Deterministic = false });
        yield return ("UUID", new SimpleFunction("UUID", new Form([], DataType.Char(36), (_, a) => new BytesRowEvaluator(a, NewUuid)))
        { Deterministic = false });
    }

    private static (string Name, ScalarFunction Function) Unary<TOperator>(string name)
        where TOperator : struct, IUnary<double, double> => (name, new SimpleFunction(name,
            new Form([Parameter.Double], DataType.Double, (_, a) => new UnaryKernel<double, double, TOperator>(a[0]))));

    private static SimpleFunction Constant(string name, double value) => new(name,
        new Form([], DataType.Double, (_, _) => new LiteralEvaluator(value, DataType.Double)));

    /// <summary>A constant seed gives one sequence over all rows; a seed that varies starts a sequence at each row.</summary>
    private static Evaluator CompileRand(CallExpression call, Evaluator[] arguments)
    {
        if (arguments.Length == 0)
        {
            return new FixedRowEvaluator<double>(arguments, static (Column[] _, int _, EvaluationContext context, out double result) =>
            {
                result = context.Random.NextDouble();
                return true;
            });
        }
        JavaRandom? sequence = Sequence(call);
        return new FixedRowEvaluator<double>(arguments, (Column[] columns, int row, EvaluationContext _, out double result) =>
        {
            result = (sequence ?? new JavaRandom(columns[0].Get<int>(row))).NextDouble();
            return true;
        });
    }

    private static Evaluator CompileRandInteger(CallExpression call, Evaluator[] arguments)
    {
        JavaRandom? sequence = Sequence(call);
        return new FixedRowEvaluator<int>(arguments, (Column[] columns, int row, EvaluationContext _, out int result) =>
        {
            result = (sequence ?? new JavaRandom(columns[0].Get<int>(row))).NextInt(Bound(columns[1].Get<int>(row)));
            return true;
        }, canFail: true);
    }

    private static JavaRandom? Sequence(CallExpression call) =>
        call.Children[0] is LiteralExpression { Value: int seed } ? new JavaRandom(seed) : null;

    private static bool NextInteger(Column[] arguments, int row, EvaluationContext context, out int result)
    {
        result = context.Random.Next(Bound(arguments[0].Get<int>(row)));
        return true;
    }

    private static int Bound(int bound) =>
        bound > 0 ? bound : throw new EvaluationException($"RAND_INTEGER takes a positive bound, got {bound}.");

    private static bool NewUuid(Column[] arguments, int row, EvaluationContext context, BytesOutput output)
    {
        Guid.NewGuid().TryFormat(output.GetSpan(36), out int written);
        output.Advance(written);
        return true;
    }

    /// <summary>Flink computes it as the power of 0.5, which shows at -Infinity and -0.0.</summary>
    private readonly struct Sqrt : IUnary<double, double>
    {
        public static double Invoke(double value) =>
            double.IsNegativeInfinity(value) ? double.PositiveInfinity : Math.Sqrt(value) + 0.0;
    }

    private readonly struct Ln : IUnary<double, double> { public static double Invoke(double value) => Math.Log(value); }

    private readonly struct Log10 : IUnary<double, double> { public static double Invoke(double value) => Math.Log10(value); }

    private readonly struct Log2 : IUnary<double, double> { public static double Invoke(double value) => Math.Log(value) / Math.Log(2); }

    private readonly struct Exp : IUnary<double, double> { public static double Invoke(double value) => Math.Exp(value); }

    private readonly struct Sin : IUnary<double, double> { public static double Invoke(double value) => Math.Sin(value); }

    private readonly struct Cos : IUnary<double, double> { public static double Invoke(double value) => Math.Cos(value); }

    private readonly struct Tan : IUnary<double, double> { public static double Invoke(double value) => Math.Tan(value); }

    private readonly struct Cot : IUnary<double, double> { public static double Invoke(double value) => 1 / Math.Tan(value); }

    private readonly struct Asin : IUnary<double, double> { public static double Invoke(double value) => Math.Asin(value); }

    private readonly struct Acos : IUnary<double, double> { public static double Invoke(double value) => Math.Acos(value); }

    private readonly struct Atan : IUnary<double, double> { public static double Invoke(double value) => Math.Atan(value); }

    private readonly struct Sinh : IUnary<double, double> { public static double Invoke(double value) => Math.Sinh(value); }

    private readonly struct Cosh : IUnary<double, double>
    {
        public static double Invoke(double value)
        {
            double size = Math.Abs(value);
            if (size is not (> 0.5 and < 22)) return Math.Cosh(value);
            double power = JavaMath.Exp(size);
            return 0.5 * power + 0.5 / power;
        }
    }

    private readonly struct Tanh : IUnary<double, double> { public static double Invoke(double value) => Math.Tanh(value); }

    private readonly struct Degrees : IUnary<double, double> { public static double Invoke(double value) => value * 57.29577951308232; }

    private readonly struct Radians : IUnary<double, double> { public static double Invoke(double value) => value * 0.017453292519943295; }

    private readonly struct Power : IBinary<double, double, double>
    {
        public static double Invoke(double left, double right) => Math.Pow(left, right);
    }

    private readonly struct Logarithm : IBinary<double, double, double>
    {
        public static double Invoke(double left, double right) => Math.Log(right) / Math.Log(left);
    }

    private readonly struct Atan2 : IBinary<double, double, double>
    {
        public static double Invoke(double left, double right) => Math.Atan2(left, right);
    }
}
