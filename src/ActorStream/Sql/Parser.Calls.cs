using ActorStream.Sql.Syntax;

namespace ActorStream.Sql;

/// <summary>Function calls, those with a syntax of their own, and what follows them.</summary>
internal sealed partial class Parser
{
    private SqlCall Call(SourcePosition position, List<string> name)
    {
        ExpectSymbol("(");
        var arguments = new List<SqlExpression>();
        bool? distinct = TakeWord("DISTINCT") ? true : TakeWord("ALL") ? false : null;
        if (IsSymbol("*") && IsSymbolAt(1, ")"))
        {
            arguments.Add(new SqlStar(Take().Position, []));
        }
        else if (!IsSymbol(")"))
        {
            do
            {
                arguments.Add(Argument());
            }
            while (TakeSymbol(","));
        }

        ExpectSymbol(")", "\",\" or \")\"");
        return new SqlCall(position, name, arguments) { IsDistinct = distinct, Suffix = CallSuffix() };
    }

    private SqlExpression Argument()
    {
        SourcePosition position = Here;
        if (IsName() && IsSymbolAt(1, "=>"))
        {
            string name = Take().Text;
            Take();
            return new SqlNamedArgument(position, name, ArgumentValue());
        }

        return ArgumentValue();
    }

    private SqlExpression ArgumentValue()
    {
        SourcePosition position = Here;
        if (IsWord("SELECT") || IsWord("WITH"))
        {
            return new SqlSubquery(position, Query());
        }

        if (IsWord("TABLE"))
        {
            Take();
            if (TryQueryInParentheses(out SqlQuery? query))
            {
                return TableArgument(position, null, query);
            }

            bool parenthesis = TakeSymbol("(");
            SqlIdentifier table = QualifiedName("a table name");
            if (parenthesis)
            {
                ExpectSymbol(")");
            }

            return TableArgument(position, table, null);
        }

        if (IsSymbol("(") && IsQueryInParentheses())
        {
            SqlExpression value = Expression();
            return value is SqlSubquery subquery && (IsWord("PARTITION") || IsWord("ORDER"))
                ? TableArgument(position, null, subquery.Query)
                : value;
        }

        return Expression();
    }

    private SqlTableArgument TableArgument(SourcePosition position, SqlIdentifier? table, SqlQuery? query)
    {
        List<SqlExpression> partition = [];
        if (TakeWords("PARTITION", "BY"))
        {
            // Without parentheses one column only, because a comma begins the next argument.
            partition = IsSymbol("(") ? ExpressionsInParentheses() : [Expression()];
        }

        List<SqlOrderItem> order = [];
        if (TakeWords("ORDER", "BY"))
        {
            bool parenthesis = TakeSymbol("(");
            do
            {
                order.Add(OrderItem());
            }
            while (parenthesis && TakeSymbol(","));
            if (parenthesis)
            {
                ExpectSymbol(")");
            }
        }

        return new SqlTableArgument(position, table, query, partition, order);
    }

    private SqlCallSuffix? CallSuffix()
    {
        SqlExpression? filter = null;
        List<SqlOrderItem>? within = null;
        bool? ignoreNulls = null;
        SqlWindow? over = null;
        string? overName = null;
        bool any = false;
        for (; ; any = true)
        {
            if (IsWord("FILTER") && IsSymbolAt(1, "("))
            {
                Take();
                Take();
                ExpectWord("WHERE");
                filter = Expression();
                ExpectSymbol(")");
            }
            else if (TakeWords("WITHIN", "GROUP"))
            {
                ExpectSymbol("(");
                within = OrderBy();
                ExpectSymbol(")");
            }
            else if (TakeWords("IGNORE", "NULLS"))
            {
                ignoreNulls = true;
            }
            else if (TakeWords("RESPECT", "NULLS"))
            {
                ignoreNulls = false;
            }
            else if (TakeWord("OVER"))
            {
                if (IsSymbol("("))
                {
                    over = WindowSpecification(null);
                }
                else
                {
                    overName = Name("a window name");
                }
            }
            else
            {
                return any ? new SqlCallSuffix(filter, within, ignoreNulls, over, overName) : null;
            }
        }
    }

    /// <summary>A call whose arguments have keywords among them, or null for a plain one.</summary>
    private SqlExpression? SpecialCall(Token token)
    {
        string name = token.Text.ToUpperInvariant();
        switch (name)
        {
            case "CAST" or "TRY_CAST":
                return Cast(name == "TRY_CAST");
            case "EXTRACT":
                return Extract();
            case "TRIM":
                return Trim();
            case "SUBSTRING":
                return Substring();
            case "POSITION":
                return PositionCall();
            case "OVERLAY":
                return Overlay();
            case "FLOOR" or "CEIL" or "CEILING":
                return Round(name);
            case "TIMESTAMPADD" or "TIMESTAMPDIFF":
                return TimestampArithmetic(name);
            case "TRANSLATE" or "CONVERT":
                return Call(Take().Position, [name]);
            case "DESCRIPTOR":
                return Descriptor();
            case "JSON_VALUE" or "JSON_QUERY" or "JSON_EXISTS" or "JSON_OBJECT" or "JSON_ARRAY" or "JSON_OBJECTAGG" or "JSON_ARRAYAGG":
                return JsonCall(name);
            default:
                return null;
        }
    }

    private SqlCast Cast(bool isTry)
    {
        SourcePosition position = Take().Position;
        ExpectSymbol("(");
        SqlExpression operand = Expression();
        ExpectWord("AS");
        SqlTypeName type = TypeName();
        ExpectSymbol(")");
        return new SqlCast(position, operand, type, isTry);
    }

    private SqlCall Extract()
    {
        SourcePosition position = Take().Position;
        ExpectSymbol("(");
        SqlSymbol unit = TimeUnit();
        ExpectWord("FROM");
        SqlExpression operand = Expression();
        ExpectSymbol(")");
        return new SqlCall(position, ["EXTRACT"], [unit, operand]);
    }

    private static readonly string[] TimeUnits =
    [
        "MILLENNIUM", "CENTURY", "DECADE", "YEAR", "QUARTER", "MONTH", "WEEK", "DAY", "DOW", "DOY", "ISODOW", "ISOYEAR", "EPOCH",
        "HOUR", "MINUTE", "SECOND", "MILLISECOND", "MICROSECOND", "NANOSECOND", "FRAC_SECOND", "SQL_TSI_YEAR", "SQL_TSI_QUARTER",
        "SQL_TSI_MONTH", "SQL_TSI_WEEK", "SQL_TSI_DAY", "SQL_TSI_HOUR", "SQL_TSI_MINUTE", "SQL_TSI_SECOND", "SQL_TSI_FRAC_SECOND",
        "SQL_TSI_MICROSECOND",
    ];

    private SqlSymbol TimeUnit()
    {
        SourcePosition position = Here;
        string name = Current.Kind == TokenKind.Word ? Current.Text.ToUpperInvariant() : "";
        if (Array.IndexOf(TimeUnits, name) < 0)
        {
            throw Unexpected("a time unit, as YEAR, MONTH, DAY, HOUR, MINUTE or SECOND");
        }

        Take();
        return new SqlSymbol(position, name.StartsWith("SQL_TSI_", StringComparison.Ordinal) ? name[8..] : name);
    }

    private SqlCall Trim()
    {
        SourcePosition position = Take().Position;
        ExpectSymbol("(");
        SourcePosition sidePosition = Here;
        string? side = IsWord("BOTH") || IsWord("LEADING") || IsWord("TRAILING") ? Take().Text.ToUpperInvariant() : null;
        SqlExpression? characters = side is not null && IsWord("FROM") ? null : Expression();
        SqlExpression operand;
        if (side is not null || IsWord("FROM"))
        {
            ExpectWord("FROM");
            operand = Expression();
        }
        else
        {
            operand = characters!;
            characters = null;
        }

        ExpectSymbol(")");
        characters ??= new SqlString(operand.Position, " ");
        return new SqlCall(position, ["TRIM"], [new SqlSymbol(sidePosition, side ?? "BOTH"), characters, operand]);
    }

    private SqlCall Substring()
    {
        SourcePosition position = Take().Position;
        ExpectSymbol("(");
        var arguments = new List<SqlExpression> { Expression() };
        if (TakeWord("FROM"))
        {
            arguments.Add(Expression());
            if (TakeWord("FOR"))
            {
                arguments.Add(Expression());
            }
        }
        else
        {
            while (TakeSymbol(","))
            {
                arguments.Add(Expression());
            }
        }

        ExpectSymbol(")");
        return new SqlCall(position, ["SUBSTRING"], arguments);
    }

    private SqlCall PositionCall()
    {
        SourcePosition position = Take().Position;
        ExpectSymbol("(");
        var arguments = new List<SqlExpression> { Expression(PredicatePower + 1) };
        ExpectWord("IN");
        arguments.Add(Expression());
        if (TakeWord("FROM"))
        {
            arguments.Add(Expression());
        }

        ExpectSymbol(")");
        return new SqlCall(position, ["POSITION"], arguments);
    }

    private SqlCall Overlay()
    {
        SourcePosition position = Take().Position;
        ExpectSymbol("(");
        var arguments = new List<SqlExpression> { Expression() };
        ExpectWord("PLACING");
        arguments.Add(Expression());
        ExpectWord("FROM");
        arguments.Add(Expression());
        if (TakeWord("FOR"))
        {
            arguments.Add(Expression());
        }

        ExpectSymbol(")");
        return new SqlCall(position, ["OVERLAY"], arguments);
    }

    private SqlCall Round(string name)
    {
        SourcePosition position = Take().Position;
        ExpectSymbol("(");
        var arguments = new List<SqlExpression> { Expression() };
        if (TakeWord("TO"))
        {
            arguments.Add(TimeUnit());
        }

        ExpectSymbol(")");
        return new SqlCall(position, [name == "CEILING" ? "CEIL" : name], arguments);
    }

    private SqlCall TimestampArithmetic(string name)
    {
        SourcePosition position = Take().Position;
        ExpectSymbol("(");
        var arguments = new List<SqlExpression> { TimeUnit() };
        ExpectSymbol(",");
        arguments.Add(Expression());
        ExpectSymbol(",");
        arguments.Add(Expression());
        ExpectSymbol(")");
        return new SqlCall(position, [name], arguments);
    }

    private SqlCall Descriptor()
    {
        SourcePosition position = Take().Position;
        return new SqlCall(position, ["DESCRIPTOR"], [.. NameList("a column name")]);
    }
}
