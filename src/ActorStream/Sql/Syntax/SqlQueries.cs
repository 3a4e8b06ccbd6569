namespace ActorStream.Sql.Syntax;

/// <summary>Anything that gives rows: a query, a select, values, a set operation.</summary>
internal abstract record SqlQueryBody(SourcePosition Position) : SqlNode(Position);

/// <summary>A body with the clauses around it.</summary>
internal sealed record SqlQuery(SourcePosition Position, SqlQueryBody Body) : SqlQueryBody(Position)
{
    public IReadOnlyList<SqlCommonTable> With { get; init; } = [];

    public bool IsRecursive { get; init; }

    public IReadOnlyList<SqlOrderItem> OrderBy { get; init; } = [];

    public SqlExpression? Offset { get; init; }

    public SqlExpression? Fetch { get; init; }
}

/// <summary>A named query of a WITH clause.</summary>
internal sealed record SqlCommonTable(SourcePosition Position, string Name, IReadOnlyList<SqlIdentifier> Columns, SqlQuery Query)
    : SqlNode(Position);

/// <summary><c>SELECT … FROM … WHERE …</c>.</summary>
internal sealed record SqlSelect(SourcePosition Position, IReadOnlyList<SqlSelectItem> Items) : SqlQueryBody(Position)
{
    /// <summary>Where <c>DISTINCT</c> stands, or null.</summary>
    public SourcePosition? Distinct { get; init; }

    public IReadOnlyList<SqlHint> Hints { get; init; } = [];

    public SqlRelation? From { get; init; }

    public SqlExpression? Where { get; init; }

    public SqlGroupBy? GroupBy { get; init; }

    public SqlExpression? Having { get; init; }

    public IReadOnlyList<SqlWindow> Windows { get; init; } = [];

    public SqlExpression? Qualify { get; init; }
}

/// <summary>An item of the select list.</summary>
internal sealed record SqlSelectItem(SourcePosition Position, SqlExpression Expression, string? Alias) : SqlNode(Position);

/// <summary><c>VALUES (1, 2), (3, 4)</c>; a row of one item may stand without parentheses.</summary>
internal sealed record SqlValues(SourcePosition Position, IReadOnlyList<SqlRow> Rows) : SqlQueryBody(Position);

/// <summary><c>TABLE t</c>.</summary>
internal sealed record SqlTableQuery(SourcePosition Position, SqlIdentifier Table) : SqlQueryBody(Position);

/// <summary>Set operations.</summary>
internal enum SqlSetOperator { Union, Intersect, Except }

/// <summary>A set operation; the position is the operator's. Chains of UNION ALL are kept flat.</summary>
internal sealed record SqlSetOperation(SourcePosition Position, SqlSetOperator Operator, bool IsAll, IReadOnlyList<SqlQueryBody> Inputs)
    : SqlQueryBody(Position);

/// <summary>An item of ORDER BY.</summary>
internal sealed record SqlOrderItem(SourcePosition Position, SqlExpression Expression, bool IsDescending, bool? NullsFirst)
    : SqlNode(Position);

/// <summary>GROUP BY and its items.</summary>
internal sealed record SqlGroupBy(SourcePosition Position, IReadOnlyList<SqlGrouping> Items) : SqlNode(Position);

/// <summary>Kinds of grouping items.</summary>
internal enum SqlGroupingKind { Expressions, Sets, Rollup, Cube }

/// <summary>An expression, the empty group, or a list of groups.</summary>
internal sealed record SqlGrouping(
    SourcePosition Position, SqlGroupingKind Kind, IReadOnlyList<SqlExpression> Expressions, IReadOnlyList<SqlGrouping> Groups)
    : SqlNode(Position);

/// <summary>A bound of a window frame: CURRENT ROW, or a distance (null: unbounded).</summary>
internal sealed record SqlFrameBound(SourcePosition Position, bool IsCurrentRow, SqlExpression? Distance, bool IsFollowing)
    : SqlNode(Position);

/// <summary>A window specification of OVER or of the WINDOW clause.</summary>
internal sealed record SqlWindow(SourcePosition Position) : SqlNode(Position)
{
    public string? Name { get; init; }

    public string? BaseName { get; init; }

    public IReadOnlyList<SqlExpression> PartitionBy { get; init; } = [];

    public IReadOnlyList<SqlOrderItem> OrderBy { get; init; } = [];

    public bool IsRows { get; init; }

    public SqlFrameBound? From { get; init; }

    public SqlFrameBound? To { get; init; }
}

/// <summary>A hint with its arguments: <c>LOOKUP('table' = 'd')</c> has pairs, <c>BROADCAST(t)</c> has words.</summary>
internal sealed record SqlHint(SourcePosition Position, string Name, IReadOnlyList<SqlHintArgument> Arguments) : SqlNode(Position);

/// <summary>An argument of a hint; the key is null for words.</summary>
internal sealed record SqlHintArgument(SourcePosition Position, string? Key, string Value, bool IsString) : SqlNode(Position);

/// <summary>An item of FROM.</summary>
internal abstract record SqlRelation(SourcePosition Position) : SqlNode(Position)
{
    public string? Alias { get; init; }

    public IReadOnlyList<SqlIdentifier> Columns { get; init; } = [];
}

/// <summary>A table by name, perhaps <c>FOR SYSTEM_TIME AS OF</c> a moment.</summary>
internal sealed record SqlTableReference(SourcePosition Position, SqlIdentifier Name) : SqlRelation(Position)
{
    public IReadOnlyList<SqlHint> Hints { get; init; } = [];

    public SqlExpression? SystemTime { get; init; }
}

/// <summary>A query in parentheses.</summary>
internal sealed record SqlDerivedTable(SourcePosition Position, SqlQuery Query, bool IsLateral) : SqlRelation(Position);

/// <summary><c>[LATERAL] TABLE(f(…))</c>.</summary>
internal sealed record SqlTableFunction(SourcePosition Position, SqlExpression Call, bool IsLateral) : SqlRelation(Position);

/// <summary><c>UNNEST(…) [WITH ORDINALITY]</c>.</summary>
internal sealed record SqlUnnest(SourcePosition Position, IReadOnlyList<SqlExpression> Operands, bool HasOrdinality)
    : SqlRelation(Position);

/// <summary>Join kinds; <c>Comma</c> is a cross join written as a comma.</summary>
internal enum SqlJoinKind { Inner, Left, Right, Full, Cross, Comma }

/// <summary>A join; the position is that of its first keyword.</summary>
internal sealed record SqlJoin(SourcePosition Position, SqlJoinKind Kind, SqlRelation Left, SqlRelation Right) : SqlRelation(Position)
{
    public bool IsNatural { get; init; }

    public SqlExpression? On { get; init; }

    public IReadOnlyList<SqlIdentifier> Using { get; init; } = [];
}
