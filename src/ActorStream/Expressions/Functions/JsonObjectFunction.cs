using ActorStream.Expressions.Kernels;

namespace ActorStream.Expressions.Functions;

/// <summary>JSON_OBJECT('NULL' | 'ABSENT', key, value, …): an object of constant names; a later name replaces an earlier one.</summary>
internal sealed class JsonObjectFunction() : ScalarFunction("JSON_OBJECT")
{
    public override IReadOnlyList<string> Signatures => ["JSON_OBJECT([[KEY] STRING VALUE ANY]* [{NULL | ABSENT} ON NULL])"];

    public override Expression? Bind(IReadOnlyList<Expression> arguments)
    {
        if (arguments.Count % 2 == 0) return null;
        for (int i = 1; i < arguments.Count; i += 2)
        {
            if (Constants.Text(arguments[i]) is null || !JsonBuildFunctions.IsWritable(arguments[i + 1].Type)) return null;
        }
        return new CallExpression(this, JsonBuildFunctions.MarkJson(arguments), DataType.String.NotNull());
    }

    public override Evaluator Compile(CallExpression call, Evaluator[] arguments)
    {
        (string clause, bool[] isJson) = JsonBuildFunctions.Marks(call);
        bool keepsNulls = clause != "ABSENT";
        var members = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (int i = 1; i < arguments.Length; i += 2) members[Constants.Text(call.Children[i])!] = i + 1;
        DataType[] types = [.. call.Children.Select(c => c.Type)];
        return new BytesRowEvaluator(arguments, (columns, row, _, output) =>
        {
            output.Write((byte)'{');
            bool isFirst = true;
            foreach ((string name, int value) in members)
            {
                if (!keepsNulls && columns[value].IsNull(row)) continue;
                if (!isFirst) output.Write((byte)',');
                isFirst = false;
                JsonText.WriteString(name, output);
                output.Write((byte)':');
                if (isJson[value] && !columns[value].IsNull(row)) output.Write(columns[value].Bytes(row));
                else JsonBuildFunctions.Write(types[value], columns[value], row, output);
            }
            output.Write((byte)'}');
            return true;
        }, seesNulls: true);
    }
}
