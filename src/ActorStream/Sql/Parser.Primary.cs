using System.Diagnostics.CodeAnalysis;
using ActorStream.Sql.Syntax;

namespace ActorStream.Sql;

/// <summary>Operands: literals, names, parentheses, constructors.</summary>
internal sealed partial class Parser
{
    private int[]? _closing;

    /// <summary>For each opening parenthesis the index of the one that closes it, or the last token.</summary>
    private int[] Closing()
    {
        if (_closing is not null)
        {
            return _closing;
        }

        _closing = new int[_tokens.Count];
        Array.Fill(_closing, _tokens.Count - 1);
        var open = new Stack<int>();
        for (int i = 0; i < _tokens.Count; i++)
        {
            if (_tokens[i].IsSymbol("("))
            {
                open.Push(i);
            }
            else if (_tokens[i].IsSymbol(")") && open.TryPop(out int start))
            {
                _closing[start] = i;
            }
        }

        return _closing;
    }

    /// <summary>Whether the parenthesis here holds a query and nothing else, seen without parsing it.</summary>
    private bool IsQueryInParentheses()
    {
        int[] closing = Closing();
        for (int i = _next; i < _tokens.Count && i - _next <= MaxDepth && _tokens[i].IsSymbol("("); i++)
        {
            if (i > _next && !EndsQuery(_tokens[Math.Min(closing[i] + 1, _tokens.Count - 1)]))
            {
                return false;
            }

            Token inner = _tokens[Math.Min(i + 1, _tokens.Count - 1)];
            if (inner.IsWord("SELECT") || inner.IsWord("WITH") || inner.IsWord("VALUES") || inner.IsWord("TABLE"))
            {
                return true;
            }
        }

        return false;
    }

    private static bool EndsQuery(Token token) =>
        token.IsSymbol(")") || token.IsWord("UNION") || token.IsWord("INTERSECT") || token.IsWord("EXCEPT") || token.IsWord("ORDER")
        || token.IsWord("LIMIT") || token.IsWord("OFFSET") || token.IsWord("FETCH") || token.IsWord("MINUS");

    private bool TryQueryInParentheses([NotNullWhen(true)] out SqlQuery? query)
    {
        query = null;
        if (!IsQueryInParentheses())
        {
            return false;
        }

        Take();
        query = Query();
        ExpectSymbol(")");
        return true;
    }

    private SqlExpression Primary()
    {
        Token token = Current;
        switch (token.Kind)
        {
            case TokenKind.Number:
                Take();
                return new SqlNumber(token.Position, token.Text, false);
            case TokenKind.ApproximateNumber:
                Take();
                return new SqlNumber(token.Position, token.Text, true);
            case TokenKind.String:
                return StringExpression();
            case TokenKind.Binary:
                Take();
                return new SqlBinary(token.Position, token.Text);
            case TokenKind.QuotedName:
                return NameOrCall();
            case TokenKind.Symbol when token.Text == "(":
                return Parenthesis();
            case TokenKind.Word:
                return Keyword(token) ?? (IsName() || Keywords.IsFunction(token.Text) && IsSymbolAt(1, "(")
                    ? NameOrCall()
                    : throw Unexpected("an expression"));
            default:
                throw Unexpected("an expression");
        }
    }

    /// <summary>Strings that follow each other on lines of their own are one string.</summary>
    private SqlString StringExpression()
    {
        Token first = Take();
        string text = first.Text;
        int line = first.Position.Line;
        while (Current.Kind == TokenKind.String)
        {
            if (Here.Line == line)
            {
                throw SqlException.Parse(Here, "A string is followed by another on the same line.", "Join strings with ||.");
            }

            line = Here.Line;
            text += Take().Text;
        }

        return new SqlString(first.Position, text);
    }

    private SqlExpression Parenthesis()
    {
        SourcePosition position = Here;
        if (TryQueryInParentheses(out SqlQuery? query))
        {
            return new SqlSubquery(position, query);
        }

        List<SqlExpression> items = ExpressionsInParentheses();
        if (items.Count > 1)
        {
            return new SqlRow(position, items);
        }

        return items[0] is SqlBinaryOperation { Operator: SqlBinaryOperator.Subtract } difference && IsIntervalUnit()
            ? new SqlDateTimeDifference(difference.Position, difference.Left, difference.Right, IntervalQualifier())
            : items[0];
    }

    /// <summary>An expression that a keyword begins, or null where the word is a name or a plain function.</summary>
    private SqlExpression? Keyword(Token token)
    {
        SourcePosition position = token.Position;
        bool call = IsSymbolAt(1, "(");
        switch (token.Text.ToUpperInvariant())
        {
            case "NULL":
                Take();
                return new SqlNull(position);
            case "DEFAULT":
                Take();
                return new SqlDefault(position);
            case "TRUE" or "FALSE":
                return new SqlBoolean(position, Take().IsWord("TRUE"));
            case "UNKNOWN":
                Take();
                return new SqlBoolean(position, null);
            case "DATE" when At(1).Kind == TokenKind.String:
                return DateTimeLiteral(position, SqlDateTimeKind.Date);
            case "TIME" when At(1).Kind == TokenKind.String:
                return DateTimeLiteral(position, SqlDateTimeKind.Time);
            case "TIMESTAMP" when At(1).Kind == TokenKind.String:
                return DateTimeLiteral(position, SqlDateTimeKind.Timestamp);
            case "TIMESTAMP" when IsWordAt(1, "WITH") && IsWordAt(2, "LOCAL") && At(5).Kind == TokenKind.String:
                Take();
                _ = TakeWords("WITH", "LOCAL", "TIME", "ZONE") ? true : throw Unexpected("WITH LOCAL TIME ZONE");
                return new SqlDateTime(position, SqlDateTimeKind.Timestamp, Take().Text) { IsLocal = true };
            case "INTERVAL":
                return Interval();
            case "CASE":
                return Case();
            case "EXISTS" or "UNIQUE" when call:
                return Exists();
            case "ROW" when call:
                Take();
                return IsSymbolAt(1, ")") ? EmptyRow(position) : new SqlRow(position, ExpressionsInParentheses());
            case "ARRAY":
                return Collection(position, SqlCollectionKind.Array, call);
            case "MULTISET":
                return Collection(position, SqlCollectionKind.Multiset, call);
            case "MAP" when IsSymbolAt(1, "[") || call:
                return Collection(position, SqlCollectionKind.Map, call);
            default:
                return call ? SpecialCall(token) : BareCall(token);
        }
    }

    private SqlRow EmptyRow(SourcePosition position)
    {
        Take();
        Take();
        return new SqlRow(position, []);
    }

    private SqlDateTime DateTimeLiteral(SourcePosition position, SqlDateTimeKind kind)
    {
        Take();
        return new SqlDateTime(position, kind, Take().Text);
    }

    private SqlCall? BareCall(Token token)
    {
        if (!Keywords.IsBareFunction(token.Text))
        {
            return null;
        }

        Take();
        return new SqlCall(token.Position, [token.Text], []) { HasParentheses = false };
    }

    private SqlExpression Interval()
    {
        SourcePosition position = ExpectWord("INTERVAL");
        bool sign = (IsSymbol("-") || IsSymbol("+")) && At(1).Kind == TokenKind.String;
        bool negative = sign && Take().IsSymbol("-");
        if (Current.Kind == TokenKind.String)
        {
            string text = Take().Text;
            return new SqlInterval(position, text, negative, IntervalQualifier());
        }

        SqlExpression value = IsSymbol("(") || IsName() || Current.Kind is TokenKind.Number
            ? Expression(SignPower)
            : throw Unexpected("a string with the length of the interval");
        return new SqlIntervalExpression(position, value, IntervalQualifier());
    }

    private SqlIntervalQualifier IntervalQualifier()
    {
        SourcePosition position = Here;
        string start = IntervalUnit();
        int? precision = null;
        int? fraction = null;
        if (TakeSymbol("("))
        {
            precision = IntegerLiteral("the precision of the interval's unit");
            if (start == "SECOND" && TakeSymbol(","))
            {
                fraction = IntegerLiteral("the precision of the seconds' fraction");
            }

            ExpectSymbol(")");
        }

        if (!TakeWord("TO"))
        {
            return new SqlIntervalQualifier(position, start, precision, null, fraction);
        }

        Token endToken = Current;
        string end = IntervalUnit();
        bool legal = (start, end) is ("YEAR", "MONTH") or ("DAY", "HOUR" or "MINUTE" or "SECOND") or ("HOUR", "MINUTE" or "SECOND")
            or ("MINUTE", "SECOND");
        if (!legal)
        {
            throw SqlException.Parse(
                endToken.Position, $"An interval cannot go from {start} to {end}.", "Use, for example, DAY TO SECOND.");
        }

        if (end == "SECOND" && TakeSymbol("("))
        {
            fraction = IntegerLiteral("the precision of the seconds' fraction");
            ExpectSymbol(")");
        }

        return new SqlIntervalQualifier(position, start, precision, end, fraction);
    }

    /// <summary>A unit behind <c>(a - b)</c>; only reserved words, because others are aliases there.</summary>
    private bool IsIntervalUnit() =>
        IsWord("YEAR") || IsWord("MONTH") || IsWord("DAY") || IsWord("HOUR") || IsWord("MINUTE") || IsWord("SECOND");

    private string IntervalUnit()
    {
        string unit = Current.Kind == TokenKind.Word ? Current.Text.ToUpperInvariant() : "";
        unit = unit is "YEARS" or "QUARTERS" or "MONTHS" or "WEEKS" or "DAYS" or "HOURS" or "MINUTES" or "SECONDS" ? unit[..^1] : unit;
        if (unit is not ("YEAR" or "QUARTER" or "MONTH" or "WEEK" or "DAY" or "HOUR" or "MINUTE" or "SECOND"))
        {
            throw Unexpected("YEAR, QUARTER, MONTH, WEEK, DAY, HOUR, MINUTE or SECOND");
        }

        Take();
        return unit;
    }

    private SqlCase Case()
    {
        SourcePosition position = ExpectWord("CASE");
        SqlExpression? operand = IsWord("WHEN") ? null : Expression();
        var whens = new List<SqlWhen>();
        while (IsWord("WHEN"))
        {
            SourcePosition when = ExpectWord("WHEN");
            List<SqlExpression> conditions = operand is null ? [Expression()] : ExpressionList();
            ExpectWord("THEN");
            whens.Add(new SqlWhen(when, conditions, Expression()));
        }

        if (whens.Count == 0)
        {
            throw Unexpected("WHEN");
        }

        SqlExpression? otherwise = TakeWord("ELSE") ? Expression() : null;
        ExpectWord("END");
        return new SqlCase(position, operand, whens, otherwise);
    }

    private SqlExists Exists()
    {
        Token keyword = Take();
        return TryQueryInParentheses(out SqlQuery? query)
            ? new SqlExists(keyword.Position, query, keyword.IsWord("UNIQUE"))
            : throw Unexpected("a query in parentheses");
    }

    private SqlExpression Collection(SourcePosition position, SqlCollectionKind kind, bool call)
    {
        Take();
        if (call && TryQueryInParentheses(out SqlQuery? query))
        {
            return new SqlCollectionQuery(position, kind, query);
        }

        ExpectSymbol("[");
        List<SqlExpression> items = IsSymbol("]") ? [] : ExpressionList();
        ExpectSymbol("]", "\",\" or \"]\"");
        if (kind == SqlCollectionKind.Map && items.Count % 2 != 0)
        {
            throw SqlException.Parse(position, $"A map has {items.Count} items, an odd number.", "Write a value behind each key.");
        }

        return new SqlCollection(position, kind, items);
    }

    /// <summary>A column, a field of one, or a call.</summary>
    private SqlExpression NameOrCall()
    {
        SourcePosition position = Here;
        var parts = new List<string> { Take().Text };
        while (IsSymbol(".") && !IsSymbolAt(1, "*"))
        {
            Take();
            bool isCall = Current.Kind == TokenKind.Word && Keywords.IsFunction(Current.Text) && IsSymbolAt(1, "(");
            parts.Add(isCall ? Take().Text : Name("a name behind the dot"));
        }

        return IsSymbol("(") ? Call(position, parts) : new SqlIdentifier(position, parts);
    }
}
