namespace ActorStream.Sql.Syntax;

/// <summary>A node of the syntax tree and where it begins.</summary>
internal abstract record SqlNode(SourcePosition Position);

/// <summary>A scalar expression as written.</summary>
internal abstract record SqlExpression(SourcePosition Position) : SqlNode(Position);

/// <summary><c>NULL</c>.</summary>
internal sealed record SqlNull(SourcePosition Position) : SqlExpression(Position);

/// <summary><c>DEFAULT</c> in a row of values.</summary>
internal sealed record SqlDefault(SourcePosition Position) : SqlExpression(Position);

/// <summary><c>TRUE</c>, <c>FALSE</c> or <c>UNKNOWN</c> (null).</summary>
internal sealed record SqlBoolean(SourcePosition Position, bool? Value) : SqlExpression(Position);

/// <summary>A number without sign; approximate when it has an exponent.</summary>
internal sealed record SqlNumber(SourcePosition Position, string Text, bool IsApproximate) : SqlExpression(Position);

/// <summary>A character string.</summary>
internal sealed record SqlString(SourcePosition Position, string Value) : SqlExpression(Position);

/// <summary><c>X'1F'</c>: the hexadecimal digits.</summary>
internal sealed record SqlBinary(SourcePosition Position, string Hex) : SqlExpression(Position);

/// <summary>Which kind of date and time a literal has.</summary>
internal enum SqlDateTimeKind { Date, Time, Timestamp }

/// <summary><c>DATE '…'</c>, <c>TIME '…'</c>, <c>TIMESTAMP '…'</c>.</summary>
internal sealed record SqlDateTime(SourcePosition Position, SqlDateTimeKind Kind, string Text) : SqlExpression(Position)
{
    /// <summary><c>TIMESTAMP WITH LOCAL TIME ZONE '…'</c>.</summary>
    public bool IsLocal { get; init; }
}

/// <summary>The unit or units of an interval, as <c>DAY(2) TO SECOND(3)</c>.</summary>
internal sealed record SqlIntervalQualifier(
    SourcePosition Position, string Start, int? StartPrecision, string? End, int? FractionPrecision) : SqlNode(Position);

/// <summary><c>INTERVAL [-]'…' unit</c>.</summary>
internal sealed record SqlInterval(SourcePosition Position, string Text, bool IsNegative, SqlIntervalQualifier Qualifier)
    : SqlExpression(Position);

/// <summary><c>INTERVAL expression unit</c>.</summary>
internal sealed record SqlIntervalExpression(SourcePosition Position, SqlExpression Value, SqlIntervalQualifier Qualifier)
    : SqlExpression(Position);

/// <summary>A name of one or more parts.</summary>
internal sealed record SqlIdentifier(SourcePosition Position, IReadOnlyList<string> Parts) : SqlExpression(Position)
{
    public string Last => Parts[^1];

    public override string ToString() => string.Join('.', Parts);
}

/// <summary><c>*</c> or <c>t.*</c>.</summary>
internal sealed record SqlStar(SourcePosition Position, IReadOnlyList<string> Qualifier) : SqlExpression(Position);

/// <summary>Operators with one operand.</summary>
internal enum SqlUnaryOperator { Plus, Minus, Not }

/// <summary>An operator with one operand.</summary>
internal sealed record SqlUnary(SourcePosition Position, SqlUnaryOperator Operator, SqlExpression Operand) : SqlExpression(Position);

/// <summary>Operators with two operands.</summary>
internal enum SqlBinaryOperator
{
    Add, Subtract, Multiply, Divide, Modulo, Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual,
}

/// <summary>An operator with two operands; the position is the operator's.</summary>
internal sealed record SqlBinaryOperation(SourcePosition Position, SqlBinaryOperator Operator, SqlExpression Left, SqlExpression Right)
    : SqlExpression(Position);

/// <summary><c>(a - b) unit</c>: how far two moments are apart.</summary>
internal sealed record SqlDateTimeDifference(
    SourcePosition Position, SqlExpression Left, SqlExpression Right, SqlIntervalQualifier Qualifier) : SqlExpression(Position);

/// <summary>Associative operators, whose chains are kept flat so that long ones do not nest.</summary>
internal enum SqlChainOperator { And, Or, Concat }

/// <summary><c>a AND b AND c</c>, <c>a OR b</c>, <c>a || b</c>.</summary>
internal sealed record SqlChain(SourcePosition Position, SqlChainOperator Operator, IReadOnlyList<SqlExpression> Operands)
    : SqlExpression(Position);

/// <summary>What <c>IS</c> asks.</summary>
internal enum SqlIsTest { Null, True, False, Unknown, JsonValue, JsonObject, JsonArray, JsonScalar, ASet, Empty }

/// <summary><c>x IS [NOT] NULL</c> and its like.</summary>
internal sealed record SqlIs(SourcePosition Position, SqlExpression Operand, SqlIsTest Test, bool IsNegated) : SqlExpression(Position);

/// <summary><c>x IS [NOT] DISTINCT FROM y</c>.</summary>
internal sealed record SqlDistinctFrom(SourcePosition Position, SqlExpression Left, SqlExpression Right, bool IsNegated)
    : SqlExpression(Position);

/// <summary><c>x [NOT] BETWEEN [SYMMETRIC] a AND b</c>.</summary>
internal sealed record SqlBetween(
    SourcePosition Position, SqlExpression Operand, SqlExpression Low, SqlExpression High, bool IsNegated, bool IsSymmetric)
    : SqlExpression(Position);

/// <summary><c>x [NOT] IN (a, b)</c>.</summary>
internal sealed record SqlIn(SourcePosition Position, SqlExpression Operand, IReadOnlyList<SqlExpression> Items, bool IsNegated)
    : SqlExpression(Position);

/// <summary><c>x [NOT] IN (SELECT …)</c>.</summary>
internal sealed record SqlInQuery(SourcePosition Position, SqlExpression Operand, SqlQuery Query, bool IsNegated)
    : SqlExpression(Position);

/// <summary>Pattern predicates.</summary>
internal enum SqlLikeKind { Like, ILike, RLike, SimilarTo }

/// <summary><c>x [NOT] LIKE pattern [ESCAPE e]</c> and its like.</summary>
internal sealed record SqlLike(
    SourcePosition Position, SqlLikeKind Kind, SqlExpression Operand, SqlExpression Pattern, SqlExpression? Escape, bool IsNegated)
    : SqlExpression(Position);

/// <summary><c>x = ANY (…)</c>: a comparison with every item of a list or row of a query.</summary>
internal sealed record SqlQuantified(
    SourcePosition Position, SqlBinaryOperator Operator, SqlExpression Left, bool IsAll,
    IReadOnlyList<SqlExpression>? Items, SqlQuery? Query) : SqlExpression(Position);

/// <summary>Operators between two operands that have a name of their own: <c>OVERLAPS</c>, <c>MEMBER OF</c> and their like.</summary>
internal sealed record SqlNamedOperation(SourcePosition Position, string Operator, SqlExpression Left, SqlExpression Right)
    : SqlExpression(Position);

/// <summary><c>EXISTS (SELECT …)</c> or <c>UNIQUE (SELECT …)</c>.</summary>
internal sealed record SqlExists(SourcePosition Position, SqlQuery Query, bool IsUnique) : SqlExpression(Position);

/// <summary>A query where a value is expected.</summary>
internal sealed record SqlSubquery(SourcePosition Position, SqlQuery Query) : SqlExpression(Position);

/// <summary>One <c>WHEN</c>: several conditions only where CASE has an operand.</summary>
internal sealed record SqlWhen(SourcePosition Position, IReadOnlyList<SqlExpression> Conditions, SqlExpression Result) : SqlNode(Position);

/// <summary><c>CASE [operand] WHEN … THEN … ELSE … END</c>.</summary>
internal sealed record SqlCase(SourcePosition Position, SqlExpression? Operand, IReadOnlyList<SqlWhen> Whens, SqlExpression? Else)
    : SqlExpression(Position);

/// <summary><c>CAST(x AS type)</c>, <c>TRY_CAST(x AS type)</c>.</summary>
internal sealed record SqlCast(SourcePosition Position, SqlExpression Operand, SqlTypeName Type, bool IsTry) : SqlExpression(Position);

/// <summary>A word that is an argument: a time unit (<c>DAY</c>) or a flag (<c>BOTH</c>).</summary>
internal sealed record SqlSymbol(SourcePosition Position, string Name) : SqlExpression(Position);

/// <summary><c>name =&gt; value</c>.</summary>
internal sealed record SqlNamedArgument(SourcePosition Position, string Name, SqlExpression Value) : SqlExpression(Position);

/// <summary><c>TABLE t [PARTITION BY …] [ORDER BY …]</c> as an argument.</summary>
internal sealed record SqlTableArgument(
    SourcePosition Position, SqlIdentifier? Table, SqlQuery? Query,
    IReadOnlyList<SqlExpression> PartitionBy, IReadOnlyList<SqlOrderItem> OrderBy) : SqlExpression(Position);

/// <summary>What follows the arguments of an aggregate or window function.</summary>
internal sealed record SqlCallSuffix(
    SqlExpression? Filter, IReadOnlyList<SqlOrderItem>? WithinGroup, bool? IgnoreNulls, SqlWindow? Over, string? OverName);

/// <summary>A function call; <c>HasParentheses</c> is false for <c>CURRENT_DATE</c> and its like.</summary>
internal sealed record SqlCall(SourcePosition Position, IReadOnlyList<string> Name, IReadOnlyList<SqlExpression> Arguments)
    : SqlExpression(Position)
{
    public bool HasParentheses { get; init; } = true;

    /// <summary>True for <c>DISTINCT</c>, false for <c>ALL</c>, null for neither.</summary>
    public bool? IsDistinct { get; init; }

    public SqlCallSuffix? Suffix { get; init; }

    public string FunctionName => Name[^1];
}

/// <summary>What a JSON function does on an empty result or an error.</summary>
internal sealed record SqlJsonBehavior(SourcePosition Position, string Kind, SqlExpression? Default) : SqlNode(Position);

/// <summary>A JSON function with its clauses.</summary>
internal sealed record SqlJsonCall(SourcePosition Position, string Function, IReadOnlyList<SqlExpression> Arguments)
    : SqlExpression(Position)
{
    public SqlTypeName? Returning { get; init; }

    public SqlJsonBehavior? OnEmpty { get; init; }

    public SqlJsonBehavior? OnError { get; init; }

    /// <summary><c>WITHOUT</c>, <c>CONDITIONAL</c>, <c>UNCONDITIONAL</c>, or null.</summary>
    public string? Wrapper { get; init; }

    /// <summary>True for <c>NULL ON NULL</c>, false for <c>ABSENT ON NULL</c>, null for neither.</summary>
    public bool? KeepsNulls { get; init; }
}

/// <summary><c>ROW(a, b)</c> or <c>(a, b)</c>.</summary>
internal sealed record SqlRow(SourcePosition Position, IReadOnlyList<SqlExpression> Items) : SqlExpression(Position);

/// <summary>Collections with a constructor.</summary>
internal enum SqlCollectionKind { Array, Map, Multiset }

/// <summary><c>ARRAY[…]</c>, <c>MAP[…]</c>, <c>MULTISET[…]</c>.</summary>
internal sealed record SqlCollection(SourcePosition Position, SqlCollectionKind Kind, IReadOnlyList<SqlExpression> Items)
    : SqlExpression(Position);

/// <summary><c>ARRAY(SELECT …)</c> and its like.</summary>
internal sealed record SqlCollectionQuery(SourcePosition Position, SqlCollectionKind Kind, SqlQuery Query) : SqlExpression(Position);

/// <summary><c>a[i]</c>.</summary>
internal sealed record SqlItem(SourcePosition Position, SqlExpression Collection, SqlExpression Index) : SqlExpression(Position);

/// <summary><c>(expression).name</c>.</summary>
internal sealed record SqlField(SourcePosition Position, SqlExpression Row, string Name) : SqlExpression(Position);
