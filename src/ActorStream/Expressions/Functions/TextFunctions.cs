using ActorStream.Expressions.Kernels;
using ActorStream.Types;

namespace ActorStream.Expressions.Functions;

/// <summary>Text that is cut or changed letter by letter: UPPER, LOWER, INITCAP, TRIM, SUBSTRING, LEFT, RIGHT, REVERSE.</summary>
internal static class TextFunctions
{
    public static IEnumerable<(string Name, ScalarFunction Function)> All()
    {
        var upper = new SimpleFunction("UPPER", SameType((_, a) => new BytesRowEvaluator(a, Upper)));
        var lower = new SimpleFunction("LOWER", SameType((_, a) => new BytesRowEvaluator(a, Lower)));
        yield return ("UPPER", upper);
        yield return ("UPPERCASE", upper);
        yield return ("LOWER", lower);
        yield return ("LOWERCASE", lower);
        yield return ("INITCAP", new SimpleFunction("INITCAP", SameType((_, a) => new BytesRowEvaluator(a, InitCap))));
        yield return ("TRIM", new SimpleFunction("TRIM",
            new Form([Parameter.String], Results.VarCharOfFirst, (_, a) => new BytesSliceKernel<TrimSpaces>(a[0])),
            new Form([Results.Symbol, Parameter.String, Parameter.String], a => Results.VarCharOf(a[2].Type), CompileTrim)));
        yield return ("LTRIM", new SimpleFunction("LTRIM",
            new Form([Parameter.String], Results.VarCharOfFirst, (_, a) => new BytesSliceKernel<TrimStartSpaces>(a[0])),
            new Form([Parameter.String, Parameter.String], Results.VarCharOfFirst, (_, a) => new TrimEvaluator(a[0], a[1], true, false))));
        yield return ("RTRIM", new SimpleFunction("RTRIM",
            new Form([Parameter.String], Results.VarCharOfFirst, (_, a) => new BytesSliceKernel<TrimEndSpaces>(a[0])),
            new Form([Parameter.String, Parameter.String], Results.VarCharOfFirst, (_, a) => new TrimEvaluator(a[0], a[1], false, true))));
        yield return ("BTRIM", new SimpleFunction("BTRIM",
            new Form([Parameter.String], DataType.String, (_, a) => new BytesSliceKernel<TrimSpaces>(a[0])),
            new Form([Parameter.String, Parameter.String], DataType.String, (_, a) => new TrimEvaluator(a[0], a[1], true, true))));
        yield return ("SUBSTRING", Substring("SUBSTRING"));
        yield return ("SUBSTR", Substring("SUBSTR"));
        yield return ("LEFT", new SimpleFunction("LEFT",
            new Form([Parameter.String, Parameter.Int], Results.VarCharOfFirst, (_, a) => new SliceEvaluator(a, SliceKind.Left))
            { Nullability = ResultNullability.Always }));
        yield return ("RIGHT", new SimpleFunction("RIGHT",
            new Form([Parameter.String, Parameter.Int], Results.VarCharOfFirst, (_, a) => new SliceEvaluator(a, SliceKind.Right))
            { Nullability = ResultNullability.Always }));
        yield return ("REVERSE", new SimpleFunction("REVERSE",
            new Form([Parameter.String], DataType.String, (_, a) => new BytesRowEvaluator(a, Reverse))
            { Nullability = ResultNullability.Always }));
    }

    private static Form SameType(Func<CallExpression, Evaluator[], Evaluator> compile) =>
        new([Parameter.String], Results.FirstArgument, compile);

    private static SimpleFunction Substring(string name) => new(name,
        new Form([Parameter.String, Parameter.Int, Parameter.Int], Results.VarCharOfFirst,
            (_, a) => new SliceEvaluator(a, SliceKind.Substring))
        { Optional = 1, Nullability = ResultNullability.Always });

    private static Evaluator CompileTrim(CallExpression call, Evaluator[] arguments)
    {
        string side = Constants.Text(call.Children[0]) ?? "BOTH";
        (bool start, bool end) = (side != "TRAILING", side != "LEADING");
        if (Constants.Text(call.Children[1]) == " ")
        {
            if (start && end) return new BytesSliceKernel<TrimSpaces>(arguments[2]);
            return start ? new BytesSliceKernel<TrimStartSpaces>(arguments[2]) : new BytesSliceKernel<TrimEndSpaces>(arguments[2]);
        }
        return new TrimEvaluator(arguments[2], arguments[1], start, end);
    }

    private static bool Upper(Column[] arguments, int row, EvaluationContext context, BytesOutput output)
    {
        TextCase.WriteUpper(arguments[0].Bytes(row), output);
        return true;
    }

    private static bool Lower(Column[] arguments, int row, EvaluationContext context, BytesOutput output)
    {
        TextCase.WriteLower(arguments[0].Bytes(row), output);
        return true;
    }

    private static bool InitCap(Column[] arguments, int row, EvaluationContext context, BytesOutput output)
    {
        TextCase.WriteInitials(arguments[0].Bytes(row), output);
        return true;
    }

    private static bool Reverse(Column[] arguments, int row, EvaluationContext context, BytesOutput output)
    {
        ReadOnlySpan<byte> text = arguments[0].Bytes(row);
        Span<byte> target = output.GetSpan(text.Length)[..text.Length];
        for (int i = 0; i < text.Length;)
        {
            int width = Math.Min(Utf8.WidthOf(text[i]), text.Length - i);
            text.Slice(i, width).CopyTo(target[(text.Length - i - width)..]);
            i += width;
        }
        output.Advance(text.Length);
        return true;
    }

    private readonly struct TrimSpaces : IBytesSlice
    {
        public static (int Start, int Length) Invoke(ReadOnlySpan<byte> value)
        {
            int start = value.IndexOfAnyExcept((byte)' ');
            return start < 0 ? (0, 0) : (start, value.LastIndexOfAnyExcept((byte)' ') + 1 - start);
        }
    }

    private readonly struct TrimStartSpaces : IBytesSlice
    {
        public static (int Start, int Length) Invoke(ReadOnlySpan<byte> value)
        {
            int start = value.IndexOfAnyExcept((byte)' ');
            return start < 0 ? (0, 0) : (start, value.Length - start);
        }
    }

    private readonly struct TrimEndSpaces : IBytesSlice
    {
        public static (int Start, int Length) Invoke(ReadOnlySpan<byte> value) => (0, value.LastIndexOfAnyExcept((byte)' ') + 1);
    }
}
