using System.Globalization;
using System.Text;
using ActorStream.Sql.Syntax;

namespace ActorStream.Sql;

/// <summary>
/// Cuts SQL text into tokens. A fault becomes an <see cref="TokenKind.Error"/> token at the end of the list and is thrown when
/// the parser comes to it, so that the statements before it still run.
/// </summary>
internal sealed class Lexer
{
    private readonly string _text;
    private readonly List<Token> _tokens = [];
    private int _index;
    private int _line = 1;
    private int _lineStart;
    private bool _inHint;

    private Lexer(string text) => _text = text;

    /// <summary>What went wrong, where the last token is an error.</summary>
    private SqlException? _error;

    public static List<Token> Tokenize(string text, out SqlException? error)
    {
        var lexer = new Lexer(text);
        try
        {
            while (lexer.Next())
            {
            }
        }
        catch (SqlException e)
        {
            lexer._error = e;
            lexer._tokens.Add(new Token(TokenKind.Error, "", new SourcePosition(lexer._index, e.Line, e.Column), text.Length));
        }

        error = lexer._error;
        return lexer._tokens;
    }

    private char Current => Peek(0);

    private SourcePosition Position => new(_index, _line, _index - _lineStart + 1);

    private char Peek(int ahead) => _index + ahead < _text.Length ? _text[_index + ahead] : '\0';

    private void Add(TokenKind kind, string text, SourcePosition position) => _tokens.Add(new Token(kind, text, position, _index));

    private bool Next()
    {
        SkipBlanksAndComments();
        SourcePosition start = Position;
        if (_index >= _text.Length)
        {
            Add(TokenKind.End, "", start);
            return false;
        }

        char c = Current;
        if (IsNameStart(c))
        {
            Word(start);
        }
        else if (char.IsAsciiDigit(c) || (c == '.' && char.IsAsciiDigit(Peek(1)) && !FollowsName()))
        {
            Number(start);
        }
        else if (c == '\'')
        {
            Add(TokenKind.String, Quoted('\'', "string"), start);
        }
        else if (c == '`')
        {
            string name = Quoted('`', "quoted name");
            if (name.Length == 0)
            {
                throw SqlException.Parse(start, "A quoted name is empty.", "Write a name between the back-ticks.");
            }

            Add(TokenKind.QuotedName, name, start);
        }
        else
        {
            Symbol(start);
        }

        return true;
    }

    /// <summary><c>a.1</c> is not a number after a name.</summary>
    private bool FollowsName() =>
        _tokens.Count > 0 && _tokens[^1].End == _index && _tokens[^1].Kind is TokenKind.Word or TokenKind.QuotedName;

    private void SkipBlanksAndComments()
    {
        while (_index < _text.Length)
        {
            char c = Current;
            if (IsLineEnd(_index))
            {
                _index++;
                NewLine();
            }
            else if (char.IsWhiteSpace(c) || c == '\uFEFF')
            {
                _index++;
            }
            else if ((c == '-' && Peek(1) == '-') || (c == '/' && Peek(1) == '/'))
            {
                int end = _text.AsSpan(_index).IndexOfAny('\r', '\n');
                _index = end < 0 ? _text.Length : _index + end;
            }
            else if (c == '/' && Peek(1) == '*' && (Peek(2) != '+' || _inHint))
            {
                BlockComment();
            }
            else
            {
                return;
            }
        }
    }

    private void BlockComment()
    {
        SourcePosition start = Position;
        int end = _text.IndexOf("*/", _index + 2, StringComparison.Ordinal);
        if (end < 0)
        {
            throw SqlException.Parse(start, "A comment is not closed.", "Close it with */.");
        }

        MoveTo(end + 2);
    }

    private void MoveTo(int end)
    {
        for (; _index < end; _index++)
        {
            if (IsLineEnd(_index))
            {
                _line++;
                _lineStart = _index + 1;
            }
        }
    }

    /// <summary>Lines end with a line feed, or with a carriage return that none follows.</summary>
    private bool IsLineEnd(int index) =>
        _text[index] == '\n' || (_text[index] == '\r' && (index + 1 == _text.Length || _text[index + 1] != '\n'));

    private void NewLine()
    {
        _line++;
        _lineStart = _index;
    }

    private static bool IsNameStart(char c) => char.IsLetter(c) || c is '_' or '$' || char.IsSurrogate(c);

    private static bool IsNamePart(char c) => IsNameStart(c) || char.IsDigit(c);

    private void Word(SourcePosition start)
    {
        int begin = _index;
        while (_index < _text.Length && IsNamePart(_text[_index]))
        {
            _index++;
        }

        string word = _text[begin.._index];
        if (Current == '\'' && word is "x" or "X")
        {
            BinaryString(start);
        }
        else if (Current == '&' && Peek(1) == '\'' && word is "u" or "U")
        {
            _index++;
            string raw = Quoted('\'', "string");
            Add(TokenKind.String, Unescape(raw, start), start);
        }
        else if (Current == '\'' && (word is "n" or "N" || IsCharset(word)))
        {
            Add(TokenKind.String, Quoted('\'', "string"), start);
        }
        else
        {
            Add(TokenKind.Word, word, start);
        }
    }

    private static bool IsCharset(string word) =>
        word.ToUpperInvariant() is "_UTF8" or "_UTF16" or "_UTF16LE" or "_UTF16BE" or "_ISO8859_1" or "_LATIN1" or "_US_ASCII";

    private void BinaryString(SourcePosition start)
    {
        string digits = Quoted('\'', "binary string");
        foreach (char c in digits)
        {
            if (!char.IsAsciiHexDigit(c))
            {
                throw SqlException.Parse(start, $"A binary string holds \"{c}\", which is no hexadecimal digit.", "Use 0-9 and A-F.");
            }
        }

        if (digits.Length % 2 != 0)
        {
            throw SqlException.Parse(start, "A binary string has an odd number of hexadecimal digits.", "Write two digits a byte.");
        }

        Add(TokenKind.Binary, digits.ToUpperInvariant(), start);
    }

    private string Unescape(string raw, SourcePosition start)
    {
        char escape = '\\';
        SkipBlanksAndComments();
        if (string.Compare(_text, _index, "UESCAPE", 0, 7, StringComparison.OrdinalIgnoreCase) == 0)
        {
            _index += 7;
            SkipBlanksAndComments();
            string text = Current == '\'' ? Quoted('\'', "string") : "";
            if (text.Length != 1 || char.IsAsciiHexDigit(text[0]) || text[0] is '+' or '"' || char.IsWhiteSpace(text[0]))
            {
                throw SqlException.Parse(start, "UESCAPE needs a string of one character.", "Write, for example, UESCAPE '!'.");
            }

            escape = text[0];
        }

        var result = new StringBuilder(raw.Length);
        for (int i = 0; i < raw.Length; i++)
        {
            if (raw[i] != escape)
            {
                result.Append(raw[i]);
            }
            else if (i + 1 < raw.Length && raw[i + 1] == escape)
            {
                result.Append(escape);
                i++;
            }
            else if (i + 4 < raw.Length && ushort.TryParse(raw.AsSpan(i + 1, 4), NumberStyles.AllowHexSpecifier, null, out ushort unit))
            {
                result.Append((char)unit);
                i += 4;
            }
            else
            {
                throw SqlException.Parse(
                    start, $"A Unicode escape in {raw} has not four hexadecimal digits.", "Write, for example, \\0041.");
            }
        }

        return result.ToString();
    }

    private string Quoted(char quote, string what)
    {
        SourcePosition start = Position;
        int begin = _index + 1;
        StringBuilder? parts = null;
        while (true)
        {
            int end = _text.IndexOf(quote, begin);
            if (end < 0)
            {
                throw SqlException.Parse(
                    start, $"A {what} is not closed.", $"Close it with {quote}; write {quote}{quote} for the sign itself.");
            }

            if (end + 1 < _text.Length && _text[end + 1] == quote)
            {
                (parts ??= new StringBuilder()).Append(_text, begin, end + 1 - begin);
                begin = end + 2;
                continue;
            }

            string tail = _text[begin..end];
            MoveTo(end + 1);
            return parts is null ? tail : parts.Append(tail).ToString();
        }
    }

    private void Number(SourcePosition start)
    {
        int begin = _index;
        SkipDigits();
        if (Current == '.')
        {
            _index++;
            SkipDigits();
        }

        bool approximate = false;
        if (Current is 'e' or 'E')
        {
            int sign = Peek(1) is '+' or '-' ? 2 : 1;
            if (char.IsAsciiDigit(Peek(sign)))
            {
                approximate = true;
                _index += sign;
                SkipDigits();
            }
        }

        Add(approximate ? TokenKind.ApproximateNumber : TokenKind.Number, _text[begin.._index], start);
    }

    private void SkipDigits()
    {
        while (char.IsAsciiDigit(Current))
        {
            _index++;
        }
    }

    private static readonly string[] Symbols =
    [
        "/*+", "*/", "<>", "<=", ">=", "||", "=>", "!=", "(", ")", "[", "]", ",", ";", ".", "+", "-", "*", "/", "%", "=", "<", ">", ":",
        "{", "}", "?",
    ];

    private void Symbol(SourcePosition start)
    {
        foreach (string symbol in Symbols)
        {
            if (string.CompareOrdinal(_text, _index, symbol, 0, symbol.Length) != 0 || (symbol == "*/" && !_inHint))
            {
                continue;
            }

            _index += symbol.Length;
            _inHint = symbol switch { "/*+" => true, "*/" => false, _ => _inHint };
            Add(TokenKind.Symbol, symbol, start);
            return;
        }

        if (Current == '"')
        {
            throw SqlException.Parse(start, "A double quote is no part of SQL here.", "Write names as `name` and strings as 'text'.");
        }

        throw SqlException.Parse(start, $"The character \"{Current}\" is no part of SQL.", null);
    }
}
