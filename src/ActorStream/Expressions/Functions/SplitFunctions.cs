using System.Text.RegularExpressions;
using ActorStream.Expressions.Kernels;
using ActorStream.Types;

namespace ActorStream.Expressions.Functions;

/// <summary>Functions that cut a text at separators: SPLIT_INDEX, SPLIT, STR_TO_MAP.</summary>
internal static class SplitFunctions
{
    public static IEnumerable<(string Name, ScalarFunction Function)> All()
    {
        yield return ("SPLIT_INDEX", new SimpleFunction("SPLIT_INDEX",
            new Form([Parameter.String, Parameter.String, Parameter.Int], DataType.String, (_, a) => new BytesRowEvaluator(a, SplitIndex))
            { Nullability = ResultNullability.Always },
            new Form([Parameter.String, Parameter.Int, Parameter.Int], DataType.String, (_, a) => new BytesRowEvaluator(a, SplitAtCode))
            { Nullability = ResultNullability.Always }));
        yield return ("SPLIT", new SimpleFunction("SPLIT",
            new Form([Parameter.String, Parameter.String], DataType.Array(DataType.String),
                (call, a) => new BuilderEvaluator(a, call.Type, Split))));
        yield return ("STR_TO_MAP", new SimpleFunction("STR_TO_MAP",
            new Form([Parameter.String], MapType, CompileStrToMap) { Nullability = ResultNullability.Always },
            new Form([Parameter.String, Parameter.String, Parameter.String], MapType, CompileStrToMap)
            { Nullability = ResultNullability.Always }));
    }

    private static DataType MapType { get; } = DataType.Map(DataType.String, DataType.String);

    private static bool SplitIndex(Column[] arguments, int row, EvaluationContext context, BytesOutput output)
    {
        ReadOnlySpan<byte> text = arguments[0].Bytes(row), separator = arguments[1].Bytes(row);
        return separator.IsEmpty ? AtSpaces(text, arguments[2].Get<int>(row), output)
            : Part(text, separator, arguments[2].Get<int>(row), output);
    }

    private static bool SplitAtCode(Column[] arguments, int row, EvaluationContext context, BytesOutput output)
    {
        int code = arguments[1].Get<int>(row);
        if (code is < 1 or > 255) return false;
        return Part(arguments[0].Bytes(row), Utf8.Encode([(char)code]), arguments[2].Get<int>(row), output);
    }

    private static bool Part(ReadOnlySpan<byte> text, ReadOnlySpan<byte> separator, int index, BytesOutput output)
    {
        if (index < 0 || text.IsEmpty) return false;
        while (true)
        {
            int end = text.IndexOf(separator);
            if (index == 0)
            {
                output.Write(end < 0 ? text : text[..end]);
                return true;
            }
            if (end < 0) return false;
            text = text[(end + separator.Length)..];
            index--;
        }
    }

    private static bool AtSpaces(ReadOnlySpan<byte> text, int index, BytesOutput output)
    {
        if (index < 0 || text.IsEmpty) return false;
        string decoded = Utf8.Decode(text);
        int start = 0;
        for (int i = 0; i <= decoded.Length; i++)
        {
            if (i < decoded.Length && !char.IsWhiteSpace(decoded[i])) continue;
            if (index-- == 0)
            {
                output.Write(decoded.AsSpan(start, i - start));
                return true;
            }
            start = i + 1;
        }
        return false;
    }

    private static bool Split(Column[] arguments, int row, EvaluationContext context, ColumnBuilder builder)
    {
        var list = (ListColumnBuilder)builder;
        var elements = (BytesColumnBuilder)list.Elements;
        ReadOnlySpan<byte> text = arguments[0].Bytes(row), separator = arguments[1].Bytes(row);
        if (separator.IsEmpty)
        {
            foreach (char c in Utf8.Decode(text)) elements.Append(Utf8.Encode([c]));
        }
        else if (!text.IsEmpty)
        {
            for (int end = text.IndexOf(separator); end >= 0; end = text.IndexOf(separator))
            {
                elements.Append(text[..end]);
                text = text[(end + separator.Length)..];
            }
            elements.Append(text);
        }
        list.EndRow();
        return true;
    }

    private static Evaluator CompileStrToMap(CallExpression call, Evaluator[] arguments)
    {
        bool isPlain = arguments.Length == 1;
        JavaRegex comma = JavaRegex.Parse(",")!, equals = JavaRegex.Parse("=")!;
        var pairs = new PatternCache<JavaRegex>(Separator, isPlain ? null : call.Children[1]);
        var keys = new PatternCache<JavaRegex>(Separator, isPlain ? null : call.Children[2]);
        return new BuilderEvaluator(arguments, call.Type, (columns, row, _, builder) =>
        {
            JavaRegex pair = isPlain ? comma : pairs.Of(columns[1], row), key = isPlain ? equals : keys.Of(columns[2], row);
            try
            {
                WriteMap(columns[0].Bytes(row), pair, key, (MapColumnBuilder)builder);
                return true;
            }
            catch (RegexMatchTimeoutException e)
            {
                throw JavaRegex.TooSlow(e);
            }
        }, canFail: true);
    }

    private static JavaRegex Separator(string pattern) => JavaRegex.Parse(pattern) ?? throw JavaRegex.Error("STR_TO_MAP", pattern);

    /// <summary>Later values replace earlier ones of the same key; a key without separator has no value.</summary>
    private static void WriteMap(ReadOnlySpan<byte> text, JavaRegex pair, JavaRegex key, MapColumnBuilder builder)
    {
        var entries = new Dictionary<string, string?>(StringComparer.Ordinal);
        // Which pattern a text needs takes a look at all of it: once, not for each entry.
        Regex ofPairs = pair.For(text), ofKeys = key.For(text);
        if (!text.IsEmpty)
        {
            foreach (string entry in Cut(ofPairs, Utf8.Decode(text), int.MaxValue))
            {
                List<string> parts = Cut(ofKeys, entry, 2);
                entries[parts[0]] = parts.Count > 1 ? parts[1] : null;
            }
        }
        foreach ((string name, string? value) in entries)
        {
            ((BytesColumnBuilder)builder.Keys).Append(Utf8.Encode(name));
            if (value is null) builder.Values.AppendNull();
            else ((BytesColumnBuilder)builder.Values).Append(Utf8.Encode(value));
        }
        builder.EndRow();
    }

    /// <summary>As Java's String.split: an empty match at the start cuts nothing; without limit, empty parts at the
    /// end are dropped.</summary>
    private static List<string> Cut(Regex separator, string text, int limit)
    {
        var parts = new List<string>();
        int start = 0;
        foreach (ValueMatch match in separator.EnumerateMatches(text))
        {
            if (parts.Count == limit - 1) break;
            if (match.Length == 0 && (match.Index == 0 || match.Index == text.Length && limit == int.MaxValue)) continue;
            parts.Add(text[start..match.Index]);
            start = match.Index + match.Length;
        }
        if (start == 0 && parts.Count == 0) return [text];
        parts.Add(text[start..]);
        while (limit == int.MaxValue && parts.Count > 0 && parts[^1].Length == 0) parts.RemoveAt(parts.Count - 1);
        return parts;
    }
}
