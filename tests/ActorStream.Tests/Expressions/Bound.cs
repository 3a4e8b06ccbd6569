using ActorStream.Expressions;
using ActorStream.Types;

namespace ActorStream.Tests.Expressions;

/// <summary>Bound expressions made by hand, and their values as Flink prints them.</summary>
internal static class Bound
{
    public static LiteralExpression Int(int value) => new(value, DataType.Int.NotNull());

    public static LiteralExpression BigInt(long value) => new(value, DataType.BigInt.NotNull());

    public static LiteralExpression Double(double value) => new(value, DataType.Double.NotNull());

    public static LiteralExpression Float(float value) => new(value, DataType.Float.NotNull());

    public static LiteralExpression Boolean(bool value) => new(value, DataType.Boolean.NotNull());

    public static LiteralExpression Text(string value) => new(value, DataType.Char(value.Length).NotNull());

    public static LiteralExpression Bytes(params byte[] value) => new(value, DataType.Binary(value.Length).NotNull());

    public static LiteralExpression Null(DataType type) => new(null, type.Nullable());

    /// <summary>A DECIMAL of the digits given, such as 1.50 for DECIMAL(3, 2).</summary>
    public static LiteralExpression Decimal(string text)
    {
        string digits = text.Replace(".", "").TrimStart('-');
        int scale = text.Contains('.') ? text.Length - text.IndexOf('.') - 1 : 0;
        var unscaled = Int128.Parse((text[0] == '-' ? "-" : "") + digits);
        return Decimal(unscaled, Math.Max(digits.TrimStart('0').Length, Math.Max(scale, 1)), scale);
    }

    public static LiteralExpression Decimal(Int128 unscaled, int precision, int scale) =>
        new(precision <= 18 ? (object)(long)unscaled : unscaled, DataType.Decimal(precision, scale).NotNull());

    /// <summary>A text as a value of another type.</summary>
    public static Expression Of(string text, DataType type) => Cast(Text(text), type);

    public static CastExpression Cast(Expression operand, DataType type) =>
        new(operand, type.WithNullable(operand.Type.IsNullable), isTry: false);

    public static CastExpression TryCast(Expression operand, DataType type) => new(operand, type.Nullable(), isTry: true);

    /// <summary>A call that must bind.</summary>
    public static Expression Call(string name, params Expression[] arguments) =>
        TryCall(name, arguments)
        ?? throw new Xunit.Sdk.XunitException($"{name}({string.Join(", ", arguments.Select(a => a.Type))}) does not bind.");

    public static Expression? TryCall(string name, params Expression[] arguments)
    {
        ScalarFunction function = FunctionRegistry.Find(name) ?? throw new Xunit.Sdk.XunitException($"There is no function {name}.");
        return function.Bind(arguments);
    }

    /// <summary>The value over constants, and over a column for each constant, which must agree.</summary>
    public static string Value(Expression expression, TimeZoneInfo? zone = null)
    {
        string folded = Evaluate(expression, new Batch([], 1), zone);
        var columns = new List<Column>();
        Expression overColumns = Replace(expression, columns);
        string computed = Evaluate(overColumns, new Batch([.. columns], 3), zone);
        Assert.Equal(folded, computed);
        return folded;
    }

    /// <summary>The value over columns only: constants have rules of their own.</summary>
    public static string ColumnValue(Expression expression)
    {
        var columns = new List<Column>();
        Expression overColumns = Replace(expression, columns);
        return Evaluate(overColumns, new Batch([.. columns], 3));
    }

    /// <summary>The value over constants only.</summary>
    public static string ConstantValue(Expression expression) => Evaluate(expression, new Batch([], 1));

    /// <summary>The value of row 0 of a batch.</summary>
    public static string Evaluate(Expression expression, Batch batch, TimeZoneInfo? zone = null)
    {
        var context = new EvaluationContext(zone ?? TimeZoneInfo.Utc);
        Column column = ExpressionCompiler.Compile(expression).Evaluate(batch, context);
        Assert.Equal(batch.Count, column.Length);
        var formatter = new RowFormatter(new Schema([new Field("c", expression.Type)]));
        string first = formatter.Format(new Batch([column], batch.Count), 0);
        for (int i = 1; i < batch.Count; i++) Assert.Equal(first, formatter.Format(new Batch([column], batch.Count), i));
        return first[3..^1];
    }

    /// <summary>Literals become columns of three rows: the value, the value, the value.</summary>
    private static Expression Replace(Expression expression, List<Column> columns)
    {
        if (expression is not LiteralExpression literal)
            return expression.WithChildren([.. expression.Children.Select(c => Replace(c, columns))]);
        columns.Add(new LiteralEvaluator(literal.Value, literal.Type).Evaluate(new Batch([], 3), new EvaluationContext(TimeZoneInfo.Utc)));
        return new ColumnExpression(columns.Count - 1, $"c{columns.Count - 1}", literal.Type);
    }
}
