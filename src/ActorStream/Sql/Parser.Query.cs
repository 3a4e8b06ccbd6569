using ActorStream.Sql.Syntax;

namespace ActorStream.Sql;

/// <summary>Queries: WITH, SELECT, VALUES, set operations, ORDER BY, LIMIT.</summary>
internal sealed partial class Parser
{
    private SqlQuery Query()
    {
        Enter();
        SourcePosition position = Here;
        var with = new List<SqlCommonTable>();
        bool recursive = false;
        if (TakeWord("WITH"))
        {
            recursive = TakeWord("RECURSIVE");
            do
            {
                with.Add(CommonTable());
            }
            while (TakeSymbol(","));
        }

        SqlQueryBody body = SetOperations(0);
        var query = new SqlQuery(position, body) { With = with, IsRecursive = recursive, OrderBy = IsWord("ORDER") ? OrderBy() : [] };
        query = Limits(query);
        Leave();
        return query;
    }

    private SqlCommonTable CommonTable()
    {
        SourcePosition position = Here;
        string name = Name("the name of a query");
        List<SqlIdentifier> columns = IsSymbol("(") ? NameList("a column name") : [];
        ExpectWord("AS");
        return TryQueryInParentheses(out SqlQuery? query)
            ? new SqlCommonTable(position, name, columns, query)
            : throw Unexpected("a query in parentheses");
    }

    private SqlQuery Limits(SqlQuery query)
    {
        if (TakeWord("LIMIT"))
        {
            if (!TakeWord("ALL"))
            {
                query = query with { Fetch = Expression(AddPower) };
                if (IsSymbol(","))
                {
                    throw SqlException.Parse(Here, "LIMIT start, count is not allowed in Flink SQL.", "Write LIMIT count OFFSET start.");
                }
            }
        }

        if (TakeWord("OFFSET"))
        {
            query = query with { Offset = Expression(AddPower) };
            _ = TakeWord("ROWS") || TakeWord("ROW");
        }

        if (query.Fetch is null && TakeWord("FETCH"))
        {
            _ = TakeWord("FIRST") || TakeWord("NEXT") ? true : throw Unexpected("FIRST or NEXT");
            query = query with { Fetch = Expression(AddPower) };
            _ = TakeWord("ROWS") || TakeWord("ROW") ? true : throw Unexpected("ROW or ROWS");
            ExpectWord("ONLY");
        }

        return query;
    }

    private List<SqlOrderItem> OrderBy()
    {
        ExpectWord("ORDER");
        ExpectWord("BY");
        var items = new List<SqlOrderItem>();
        do
        {
            items.Add(OrderItem());
        }
        while (TakeSymbol(","));
        return items;
    }

    private SqlOrderItem OrderItem()
    {
        SourcePosition position = Here;
        SqlExpression expression = Expression();
        bool descending = TakeWord("DESC");
        if (!descending)
        {
            TakeWord("ASC");
        }

        bool? nullsFirst = TakeWords("NULLS", "FIRST") ? true : TakeWords("NULLS", "LAST") ? false : null;
        return new SqlOrderItem(position, expression, descending, nullsFirst);
    }

    /// <summary>UNION and EXCEPT bind alike, INTERSECT binds stronger.</summary>
    private SqlQueryBody SetOperations(int minimum)
    {
        OpenChain();
        SqlQueryBody left = minimum == 0 ? SetOperations(1) : QueryPrimary();
        List<SqlQueryBody>? union = null;
        for (int links = 0; ;)
        {
            SourcePosition position = Here;
            SqlSetOperator operation;
            if (minimum == 1 && IsWord("INTERSECT"))
            {
                operation = SqlSetOperator.Intersect;
            }
            else if (minimum == 0 && (IsWord("UNION") || IsWord("EXCEPT")))
            {
                operation = IsWord("UNION") ? SqlSetOperator.Union : SqlSetOperator.Except;
            }
            else
            {
                CloseChain(links);
                return IsWord("MINUS") && minimum == 0
                    ? throw SqlException.Parse(position, "MINUS is not allowed in Flink SQL.", "Write EXCEPT instead.")
                    : left;
            }

            Take();
            bool all = TakeWord("ALL");
            if (!all)
            {
                TakeWord("DISTINCT");
            }

            SqlQueryBody right = minimum == 0 ? SetOperations(1) : QueryPrimary();
            if (union is not null && operation == SqlSetOperator.Union && ((SqlSetOperation)left).IsAll == all)
            {
                // One operation of all its queries.
                CheckChain(++links, "set operations");
                union.Add(right);
                continue;
            }

            CheckChain(++links, "set operations");
            var inputs = new List<SqlQueryBody> { left, right };
            union = operation == SqlSetOperator.Union ? inputs : null;
            left = new SqlSetOperation(position, operation, all, inputs);
        }
    }

    private SqlQueryBody QueryPrimary()
    {
        SourcePosition position = Here;
        if (IsWord("SELECT"))
        {
            return Select();
        }

        if (IsWord("VALUES"))
        {
            return Values();
        }

        if (TakeWord("TABLE"))
        {
            return new SqlTableQuery(position, QualifiedName("a table name"));
        }

        if (TakeSymbol("("))
        {
            SqlQuery query = Query();
            ExpectSymbol(")");
            return query;
        }

        throw Unexpected("a query (SELECT, VALUES, WITH or a parenthesis)");
    }

    private SqlValues Values()
    {
        SourcePosition position = ExpectWord("VALUES");
        var rows = new List<SqlRow>();
        do
        {
            SourcePosition row = Here;
            SqlExpression expression = Expression();
            rows.Add(expression as SqlRow ?? new SqlRow(row, [expression]));
        }
        while (TakeSymbol(","));
        return new SqlValues(position, rows);
    }

    private SqlSelect Select()
    {
        SourcePosition position = ExpectWord("SELECT");
        List<SqlHint> hints = Hints();
        if (IsWord("STREAM"))
        {
            throw SqlException.NotSupported(Here, "SELECT STREAM", "Leave STREAM out.");
        }

        SourcePosition? distinct = null;
        if (IsWord("DISTINCT"))
        {
            distinct = Take().Position;
        }
        else
        {
            TakeWord("ALL");
        }

        var items = new List<SqlSelectItem>();
        do
        {
            items.Add(SelectItem());
        }
        while (TakeSymbol(","));
        var select = new SqlSelect(position, items) { Distinct = distinct, Hints = hints };
        if (TakeWord("FROM"))
        {
            select = select with { From = Relations() };
        }

        if (TakeWord("WHERE"))
        {
            select = select with { Where = Expression() };
        }

        if (IsWord("GROUP"))
        {
            select = select with { GroupBy = GroupBy() };
        }

        if (TakeWord("HAVING"))
        {
            select = select with { Having = Expression() };
        }

        if (TakeWord("WINDOW"))
        {
            select = select with { Windows = Windows() };
        }

        return TakeWord("QUALIFY") ? select with { Qualify = Expression() } : select;
    }

    private SqlSelectItem SelectItem()
    {
        SourcePosition position = Here;
        if (TakeSymbol("*"))
        {
            return new SqlSelectItem(position, new SqlStar(position, []), null);
        }

        if (IsName())
        {
            int ahead = 1;
            while (IsSymbolAt(ahead, ".") && !IsSymbolAt(ahead + 1, "*"))
            {
                ahead += 2;
            }

            if (IsSymbolAt(ahead, ".") && IsSymbolAt(ahead + 1, "*"))
            {
                var qualifier = new List<string> { Take().Text };
                while (TakeSymbol(".") && !IsSymbol("*"))
                {
                    qualifier.Add(Name("a name"));
                }

                ExpectSymbol("*");
                return new SqlSelectItem(position, new SqlStar(position, qualifier), null);
            }
        }

        SqlExpression expression = Expression();
        string? alias = null;
        if (TakeWord("AS") || IsName())
        {
            alias = Name("an alias name");
        }

        return new SqlSelectItem(position, expression, alias);
    }

    private SqlGroupBy GroupBy()
    {
        SourcePosition position = ExpectWord("GROUP");
        ExpectWord("BY");
        _ = TakeWord("ALL") || TakeWord("DISTINCT");
        var items = new List<SqlGrouping>();
        do
        {
            items.Add(Grouping());
        }
        while (TakeSymbol(","));
        return new SqlGroupBy(position, items);
    }

    private SqlGrouping Grouping()
    {
        Enter();
        SourcePosition position = Here;
        SqlGroupingKind kind = TakeWords("GROUPING", "SETS") ? SqlGroupingKind.Sets
            : IsSymbolAt(1, "(") && TakeWord("ROLLUP") ? SqlGroupingKind.Rollup
            : IsSymbolAt(1, "(") && TakeWord("CUBE") ? SqlGroupingKind.Cube
            : SqlGroupingKind.Expressions;
        SqlGrouping grouping;
        if (kind != SqlGroupingKind.Expressions)
        {
            ExpectSymbol("(");
            var groups = new List<SqlGrouping>();
            do
            {
                groups.Add(Grouping());
            }
            while (TakeSymbol(","));
            ExpectSymbol(")", "\",\" or \")\"");
            grouping = new SqlGrouping(position, kind, [], groups);
        }
        else if (IsSymbol("(") && IsSymbolAt(1, ")"))
        {
            Take();
            Take();
            grouping = new SqlGrouping(position, kind, [], []);
        }
        else
        {
            SqlExpression expression = Expression();
            grouping = new SqlGrouping(position, kind, expression is SqlRow row ? row.Items : [expression], []);
        }

        Leave();
        return grouping;
    }

    private List<SqlWindow> Windows()
    {
        var windows = new List<SqlWindow>();
        do
        {
            string name = Name("a window name");
            ExpectWord("AS");
            windows.Add(WindowSpecification(name));
        }
        while (TakeSymbol(","));
        return windows;
    }

    private SqlWindow WindowSpecification(string? name)
    {
        SourcePosition position = ExpectSymbol("(");
        string? baseName = IsName() ? Take().Text : null;
        List<SqlExpression> partition = TakeWords("PARTITION", "BY") ? ExpressionList() : [];
        List<SqlOrderItem> order = IsWord("ORDER") ? OrderBy() : [];
        var window = new SqlWindow(position) { Name = name, BaseName = baseName, PartitionBy = partition, OrderBy = order };
        if (IsWord("ROWS") || IsWord("RANGE"))
        {
            bool rows = Take().IsWord("ROWS");
            bool between = TakeWord("BETWEEN");
            SqlFrameBound from = FrameBound();
            SqlFrameBound? to = null;
            if (between)
            {
                ExpectWord("AND");
                to = FrameBound();
            }

            window = window with { IsRows = rows, From = from, To = to };
        }

        ExpectSymbol(")");
        return window;
    }

    private SqlFrameBound FrameBound()
    {
        SourcePosition position = Here;
        if (TakeWords("CURRENT", "ROW"))
        {
            return new SqlFrameBound(position, true, null, false);
        }

        SqlExpression? distance = TakeWord("UNBOUNDED") ? null : Expression(NotPower);
        bool following = IsWord("FOLLOWING");
        return TakeWord("PRECEDING") || TakeWord("FOLLOWING")
            ? new SqlFrameBound(position, false, distance, following)
            : throw Unexpected("PRECEDING or FOLLOWING");
    }
}
