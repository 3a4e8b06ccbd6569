using System.Text;
using ActorStream.Expressions.Kernels;
using ActorStream.Types;

namespace ActorStream.Expressions.Functions;

/// <summary>Text functions that ask something of a text: length, position, first code, prefix, kind of characters.</summary>
internal static class StringFunctions
{
    public static IEnumerable<(string Name, ScalarFunction Function)> All()
    {
        var length = new SimpleFunction("CHAR_LENGTH",
            new Form([Parameter.String], DataType.Int, (_, a) => new BytesToFixedKernel<int, CodePoints>(a[0])));
        yield return ("CHAR_LENGTH", length);
        yield return ("CHARACTER_LENGTH", length);
        yield return ("ASCII", new SimpleFunction("ASCII",
            new Form([Parameter.String], DataType.Int, (_, a) => new BytesToFixedKernel<int, FirstByte>(a[0]))));
        yield return ("POSITION", new SimpleFunction("POSITION", new Form([Parameter.String, Parameter.String], DataType.Int,
            (_, a) => new FixedRowEvaluator<int>(a, static (Column[] c, int row, EvaluationContext _, out int result) =>
            {
                result = Position(c[0].Bytes(row), c[1].Bytes(row), 0);
                return true;
            }))));
        yield return ("LOCATE", new SimpleFunction("LOCATE", new Form([Parameter.String, Parameter.String, Parameter.Int], DataType.Int,
            (_, a) => new FixedRowEvaluator<int>(a, Locate)) { Optional = 1 }));
        yield return ("INSTR", new SimpleFunction("INSTR",
            new Form([Parameter.String, Parameter.String, Parameter.Int, Parameter.Int], DataType.Int,
                (_, a) => new FixedRowEvaluator<int>(a, Instr, canFail: a.Length > 3)) { Optional = 2 }));
        foreach ((string name, bool atEnd) in new[] { ("STARTSWITH", false), ("ENDSWITH", true) })
        {
            yield return (name, new SimpleFunction(name,
                new Form([Parameter.String, Parameter.String], DataType.Boolean, (_, a) => Affix(a, atEnd)),
                new Form([Parameter.Bytes, Parameter.Bytes], DataType.Boolean, (_, a) => Affix(a, atEnd))));
        }
        yield return ("IS_ALPHA", Kind("IS_ALPHA", TextKind.IsAlpha, static _ => false));
        yield return ("IS_DIGIT", Kind("IS_DIGIT", TextKind.IsDigit, static t => t.IsInteger));
        yield return ("IS_DECIMAL", Kind("IS_DECIMAL", TextKind.IsDecimal, static t => t.IsInteger || t.IsApproximate));
    }

    /// <summary>The position, from 1, of a text in another from a position on; 0 where it is not found.</summary>
    internal static int Position(ReadOnlySpan<byte> part, ReadOnlySpan<byte> text, int skip)
    {
        if (part.IsEmpty) return 1;
        int start = Utf8.OffsetOf(text, skip);
        int index = text[start..].IndexOf(part);
        return index < 0 ? 0 : Utf8.Count(text[..(start + index)]) + 1;
    }

    private static bool Locate(Column[] arguments, int row, EvaluationContext context, out int result)
    {
        int skip = arguments.Length > 2 ? Math.Max(0, arguments[2].Get<int>(row) - 1) : 0;
        result = Position(arguments[0].Bytes(row), arguments[1].Bytes(row), skip);
        return true;
    }

    private static bool Instr(Column[] arguments, int row, EvaluationContext context, out int result)
    {
        ReadOnlySpan<byte> text = arguments[0].Bytes(row), part = arguments[1].Bytes(row);
        int start = arguments.Length > 2 ? arguments[2].Get<int>(row) : 1;
        int nth = arguments.Length > 3 ? arguments[3].Get<int>(row) : 1;
        if (nth <= 0) throw new EvaluationException($"INSTR takes an appearance of 1 or more, got {nth}.");
        result = start switch
        {
            0 => 0,
            > 0 => Forward(text, part, start, nth),
            _ => Backward(text, part, start, nth),
        };
        return true;
    }

    private static int Forward(ReadOnlySpan<byte> text, ReadOnlySpan<byte> part, int start, int nth)
    {
        int position = 0;
        for (int i = 0; i < nth; i++)
        {
            position = Position(part, text, start - 1);
            if (position == 0) return 0;
            start = position + 1;
        }
        return position;
    }

    private static int Backward(ReadOnlySpan<byte> text, ReadOnlySpan<byte> part, int start, int nth)
    {
        long last = (long)Utf8.Count(text) + start + Utf8.Count(part);
        int end = (int)Math.Max(0, last);
        ReadOnlySpan<byte> rest = text[..Utf8.OffsetOf(text, end)];
        for (int i = 0; ; i++)
        {
            int index = rest.LastIndexOf(part);
            if (index < 0) return 0;
            if (i == nth - 1) return Utf8.Count(text[..index]) + 1;
            ReadOnlySpan<byte> match = text[..(index + part.Length)];
            rest = match.IsEmpty ? match : text[..Utf8.LastStart(match)];
            if (match.IsEmpty) return 0;
        }
    }

    private static FixedRowEvaluator<bool> Affix(Evaluator[] arguments, bool atEnd) => new(arguments,
        atEnd ? static (Column[] c, int row, EvaluationContext _, out bool result) =>
        {
            result = c[0].Bytes(row).EndsWith(c[1].Bytes(row));
            return true;
        }
        : static (Column[] c, int row, EvaluationContext _, out bool result) =>
        {
            result = c[0].Bytes(row).StartsWith(c[1].Bytes(row));
            return true;
        });

    private static SimpleFunction Kind(string name, Func<string, bool> test, Func<DataType, bool> ofOtherTypes) => new(name,
        new Form([Parameter.String], DataType.Boolean.NotNull(), (_, a) => new FixedRowEvaluator<bool>(a,
            (Column[] c, int row, EvaluationContext _, out bool result) =>
            {
                result = !c[0].IsNull(row) && test(Utf8.Decode(c[0].Bytes(row)));
                return true;
            }, seesNulls: true)) { Nullability = ResultNullability.AsDerived },
        new Form([Parameter.Numeric], DataType.Boolean.NotNull(), (call, a) =>
        {
            bool answer = ofOtherTypes(call.Children[0].Type);
            return new FixedRowEvaluator<bool>(a, (Column[] _, int _, EvaluationContext _, out bool result) =>
            {
                result = answer;
                return true;
            }, seesNulls: true);
        }) { Nullability = ResultNullability.AsDerived });

    private readonly struct CodePoints : IBytesTo<int>
    {
        public static int Invoke(ReadOnlySpan<byte> value) => Ascii.IsValid(value) ? value.Length : Utf8.Count(value);
    }

    private readonly struct FirstByte : IBytesTo<int>
    {
        public static int Invoke(ReadOnlySpan<byte> value) => value.IsEmpty ? 0 : (sbyte)value[0];
    }
}
