using System.Text;
using ActorStream.Expressions.Kernels;
using ActorStream.Types;

namespace ActorStream.Expressions.Functions;

/// <summary>Functions that make a text of others: CONCAT, REPLACE, OVERLAY, LPAD, REPEAT, TRANSLATE, CHR, ELT.</summary>
internal static class ConcatFunctions
{
    public static IEnumerable<(string Name, ScalarFunction Function)> All()
    {
        yield return ("CONCAT", new SimpleFunction("CONCAT",
            new Form([Parameter.String], DataType.String, (_, a) => new BytesRowEvaluator(a, Concat)) { IsVariadic = true }));
        yield return ("CONCAT_WS", new SimpleFunction("CONCAT_WS",
            new Form([Parameter.String, Parameter.String], DataType.String,
                (_, a) => new BytesRowEvaluator(a, ConcatWithSeparator, seesNulls: true)) { IsVariadic = true, Optional = 1 }));
        yield return ("REPLACE", new SimpleFunction("REPLACE",
            new Form([Parameter.String, Parameter.String, Parameter.String], DataType.String,
                (_, a) => new BytesRowEvaluator(a, Replace))));
        yield return ("OVERLAY", new SimpleFunction("OVERLAY",
            new Form([Parameter.String, Parameter.String, Parameter.Int, Parameter.Int], OverlayType,
                (_, a) => new BytesRowEvaluator(a, Overlay)) { Optional = 1 }));
        yield return ("LPAD", Pad("LPAD", isLeft: true));
        yield return ("RPAD", Pad("RPAD", isLeft: false));
        yield return ("REPEAT", new SimpleFunction("REPEAT",
            new Form([Parameter.String, Parameter.Int], DataType.String, (_, a) => new BytesRowEvaluator(a, Repeat, canFail: true))));
        var translate = new SimpleFunction("TRANSLATE",
            new Form([Parameter.String, Parameter.String, Parameter.String], a => DataType.String.WithNullable(a[0].Type.IsNullable),
                (_, a) => new BytesRowEvaluator(a, Translate, seesNulls: true)) { Nullability = ResultNullability.AsDerived });
        yield return ("TRANSLATE", translate);
        yield return ("TRANSLATE3", translate);
        yield return ("CHR", new SimpleFunction("CHR",
            new Form([Parameter.BigInt], DataType.String, (_, a) => new BytesRowEvaluator(a, Chr))
            { Nullability = ResultNullability.Always }));
        yield return ("ELT", new EltFunction());
    }

    private static bool Concat(Column[] arguments, int row, EvaluationContext context, BytesOutput output)
    {
        foreach (Column argument in arguments) output.Write(argument.Bytes(row));
        return true;
    }

    private static bool ConcatWithSeparator(Column[] arguments, int row, EvaluationContext context, BytesOutput output)
    {
        if (arguments[0].IsNull(row)) return false;
        bool isFirst = true;
        for (int i = 1; i < arguments.Length; i++)
        {
            if (arguments[i].IsNull(row)) continue;
            if (!isFirst) output.Write(arguments[0].Bytes(row));
            output.Write(arguments[i].Bytes(row));
            isFirst = false;
        }
        return true;
    }

    private static bool Replace(Column[] arguments, int row, EvaluationContext context, BytesOutput output)
    {
        ReadOnlySpan<byte> text = arguments[0].Bytes(row), search = arguments[1].Bytes(row), replacement = arguments[2].Bytes(row);
        if (search.IsEmpty)
        {
            output.Write(replacement);
            foreach (char c in Utf8.Decode(text))
            {
                Utf8.Write(output, [c]);
                output.Write(replacement);
            }
            return true;
        }
        while (true)
        {
            int index = text.IndexOf(search);
            if (index < 0) break;
            output.Write(text[..index]);
            output.Write(replacement);
            text = text[(index + search.Length)..];
        }
        output.Write(text);
        return true;
    }

    private static DataType OverlayType(IReadOnlyList<Expression> arguments) =>
        DataType.VarChar((int)Math.Min(DataType.MaxLength, (long)arguments[0].Type.Precision + arguments[1].Type.Precision));

    /// <summary>Counts UTF-16 units, as Flink does here.</summary>
    private static bool Overlay(Column[] arguments, int row, EvaluationContext context, BytesOutput output)
    {
        ReadOnlySpan<byte> bytes = arguments[0].Bytes(row), placing = arguments[1].Bytes(row);
        int start = arguments[2].Get<int>(row);
        string text = Utf8.Decode(bytes);
        string part = Utf8.Decode(placing);
        int length = arguments.Length > 3 ? arguments[3].Get<int>(row) : part.Length;
        if (start <= 0 || start > text.Length)
        {
            output.Write(bytes);
            return true;
        }
        Utf8.Write(output, string.Concat(text.AsSpan(0, start - 1), part, Rest(text, start, length)));
        return true;
    }

    private static ReadOnlySpan<char> Rest(string text, int start, int length)
    {
        long end = (long)start + length - 1;
        return length > 0 && end < text.Length ? text.AsSpan((int)end) : default;
    }

    private static SimpleFunction Pad(string name, bool isLeft) => new(name,
        new Form([Parameter.String, Parameter.Int, Parameter.String], DataType.String, (_, a) => new BytesRowEvaluator(a,
            (arguments, row, context, output) => Pad(arguments, row, context, output, isLeft), canFail: true)));

    /// <summary>Counts UTF-16 units, as Flink does here.</summary>
    private static bool Pad(Column[] arguments, int row, EvaluationContext context, BytesOutput output, bool isLeft)
    {
        int length = arguments[1].Get<int>(row);
        ReadOnlySpan<byte> bytes = arguments[0].Bytes(row), padding = arguments[2].Bytes(row);
        if (length < 0 || padding.IsEmpty) return false;
        if (length > context.MaxValueBytes && length > bytes.Length) throw BytesOutput.TooLarge(context.MaxValueBytes);
        if (!Ascii.IsValid(bytes) || !Ascii.IsValid(padding))
        {
            string text = Utf8.Decode(bytes), pad = Utf8.Decode(padding);
            var filler = new StringBuilder();
            for (int i = 0; i < length - text.Length; i++) filler.Append(pad[i % pad.Length]);
            string kept = text.Length > length ? text[..length] : text;
            Utf8.Write(output, isLeft ? filler + kept : kept + filler);
            return true;
        }
        if (!isLeft) output.Write(bytes[..Math.Min(length, bytes.Length)]);
        int missing = Math.Max(0, length - bytes.Length);
        while (missing > 0)
        {
            int part = Math.Min(missing, padding.Length);
            output.Write(padding[..part]);
            missing -= part;
        }
        if (isLeft) output.Write(bytes[..Math.Min(length, bytes.Length)]);
        return true;
    }

    private static bool Repeat(Column[] arguments, int row, EvaluationContext context, BytesOutput output)
    {
        ReadOnlySpan<byte> text = arguments[0].Bytes(row);
        int times = arguments[1].Get<int>(row);
        if (text.IsEmpty) return true;
        if (text.Length * (long)times > context.MaxValueBytes) throw BytesOutput.TooLarge(context.MaxValueBytes);
        for (; times > 0; times--) output.Write(text);
        return true;
    }

    private static bool Translate(Column[] arguments, int row, EvaluationContext context, BytesOutput output)
    {
        if (arguments[0].IsNull(row)) return false;
        ReadOnlySpan<byte> text = arguments[0].Bytes(row);
        if (arguments[1].IsNull(row) || arguments[1].Bytes(row).IsEmpty)
        {
            output.Write(text);
            return true;
        }
        ReadOnlySpan<byte> from = arguments[1].Bytes(row);
        ReadOnlySpan<byte> to = arguments[2].IsNull(row) ? default : arguments[2].Bytes(row);
        while (!text.IsEmpty)
        {
            int width = Math.Min(Utf8.WidthOf(text[0]), text.Length);
            int index = from.IndexOf(text[..width]);
            if (index < 0) output.Write(text[..width]);
            else output.Write(CodePointAt(to, Utf8.Count(from[..index])));
            text = text[width..];
        }
        return true;
    }

    private static ReadOnlySpan<byte> CodePointAt(ReadOnlySpan<byte> text, int index)
    {
        int start = Utf8.OffsetOf(text, index);
        return start >= text.Length ? default : text.Slice(start, Math.Min(Utf8.WidthOf(text[start]), text.Length - start));
    }

    private static bool Chr(Column[] arguments, int row, EvaluationContext context, BytesOutput output)
    {
        long code = arguments[0].Get<long>(row);
        if (code >= 0) output.Write([(char)(code & 0xFF)]);
        return true;
    }
}
