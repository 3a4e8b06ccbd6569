using ActorStream.Expressions;
using ActorStream.Expressions.Functions;
using ActorStream.Sql.Syntax;
using ActorStream.Types;

namespace ActorStream.Sql;

/// <summary>Expressions: names are resolved, operators become calls of functions, types are aligned.</summary>
internal sealed partial class Binder
{
    /// <summary>Binds an expression over the columns of a scope.</summary>
    public Expression Bind(SqlExpression expression, Scope scope)
    {
        Expression bound = BindAny(expression, scope);
        return bound.Size <= MaxExpressionSize ? bound : throw SqlException.Validation(
            expression.Position, $"The expression needs more than {MaxExpressionSize} evaluations for a row.",
            "Operands of NULLIF, of a simple CASE and of BETWEEN SYMMETRIC are evaluated several times: nest fewer of them.");
    }

    private Expression BindAny(SqlExpression expression, Scope scope) => expression switch
    {
        SqlNull => new LiteralExpression(null, DataType.Null),
        SqlBoolean { Value: null } => new LiteralExpression(null, DataType.Boolean),
        SqlBoolean boolean => new LiteralExpression(boolean.Value, DataType.Boolean.NotNull()),
        SqlNumber number => LiteralBinder.Number(number, isNegative: false),
        SqlString text => LiteralBinder.Text(text),
        SqlBinary binary => LiteralBinder.Binary(binary),
        SqlDateTime time => BindDateTime(time),
        SqlInterval interval => LiteralBinder.Interval(interval),
        SqlIntervalExpression interval => BindInterval(interval, scope),
        SqlIdentifier name => BindName(name, scope),
        SqlUnary unary => BindUnary(unary, scope),
        SqlBinaryOperation operation => BindOperation(operation, scope),
        SqlChain chain => BindChain(chain, scope),
        SqlCast cast => BindCast(cast, scope),
        SqlCase choice => BindCase(choice, scope),
        SqlCall call => BindCall(call, scope),
        SqlJsonCall json => BindJson(json, scope),
        _ => BindPredicate(expression, scope),
    };

    private Expression BindPredicate(SqlExpression expression, Scope scope) => expression switch
    {
        SqlIs test => BindIs(test, scope),
        SqlDistinctFrom distinct => Call(
            distinct, distinct.IsNegated ? "IS NOT DISTINCT FROM" : "IS DISTINCT FROM", Bind(distinct.Left, scope),
            Bind(distinct.Right, scope)),
        SqlBetween between => BindBetween(between, scope),
        SqlIn list => Call(
            list, list.IsNegated ? "NOT IN" : "IN", [Bind(list.Operand, scope), .. list.Items.Select(i => Bind(i, scope))]),
        SqlLike like => BindLike(like, scope),
        SqlRow row => Call(row, "ROW", [.. row.Items.Select(i => Bind(i, scope))]),
        SqlCollection collection => Call(
            collection, collection.Kind.ToString().ToUpperInvariant(), [.. collection.Items.Select(i => Bind(i, scope))]),
        SqlItem item => Call(item, "ITEM", Bind(item.Collection, scope), BindTyped(item.Index, scope)),
        SqlField field => BindField(Bind(field.Row, scope), field.Name, field.Position),
        SqlDateTimeDifference difference => BindDifference(difference, scope),
        SqlInQuery query => throw SqlException.NotSupported(query.Position, "IN with a query"),
        SqlExists exists => throw SqlException.NotSupported(exists.Position, exists.IsUnique ? "UNIQUE with a query" : "EXISTS"),
        SqlSubquery subquery => throw SqlException.NotSupported(subquery.Position, "A query as a value"),
        SqlCollectionQuery query => throw SqlException.NotSupported(query.Position, "A collection made of a query"),
        SqlQuantified quantified => BindQuantified(quantified, scope),
        SqlNamedOperation { Operator: "OVERLAPS" } overlaps => BindOverlaps(overlaps, scope),
        SqlNamedOperation operation => throw SqlException.NotSupported(operation.Position, $"The operator {operation.Operator}"),
        SqlDefault literal => throw SqlException.NotSupported(literal.Position, "DEFAULT"),
        SqlStar star => throw SqlException.Validation(star.Position, "A star stands where one value is expected.", null),
        SqlSymbol symbol => throw SqlException.Validation(symbol.Position, $"The word {symbol.Name} stands where a value is expected.",
            null),
        _ => throw SqlException.Validation(expression.Position, "A table or named argument stands where a value is expected.", null),
    };

    /// <summary>Binds a condition: BOOLEAN, or NULL.</summary>
    public Expression BindCondition(SqlExpression expression, Scope scope, string clause)
    {
        Expression condition = Bind(expression, scope);
        if (condition.Type.Root == TypeRoot.Null)
        {
            return new LiteralExpression(null, DataType.Boolean);
        }

        return condition.Type.Root == TypeRoot.Boolean
            ? condition
            : throw SqlException.Validation(expression.Position, $"{clause} needs a condition of type BOOLEAN, but got {condition.Type}.",
                null);
    }

    private Expression BindDateTime(SqlDateTime time)
    {
        LiteralExpression literal = LiteralBinder.DateTime(time);
        if (!time.IsLocal)
        {
            return literal;
        }

        long micros = (long)literal.Value!;
        var local = new System.DateTime(System.DateTime.UnixEpoch.Ticks + (micros * 10), DateTimeKind.Unspecified);
        TimeSpan offset = _settings.LocalTimeZone.GetUtcOffset(local);
        return new LiteralExpression(micros - (offset.Ticks / 10), literal.Type);
    }

    /// <summary><c>INTERVAL x DAY</c> is x times INTERVAL '1' DAY.</summary>
    private Expression BindInterval(SqlIntervalExpression interval, Scope scope)
    {
        var one = new SqlInterval(interval.Position, "1", false, interval.Qualifier with { End = null });
        return interval.Qualifier.End is null
            ? Call(interval, "*", Bind(interval.Value, scope), LiteralBinder.Interval(one))
            : throw SqlException.Validation(interval.Position, "An interval of an expression has one unit.",
                "Write, for example, INTERVAL x DAY.");
    }

    private Expression BindDifference(SqlDateTimeDifference difference, Scope scope)
    {
        Expression left = Bind(difference.Left, scope);
        Expression right = Bind(difference.Right, scope);
        Expression? bound;
        if (difference.Qualifier.Start is "YEAR" or "MONTH")
        {
            bound = MonthInterval.Instance.Bind([Call(difference, "TIMESTAMPDIFF", Word("MONTH"), right, left)]);
        }
        else
        {
            bound = MomentDifference.Instance.Bind([left, right]);
        }

        return bound ?? throw Mismatch(difference, "-", [left, right], MomentDifference.Instance.Signatures);
    }

    private static Expression BindName(SqlIdentifier name, Scope scope)
    {
        if (name.Parts.Count == 1 && name.Last.Equals("PI", StringComparison.OrdinalIgnoreCase) && !scope.Contains(name.Last))
        {
            return Call(name, "PI");
        }

        (Expression column, int parts) = scope.Resolve(name);
        for (int i = parts; i < name.Parts.Count; i++)
        {
            column = BindField(column, name.Parts[i], name.Position);
        }

        return column;
    }

    /// <summary>A field of a ROW.</summary>
    public static Expression BindField(Expression row, string field, SourcePosition position)
    {
        if (row.Type.Root != TypeRoot.Row)
        {
            throw SqlException.Validation(position, $"Field \"{field}\" is asked of a value of type {row.Type}, which has none.", null);
        }

        int index = -1;
        for (int i = 0; i < row.Type.FieldNames.Count && index < 0; i++)
        {
            index = row.Type.FieldNames[i] == field ? i : -1;
        }

        if (index < 0)
        {
            throw SqlException.Validation(
                position, $"Field \"{field}\" not found in {row.Type}.", Suggestions.Hint(field, row.Type.FieldNames));
        }

        var literal = new LiteralExpression(index, DataType.Int.NotNull());
        return FunctionRegistry.Find("FIELD")?.Bind([row, literal]) ?? throw SqlException.NotSupported(position, "The field of a ROW");
    }

    private Expression BindUnary(SqlUnary unary, Scope scope)
    {
        if (unary.Operator == SqlUnaryOperator.Not)
        {
            return Call(unary, "NOT", BindTyped(unary.Operand, scope));
        }

        bool minus = unary.Operator == SqlUnaryOperator.Minus;
        if (unary.Operand is SqlNumber number)
        {
            return LiteralBinder.Number(number, minus);
        }

        if (unary.Operand is SqlUnary { Operator: SqlUnaryOperator.Minus, Operand: SqlNumber inner })
        {
            return LiteralBinder.Number(inner, !minus);
        }

        Expression operand = Bind(unary.Operand, scope);
        if (minus)
        {
            return Call(unary, "-", operand);
        }

        return operand.Type.IsNumeric || operand.Type.IsInterval ? operand : throw Mismatch(unary, "+", [operand], ["+ NUMERIC"]);
    }

    private Expression BindOperation(SqlBinaryOperation operation, Scope scope)
    {
        string name = OperatorName(operation.Operator);
        Expression left = Bind(operation.Left, scope);
        Expression right = Bind(operation.Right, scope);
        bool arithmetic = operation.Operator <= SqlBinaryOperator.Modulo;
        if (arithmetic && (left.Type.Root == TypeRoot.Null || right.Type.Root == TypeRoot.Null))
        {
            throw IllegalNull(operation.Position);
        }

        return Call(operation, name, left, right);
    }

    private static string OperatorName(SqlBinaryOperator operation) => operation switch
    {
        SqlBinaryOperator.Add => "+",
        SqlBinaryOperator.Subtract => "-",
        SqlBinaryOperator.Multiply => "*",
        SqlBinaryOperator.Divide => "/",
        SqlBinaryOperator.Modulo => "%",
        SqlBinaryOperator.Equal => "=",
        SqlBinaryOperator.NotEqual => "<>",
        SqlBinaryOperator.Less => "<",
        SqlBinaryOperator.LessOrEqual => "<=",
        SqlBinaryOperator.Greater => ">",
        _ => ">=",
    };

    private Expression BindChain(SqlChain chain, Scope scope)
    {
        Expression[] operands = [.. chain.Operands.Select(o => BindTyped(o, scope))];
        return chain.Operator switch
        {
            SqlChainOperator.And => Call(chain, "AND", operands),
            SqlChainOperator.Or => Call(chain, "OR", operands),
            _ => Balanced(chain, operands),
        };
    }

    /// <summary>Halves of halves: a long chain of || stays shallow.</summary>
    private static Expression Balanced(SqlChain chain, ReadOnlySpan<Expression> operands) => operands.Length == 1
        ? operands[0]
        : Call(chain, "||", Balanced(chain, operands[..(operands.Length / 2)]), Balanced(chain, operands[(operands.Length / 2)..]));

    private Expression BindCast(SqlCast cast, Scope scope)
    {
        Expression operand = Bind(cast.Operand, scope);
        DataType type = TypeBinder.Bind(cast.Type).Nullable();
        if (operand.Type.Root == TypeRoot.Null)
        {
            return new LiteralExpression(null, type);
        }

        if (operand.Type.EqualsIgnoringNullability(type))
        {
            return operand;
        }

        if (operand.Type.IsInteger && cast.Type.Interval is { End: null } unit && !cast.IsTry)
        {
            var one = new SqlInterval(cast.Position, "1", false, unit);
            return Call(cast, "*", operand, LiteralBinder.Interval(one));
        }

        if (!Casts.CanCast(operand.Type, type))
        {
            throw SqlException.Validation(
                cast.Position, $"A value of type {operand.Type.Nullable()} cannot be cast to {type}.", CastHint(operand.Type, type));
        }

        return new CastExpression(operand, type.WithNullable(cast.IsTry || operand.Type.IsNullable), cast.IsTry);
    }

    private static string? CastHint(DataType from, DataType to) =>
        from.IsNumeric && to.IsTimestamp ? "Use TO_TIMESTAMP_LTZ(number, 0) for seconds or TO_TIMESTAMP_LTZ(number, 3) for milliseconds."
        : from.IsTimestamp && to.IsNumeric ? "Use UNIX_TIMESTAMP, EXTRACT or TIMESTAMPDIFF."
        : null;

    private Expression BindCase(SqlCase choice, Scope scope)
    {
        Expression? operand = choice.Operand is null ? null : Bind(choice.Operand, scope);
        var conditions = new List<Expression>();
        var results = new List<Expression>();
        foreach (SqlWhen when in choice.Whens)
        {
            Expression[] tests =
            [
                .. when.Conditions.Select(c => operand is null
                    ? BindCondition(c, scope, "CASE WHEN")
                    : Call(c, "=", operand, Bind(c, scope))),
            ];
            conditions.Add(tests.Length == 1 ? tests[0] : Call(when, "OR", tests));
            results.Add(Bind(when.Result, scope));
        }

        results.Add(choice.Else is null ? new LiteralExpression(null, DataType.Null) : Bind(choice.Else, scope));
        DataType? type = TypeCoercion.ResultType([.. results.Select(r => r.Type)]);
        if (type is null || type.Root == TypeRoot.Null)
        {
            string types = string.Join(", ", results.Select(r => r.Type.Nullable().ToString()).Distinct());
            throw SqlException.Validation(
                choice.Position,
                type is null ? $"The results of CASE have no common type: {types}." : "Every result of CASE is NULL.",
                "CAST a result to the type that is meant.");
        }

        var children = new List<Expression>();
        for (int i = 0; i < conditions.Count; i++)
        {
            children.Add(conditions[i]);
            children.Add(ImplicitCast.To(results[i], type));
        }

        children.Add(ImplicitCast.To(results[^1], type));
        return CaseExpression.Create(children, type);
    }

    private Expression BindIs(SqlIs test, Scope scope)
    {
        Expression operand = test.Test == SqlIsTest.Null ? Bind(test.Operand, scope) : BindTyped(test.Operand, scope);
        string name = test.Test switch
        {
            SqlIsTest.Null or SqlIsTest.Unknown => "NULL",
            SqlIsTest.True => "TRUE",
            SqlIsTest.False => "FALSE",
            SqlIsTest.JsonValue => "JSON VALUE",
            SqlIsTest.JsonObject => "JSON OBJECT",
            SqlIsTest.JsonArray => "JSON ARRAY",
            SqlIsTest.JsonScalar => "JSON SCALAR",
            _ => throw SqlException.NotSupported(test.Position, test.Test == SqlIsTest.ASet ? "IS A SET" : "IS EMPTY"),
        };
        bool json = name.StartsWith("JSON", StringComparison.Ordinal);
        if (test.Test == SqlIsTest.Unknown && operand.Type.Root is not (TypeRoot.Boolean or TypeRoot.Null))
        {
            throw SqlException.Validation(test.Position, $"IS UNKNOWN needs a value of type BOOLEAN, but got {operand.Type}.",
                "Use IS NULL.");
        }

        return json
            ? Negate(test, test.IsNegated, Call(test, "IS " + name, operand))
            : Call(test, (test.IsNegated ? "IS NOT " : "IS ") + name, operand);
    }

    private Expression BindQuantified(SqlQuantified quantified, Scope scope)
    {
        if (quantified.Items is null)
        {
            throw SqlException.NotSupported(quantified.Position, $"{(quantified.IsAll ? "ALL" : "ANY")} with a query");
        }

        Expression left = Bind(quantified.Left, scope);
        string name = OperatorName(quantified.Operator);
        Expression[] tests = [.. quantified.Items.Select(i => Call(quantified, name, left, Bind(i, scope)))];
        return tests.Length == 1 ? tests[0] : Call(quantified, quantified.IsAll ? "AND" : "OR", tests);
    }

    private Expression BindBetween(SqlBetween between, Scope scope)
    {
        Expression[] sides = AlignTextWithNumbers([Bind(between.Operand, scope), Bind(between.Low, scope), Bind(between.High, scope)]);
        (Expression operand, Expression low, Expression high) = (sides[0], sides[1], sides[2]);
        if (!between.IsSymmetric)
        {
            return Call(between, between.IsNegated ? "NOT BETWEEN" : "BETWEEN", operand, low, high);
        }

        Expression either = Call(between, "OR", Call(between, "BETWEEN", operand, low, high), Call(between, "BETWEEN", operand, high, low));
        return Negate(between, between.IsNegated, either);
    }

    /// <summary>BETWEEN, other than comparisons, takes text beside numbers: the text is cast.</summary>
    private static Expression[] AlignTextWithNumbers(Expression[] sides)
    {
        DataType[] numbers = [.. sides.Select(s => s.Type).Where(t => t.IsNumeric)];
        if (numbers.Length is 0 or 3 || TypeCoercion.CommonType(numbers) is not { } number)
        {
            return sides;
        }

        return [.. sides.Select(s => s.Type.IsText ? new CastExpression(s, number.WithNullable(s.Type.IsNullable), isTry: false) : s)];
    }

    /// <summary>Two periods, each a moment and a moment or length, have a moment in common.</summary>
    private Expression BindOverlaps(SqlNamedOperation overlaps, Scope scope)
    {
        Expression[] Period(SqlExpression period) => period is SqlRow { Items: [var first, var second] }
            ? [Bind(first, scope), Bind(second, scope)]
            : throw SqlException.Validation(period.Position, "OVERLAPS needs two periods.", "Write (start, end) OVERLAPS (start, end).");

        return Call(overlaps, "OVERLAPS", [.. Period(overlaps.Left), .. Period(overlaps.Right)]);
    }

    private Expression BindLike(SqlLike like, Scope scope)
    {
        string name = like.Kind switch
        {
            SqlLikeKind.Like => "LIKE",
            SqlLikeKind.SimilarTo => "SIMILAR TO",
            _ => throw SqlException.NotSupported(like.Position, like.Kind.ToString().ToUpperInvariant(),
                "Use LIKE over UPPER(...), or REGEXP."),
        };
        var arguments = new List<Expression> { BindTyped(like.Operand, scope), BindTyped(like.Pattern, scope) };
        if (like.Escape is not null)
        {
            arguments.Add(Bind(like.Escape, scope));
        }

        return Negate(like, like.IsNegated, Call(like, name, [.. arguments]));
    }

    private static Expression Negate(SqlNode node, bool isNegated, Expression condition) =>
        isNegated ? Call(node, "NOT", condition) : condition;

    /// <summary>An operand that a bare NULL, which has no type, cannot be.</summary>
    private Expression BindTyped(SqlExpression operand, Scope scope) => RefuseNull(Bind(operand, scope), operand.Position);

    private static SqlException IllegalNull(SourcePosition position) =>
        SqlException.Validation(position, "NULL has no type here.", "Write CAST(NULL AS type).");
}
