using ActorStream.Sql.Syntax;

namespace ActorStream.Sql;

/// <summary>FROM: tables, joins, table functions, hints.</summary>
internal sealed partial class Parser
{
    private SqlRelation Relations()
    {
        OpenChain();
        SqlRelation left = Joins();
        int links = 0;
        while (IsSymbol(","))
        {
            CheckChain(++links, "relations");
            SourcePosition position = Take().Position;
            left = new SqlJoin(position, SqlJoinKind.Comma, left, Joins());
        }

        CloseChain(links);
        return left;
    }

    private SqlRelation Joins()
    {
        OpenChain();
        SqlRelation left = Relation();
        for (int links = 1; ; links++)
        {
            SourcePosition position = Here;
            bool natural = TakeWord("NATURAL");
            SqlJoinKind? kind = JoinKind();
            if (kind is null)
            {
                CloseChain(links - 1);
                return natural ? throw Unexpected("JOIN") : left;
            }

            CheckChain(links, "joins");
            var join = new SqlJoin(position, kind.Value, left, Relation()) { IsNatural = natural };
            if (kind != SqlJoinKind.Cross && !natural)
            {
                join = TakeWord("ON") ? join with { On = Expression() }
                    : TakeWord("USING") ? join with { Using = NameList("a column name") }
                    : join;
            }

            left = join;
        }
    }

    private SqlJoinKind? JoinKind()
    {
        SqlJoinKind? kind = IsWord("JOIN") ? SqlJoinKind.Inner
            : TakeWord("INNER") ? SqlJoinKind.Inner
            : TakeWord("CROSS") ? SqlJoinKind.Cross
            : TakeWord("LEFT") ? SqlJoinKind.Left
            : TakeWord("RIGHT") ? SqlJoinKind.Right
            : TakeWord("FULL") ? SqlJoinKind.Full
            : null;
        if (kind is null)
        {
            return null;
        }

        if (kind is SqlJoinKind.Left or SqlJoinKind.Right or SqlJoinKind.Full)
        {
            TakeWord("OUTER");
        }

        ExpectWord("JOIN");
        return kind;
    }

    private SqlRelation Relation()
    {
        SourcePosition position = Here;
        bool lateral = TakeWord("LATERAL");
        SqlRelation relation;
        if (TakeWord("UNNEST"))
        {
            List<SqlExpression> operands = ExpressionsInParentheses();
            relation = new SqlUnnest(position, operands, TakeWords("WITH", "ORDINALITY"));
        }
        else if (TryQueryInParentheses(out SqlQuery? query))
        {
            relation = new SqlDerivedTable(position, query, lateral);
        }
        else if (!lateral && TakeSymbol("("))
        {
            Enter();
            relation = Relations();
            ExpectSymbol(")");
            Leave();
        }
        else if (IsWord("TABLE") && IsSymbolAt(1, "("))
        {
            Take();
            Take();
            SqlExpression call = Primary();
            ExpectSymbol(")");
            relation = new SqlTableFunction(position, call, lateral);
        }
        else
        {
            relation = TableOrCall(position, lateral);
        }

        RefuseTail();
        return Alias(relation);
    }

    private SqlRelation TableOrCall(SourcePosition position, bool lateral)
    {
        if (lateral)
        {
            throw Unexpected("TABLE(...) or a query in parentheses");
        }

        TakeWord("TABLE");
        SqlIdentifier name = QualifiedName("a table name");
        if (IsSymbol("("))
        {
            return new SqlTableFunction(position, Call(name.Position, [.. name.Parts]), false);
        }

        List<SqlHint> hints = Hints();
        SqlExpression? time = null;
        if (TakeWords("FOR", "SYSTEM_TIME", "AS", "OF"))
        {
            time = Expression();
        }

        return new SqlTableReference(name.Position, name) { Hints = hints, SystemTime = time };
    }

    /// <summary>Clauses of Flink's grammar that no version plans yet.</summary>
    private void RefuseTail()
    {
        foreach (string clause in (ReadOnlySpan<string>)["MATCH_RECOGNIZE", "TABLESAMPLE", "PIVOT", "UNPIVOT"])
        {
            if (IsWord(clause))
            {
                throw SqlException.NotSupported(Here, clause);
            }
        }
    }

    private SqlRelation Alias(SqlRelation relation)
    {
        if (!TakeWord("AS") && !IsName())
        {
            return relation;
        }

        string alias = Name("an alias name");
        List<SqlIdentifier> columns = IsSymbol("(") ? NameList("a column name") : [];
        RefuseTail();
        if (IsWord("FOR") && relation is SqlTableReference)
        {
            throw SqlException.Parse(
                Here,
                "FOR SYSTEM_TIME AS OF stands behind the alias of its table.",
                $"Write it before the alias: FOR SYSTEM_TIME AS OF … AS {alias}.");
        }

        return relation with { Alias = alias, Columns = columns };
    }

    /// <summary><c>/*+ NAME('k' = 'v'), NAME(a, b) */</c>.</summary>
    private List<SqlHint> Hints()
    {
        var hints = new List<SqlHint>();
        if (!TakeSymbol("/*+"))
        {
            return hints;
        }

        while (!TakeSymbol("*/"))
        {
            SourcePosition position = Here;
            string name = Current.Kind is TokenKind.Word or TokenKind.QuotedName ? Take().Text : throw Unexpected("the name of a hint");
            var arguments = new List<SqlHintArgument>();
            if (TakeSymbol("("))
            {
                while (!TakeSymbol(")"))
                {
                    arguments.Add(HintArgument());
                    if (!IsSymbol(")"))
                    {
                        ExpectSymbol(",", "\",\" or \")\"");
                    }
                }
            }

            hints.Add(new SqlHint(position, name, arguments));
            if (!IsSymbol("*/"))
            {
                TakeSymbol(",");
            }
        }

        return hints;
    }

    private SqlHintArgument HintArgument()
    {
        SourcePosition position = Here;
        if (Current.Kind is not (TokenKind.Word or TokenKind.QuotedName or TokenKind.String or TokenKind.Number))
        {
            throw Unexpected("an argument of the hint");
        }

        bool isString = Current.Kind == TokenKind.String;
        string text = isString || Current.Kind == TokenKind.Number ? Take().Text : HintName();
        return TakeSymbol("=")
            ? new SqlHintArgument(position, text, StringLiteral("a string behind the ="), true)
            : new SqlHintArgument(position, null, text, isString);
    }

    private string HintName()
    {
        string name = Take().Text;
        while (TakeSymbol("."))
        {
            name += "." + (Current.Kind is TokenKind.Word or TokenKind.QuotedName ? Take().Text : throw Unexpected("a name"));
        }

        return name;
    }
}
