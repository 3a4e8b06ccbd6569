using System.Text.Json;
using ActorStream.Expressions.Kernels;
using ActorStream.Types;

namespace ActorStream.Expressions.Functions;

/// <summary>JSON_VALUE(json, path, ON EMPTY behaviour and default, ON ERROR behaviour and default[, a NULL of the type of RETURNING]): a
/// constant in JSON text, as STRING, BOOLEAN, INT or DOUBLE.</summary>
internal sealed class JsonValueFunction() : ScalarFunction("JSON_VALUE")
{
    public override IReadOnlyList<string> Signatures =>
        ["JSON_VALUE(STRING, STRING [RETURNING STRING | BOOLEAN | INTEGER | DOUBLE] [{NULL | ERROR | DEFAULT x} ON EMPTY] [… ON ERROR])"];

    public override Expression? Bind(IReadOnlyList<Expression> arguments)
    {
        if (arguments.Count is not (6 or 7) || !IsText(arguments[0].Type) || !IsText(arguments[1].Type)) return null;
        DataType type = arguments.Count == 6 || arguments[6].Type.IsText ? DataType.String : arguments[6].Type.Nullable();
        if (type.Root is not (TypeRoot.VarChar or TypeRoot.Boolean or TypeRoot.Int or TypeRoot.Double)) return null;
        if (Default(arguments[3], type) is not { } onEmpty || Default(arguments[5], type) is not { } onError) return null;
        return new CallExpression(this,
            [ImplicitCast.To(arguments[0], arguments[0].Type.Root == TypeRoot.Null ? DataType.String : arguments[0].Type),
                ImplicitCast.To(arguments[1], arguments[1].Type.Root == TypeRoot.Null ? DataType.String : arguments[1].Type),
                arguments[2], onEmpty, arguments[4], onError], type);
    }

    public override string Format(IReadOnlyList<Expression> arguments) => $"JSON_VALUE({arguments[0]}, {arguments[1]})";

    public override Evaluator Compile(CallExpression call, Evaluator[] arguments)
    {
        var paths = new PatternCache<JsonPath?>(JsonPath.Parse, call.Children[1]);
        string onEmpty = Constants.Text(call.Children[2]) ?? "NULL", onError = Constants.Text(call.Children[4]) ?? "NULL";
        DataType type = call.Type;
        return new DefaultingEvaluator([arguments[0], arguments[1], arguments[3], arguments[5]], type, (columns, row, builder) =>
        {
            JsonPath? path = paths.Of(columns[1], row);
            bool isRead = JsonFunctions.TryRead(columns[0].Bytes(row), path, out JsonDocument? document, out JsonResult? found);
            using (document)
            {
                string behaviour;
                Column otherwise;
                bool isLax = path is { IsLax: true };
                if (isRead && isLax && found is not { IsScalar: true }) (behaviour, otherwise) = (onEmpty, columns[2]);
                else if (!isRead || found is { IsScalar: false, IsNull: false }) (behaviour, otherwise) = (onError, columns[3]);
                else if (found is null or { IsNull: true }) (behaviour, otherwise) = ("NULL", columns[2]);
                else
                {
                    Append(found, type, builder);
                    return;
                }
                if (behaviour == "ERROR")
                {
                    throw JsonFunctions.Error("JSON_VALUE", isRead && isLax ? "found nothing" : "found no single constant");
                }
                if (behaviour == "DEFAULT") builder.AppendFrom(otherwise, row);
                else builder.AppendNull();
            }
        });
    }

    private static bool IsText(DataType type) => type.IsText || type.Root == TypeRoot.Null;

    private static Expression? Default(Expression argument, DataType type)
    {
        if (argument.Type.Root == TypeRoot.Null) return new LiteralExpression(null, type);
        if (argument is LiteralExpression { Value: bool value } && type.IsText)
        {
            return new LiteralExpression(value ? "true" : "false", type);
        }
        if (argument.Type.EqualsIgnoringNullability(type)) return argument;
        return Casts.CanCast(argument.Type, type) ? new CastExpression(argument, type, isTry: true) : null;
    }

    private static void Append(JsonResult found, DataType type, ColumnBuilder builder)
    {
        JsonElement element = found.Element;
        JsonValueKind kind = found.Computed is null ? element.ValueKind : JsonValueKind.Number;
        switch (type.Root)
        {
            case TypeRoot.Boolean when kind is JsonValueKind.True or JsonValueKind.False:
                ((FixedColumnBuilder<bool>)builder).Append(kind == JsonValueKind.True);
                break;
            case TypeRoot.Int when found.Computed is { } computed:
                ((FixedColumnBuilder<int>)builder).Append(computed);
                break;
            case TypeRoot.Int when kind == JsonValueKind.Number && element.TryGetInt32(out int number):
                ((FixedColumnBuilder<int>)builder).Append(number);
                break;
            case TypeRoot.Double when kind == JsonValueKind.Number:
                ((FixedColumnBuilder<double>)builder).Append(found.Computed ?? element.GetDouble());
                break;
            case TypeRoot.VarChar:
                if (kind == JsonValueKind.String)
                {
                    ((BytesColumnBuilder)builder).Append(Utf8.Encode(JsonText.StringOf(element)));
                    break;
                }
                var output = new BytesOutput();
                output.Reset(1, long.MaxValue);
                found.Write(output);
                ((BytesColumnBuilder)builder).Append(output.Row);
                break;
            default:
                throw new EvaluationException($"JSON_VALUE found {element.GetRawText()}, which is not a value of type {type.Nullable()}.",
                    "Leave RETURNING out and use TRY_CAST.");
        }
    }
}
