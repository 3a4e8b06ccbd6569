using System.Text.RegularExpressions;
using ActorStream.Expressions.Kernels;
using ActorStream.Types;

namespace ActorStream.Expressions.Functions;

/// <summary>Functions with Java's regular expressions. A pattern that is not one gives NULL, or FALSE from REGEXP, as in Flink.</summary>
internal static class RegexFunctions
{
    /// <summary>Computes one row that has a valid pattern; false is NULL.</summary>
    private delegate bool IntRow(Regex regex, ReadOnlySpan<byte> text, out int result);

    /// <summary>Writes one row that has a valid pattern; false is NULL.</summary>
    private delegate bool TextRow(JavaRegex regex, Column[] columns, int row, BytesOutput output);

    public static IEnumerable<(string Name, ScalarFunction Function)> All()
    {
        yield return ("REGEXP", new SimpleFunction("REGEXP",
            new Form([Parameter.String, Parameter.String], DataType.Boolean, CompileRegexp)));
        yield return ("REGEXP_COUNT", Int("REGEXP_COUNT", static (Regex regex, ReadOnlySpan<byte> text, out int result) =>
        {
            result = regex.Count(Utf8.Decode(text));
            return true;
        }));
        yield return ("REGEXP_INSTR", Int("REGEXP_INSTR", static (Regex regex, ReadOnlySpan<byte> text, out int result) =>
        {
            result = 0;
            foreach (ValueMatch match in regex.EnumerateMatches(Utf8.Decode(text)))
            {
                result = match.Index + 1;
                break;
            }
            return true;
        }));
        yield return ("REGEXP_SUBSTR", Text("REGEXP_SUBSTR", [Parameter.String, Parameter.String], 0, Substring));
        yield return ("REGEXP_REPLACE", new SimpleFunction("REGEXP_REPLACE",
            new Form([Parameter.String, Parameter.String, Parameter.String], DataType.String, (call, a) => CompileText(call, a, Replace))));
        yield return ("REGEXP_EXTRACT", Text("REGEXP_EXTRACT", [Parameter.String, Parameter.String, Parameter.BigInt], 1, Extract));
        yield return ("REGEXP_EXTRACT_ALL", new SimpleFunction("REGEXP_EXTRACT_ALL",
            new Form([Parameter.String, Parameter.String, Parameter.BigInt], DataType.Array(DataType.String), CompileExtractAll)
            { Optional = 1, Nullability = ResultNullability.Always }));
    }

    private static SimpleFunction Int(string name, IntRow compute) => new(name,
        new Form([Parameter.String, Parameter.String], DataType.Int, (call, a) =>
        {
            var patterns = new PatternCache<JavaRegex?>(JavaRegex.Parse, call.Children[1]);
            return new FixedRowEvaluator<int>(a, (Column[] columns, int row, EvaluationContext _, out int result) =>
            {
                result = 0;
                ReadOnlySpan<byte> text = columns[0].Bytes(row);
                if (patterns.Of(columns[1], row) is not { } pattern) return false;
                try
                {
                    return compute(pattern.For(text), text, out result);
                }
                catch (RegexMatchTimeoutException e)
                {
                    throw JavaRegex.TooSlow(e);
                }
            }, canFail: true);
        }) { Nullability = ResultNullability.Always });

    private static SimpleFunction Text(string name, Parameter[] parameters, int optional, TextRow compute) => new(name,
        new Form(parameters, DataType.String, (call, a) => CompileText(call, a, compute))
        { Optional = optional, Nullability = ResultNullability.Always });

    private static BytesRowEvaluator CompileText(CallExpression call, Evaluator[] arguments, TextRow compute)
    {
        var patterns = new PatternCache<JavaRegex?>(JavaRegex.Parse, call.Children[1]);
        return new BytesRowEvaluator(arguments, (columns, row, _, output) =>
        {
            if (patterns.Of(columns[1], row) is not { } pattern) return false;
            try
            {
                return compute(pattern, columns, row, output);
            }
            catch (RegexMatchTimeoutException e)
            {
                throw JavaRegex.TooSlow(e);
            }
        }, canFail: true);
    }

    private static Evaluator CompileRegexp(CallExpression call, Evaluator[] arguments)
    {
        var patterns = new PatternCache<JavaRegex?>(p => p.Length == 0 ? null : JavaRegex.Parse(p), call.Children[1]);
        return new FixedRowEvaluator<bool>(arguments, (Column[] columns, int row, EvaluationContext _, out bool result) =>
        {
            ReadOnlySpan<byte> text = columns[0].Bytes(row);
            try
            {
                result = patterns.Of(columns[1], row) is { } pattern && pattern.For(text).IsMatch(Utf8.Decode(text));
                return true;
            }
            catch (RegexMatchTimeoutException e)
            {
                throw JavaRegex.TooSlow(e);
            }
        }, canFail: true);
    }

    private static bool Substring(JavaRegex regex, Column[] columns, int row, BytesOutput output)
    {
        ReadOnlySpan<byte> bytes = columns[0].Bytes(row);
        string text = Utf8.Decode(bytes);
        foreach (ValueMatch match in regex.For(bytes).EnumerateMatches(text))
        {
            Utf8.Write(output, text.AsSpan(match.Index, match.Length));
            return true;
        }
        return false;
    }

    /// <summary>The replacement is taken as it is: a dollar is a dollar.</summary>
    private static bool Replace(JavaRegex regex, Column[] columns, int row, BytesOutput output)
    {
        ReadOnlySpan<byte> bytes = columns[0].Bytes(row);
        string text = Utf8.Decode(bytes);
        int start = 0;
        foreach (ValueMatch match in regex.For(bytes).EnumerateMatches(text))
        {
            Utf8.Write(output, text.AsSpan(start, match.Index - start));
            output.Write(columns[2].Bytes(row));
            start = match.Index + match.Length;
        }
        Utf8.Write(output, text.AsSpan(start));
        return true;
    }

    private static bool Extract(JavaRegex regex, Column[] columns, int row, BytesOutput output)
    {
        long group = columns.Length > 2 ? columns[2].Get<long>(row) : 0;
        if (group < 0 || group > regex.GroupCount) return false;
        ReadOnlySpan<byte> bytes = columns[0].Bytes(row);
        Match match = regex.For(bytes).Match(Utf8.Decode(bytes));
        if (!match.Success || !match.Groups[(int)group].Success) return false;
        Utf8.Write(output, match.Groups[(int)group].ValueSpan);
        return true;
    }

    private static Evaluator CompileExtractAll(CallExpression call, Evaluator[] arguments)
    {
        var patterns = new PatternCache<JavaRegex?>(JavaRegex.Parse, call.Children[1]);
        return new BuilderEvaluator(arguments, call.Type, (columns, row, _, builder) =>
        {
            if (patterns.Of(columns[1], row) is not { } pattern) return false;
            long group = columns.Length > 2 ? columns[2].Get<long>(row) : 1;
            if (group < 0 || group > pattern.GroupCount) return false;
            var list = (ListColumnBuilder)builder;
            var elements = (BytesColumnBuilder)list.Elements;
            ReadOnlySpan<byte> bytes = columns[0].Bytes(row);
            try
            {
                for (Match match = pattern.For(bytes).Match(Utf8.Decode(bytes)); match.Success; match = match.NextMatch())
                {
                    Group found = match.Groups[(int)group];
                    if (found.Success) elements.Append(Utf8.Encode(found.ValueSpan));
                    else elements.AppendNull();
                }
            }
            catch (RegexMatchTimeoutException e)
            {
                throw JavaRegex.TooSlow(e);
            }
            list.EndRow();
            return true;
        }, canFail: true);
    }
}
