using System.Globalization;
using ActorStream.Expressions;
using ActorStream.Sql;
using ActorStream.Sql.Syntax;
using ActorStream.Types;

namespace ActorStream.Tests.Support;

/// <summary>Binds the text of a scalar expression over no columns, evaluates it and writes the value.</summary>
internal static class ExpressionText
{

    /// <summary>The bound expression; null where a function does not take its arguments.</summary>
    public static Expression? Bind(string text) => Bind(Parser.ParseExpression(text));

    /// <summary>The value of row 0 of a batch of two rows.</summary>
    public static string Evaluate(Expression expression, TimeZoneInfo? zone = null)
    {
        var context = new EvaluationContext(zone ?? TimeZoneInfo.Utc) { NowMicros = 1_700_000_000_000_000 };
        Column column = ExpressionCompiler.Compile(expression).Evaluate(new Batch([], 2), context);
        return ValueText.Format(column, 0, expression.Type);
    }

    private static Expression? Bind(SqlExpression syntax) => syntax switch
    {
        SqlNull => new LiteralExpression(null, DataType.Null),
        SqlBoolean boolean => new LiteralExpression(boolean.Value, DataType.Boolean.WithNullable(boolean.Value is null)),
        SqlString text => new LiteralExpression(text.Value, DataType.Char(text.Value.Length).NotNull()),
        SqlBinary binary => new LiteralExpression(Convert.FromHexString(binary.Hex), DataType.Binary(binary.Hex.Length / 2).NotNull()),
        SqlSymbol symbol => new LiteralExpression(symbol.Name, DataType.Char(symbol.Name.Length).NotNull()),
        SqlNumber number => Number(number.Text, number.IsApproximate),
        SqlUnary { Operator: SqlUnaryOperator.Minus, Operand: SqlNumber number } => Number("-" + number.Text, number.IsApproximate),
        SqlDateTime time => DateTimeLiteral(time),
        SqlInterval interval => Interval(interval),
        SqlCast cast => Bind(cast.Operand) is { } operand ? Cast(operand, Type(cast.Type)) : null,
        SqlIs test => Negated(Call("IS JSON " + test.Test.ToString()[4..].ToUpperInvariant(), [test.Operand]), test.IsNegated),
        SqlJsonCall json => Json(json),
        SqlNamedOperation operation => Call(operation.Operator,
            [.. ((SqlRow)operation.Left).Items, .. ((SqlRow)operation.Right).Items]),
        SqlCall call => Call(call.FunctionName, call.Arguments),
        SqlCollection { Kind: SqlCollectionKind.Array } array => Call("ARRAY", array.Items),
        SqlCollection { Kind: SqlCollectionKind.Map } map => Call("MAP", map.Items),
        SqlRow row => Call("ROW", row.Items),
        _ => throw new NotSupportedException(syntax.GetType().Name),
    };

    private static LiteralExpression Interval(SqlInterval interval)
    {
        string text = interval.Text;
        if (interval.Qualifier.Start is "YEAR" or "MONTH")
        {
            int[] parts = [.. text.Split('-').Select(int.Parse)];
            int months = parts.Length == 2 ? parts[0] * 12 + parts[1] : interval.Qualifier.Start == "YEAR" ? parts[0] * 12 : parts[0];
            return new LiteralExpression(months, DataType.IntervalYearMonth.NotNull());
        }
        TimeSpan span = text.Contains(' ') ? TimeSpan.Parse(text.Replace(' ', '.'), CultureInfo.InvariantCulture)
            : interval.Qualifier.Start switch
            {
                "DAY" => TimeSpan.FromDays(int.Parse(text)),
                "HOUR" => TimeSpan.FromHours(int.Parse(text)),
                _ => TimeSpan.FromMinutes(int.Parse(text)),
            };
        return new LiteralExpression((long)span.TotalMilliseconds, DataType.IntervalDayTime.NotNull());
    }

    private static Expression? Call(string name, IReadOnlyList<SqlExpression> arguments)
    {
        var bound = new List<Expression>();
        foreach (SqlExpression argument in arguments)
        {
            if (Bind(argument) is not { } expression) return null;
            bound.Add(expression);
        }
        return FunctionRegistry.Find(name)?.Bind(bound);
    }

    private static Expression? Negated(Expression? expression, bool isNegated) =>
        expression is null || !isNegated ? expression : FunctionRegistry.Find("NOT")!.Bind([expression]);

    private static Expression? Json(SqlJsonCall call)
    {
        if (call.Function is "JSON_OBJECT" or "JSON_ARRAY")
        {
            var items = new List<Expression> { Text(call.KeepsNulls ?? call.Function == "JSON_OBJECT" ? "NULL" : "ABSENT") };
            foreach (SqlExpression argument in call.Arguments)
            {
                if (Bind(argument) is not { } item) return null;
                items.Add(item);
            }
            return FunctionRegistry.Find(call.Function)!.Bind(items);
        }
        if (Bind(call.Arguments[0]) is not { } json || Bind(call.Arguments[1]) is not { } path) return null;
        Expression[] returning = call.Returning is null ? [] : [new LiteralExpression(null, Type(call.Returning).Nullable())];
        Expression[] arguments = call.Function switch
        {
            "JSON_VALUE" => [json, path, Text(call.OnEmpty?.Kind ?? "NULL"), Default(call.OnEmpty),
                Text(call.OnError?.Kind ?? "NULL"), Default(call.OnError), .. returning],
            "JSON_QUERY" => [json, path, Text(call.Wrapper ?? "WITHOUT"), Text(call.OnEmpty?.Kind ?? "NULL"),
                Text(call.OnError?.Kind ?? "NULL"), .. returning],
            _ => [json, path, Text(call.OnError?.Kind ?? "FALSE")],
        };
        return FunctionRegistry.Find(call.Function)!.Bind(arguments);
    }

    private static Expression Default(SqlJsonBehavior? behavior) =>
        behavior?.Default is { } value ? Bind(value)! : new LiteralExpression(null, DataType.Null);

    private static LiteralExpression Text(string? text) =>
        new(text, text is null ? DataType.String : DataType.Char(text.Length).NotNull());

    private static LiteralExpression Number(string text, bool isApproximate)
    {
        if (isApproximate) return new LiteralExpression(double.Parse(text, CultureInfo.InvariantCulture), DataType.Double.NotNull());
        int point = text.IndexOf('.');
        if (point >= 0)
        {
            string digits = text.Remove(point, 1);
            int precision = digits.TrimStart('-').TrimStart('0').Length;
            int scale = text.Length - point - 1;
            precision = Math.Max(precision, scale);
            precision = Math.Max(precision, text[..point].TrimStart('-').Length + scale);
            Int128 unscaled = Int128.Parse(digits);
            return new LiteralExpression(precision <= 18 ? (object)(long)unscaled : unscaled, DataType.Decimal(precision, scale).NotNull());
        }
        long value = long.Parse(text, CultureInfo.InvariantCulture);
        return value is >= int.MinValue and <= int.MaxValue
            ? new LiteralExpression((int)value, DataType.Int.NotNull())
            : new LiteralExpression(value, DataType.BigInt.NotNull());
    }

    private static LiteralExpression DateTimeLiteral(SqlDateTime literal)
    {
        int dot = literal.Text.IndexOf('.');
        int precision = dot < 0 ? 0 : literal.Text.Length - dot - 1;
        if (literal.Kind == SqlDateTimeKind.Time)
        {
            TimeSpan time = TimeSpan.Parse(literal.Text, CultureInfo.InvariantCulture);
            return new LiteralExpression((int)time.TotalMilliseconds, DataType.Time(0).NotNull());
        }
        long micros = (DateTime.Parse(literal.Text, CultureInfo.InvariantCulture).Ticks - DateTime.UnixEpoch.Ticks) / 10;
        return literal.Kind == SqlDateTimeKind.Date
            ? new LiteralExpression((int)(micros / 86_400_000_000), DataType.Date.NotNull())
            : new LiteralExpression(micros, DataType.Timestamp(precision).NotNull());
    }

    private static Expression Cast(Expression operand, DataType type)
    {
        if (operand is not LiteralExpression literal) return new CastExpression(operand, type.WithNullable(operand.Type.IsNullable), false);
        type = type.WithNullable(literal.Value is null);
        object? value = literal.Value;
        if (value is string text && type.Root == TypeRoot.Char) value = text.PadRight(type.Precision);
        if (value is null || value is string || literal.Type.IsTimestamp) return new LiteralExpression(value, type);
        double number = value is bool ? 0 : literal.Type.Root == TypeRoot.Decimal
            ? (double)Convert.ToDecimal(value, CultureInfo.InvariantCulture) / Math.Pow(10, literal.Type.Scale) : Convert.ToDouble(value);
        return new LiteralExpression(type.Root switch
        {
            TypeRoot.TinyInt => (sbyte)number,
            TypeRoot.SmallInt => (short)number,
            TypeRoot.Int => (int)number,
            TypeRoot.BigInt => (long)number,
            TypeRoot.Float => (float)number,
            TypeRoot.Double => number,
            TypeRoot.Decimal when type.Precision <= 18 => (long)Math.Round((decimal)number * (decimal)Math.Pow(10, type.Scale)),
            TypeRoot.Decimal => (Int128)Math.Round((decimal)number * (decimal)Math.Pow(10, type.Scale)),
            _ => value,
        }, type);
    }

    private static DataType Type(SqlTypeName name)
    {
        int precision = name.Precision ?? 0;
        DataType type = name.Name switch
        {
            "STRING" => DataType.String,
            "VARCHAR" => DataType.VarChar(name.Precision ?? DataType.MaxLength),
            "CHAR" => DataType.Char(name.Precision ?? 1),
            "BYTES" => DataType.Bytes,
            "BOOLEAN" => DataType.Boolean,
            "TINYINT" => DataType.TinyInt,
            "SMALLINT" => DataType.SmallInt,
            "INT" => DataType.Int,
            "BIGINT" => DataType.BigInt,
            "FLOAT" => DataType.Float,
            "DOUBLE" => DataType.Double,
            "DECIMAL" => DataType.Decimal(precision, name.Scale ?? 0),
            "DATE" => DataType.Date,
            "TIMESTAMP" => DataType.Timestamp(name.Precision ?? 6),
            "ARRAY" => DataType.Array(Type(name.Arguments[0])),
            "MAP" => DataType.Map(Type(name.Arguments[0]), Type(name.Arguments[1])),
            "ROW" => DataType.Row([.. name.Fields.Select(f => f.Name)], [.. name.Fields.Select(f => Type(f.Type))]),
            _ => throw new NotSupportedException(name.Name),
        };
        return name.IsNotNull ? type.NotNull() : type;
    }
}
