using ActorStream.Expressions.Kernels;
using ActorStream.Types;

namespace ActorStream.Expressions.Functions;

/// <summary><c>a || b</c>; a chain of them is one call.</summary>
internal sealed class ConcatOperator() : ScalarFunction("||")
{
    public override IReadOnlyList<string> Signatures => ["STRING || STRING"];

    public static IEnumerable<(string Name, ScalarFunction Function)> All() => [("||", new ConcatOperator())];

    public override Expression? Bind(IReadOnlyList<Expression> arguments)
    {
        if (arguments.Count < 2) return null;
        var texts = new List<Expression>();
        foreach (Expression argument in arguments)
        {
            if (Parameter.String.Accept(argument.Type) is not { } type) return null;
            Expression text = ImplicitCast.To(argument, type);
            if (text is CallExpression { Function: ConcatOperator } chain) texts.AddRange(chain.Children);
            else texts.Add(text);
        }
        int length = (int)Math.Min(DataType.MaxLength, texts.Sum(t => (long)t.Type.Precision));
        DataType result = texts.All(t => t.Type.Root == TypeRoot.Char) ? DataType.Char(length) : DataType.VarChar(length);
        return new CallExpression(this, texts, result.WithNullable(texts.Any(t => t.Type.IsNullable)));
    }

    public override Evaluator Compile(CallExpression call, Evaluator[] arguments) =>
        new BytesRowEvaluator(arguments, static (columns, row, _, output) =>
        {
            foreach (Column column in columns) output.Write(column.Bytes(row));
            return true;
        });

    public override string Format(IReadOnlyList<Expression> arguments) => $"({string.Join(" || ", arguments)})";
}
