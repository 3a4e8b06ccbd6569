using ActorStream.Sql.Syntax;

namespace ActorStream.Sql;

/// <summary>The JSON functions with their clauses.</summary>
internal sealed partial class Parser
{
    private SqlJsonCall JsonCall(string name)
    {
        SourcePosition position = Take().Position;
        ExpectSymbol("(");
        SqlJsonCall call = name switch
        {
            "JSON_OBJECT" or "JSON_OBJECTAGG" => new SqlJsonCall(position, name, JsonPairs(name == "JSON_OBJECTAGG")),
            "JSON_ARRAY" or "JSON_ARRAYAGG" => new SqlJsonCall(position, name, JsonItems()),
            _ => new SqlJsonCall(position, name, [Expression(), JsonPath()]),
        };
        if (name is "JSON_VALUE" or "JSON_QUERY")
        {
            call = call with { Returning = TakeWord("RETURNING") ? TypeName() : null };
        }

        if (name == "JSON_QUERY")
        {
            call = call with { Wrapper = JsonWrapper() };
        }

        if (name is "JSON_VALUE" or "JSON_QUERY" or "JSON_EXISTS")
        {
            call = JsonBehaviors(call);
        }
        else if (IsWord("NULL") || IsWord("ABSENT"))
        {
            bool keeps = Take().IsWord("NULL");
            ExpectWord("ON");
            ExpectWord("NULL");
            call = call with { KeepsNulls = keeps };
        }

        ExpectSymbol(")");
        return call;
    }

    private SqlExpression JsonPath()
    {
        ExpectSymbol(",");
        return Expression();
    }

    private List<SqlExpression> JsonItems()
    {
        if (IsSymbol(")") || (IsWord("NULL") && IsWordAt(1, "ON")) || IsWord("ABSENT"))
        {
            return [];
        }

        return ExpressionList();
    }

    private List<SqlExpression> JsonPairs(bool single)
    {
        var items = new List<SqlExpression>();
        if (IsSymbol(")") || (IsWord("NULL") && IsWordAt(1, "ON")) || IsWord("ABSENT"))
        {
            return items;
        }

        do
        {
            bool keyword = TakeWord("KEY");
            items.Add(Expression());
            if (!(keyword && TakeSymbol(",")) && !TakeWord("VALUE") && !TakeSymbol(":") && !TakeSymbol(","))
            {
                throw Unexpected("VALUE");
            }

            items.Add(Expression());
        }
        while (!single && TakeSymbol(","));
        return items;
    }

    private string? JsonWrapper()
    {
        string? wrapper = null;
        if (TakeWord("WITHOUT"))
        {
            wrapper = "WITHOUT";
            TakeWord("ARRAY");
            ExpectWord("WRAPPER");
        }
        else if (TakeWord("WITH"))
        {
            wrapper = TakeWord("CONDITIONAL") ? "CONDITIONAL" : "UNCONDITIONAL";
            TakeWord("UNCONDITIONAL");
            TakeWord("ARRAY");
            ExpectWord("WRAPPER");
        }

        return wrapper;
    }

    /// <summary>One or two of <c>NULL | ERROR | DEFAULT e | EMPTY ARRAY | TRUE … ON EMPTY | ERROR</c>.</summary>
    private SqlJsonCall JsonBehaviors(SqlJsonCall call)
    {
        while (!IsSymbol(")"))
        {
            SourcePosition position = Here;
            SqlExpression? value = null;
            string kind;
            if (TakeWord("DEFAULT"))
            {
                kind = "DEFAULT";
                value = Expression();
            }
            else if (TakeWord("EMPTY"))
            {
                kind = TakeWord("OBJECT") ? "EMPTY OBJECT" : "EMPTY ARRAY";
                TakeWord("ARRAY");
            }
            else
            {
                kind = IsWord("NULL") || IsWord("ERROR") || IsWord("TRUE") || IsWord("FALSE") || IsWord("UNKNOWN")
                    ? Take().Text.ToUpperInvariant()
                    : throw Unexpected("NULL, ERROR, DEFAULT or \")\"");
            }

            ExpectWord("ON");
            var behavior = new SqlJsonBehavior(position, kind, value);
            if (call.OnEmpty is null && call.OnError is null && TakeWord("EMPTY"))
            {
                call = call with { OnEmpty = behavior };
            }
            else if (call.OnError is null)
            {
                ExpectWord("ERROR");
                call = call with { OnError = behavior };
            }
            else
            {
                throw SqlException.Parse(position, $"{call.Function} has more than one ON ERROR clause.", "Keep one.");
            }
        }

        return call;
    }
}
