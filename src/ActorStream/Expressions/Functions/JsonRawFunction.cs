using System.Text.Json;
using ActorStream.Expressions.Kernels;

namespace ActorStream.Expressions.Functions;

/// <summary>JSON(text) within JSON_OBJECT and JSON_ARRAY: text that is JSON already.</summary>
internal sealed class JsonRawFunction() : ScalarFunction("JSON")
{
    public override IReadOnlyList<string> Signatures => ["JSON(STRING)"];

    public override Expression? Bind(IReadOnlyList<Expression> arguments) => arguments.Count == 1 && arguments[0].Type.IsText
        ? new CallExpression(this, arguments, DataType.String.WithNullable(arguments[0].Type.IsNullable)) : null;

    public override Evaluator Compile(CallExpression call, Evaluator[] arguments) =>
        new BytesRowEvaluator(arguments, static (columns, row, _, output) =>
        {
            ReadOnlySpan<byte> text = columns[0].Bytes(row);
            using JsonDocument document = JsonText.Parse(text)
                ?? throw new EvaluationException($"JSON takes text that is JSON, got '{Utf8.Decode(text)}'.");
            JsonText.Write(document.RootElement, output);
            return true;
        }, canFail: true);
}
