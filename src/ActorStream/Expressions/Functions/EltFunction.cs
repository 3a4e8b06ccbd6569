using ActorStream.Expressions.Kernels;

namespace ActorStream.Expressions.Functions;

/// <summary>ELT(index, a, b, …): the argument at an index from 1, NULL where there is none.</summary>
internal sealed class EltFunction() : ScalarFunction("ELT")
{
    public override IReadOnlyList<string> Signatures => ["ELT(INTEGER, STRING, …)", "ELT(INTEGER, BYTES, …)"];

    public override Expression? Bind(IReadOnlyList<Expression> arguments)
    {
        if (arguments.Count < 2 || !arguments[0].Type.IsInteger) return null;
        DataType untyped = arguments.Skip(1).FirstOrDefault(a => a.Type.Root != TypeRoot.Null)?.Type ?? DataType.String;
        arguments = [arguments[0], .. arguments.Skip(1).Select(a => a.Type.Root == TypeRoot.Null ? ImplicitCast.To(a, untyped) : a)];
        bool isText = arguments[1].Type.IsText;
        if (!arguments.Skip(1).All(a => isText ? a.Type.IsText : a.Type.IsBinary)) return null;
        if (arguments[0] is LiteralExpression { Value: { } literal } && Convert.ToInt64(literal) < 0) return null;
        return new CallExpression(this, [ImplicitCast.To(arguments[0], DataType.BigInt), .. arguments.Skip(1)], ResultType(arguments));
    }

    public override Evaluator Compile(CallExpression call, Evaluator[] arguments) =>
        new BytesRowEvaluator(arguments, static (columns, row, _, output) =>
        {
            if (columns[0].IsNull(row)) return false;
            long index = columns[0].Get<long>(row);
            if (index < 1 || index >= columns.Length || columns[(int)index].IsNull(row)) return false;
            output.Write(columns[(int)index].Bytes(row));
            return true;
        }, seesNulls: true);

    private static DataType ResultType(IReadOnlyList<Expression> arguments)
    {
        DataType first = arguments[1].Type;
        int length = arguments.Skip(1).Max(a => a.Type.Precision);
        if (arguments.Skip(1).All(a => a.Type.EqualsIgnoringNullability(first))) return first.Nullable();
        return first.IsText ? DataType.VarChar(length) : DataType.VarBinary(length);
    }
}
