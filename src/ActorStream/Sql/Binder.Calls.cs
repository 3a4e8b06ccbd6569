using ActorStream.Expressions;
using ActorStream.Expressions.Functions;
using ActorStream.Sql.Syntax;

namespace ActorStream.Sql;

/// <summary>Function calls.</summary>
internal sealed partial class Binder
{
    private static readonly HashSet<string> Aggregates = new(StringComparer.OrdinalIgnoreCase)
    {
        "AVG", "COUNT", "SUM", "MIN", "MAX", "COLLECT", "LISTAGG", "STDDEV_POP", "STDDEV_SAMP", "STDDEV", "VAR_POP", "VAR_SAMP",
        "VARIANCE", "FIRST_VALUE", "LAST_VALUE", "ARRAY_AGG", "JSON_OBJECTAGG", "JSON_ARRAYAGG", "APPROX_COUNT_DISTINCT", "SINGLE_VALUE",
        "PERCENTILE", "GROUPING", "GROUPING_ID", "GROUP_ID",
    };

    private static readonly HashSet<string> WindowFunctions = new(StringComparer.OrdinalIgnoreCase)
    {
        "ROW_NUMBER", "RANK", "DENSE_RANK", "PERCENT_RANK", "CUME_DIST", "NTILE", "LAG", "LEAD", "NTH_VALUE",
        "TUMBLE", "HOP", "SESSION", "CUMULATE", "TUMBLE_START", "TUMBLE_END", "TUMBLE_ROWTIME", "TUMBLE_PROCTIME", "HOP_START", "HOP_END",
        "HOP_ROWTIME", "HOP_PROCTIME", "SESSION_START", "SESSION_END", "SESSION_ROWTIME", "SESSION_PROCTIME",
    };

    /// <summary>The functions that take a bare NULL, beside those of arrays; to others it must be cast, as in Flink.</summary>
    private static readonly HashSet<string> UntypedNull = new(StringComparer.Ordinal)
    {
        "BTRIM", "COALESCE", "ELT", "ENDSWITH", "IFNULL", "JSON_QUOTE", "JSON_UNQUOTE", "NULLIF", "PRINTF",
        "REGEXP_COUNT", "REGEXP_EXTRACT_ALL", "REGEXP_INSTR", "REGEXP_SUBSTR", "SPLIT", "STARTSWITH", "TO_TIMESTAMP_LTZ", "UNHEX",
        "URL_DECODE", "URL_ENCODE",
    };

    /// <summary>Binds a call of a function or operator by name.</summary>
    private static Expression Call(SqlNode node, string name, params Expression[] arguments)
    {
        ScalarFunction function = FunctionRegistry.Find(name)
            ?? throw SqlException.NotSupported(node.Position, $"The {(char.IsLetter(name[0]) ? "function" : "operator")} {name}");
        return function.Bind(arguments) ?? throw Mismatch(node, name, arguments, function.Signatures);
    }

    private static SqlException Mismatch(SqlNode node, string name, IReadOnlyList<Expression> arguments, IReadOnlyList<string> signatures)
    {
        string types = arguments.Count == 0 ? "no arguments" : string.Join(", ", arguments.Select(a => a.Type.Nullable().ToString()));
        bool isOperator = !char.IsLetter(name[0]) || name is "AND" or "OR" or "NOT" or "IN" or "LIKE"
            || name.Contains(' ', StringComparison.Ordinal);
        return SqlException.Validation(
            node.Position,
            $"{(isOperator ? "Operator" : "Function")} {name} does not take {types}.",
            signatures.Count == 0 ? null : $"It takes {string.Join(" or ", signatures)}.");
    }

    private static bool TakesUntypedNull(string function) =>
        function.StartsWith("ARRAY_", StringComparison.Ordinal) || UntypedNull.Contains(function);

    private static LiteralExpression Word(string word) => new(word, DataType.Char(word.Length).NotNull());

    private Expression BindCall(SqlCall call, Scope scope, bool isWithinJson = false)
    {
        string name = call.FunctionName;
        if (call.Suffix is { } suffix)
        {
            throw SqlException.NotSupported(
                call.Position, suffix.Over is not null || suffix.OverName is not null ? $"{name.ToUpperInvariant()} with OVER"
                    : Aggregation(name));
        }

        if (call.Name.Count == 1 && name.Equals("TYPEOF", StringComparison.OrdinalIgnoreCase) && call.Arguments.Count is 1 or 2)
        {
            return BindTypeOf(call, scope);
        }

        ScalarFunction? function = call.Name.Count == 1 ? FunctionRegistry.Find(name) : null;
        if (function is null || call.IsDistinct is not null || call.Arguments is [SqlStar])
        {
            throw FunctionNotFound(call);
        }

        Expression[] arguments =
        [
            .. call.Arguments.Select(a => a is SqlSymbol symbol ? Word(symbol.Name)
                : Bind(a is SqlNamedArgument named ? named.Value : a, scope)),
        ];
        if (function.Name == "JSON" && !isWithinJson)
        {
            throw SqlException.Validation(call.Position, "JSON(text) stands outside of JSON_OBJECT and JSON_ARRAY.",
                "Leave JSON(…) out: its text is JSON already.");
        }

        if (arguments.Any(a => a.Type.Root == TypeRoot.Null) && !TakesUntypedNull(function.Name))
        {
            throw IllegalNull(call.Position);
        }

        return function.Bind(arguments) ?? throw Mismatch(call, function.Name, arguments, function.Signatures);
    }

    /// <summary>TYPEOF is known when the statement is bound; a second argument TRUE asks for the long form.</summary>
    private LiteralExpression BindTypeOf(SqlCall call, Scope scope)
    {
        Expression argument = Bind(call.Arguments[0], scope);
        DataType type = argument is CallExpression { Function: NullIfFunction } nullIf ? NullIfFunction.ShownType(nullIf) : argument.Type;
        bool full = call.Arguments.Count == 2 && call.Arguments[1] is SqlBoolean { Value: true };
        return new LiteralExpression(full ? TableText.Type(type) : type.ToString(), DataType.String.NotNull());
    }

    private static SqlException FunctionNotFound(SqlCall call)
    {
        string name = call.FunctionName;
        if (Aggregates.Contains(name))
        {
            return SqlException.NotSupported(call.Position, Aggregation(name));
        }

        if (WindowFunctions.Contains(name))
        {
            return SqlException.NotSupported(call.Position, $"The window function {name.ToUpperInvariant()}");
        }

        return SqlException.Validation(
            call.Position, $"Function \"{string.Join('.', call.Name)}\" not found.",
            Suggestions.Hint(name, Functions));
    }

    /// <summary>Names of functions, without the words that are operators.</summary>
    private static IEnumerable<string> Functions =>
        FunctionRegistry.Names.Where(n => !Keywords.IsReserved(n) || Keywords.IsFunction(n)).Append("typeof").Concat(Aggregates);

    private static string Aggregation(string name) => $"The aggregate function {name.ToUpperInvariant()}";

    /// <summary>A key or value of JSON_OBJECT, or an item of JSON_ARRAY.</summary>
    private Expression BindJsonPart(SqlExpression part, Scope scope) =>
        part is SqlCall call ? BindCall(call, scope, isWithinJson: true) : Bind(part, scope);

    private Expression BindJson(SqlJsonCall call, Scope scope)
    {
        var arguments = new List<Expression>();
        bool buildsJson = call.Function is "JSON_OBJECT" or "JSON_ARRAY";
        IEnumerable<Expression> bound = call.Arguments.Select(a => buildsJson ? BindJsonPart(a, scope) : BindTyped(a, scope));
        var none = new LiteralExpression(null, DataType.Null);
        switch (call.Function)
        {
            case "JSON_OBJECT" or "JSON_ARRAY":
                bool keeps = call.KeepsNulls ?? call.Function == "JSON_OBJECT";
                arguments = [Word(keeps ? "NULL" : "ABSENT"), .. bound];
                break;
            case "JSON_EXISTS":
                arguments = [.. bound, Word(call.OnError?.Kind ?? "FALSE")];
                break;
            case "JSON_VALUE":
                arguments.AddRange(bound);
                arguments.Add(Word(call.OnEmpty?.Kind ?? "NULL"));
                arguments.Add(call.OnEmpty?.Default is { } empty ? Bind(empty, scope) : none);
                arguments.Add(Word(call.OnError?.Kind ?? "NULL"));
                arguments.Add(call.OnError?.Default is { } error ? Bind(error, scope) : none);
                break;
            case "JSON_QUERY":
                arguments.AddRange(bound);
                arguments.Add(Word(call.Wrapper ?? "WITHOUT"));
                arguments.Add(Word(call.OnEmpty?.Kind ?? "NULL"));
                arguments.Add(Word(call.OnError?.Kind ?? "NULL"));
                break;
            default:
                throw SqlException.NotSupported(call.Position, Aggregation(call.Function));
        }

        if (call.Returning is not null)
        {
            arguments.Add(new LiteralExpression(null, TypeBinder.Bind(call.Returning).Nullable()));
        }

        return Call(call, call.Function, [.. arguments]);
    }
}
