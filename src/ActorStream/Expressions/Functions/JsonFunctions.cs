using System.Globalization;
using System.Text.Json;
using ActorStream.Expressions.Kernels;
using ActorStream.Types;

namespace ActorStream.Expressions.Functions;

/// <summary>Functions that read JSON text: JSON_VALUE, JSON_QUERY, JSON_EXISTS, IS JSON, JSON_UNQUOTE.</summary>
internal static class JsonFunctions
{
    public static IEnumerable<(string Name, ScalarFunction Function)> All()
    {
        yield return ("JSON_VALUE", new JsonValueFunction());
        yield return ("JSON_QUERY", new JsonQueryFunction());
        yield return ("JSON_EXISTS", new SimpleFunction("JSON_EXISTS",
            new Form([Parameter.String, Parameter.String, Results.OptionalSymbol], DataType.Boolean, CompileExists)
            { Optional = 1, Nullability = ResultNullability.Always }));
        yield return Is("VALUE", static _ => true);
        yield return Is("OBJECT", static kind => kind == JsonValueKind.Object);
        yield return Is("ARRAY", static kind => kind == JsonValueKind.Array);
        yield return Is("SCALAR", static kind => kind is not (JsonValueKind.Object or JsonValueKind.Array));
        yield return ("JSON_QUOTE", new SimpleFunction("JSON_QUOTE",
            new Form([Parameter.String], DataType.String, (_, a) => new BytesRowEvaluator(a, Quote))));
        yield return ("JSON_UNQUOTE", new SimpleFunction("JSON_UNQUOTE",
            new Form([Parameter.String], DataType.String, (_, a) => new BytesRowEvaluator(a, Unquote))));
    }

    /// <summary>Reads a document and follows a path in it; false where either fails.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> text, JsonPath? path, out JsonDocument? document, out JsonResult? result)
    {
        result = null;
        document = path is null ? null : JsonText.Parse(text);
        try
        {
            if (document is null) return path is { IsLax: true };
            return path!.TryRead(document.RootElement, out result);
        }
        catch (InvalidOperationException)
        {
            // A name has half of a surrogate pair in it, which no name that a path can ask for has.
            return false;
        }
    }

    /// <summary>The failure of a function that was told to fail.</summary>
    internal static EvaluationException Error(string function, string reason) => new($"{function} {reason}.",
        "Use NULL or DEFAULT in its ON EMPTY and ON ERROR clauses to go on.");

    private static (string Name, ScalarFunction Function) Is(string kind, Func<JsonValueKind, bool> accepts) => ($"IS JSON {kind}",
        new SimpleFunction($"IS JSON {kind}", new Form([Parameter.String], DataType.Boolean.NotNull(),
            (_, a) => new FixedRowEvaluator<bool>(a, (Column[] columns, int row, EvaluationContext _, out bool result) =>
            {
                using JsonDocument? document = columns[0].IsNull(row) ? null : JsonText.Parse(columns[0].Bytes(row));
                result = document is not null && accepts(document.RootElement.ValueKind);
                return true;
            }, seesNulls: true)) { Nullability = ResultNullability.AsDerived }));

    private static Evaluator CompileExists(CallExpression call, Evaluator[] arguments)
    {
        string onError = call.Children.Count > 2 ? Constants.Text(call.Children[2]) ?? "FALSE" : "FALSE";
        var paths = new PatternCache<JsonPath?>(JsonPath.Parse, call.Children[1]);
        return new FixedRowEvaluator<bool>(arguments[..2], (Column[] columns, int row, EvaluationContext _, out bool result) =>
        {
            bool isRead = TryRead(columns[0].Bytes(row), paths.Of(columns[1], row), out JsonDocument? document, out JsonResult? found);
            using (document)
            {
                result = isRead ? found is { IsNull: false } : onError == "TRUE";
                if (!isRead && onError == "ERROR") throw Error("JSON_EXISTS", "met text that is not JSON, or nothing where its path leads");
                return isRead || onError != "UNKNOWN";
            }
        }, canFail: onError == "ERROR");
    }

    /// <summary>Escapes all but ASCII too, by UTF-16 units as Flink does; control characters without a letter stay.</summary>
    private static bool Quote(Column[] arguments, int row, EvaluationContext context, BytesOutput output)
    {
        string text = Utf8.Decode(arguments[0].Bytes(row));
        output.Write((byte)'"');
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            char letter = c switch { '\b' => 'b', '\t' => 't', '\n' => 'n', '\f' => 'f', '\r' => 'r', '"' or '\\' or '/' => c, _ => '\0' };
            if (letter != '\0')
            {
                output.Write((byte)'\\');
                output.Write((byte)letter);
            }
            else if (c < 128)
            {
                output.Write((byte)c);
            }
            else
            {
                int code = char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])
                    ? char.ConvertToUtf32(c, text[i + 1]) : c;
                output.Write($"\\u{code:x4}".AsSpan());
            }
        }
        output.Write((byte)'"');
        return true;
    }

    /// <summary>A text that is not a JSON string stays as it is.</summary>
    private static bool Unquote(Column[] arguments, int row, EvaluationContext context, BytesOutput output)
    {
        ReadOnlySpan<byte> bytes = arguments[0].Bytes(row);
        if (bytes.Length > 1 && bytes[0] == '"' && bytes[^1] == '"' && Unescape(Utf8.Decode(bytes[1..^1])) is { } unquoted)
        {
            Utf8.Write(output, unquoted);
            return true;
        }
        output.Write(bytes);
        return true;
    }

    /// <summary>The text that the inside of a JSON string stands for; null where an escape is none.</summary>
    internal static string? Unescape(string text)
    {
        var unescaped = new System.Text.StringBuilder();
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                unescaped.Append(text[i]);
                continue;
            }
            if (++i == text.Length) return null;
            char c = text[i] switch
            {
                'b' => '\b', 't' => '\t', 'n' => '\n', 'f' => '\f', 'r' => '\r', '"' => '"', '\\' => '\\', '/' => '/', _ => '\0',
            };
            if (text[i] == 'u')
            {
                if (i + 4 > text.Length - 1
                    || !ushort.TryParse(text.AsSpan(i + 1, 4), NumberStyles.AllowHexSpecifier, null, out ushort code)) return null;
                c = (char)code;
                i += 4;
            }
            else if (c == '\0')
            {
                return null;
            }
            unescaped.Append(c);
        }
        return unescaped.ToString();
    }
}
