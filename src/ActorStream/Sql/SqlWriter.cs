using System.Diagnostics;
using System.Text;
using ActorStream.Sql.Syntax;

namespace ActorStream.Sql;

/// <summary>
/// Syntax back to text, with every name quoted and every operator in parentheses where it needs them. The text parses to the same
/// tree; views, computed columns and EXPLAIN show it.
/// </summary>
internal sealed partial class SqlWriter
{
    private readonly StringBuilder _text = new();
    private readonly ViewNames? _names;

    private SqlWriter(ViewNames? names = null) => _names = names;

    /// <summary>What stands between clauses: the text of a view has lines.</summary>
    private string Break => _names is null ? " " : "\n";

    public static string Write(SqlExpression expression) => new SqlWriter().Add(expression)._text.ToString();

    public static string Write(SqlQueryBody query) => new SqlWriter().AddBody(query)._text.ToString();

    /// <summary>A view's query, with full names and a line a clause, as Flink writes it.</summary>
    public static string Write(SqlQuery query, ViewNames names) => new SqlWriter(names).AddBody(query)._text.ToString();

    public static string Write(SqlTypeName type) => new SqlWriter().Add(type)._text.ToString();

    public static string Quote(string name) => $"`{name.Replace("`", "``", StringComparison.Ordinal)}`";

    public static string Quote(IEnumerable<string> parts) => string.Join('.', parts.Select(Quote));

    public static string QuoteString(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private SqlWriter Add(string text)
    {
        _text.Append(text);
        return this;
    }

    private SqlWriter AddList<T>(IEnumerable<T> items, Action<T> write, string separator = ", ")
    {
        bool first = true;
        foreach (T item in items)
        {
            if (!first)
            {
                Add(separator);
            }

            first = false;
            write(item);
        }

        return this;
    }

    private SqlWriter AddList(IEnumerable<SqlExpression> items) => AddList(items, i => Add(i));

    /// <summary>An operand: in parentheses where its operator binds less than is needed.</summary>
    private SqlWriter AddOperand(SqlExpression expression, int power = int.MaxValue) =>
        Power(expression) >= power ? Add(expression) : Add("(").Add(expression).Add(")");

    /// <summary>How strongly an expression holds together; names, literals and calls hold in any place.</summary>
    private static int Power(SqlExpression expression) => expression switch
    {
        SqlBinaryOperation operation => Power(operation.Operator),
        SqlChain { Operator: SqlChainOperator.Concat } => 60,
        SqlUnary { Operator: SqlUnaryOperator.Not } => 26,
        SqlUnary => 80,
        SqlChain { Operator: SqlChainOperator.And } => 24,
        SqlChain { Operator: SqlChainOperator.Or } => 22,
        SqlNull or SqlBoolean or SqlNumber or SqlString or SqlBinary or SqlDateTime or SqlInterval or SqlIdentifier or SqlCall
            or SqlJsonCall or SqlCast or SqlCase or SqlRow or SqlCollection or SqlItem or SqlField or SqlSubquery
            or SqlCollectionQuery or SqlExists
            or SqlDateTimeDifference => int.MaxValue,
        SqlIs or SqlBetween or SqlIn or SqlLike or SqlDistinctFrom => 28,
        _ => 0,
    };

    private static int Power(SqlBinaryOperator operation) => operation switch
    {
        SqlBinaryOperator.Add or SqlBinaryOperator.Subtract => 40,
        SqlBinaryOperator.Multiply or SqlBinaryOperator.Divide or SqlBinaryOperator.Modulo => 60,
        _ => 30,
    };

    private static string Sign(SqlBinaryOperator operation) => operation switch
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

    private SqlWriter Add(SqlExpression expression)
    {
        switch (expression)
        {
            case SqlNull:
                return Add("NULL");
            case SqlDefault:
                return Add("DEFAULT");
            case SqlBoolean boolean:
                return Add(boolean.Value switch { true => "TRUE", false => "FALSE", null => "UNKNOWN" });
            case SqlNumber number:
                return Add(number.Text);
            case SqlString text:
                return Add(QuoteString(text.Value));
            case SqlBinary binary:
                return Add("X'").Add(binary.Hex).Add("'");
            case SqlDateTime time:
                Add(time.Kind.ToString().ToUpperInvariant()).Add(time.IsLocal ? " WITH LOCAL TIME ZONE " : " ");
                return Add(QuoteString(time.Text));
            case SqlInterval interval:
                Add(interval.IsNegative ? "INTERVAL -" : "INTERVAL ").Add(QuoteString(interval.Text));
                return Add(" ").Add(interval.Qualifier);
            case SqlIntervalExpression interval:
                return Add("INTERVAL (").Add(interval.Value).Add(") ").Add(interval.Qualifier);
            case SqlIdentifier name:
                return Add(Quote(_names?.Column(name) ?? name.Parts));
            case SqlStar star:
                return Add(star.Qualifier.Count == 0 ? "*" : Quote(star.Qualifier) + ".*");
            case SqlSymbol symbol:
                return Add(symbol.Name);
            case SqlUnary unary:
                string sign = unary.Operator switch { SqlUnaryOperator.Not => "NOT ", SqlUnaryOperator.Plus => "+ ", _ => "- " };
                return Add(sign).AddOperand(unary.Operand, unary.Operator == SqlUnaryOperator.Not ? 26 : 80);
            case SqlBinaryOperation operation:
                int power = Power(operation.Operator);
                return AddOperand(operation.Left, power).Add($" {Sign(operation.Operator)} ").AddOperand(operation.Right, power + 1);
            case SqlChain chain:
                string keyword = chain.Operator switch { SqlChainOperator.And => " AND ", SqlChainOperator.Or => " OR ", _ => " || " };
                int needed = chain.Operator switch { SqlChainOperator.And => 25, SqlChainOperator.Or => 23, _ => 61 };
                return AddList(chain.Operands, o => AddOperand(o, needed), keyword);
            default:
                return AddPredicate(expression);
        }
    }

    private SqlWriter AddPredicate(SqlExpression expression)
    {
        switch (expression)
        {
            case SqlIs test:
                string what = test.Test switch
                {
                    SqlIsTest.JsonValue => "JSON VALUE",
                    SqlIsTest.JsonObject => "JSON OBJECT",
                    SqlIsTest.JsonArray => "JSON ARRAY",
                    SqlIsTest.JsonScalar => "JSON SCALAR",
                    SqlIsTest.ASet => "A SET",
                    _ => test.Test.ToString().ToUpperInvariant(),
                };
                return AddOperand(test.Operand, 28).Add(test.IsNegated ? " IS NOT " : " IS ").Add(what);
            case SqlDistinctFrom distinct:
                return AddOperand(distinct.Left, 31).Add(distinct.IsNegated ? " IS NOT DISTINCT FROM " : " IS DISTINCT FROM ")
                    .AddOperand(distinct.Right, 31);
            case SqlBetween between:
                return AddOperand(between.Operand, 33).Add(between.IsNegated ? " NOT BETWEEN " : " BETWEEN ")
                    .Add(between.IsSymmetric ? "SYMMETRIC " : "ASYMMETRIC ").AddOperand(between.Low, 33).Add(" AND ")
                    .AddOperand(between.High, 33);
            case SqlIn list:
                return AddOperand(list.Operand, 33).Add(list.IsNegated ? " NOT IN (" : " IN (").AddList(list.Items).Add(")");
            case SqlInQuery query:
                return AddOperand(query.Operand, 33).Add(query.IsNegated ? " NOT IN " : " IN ").AddQuery(query.Query);
            case SqlLike like:
                string kind = like.Kind == SqlLikeKind.SimilarTo ? "SIMILAR TO" : like.Kind.ToString().ToUpperInvariant();
                AddOperand(like.Operand, 33).Add(like.IsNegated ? $" NOT {kind} " : $" {kind} ").AddOperand(like.Pattern, 33);
                return like.Escape is null ? this : Add(" ESCAPE ").AddOperand(like.Escape, 33);
            case SqlQuantified quantified:
                AddOperand(quantified.Left).Add($" {Sign(quantified.Operator)} ").Add(quantified.IsAll ? "ALL " : "SOME ");
                return quantified.Query is not null ? AddQuery(quantified.Query) : Add("(").AddList(quantified.Items!).Add(")");
            case SqlNamedOperation named:
                string name = named.Operator is "MEMBER" or "SUBMULTISET" ? named.Operator + " OF" : named.Operator;
                return AddOperand(named.Left).Add($" {name} ").AddOperand(named.Right);
            case SqlExists exists:
                return Add(exists.IsUnique ? "UNIQUE " : "EXISTS ").AddQuery(exists.Query);
            default:
                return AddCompound(expression);
        }
    }

    private SqlWriter AddCompound(SqlExpression expression)
    {
        switch (expression)
        {
            case SqlSubquery subquery:
                return AddQuery(subquery.Query);
            case SqlCase choice:
                return AddCase(choice);
            case SqlCast cast:
                return Add(cast.IsTry ? "TRY_CAST(" : "CAST(").Add(cast.Operand).Add(" AS ").Add(cast.Type).Add(")");
            case SqlNamedArgument argument:
                return Add(Quote(argument.Name)).Add(" => ").Add(argument.Value);
            case SqlTableArgument table:
                return AddTableArgument(table);
            case SqlCall call:
                return AddCall(call);
            case SqlJsonCall json:
                return AddJson(json);
            case SqlRow row:
                return Add("ROW(").AddList(row.Items).Add(")");
            case SqlCollection collection:
                return Add(collection.Kind.ToString().ToUpperInvariant()).Add("[").AddList(collection.Items).Add("]");
            case SqlCollectionQuery collection:
                return Add(collection.Kind.ToString().ToUpperInvariant()).AddQuery(collection.Query);
            case SqlDateTimeDifference difference:
                return Add("(").AddOperand(difference.Left).Add(" - ").AddOperand(difference.Right).Add(") ").Add(difference.Qualifier);
            case SqlItem item:
                return AddOperand(item.Collection).Add("[").Add(item.Index).Add("]");
            case SqlField field:
                return Add("(").Add(field.Row).Add(").").Add(Quote(field.Name));
            default:
                throw new UnreachableException($"No text for {expression.GetType().Name}.");
        }
    }

    private SqlWriter AddCase(SqlCase choice)
    {
        Add("CASE");
        if (choice.Operand is not null)
        {
            Add(" ").Add(choice.Operand);
        }

        foreach (SqlWhen when in choice.Whens)
        {
            Add(" WHEN ").AddList(when.Conditions).Add(" THEN ").Add(when.Result);
        }

        return choice.Else is null ? Add(" ELSE NULL END") : Add(" ELSE ").Add(choice.Else).Add(" END");
    }

    private SqlWriter AddTableArgument(SqlTableArgument table)
    {
        Add("TABLE ");
        _ = table.Table is not null ? Add(Quote(table.Table.Parts)) : AddQuery(table.Query!);
        if (table.PartitionBy.Count > 0)
        {
            Add(" PARTITION BY (").AddList(table.PartitionBy).Add(")");
        }

        return table.OrderBy.Count == 0 ? this : Add(" ORDER BY (").AddOrder(table.OrderBy).Add(")");
    }

    private SqlWriter AddCall(SqlCall call)
    {
        string name = call.Name.Count > 1 ? Quote(call.Name) : call.FunctionName;
        bool plain = call.Name.Count > 1 || IsPlainName(name);
        if (!call.HasParentheses)
        {
            return Add(name.ToUpperInvariant());
        }

        string special = name.ToUpperInvariant();
        if (special is "EXTRACT" or "TRIM" or "POSITION" or "OVERLAY" && AddSpecial(special, call.Arguments))
        {
            return this;
        }

        Add(plain ? name : Quote(name)).Add("(").Add(call.IsDistinct switch { true => "DISTINCT ", false => "ALL ", null => "" });
        if (special is "FLOOR" or "CEIL" && call.Arguments is [var operand, SqlSymbol unit])
        {
            Add(operand).Add(" TO ").Add(unit);
        }
        else
        {
            AddList(call.Arguments);
        }

        Add(")");
        return call.Suffix is null ? this : AddSuffix(call.Suffix);
    }

    private static bool IsPlainName(string name) =>
        (char.IsLetter(name[0]) || name[0] == '_') && name.All(c => char.IsLetterOrDigit(c) || c == '_');

    private bool AddSpecial(string name, IReadOnlyList<SqlExpression> arguments)
    {
        switch (name, arguments)
        {
            case ("EXTRACT", [SqlSymbol unit, var operand]):
                Add("EXTRACT(").Add(unit).Add(" FROM ").Add(operand).Add(")");
                return true;
            case ("TRIM", [SqlSymbol side, var characters, var operand]):
                Add("TRIM(").Add(side).Add(" ").Add(characters).Add(" FROM ").Add(operand).Add(")");
                return true;
            case ("POSITION", { Count: >= 2 }):
                Add("POSITION(").AddOperand(arguments[0]).Add(" IN ").Add(arguments[1]);
                AddList(arguments.Skip(2), f => Add(" FROM ").Add(f)).Add(")");
                return true;
            case ("OVERLAY", { Count: >= 3 }):
                Add("OVERLAY(").Add(arguments[0]).Add(" PLACING ").Add(arguments[1]).Add(" FROM ").Add(arguments[2]);
                AddList(arguments.Skip(3), l => Add(" FOR ").Add(l)).Add(")");
                return true;
            default:
                return false;
        }
    }

    private SqlWriter AddSuffix(SqlCallSuffix suffix)
    {
        if (suffix.IgnoreNulls is not null)
        {
            Add(suffix.IgnoreNulls.Value ? " IGNORE NULLS" : " RESPECT NULLS");
        }

        if (suffix.WithinGroup is not null)
        {
            Add(" WITHIN GROUP (ORDER BY ").AddOrder(suffix.WithinGroup).Add(")");
        }

        if (suffix.Filter is not null)
        {
            Add(" FILTER (WHERE ").Add(suffix.Filter).Add(")");
        }

        return suffix.Over is not null ? Add(" OVER ").Add(suffix.Over)
            : suffix.OverName is not null ? Add(" OVER ").Add(Quote(suffix.OverName))
            : this;
    }

    private SqlWriter AddJson(SqlJsonCall call)
    {
        Add(call.Function).Add("(");
        if (call.Function is "JSON_OBJECT" or "JSON_OBJECTAGG")
        {
            AddList(call.Arguments.Chunk(2), p => Add("KEY ").Add(p[0]).Add(" VALUE ").Add(p[1]));
        }
        else
        {
            AddList(call.Arguments);
        }

        if (call.Returning is not null)
        {
            Add(" RETURNING ").Add(call.Returning);
        }

        Add(call.Wrapper switch { null => "", "WITHOUT" => " WITHOUT ARRAY WRAPPER", _ => $" WITH {call.Wrapper} ARRAY WRAPPER" });
        AddBehavior(call.OnEmpty, " ON EMPTY").AddBehavior(call.OnError, " ON ERROR");
        return Add(call.KeepsNulls switch { null => "", true => " NULL ON NULL", false => " ABSENT ON NULL" }).Add(")");
    }

    private SqlWriter AddBehavior(SqlJsonBehavior? behavior, string when)
    {
        if (behavior is null)
        {
            return this;
        }

        Add(" ").Add(behavior.Kind);
        return behavior.Default is null ? Add(when) : Add(" ").Add(behavior.Default).Add(when);
    }
}
