using ActorStream.Expressions.Kernels;

namespace ActorStream.Expressions.Functions;

/// <summary>JSON_ARRAY('NULL' | 'ABSENT', value, …).</summary>
internal sealed class JsonArrayFunction() : ScalarFunction("JSON_ARRAY")
{
    public override IReadOnlyList<string> Signatures => ["JSON_ARRAY([ANY]* [{NULL | ABSENT} ON NULL])"];

    public override Expression? Bind(IReadOnlyList<Expression> arguments) =>
        arguments.Count > 0 && arguments.Skip(1).All(a => JsonBuildFunctions.IsWritable(a.Type))
            ? new CallExpression(this, JsonBuildFunctions.MarkJson(arguments), DataType.String.NotNull()) : null;

    public override Evaluator Compile(CallExpression call, Evaluator[] arguments)
    {
        (string clause, bool[] isJson) = JsonBuildFunctions.Marks(call);
        bool keepsNulls = clause == "NULL";
        DataType[] types = [.. call.Children.Select(c => c.Type)];
        return new BytesRowEvaluator(arguments, (columns, row, _, output) =>
        {
            output.Write((byte)'[');
            bool isFirst = true;
            for (int i = 1; i < columns.Length; i++)
            {
                bool isNull = columns[i].IsNull(row);
                if (!keepsNulls && isNull) continue;
                if (!isFirst) output.Write((byte)',');
                isFirst = false;
                if (isJson[i] && !isNull) output.Write(columns[i].Bytes(row));
                else JsonBuildFunctions.Write(types[i], columns[i], row, output);
            }
            output.Write((byte)']');
            return true;
        }, seesNulls: true);
    }
}
