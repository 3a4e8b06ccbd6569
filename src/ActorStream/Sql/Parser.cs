using ActorStream.Sql.Syntax;

namespace ActorStream.Sql;

/// <summary>
/// Flink SQL text to syntax nodes, by recursive descent. Positions are those of the whole text. Nesting is limited, long chains
/// of operators are read in loops, so no text overflows the stack.
/// </summary>
internal sealed partial class Parser
{
    public const int MaxTextLength = 1024 * 1024;
    public const int MaxDepth = 200;
    public const int MaxChain = 500;

    /// <summary>Levels and links together: how far any walk over the tree recurses.</summary>
    public const int MaxHeight = MaxDepth + MaxChain;

    private readonly string _text;
    private readonly List<Token> _tokens;
    private readonly SqlException? _lexicalError;
    private readonly Stack<int> _heights = new();
    private int _next;
    private int _depth;

    private Parser(string text)
    {
        if (text.Length > MaxTextLength)
        {
            throw SqlException.Parse(
                SourcePosition.Start, $"The SQL text has {text.Length} characters, the limit is {MaxTextLength}.", "Split the script.");
        }

        _text = text;
        _tokens = Lexer.Tokenize(text, out _lexicalError);
    }

    /// <summary>The statements of a script, read one at a time: what stands before a fault is still returned.</summary>
    public static IEnumerable<SqlStatement> ReadScript(string text)
    {
        var parser = new Parser(text);
        while (true)
        {
            while (parser.TakeSymbol(";"))
            {
            }

            if (parser.Current.Kind == TokenKind.End)
            {
                yield break;
            }

            SqlStatement statement = parser.StatementWithText();
            if (parser.Current.Kind != TokenKind.End)
            {
                parser.ExpectSymbol(";", "\";\" or the end of the script");
            }

            yield return statement;
        }
    }

    public static IReadOnlyList<SqlStatement> ParseScript(string text) => [.. ReadScript(text)];

    /// <summary>One statement, perhaps with a semicolon behind it.</summary>
    public static SqlStatement ParseStatement(string text)
    {
        var parser = new Parser(text);
        SqlStatement statement = parser.StatementWithText();
        parser.TakeSymbol(";");
        parser.ExpectEnd();
        return statement;
    }

    public static SqlExpression ParseExpression(string text)
    {
        var parser = new Parser(text);
        SqlExpression expression = parser.Expression();
        parser.ExpectEnd();
        return expression;
    }

    public static SqlTypeName ParseType(string text)
    {
        var parser = new Parser(text);
        SqlTypeName type = parser.TypeName();
        parser.ExpectEnd();
        return type;
    }

    private Token Current => At(0);

    private Token At(int ahead)
    {
        Token token = _tokens[Math.Min(_next + ahead, _tokens.Count - 1)];
        if (token.Kind == TokenKind.Error && ahead == 0)
        {
            throw _lexicalError!;
        }

        return token;
    }

    private SourcePosition Here => Current.Position;

    private Token Take()
    {
        Token token = Current;
        if (token.Kind != TokenKind.End)
        {
            _next++;
        }

        return token;
    }

    private bool IsWord(string keyword) => Current.IsWord(keyword);

    private bool IsWordAt(int ahead, string keyword) => At(ahead).IsWord(keyword);

    private bool IsSymbol(string symbol) => Current.IsSymbol(symbol);

    private bool IsSymbolAt(int ahead, string symbol) => At(ahead).IsSymbol(symbol);

    private bool TakeWord(string keyword)
    {
        if (!IsWord(keyword))
        {
            return false;
        }

        _next++;
        return true;
    }

    /// <summary>Takes all of the words in their order, or none.</summary>
    private bool TakeWords(params ReadOnlySpan<string> keywords)
    {
        for (int i = 0; i < keywords.Length; i++)
        {
            if (!At(i).IsWord(keywords[i]))
            {
                return false;
            }
        }

        _next += keywords.Length;
        return true;
    }

    private bool TakeSymbol(string symbol)
    {
        if (!IsSymbol(symbol))
        {
            return false;
        }

        _next++;
        return true;
    }

    private SourcePosition ExpectWord(string keyword)
    {
        SourcePosition position = Here;
        return TakeWord(keyword) ? position : throw Unexpected(keyword);
    }

    private SourcePosition ExpectSymbol(string symbol, string? expected = null)
    {
        SourcePosition position = Here;
        return TakeSymbol(symbol) ? position : throw Unexpected(expected ?? $"\"{symbol}\"");
    }

    private void ExpectEnd()
    {
        if (Current.Kind != TokenKind.End)
        {
            throw Unexpected("the end of the statement");
        }
    }

    private SqlException Unexpected(string expected)
    {
        Token token = Current;
        bool reserved = token.Kind == TokenKind.Word && Keywords.IsReserved(token.Text);
        string? hint = reserved && (expected.Contains("name", StringComparison.Ordinal) || expected == "an expression")
            ? $"{token.Text} is a reserved word; as a name it is written `{token.Text}`."
            : null;
        return SqlException.Parse(token.Position, $"Expected {expected}, but found {token.Describe()}.", hint);
    }

    /// <summary>Goes one level down; throws where that is too deep. Every recursive production calls it.</summary>
    private void Enter()
    {
        if (++_depth > MaxDepth)
        {
            throw TooDeep($"{MaxDepth} levels");
        }

        OpenChain();
    }

    /// <summary>Goes back up, from a node that leans over as many links to its deepest child.</summary>
    private void Leave(int links = 0)
    {
        _depth--;
        CloseChain(links + 1);
    }

    private void OpenChain() => _heights.Push(0);

    private void CloseChain(int links)
    {
        int height = _heights.Pop() + links;
        if (height > MaxHeight)
        {
            throw TooDeep($"{MaxHeight} levels and links of operators");
        }

        if (_heights.TryPop(out int outer))
        {
            _heights.Push(Math.Max(outer, height));
        }
    }

    private SqlException TooDeep(string limit) =>
        SqlException.Parse(Here, $"The statement nests more than {limit} deep.", "Split it with views or shorten its expressions.");

    private void CheckChain(int length, string what)
    {
        if (length > MaxChain)
        {
            throw SqlException.Parse(Here, $"A chain of {what} has more than {MaxChain} links.", "Split it with parentheses or views.");
        }
    }

    private bool IsName() => Current.Kind == TokenKind.QuotedName || (Current.Kind == TokenKind.Word && !Keywords.IsReserved(Current.Text));

    private string Name(string what) => IsName() ? Take().Text : throw Unexpected(what);

    /// <summary>A single name as an identifier, with its position.</summary>
    private SqlIdentifier SimpleName(string what)
    {
        SourcePosition position = Here;
        return new SqlIdentifier(position, [Name(what)]);
    }

    private SqlIdentifier QualifiedName(string what)
    {
        SourcePosition position = Here;
        var parts = new List<string> { Name(what) };
        while (IsSymbol("."))
        {
            Take();
            parts.Add(Name(what));
        }

        return new SqlIdentifier(position, parts);
    }

    private List<SqlIdentifier> NameList(string what)
    {
        ExpectSymbol("(");
        var names = new List<SqlIdentifier>();
        do
        {
            names.Add(QualifiedName(what));
        }
        while (TakeSymbol(","));
        ExpectSymbol(")", "\",\" or \")\"");
        return names;
    }

    private string StringLiteral(string what)
    {
        if (Current.Kind != TokenKind.String)
        {
            throw Unexpected(what);
        }

        return Take().Text;
    }

    private int IntegerLiteral(string what)
    {
        Token token = Current;
        if (token.Kind != TokenKind.Number || !int.TryParse(token.Text, out int value))
        {
            throw Unexpected(what);
        }

        Take();
        return value;
    }

    private string TextFrom(int start)
    {
        int end = _next > 0 ? _tokens[_next - 1].End : start;
        return _text[start..Math.Max(start, end)];
    }
}
