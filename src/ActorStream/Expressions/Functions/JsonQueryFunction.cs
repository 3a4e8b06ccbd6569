using System.Text.Json;
using ActorStream.Expressions.Kernels;
using ActorStream.Types;

namespace ActorStream.Expressions.Functions;

/// <summary>JSON_QUERY(json, path, wrapper, ON EMPTY, ON ERROR[, a NULL of the type of RETURNING]): an array or object in JSON
/// text, as JSON or as ARRAY&lt;STRING&gt;.</summary>
internal sealed class JsonQueryFunction() : ScalarFunction("JSON_QUERY")
{
    private static readonly DataType Texts = DataType.Array(DataType.String);

    public override IReadOnlyList<string> Signatures => ["JSON_QUERY(STRING, STRING [RETURNING STRING | ARRAY<STRING>] "
        + "[WITH[OUT] [CONDITIONAL] [ARRAY] WRAPPER] [{NULL | EMPTY ARRAY | EMPTY OBJECT | ERROR} ON EMPTY] [… ON ERROR])"];

    public override Expression? Bind(IReadOnlyList<Expression> arguments)
    {
        if (arguments.Count is not (5 or 6) || !arguments[0].Type.IsText || !arguments[1].Type.IsText) return null;
        DataType type = arguments.Count == 5 || arguments[5].Type.IsText ? DataType.String : arguments[5].Type.Nullable();
        bool isArray = type.Root == TypeRoot.Array && type.Children[0].IsText;
        if (!isArray && !type.IsText) return null;
        return new CallExpression(this, arguments, isArray ? Texts : DataType.String);
    }

    public override string Format(IReadOnlyList<Expression> arguments) => $"JSON_QUERY({arguments[0]}, {arguments[1]})";

    public override Evaluator Compile(CallExpression call, Evaluator[] arguments)
    {
        var paths = new PatternCache<JsonPath?>(JsonPath.Parse, call.Children[1]);
        string wrapper = Constants.Text(call.Children[2]) ?? "WITHOUT";
        string onEmpty = Constants.Text(call.Children[3]) ?? "NULL", onError = Constants.Text(call.Children[4]) ?? "NULL";
        bool isArray = call.Type.Root == TypeRoot.Array;
        return new DefaultingEvaluator(arguments[..2], call.Type, (columns, row, builder) =>
        {
            JsonPath? path = paths.Of(columns[1], row);
            bool isRead = JsonFunctions.TryRead(columns[0].Bytes(row), path, out JsonDocument? document, out JsonResult? found);
            using (document)
            {
                if (!isRead) Otherwise(onError, builder, isArray);
                else if (found is null || found.IsNull) Otherwise(path!.IsLax ? onEmpty : "NULL", builder, isArray);
                else if (wrapper == "WITHOUT" && found.IsScalar) Otherwise(path!.IsLax ? onEmpty : onError, builder, isArray);
                else Append(found, wrapper == "UNCONDITIONAL" || wrapper == "CONDITIONAL" && !found.IsArray, builder, isArray, onError);
            }
        });
    }

    private static void Append(JsonResult found, bool isWrapped, ColumnBuilder builder, bool isArray, string onError)
    {
        var output = new BytesOutput();
        output.Reset(1, long.MaxValue);
        if (!isArray)
        {
            if (isWrapped) output.Write((byte)'[');
            found.Write(output);
            if (isWrapped) output.Write((byte)']');
            ((BytesColumnBuilder)builder).Append(output.Row);
            return;
        }
        if (!isWrapped && !found.IsArray)
        {
            Otherwise(onError, builder, isArray);
            return;
        }
        var list = (ListColumnBuilder)builder;
        var elements = (BytesColumnBuilder)list.Elements;
        if (isWrapped)
        {
            found.Write(output);
            elements.Append(output.Row);
        }
        else
        {
            foreach (JsonElement item in found.Items) Append(item, elements);
        }
        list.EndRow();
    }

    private static void Append(JsonElement item, BytesColumnBuilder elements)
    {
        if (item.ValueKind == JsonValueKind.Null)
        {
            elements.AppendNull();
        }
        else if (item.ValueKind == JsonValueKind.String)
        {
            elements.Append(Utf8.Encode(JsonText.StringOf(item)));
        }
        else
        {
            var output = new BytesOutput();
            output.Reset(1, long.MaxValue);
            JsonText.Write(item, output);
            elements.Append(output.Row);
        }
    }

    private static void Otherwise(string behaviour, ColumnBuilder builder, bool isArray)
    {
        if (behaviour == "ERROR") throw JsonFunctions.Error("JSON_QUERY", "found no array or object");
        if (behaviour == "NULL" || isArray && behaviour == "EMPTY OBJECT")
        {
            builder.AppendNull();
        }
        else if (isArray)
        {
            ((ListColumnBuilder)builder).EndRow();
        }
        else
        {
            ((BytesColumnBuilder)builder).Append(behaviour == "EMPTY ARRAY" ? "[]"u8 : "{}"u8);
        }
    }
}
