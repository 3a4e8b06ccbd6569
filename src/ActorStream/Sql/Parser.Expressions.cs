using ActorStream.Sql.Syntax;

namespace ActorStream.Sql;

/// <summary>Operators and predicates, by binding power.</summary>
internal sealed partial class Parser
{
    private const int OrPower = 22;
    private const int AndPower = 24;
    private const int NotPower = 26;
    private const int IsPower = 28;
    private const int ComparisonPower = 30;
    private const int PredicatePower = 32;
    private const int AddPower = 40;
    private const int MultiplyPower = 60;
    private const int SignPower = 80;

    private SqlExpression Expression() => Expression(0);

    private SqlExpression Expression(int minimum)
    {
        Enter();
        SqlExpression left = Prefix();
        int links = 0;
        while (true)
        {
            SqlExpression? joined = Infix(left, minimum);
            if (joined is null)
            {
                Leave(links);
                return left;
            }

            left = joined;
            CheckChain(++links, "operators");
        }
    }

    private SqlExpression Prefix()
    {
        SourcePosition position = Here;
        if (TakeWord("NOT"))
        {
            return new SqlUnary(position, SqlUnaryOperator.Not, Expression(NotPower));
        }

        if (TakeSymbol("-"))
        {
            return new SqlUnary(position, SqlUnaryOperator.Minus, Expression(SignPower));
        }

        return TakeSymbol("+") ? new SqlUnary(position, SqlUnaryOperator.Plus, Expression(SignPower)) : Postfix(Primary());
    }

    /// <summary><c>a[1]</c> and <c>(a).b</c>.</summary>
    private SqlExpression Postfix(SqlExpression operand)
    {
        if (!IsSymbol("[") && !IsSymbol("."))
        {
            return operand;
        }

        OpenChain();
        for (int links = 0; ; links++)
        {
            CheckChain(links, "field and element accesses");
            SourcePosition position = Here;
            if (TakeSymbol("["))
            {
                SqlExpression index = Expression();
                ExpectSymbol("]");
                operand = new SqlItem(position, operand, index);
            }
            else if (IsSymbol(".") && !IsSymbolAt(1, "*"))
            {
                Take();
                operand = new SqlField(position, operand, Name("a field name"));
            }
            else
            {
                CloseChain(links);
                return operand;
            }
        }
    }

    /// <summary>What follows an operand, or null where nothing binds as strongly as the minimum.</summary>
    private SqlExpression? Infix(SqlExpression left, int minimum)
    {
        Token token = Current;
        if (token.Kind == TokenKind.Symbol)
        {
            return SymbolInfix(left, token, minimum);
        }

        if (token.Kind != TokenKind.Word)
        {
            return null;
        }

        switch (token.Text.ToUpperInvariant())
        {
            case "OR" when minimum <= OrPower:
                return Chain(left, SqlChainOperator.Or, OrPower);
            case "AND" when minimum <= AndPower:
                return Chain(left, SqlChainOperator.And, AndPower);
            case "IS" when IsWordAt(1, "DISTINCT") || (IsWordAt(1, "NOT") && IsWordAt(2, "DISTINCT")):
                return minimum <= ComparisonPower ? DistinctFrom(left) : null;
            case "IS" when minimum <= IsPower:
                return Is(left);
            case "NOT" or "BETWEEN" or "IN" or "LIKE" or "ILIKE" or "RLIKE" or "SIMILAR" when minimum <= PredicatePower:
                return Predicate(left);
            case "OVERLAPS" or "CONTAINS" or "EQUALS" or "PRECEDES" or "SUCCEEDS" or "IMMEDIATELY" or "MEMBER" or "SUBMULTISET"
                when minimum <= ComparisonPower:
                return NamedOperation(left, ComparisonPower);
            case "MULTISET" when minimum <= AddPower:
                return NamedOperation(left, AddPower);
            default:
                return null;
        }
    }

    private SqlExpression? SymbolInfix(SqlExpression left, Token token, int minimum)
    {
        (int power, SqlBinaryOperator operation) = token.Text switch
        {
            "+" => (AddPower, SqlBinaryOperator.Add),
            "-" => (AddPower, SqlBinaryOperator.Subtract),
            "*" => (MultiplyPower, SqlBinaryOperator.Multiply),
            "/" => (MultiplyPower, SqlBinaryOperator.Divide),
            "%" => (MultiplyPower, SqlBinaryOperator.Modulo),
            "=" => (ComparisonPower, SqlBinaryOperator.Equal),
            "<>" or "!=" => (ComparisonPower, SqlBinaryOperator.NotEqual),
            "<" => (ComparisonPower, SqlBinaryOperator.Less),
            "<=" => (ComparisonPower, SqlBinaryOperator.LessOrEqual),
            ">" => (ComparisonPower, SqlBinaryOperator.Greater),
            ">=" => (ComparisonPower, SqlBinaryOperator.GreaterOrEqual),
            "||" => (MultiplyPower, default),
            _ => (-1, default),
        };
        if (power < 0 || power < minimum)
        {
            return null;
        }

        if (token.Text == "||")
        {
            return Chain(left, SqlChainOperator.Concat, MultiplyPower);
        }

        if (token.Text == "!=")
        {
            throw SqlException.Parse(token.Position, "The operator != is not allowed in Flink SQL.", "Write <> instead.");
        }

        Take();
        if (power == ComparisonPower && (IsWord("ANY") || IsWord("ALL") || IsWord("SOME")) && IsSymbolAt(1, "("))
        {
            return Quantified(left, operation, token.Position);
        }

        return new SqlBinaryOperation(token.Position, operation, left, Expression(power + 1));
    }

    private SqlChain Chain(SqlExpression first, SqlChainOperator operation, int power)
    {
        SourcePosition position = Here;
        var operands = new List<SqlExpression> { first };
        string keyword = operation switch { SqlChainOperator.And => "AND", SqlChainOperator.Or => "OR", _ => "||" };
        while (operation == SqlChainOperator.Concat ? TakeSymbol(keyword) : TakeWord(keyword))
        {
            operands.Add(Expression(power + 1));
        }

        return new SqlChain(position, operation, operands);
    }

    private SqlDistinctFrom DistinctFrom(SqlExpression left)
    {
        SourcePosition position = ExpectWord("IS");
        bool negated = TakeWord("NOT");
        ExpectWord("DISTINCT");
        ExpectWord("FROM");
        return new SqlDistinctFrom(position, left, Expression(ComparisonPower + 1), negated);
    }

    private SqlIs Is(SqlExpression left)
    {
        SourcePosition position = ExpectWord("IS");
        bool negated = TakeWord("NOT");
        SqlIsTest test;
        if (TakeWord("JSON"))
        {
            test = TakeWord("OBJECT") ? SqlIsTest.JsonObject
                : TakeWord("ARRAY") ? SqlIsTest.JsonArray
                : TakeWord("SCALAR") ? SqlIsTest.JsonScalar
                : TakeJsonValue();
        }
        else
        {
            test = TakeWord("NULL") ? SqlIsTest.Null
                : TakeWord("TRUE") ? SqlIsTest.True
                : TakeWord("FALSE") ? SqlIsTest.False
                : TakeWord("UNKNOWN") ? SqlIsTest.Unknown
                : TakeWord("EMPTY") ? SqlIsTest.Empty
                : TakeWords("A", "SET") ? SqlIsTest.ASet
                : throw Unexpected("NULL, TRUE, FALSE, UNKNOWN, JSON or DISTINCT FROM");
        }

        return new SqlIs(position, left, test, negated);
    }

    private SqlIsTest TakeJsonValue()
    {
        TakeWord("VALUE");
        return SqlIsTest.JsonValue;
    }

    private SqlExpression Predicate(SqlExpression left)
    {
        SourcePosition position = Here;
        bool negated = TakeWord("NOT");
        if (TakeWord("BETWEEN"))
        {
            bool symmetric = TakeWord("SYMMETRIC");
            if (!symmetric)
            {
                TakeWord("ASYMMETRIC");
            }

            SqlExpression low = Expression(NotPower);
            ExpectWord("AND");
            return new SqlBetween(position, left, low, Expression(PredicatePower + 1), negated, symmetric);
        }

        if (TakeWord("IN"))
        {
            return In(position, left, negated);
        }

        SqlLikeKind kind = TakeWord("LIKE") ? SqlLikeKind.Like
            : TakeWord("ILIKE") ? SqlLikeKind.ILike
            : TakeWord("RLIKE") ? SqlLikeKind.RLike
            : TakeWords("SIMILAR", "TO") ? SqlLikeKind.SimilarTo
            : throw Unexpected("BETWEEN, IN, LIKE or SIMILAR TO");
        SqlExpression pattern = Expression(PredicatePower + 1);
        SqlExpression? escape = TakeWord("ESCAPE") ? Expression(PredicatePower + 1) : null;
        return new SqlLike(position, kind, left, pattern, escape, negated);
    }

    private SqlExpression In(SourcePosition position, SqlExpression left, bool negated)
    {
        if (TryQueryInParentheses(out SqlQuery? query))
        {
            return new SqlInQuery(position, left, query, negated);
        }

        return new SqlIn(position, left, ExpressionsInParentheses(), negated);
    }

    private SqlQuantified Quantified(SqlExpression left, SqlBinaryOperator operation, SourcePosition position)
    {
        bool all = Take().IsWord("ALL");
        return TryQueryInParentheses(out SqlQuery? query)
            ? new SqlQuantified(position, operation, left, all, null, query)
            : new SqlQuantified(position, operation, left, all, ExpressionsInParentheses(), null);
    }

    private SqlNamedOperation NamedOperation(SqlExpression left, int power)
    {
        SourcePosition position = Here;
        string name = Take().Text.ToUpperInvariant();
        if (name is "MEMBER" or "SUBMULTISET")
        {
            TakeWord("OF");
        }
        else if (name == "IMMEDIATELY")
        {
            name += IsWord("PRECEDES") || IsWord("SUCCEEDS")
                ? " " + Take().Text.ToUpperInvariant()
                : throw Unexpected("PRECEDES or SUCCEEDS");
        }
        else if (name == "MULTISET")
        {
            name += IsWord("UNION") || IsWord("INTERSECT") || IsWord("EXCEPT")
                ? " " + Take().Text.ToUpperInvariant()
                : throw Unexpected("UNION, INTERSECT or EXCEPT");
            name += TakeWord("ALL") ? " ALL" : TakeWord("DISTINCT") ? " DISTINCT" : "";
        }

        return new SqlNamedOperation(position, name, left, Expression(power + 1));
    }

    private List<SqlExpression> ExpressionsInParentheses()
    {
        ExpectSymbol("(");
        List<SqlExpression> list = ExpressionList();
        ExpectSymbol(")", "\",\" or \")\"");
        return list;
    }

    private List<SqlExpression> ExpressionList()
    {
        var list = new List<SqlExpression>();
        do
        {
            list.Add(Expression());
        }
        while (TakeSymbol(","));
        return list;
    }
}
