using System.Globalization;
using System.Text;

namespace ActorStream.Expressions.Functions;

/// <summary>
/// Writes a Java regular expression as a .NET one that matches the same texts. What is no pattern in Java throws
/// <see cref="FormatException"/>; what is one but has no counterpart throws <see cref="EvaluationException"/>.
/// </summary>
internal sealed class JavaPatternTranslator
{
    private readonly string _pattern;
    private readonly bool _isFull;
    private readonly Dictionary<string, int> _names = new(StringComparer.Ordinal);
    private int _position;
    private int _groups;
    private int _depth;
    private Flags _flags;

    private JavaPatternTranslator(string pattern, bool isFull)
    {
        _pattern = pattern;
        _isFull = isFull;
    }

    [Flags]
    private enum Flags
    {
        None = 0,
        IgnoreCase = 1,
        MultiLine = 2,
        DotAll = 4,
        Comments = 8,
        UnicodeCase = 16,
        UnixLines = 32,
        UnicodeClasses = 64,
    }

    /// <summary>The .NET pattern.</summary>
    /// <param name="pattern">Java's.</param>
    /// <param name="isFull">Whether texts may have code points of two UTF-16 units; without them the pattern is simpler.</param>
    public static string Translate(string pattern, bool isFull)
    {
        var translator = new JavaPatternTranslator(pattern, isFull);
        string translated = translator.Alternation();
        return translator._position == pattern.Length ? translated : throw Invalid("a bracket is closed that was not opened");
    }

    private bool Has(Flags flag) => (_flags & flag) != 0;

    private char Peek(int ahead = 0) => _position + ahead < _pattern.Length ? _pattern[_position + ahead] : '\0';

    private bool AtEnd => _position >= _pattern.Length;

    private string Alternation()
    {
        if (++_depth > 200) throw Invalid("it is nested too deeply");
        Flags flags = _flags;
        var text = new StringBuilder();
        while (true)
        {
            Sequence(text);
            if (AtEnd || Peek() != '|') break;
            text.Append('|');
            _position++;
        }
        _flags = flags;
        _depth--;
        return text.ToString();
    }

    private void Sequence(StringBuilder text)
    {
        while (!AtEnd && Peek() is not ('|' or ')'))
        {
            if (Has(Flags.Comments) && SkipComment()) continue;
            if (Peek() is '*' or '+' or '?') throw Invalid($"'{Peek()}' follows nothing that it could repeat");
            if (Peek() == '{') throw Invalid("'{' begins a repetition of nothing");
            if (Peek() == '\\' && Peek(1) == 'Q')
            {
                Quoted(text);
                continue;
            }
            text.Append(Repetition(Atom()));
        }
    }

    private bool SkipComment()
    {
        if (char.IsWhiteSpace(Peek()))
        {
            _position++;
            return true;
        }
        if (Peek() != '#') return false;
        while (!AtEnd && Peek() != '\n') _position++;
        return true;
    }

    private void Quoted(StringBuilder text)
    {
        int end = _pattern.IndexOf("\\E", _position + 2, StringComparison.Ordinal);
        string literal = end < 0 ? _pattern[(_position + 2)..] : _pattern[(_position + 2)..end];
        _position = end < 0 ? _pattern.Length : end + 2;
        Rune[] runes = [.. literal.EnumerateRunes()];
        for (int i = 0; i < runes.Length; i++)
        {
            string atom = Character(runes[i].Value);
            text.Append(i == runes.Length - 1 ? Repetition(atom) : atom);
        }
    }

    private string Repetition(string atom)
    {
        while (Has(Flags.Comments) && !AtEnd && SkipComment()) { }
        string quantifier;
        switch (Peek())
        {
            case '*' or '+' or '?' when !AtEnd:
                quantifier = Peek().ToString();
                _position++;
                break;
            case '{':
                quantifier = Bounds();
                break;
            default: return atom;
        }
        if (Peek() == '?')
        {
            _position++;
            return atom + quantifier + "?";
        }
        if (Peek() != '+') return atom + quantifier;
        _position++;
        return $"(?>{atom}{quantifier})";
    }

    private string Bounds()
    {
        _position++;
        int least = Number() ?? throw Invalid("'{' is followed by no number");
        int? most = least;
        if (Peek() == ',')
        {
            _position++;
            most = Number();
        }
        if (Peek() != '}') throw Invalid("'{' is not closed");
        _position++;
        if (most < least) throw Invalid("a repetition's bounds are the wrong way round");
        return most is null ? $"{{{least},}}" : most == least ? $"{{{least}}}" : $"{{{least},{most}}}";
    }

    private int? Number()
    {
        int start = _position;
        while (char.IsAsciiDigit(Peek())) _position++;
        if (_position == start) return null;
        return int.TryParse(_pattern.AsSpan(start, _position - start), out int value) ? value : throw Invalid("a repetition is too long");
    }

    private string Atom()
    {
        char c = Peek();
        switch (c)
        {
            case '(': return Group();
            case '[': return Class();
            case '\\': return Escape();
            case '.':
                _position++;
                return AnyCharacter();
            case '^':
                _position++;
                if (!Has(Flags.MultiLine)) return "\\A";
                return Has(Flags.UnixLines) ? "(?:(?<=\\A|\\n)(?!\\z))"
                    : "(?:(?<=\\A|\\r\\n|[\\n\\u0085\\u2028\\u2029]|\\r(?!\\n))(?!\\z))";
            case '$':
                _position++;
                return LineEnd(Has(Flags.MultiLine));
            default: return Character(TakeRune());
        }
    }

    private string AnyCharacter()
    {
        string one = Has(Flags.DotAll) ? "[\\s\\S]" : Has(Flags.UnixLines) ? "[^\\n]" : $"[^{JavaPatternClasses.LineEnds}]";
        return _isFull ? $"(?:{JavaPatternSet.Pair}|{one})" : one;
    }

    private string LineEnd(bool isMultiLine)
    {
        if (Has(Flags.UnixLines)) return isMultiLine ? "(?=\\n|\\z)" : "(?=\\n?\\z)";
        const string terminator = "\\r\\n|(?<!\\r)\\n|[\\r\\u0085\\u2028\\u2029]";
        return isMultiLine ? $"(?={terminator}|\\z)" : $"(?=(?:{terminator})?\\z)";
    }

    private int TakeRune()
    {
        if (Rune.DecodeFromUtf16(_pattern.AsSpan(_position), out Rune rune, out int consumed) != System.Buffers.OperationStatus.Done)
        {
            return _pattern[_position++];
        }
        _position += consumed;
        return rune.Value;
    }

    private string Character(int code)
    {
        if (code > 0xFFFF) return $"(?:{string.Concat(char.ConvertFromUtf32(code).Select(u => JavaPatternSet.Escape(u)))})";
        if (Has(Flags.IgnoreCase) && char.IsLetter((char)code))
        {
            var set = new JavaPatternSet();
            set.Add(code, code, ignoresCase: true, Has(Flags.UnicodeCase));
            return set.Write(isNegated: false, _isFull);
        }
        return code < 128 && char.IsAsciiLetterOrDigit((char)code) ? ((char)code).ToString() : JavaPatternSet.Escape(code);
    }

    private string Group()
    {
        _position++;
        if (Peek() != '?')
        {
            _groups++;
            return Close("(");
        }
        _position++;
        char kind = Peek();
        switch (kind)
        {
            case ':' or '=' or '!' or '>':
                _position++;
                return Close("(?" + kind);
            case '<' when Peek(1) is '=' or '!':
                _position += 2;
                return Close("(?<" + _pattern[_position - 1]);
            case '<':
                _position++;
                string name = GroupName();
                if (!_names.TryAdd(name, ++_groups)) throw Invalid($"the group '{name}' is named twice");
                return Close("(");
            default: return FlagGroup();
        }
    }

    private string Close(string opening)
    {
        string inner = Alternation();
        if (Peek() != ')' || AtEnd) throw Invalid("a bracket is not closed");
        _position++;
        return opening + inner + ")";
    }

    private string GroupName()
    {
        int end = _pattern.IndexOf('>', _position);
        if (end <= _position || !char.IsAsciiLetter(Peek())) throw Invalid("a group's name is missing");
        string name = _pattern[_position..end];
        if (!name.All(char.IsAsciiLetterOrDigit)) throw Invalid($"'{name}' is not a name of a group");
        _position = end + 1;
        return name;
    }

    private string FlagGroup()
    {
        Flags before = _flags;
        bool isOn = true;
        for (; ; _position++)
        {
            if (Peek() == '-') isOn = false;
            else if (Peek() is ')' or ':' && !AtEnd) break;
            else if (isOn) _flags |= Flag(Peek());
            else _flags &= ~Flag(Peek());
        }
        if (_pattern[_position++] == ')') return "";
        string group = Close("(?:");
        _flags = before;
        return group;
    }

    private static Flags Flag(char letter) => letter switch
    {
        'i' => Flags.IgnoreCase,
        'm' => Flags.MultiLine,
        's' => Flags.DotAll,
        'x' => Flags.Comments,
        'u' => Flags.UnicodeCase,
        'd' => Flags.UnixLines,
        'U' => Flags.UnicodeClasses | Flags.UnicodeCase,
        'c' => Flags.None,
        _ => throw Invalid("a group begins with an unknown letter"),
    };

    private string Escape()
    {
        char letter = Peek(1);
        switch (letter)
        {
            case 'A' or 'z' or 'G' or 'b' or 'B':
                _position += 2;
                return "\\" + letter;
            case 'Z':
                _position += 2;
                return LineEnd(isMultiLine: false);
            case 'R':
                _position += 2;
                return "(?:\\r\\n|[\\n-\\r\\u0085\\u2028\\u2029])";
            case 'X':
                _position += 2;
                return $"(?:(?:{JavaPatternSet.Pair}|[\\s\\S])\\p{{M}}*)";
            case 'k':
                _position += 3;
                if (_pattern[Math.Min(_position - 1, _pattern.Length - 1)] != '<') throw Invalid("'\\k' is followed by no name");
                string name = GroupName();
                return Reference(_names.TryGetValue(name, out int index) ? index : throw Invalid($"there is no group '{name}'"));
            case >= '1' and <= '9': return Backreference();
        }
        var set = new JavaPatternSet();
        if (EscapeIn(set, out int code)) return set.Write(isNegated: false, _isFull);
        return Character(code);
    }

    private string Backreference()
    {
        _position++;
        int number = _pattern[_position++] - '0';
        while (char.IsAsciiDigit(Peek()) && number * 10 + Peek() - '0' <= _groups) number = number * 10 + _pattern[_position++] - '0';
        return number <= _groups ? Reference(number) : "(?!)";
    }

    private string Reference(int group) => Has(Flags.IgnoreCase) ? $"(?i:\\{group})" : $"(?:\\{group})";

    /// <summary>Reads an escape of a class, which it adds, or of a character, which it gives.</summary>
    private bool EscapeIn(JavaPatternSet set, out int code)
    {
        if (_position + 1 >= _pattern.Length) throw Invalid("it ends with a backslash");
        char letter = Peek(1);
        code = letter;
        if (JavaPatternClasses.OfLetter(letter, Has(Flags.UnicodeClasses)) is { } known)
        {
            _position += 2;
            set.AddContent(known.Content, known.HasAstral);
            return true;
        }
        if (letter is 'p' or 'P')
        {
            Property(set, letter == 'P');
            return true;
        }
        _position += 2;
        code = letter switch
        {
            't' => '\t',
            'n' => '\n',
            'r' => '\r',
            'f' => '\f',
            'a' => '\a',
            'e' => 0x1B,
            '0' => Octal(),
            'x' => Hexadecimal(2),
            'u' => Hexadecimal(4),
            'c' => AtEnd ? throw Invalid("'\\c' is followed by nothing") : _pattern[_position++] ^ 64,
            'N' => throw Refused("names of characters (\\N)"),
            _ when char.IsAsciiLetterOrDigit(letter) => throw Invalid($"'\\{letter}' has no meaning"),
            _ => Literal(),
        };
        return false;
    }

    private int Literal()
    {
        _position--;
        return TakeRune();
    }

    private int Octal()
    {
        int value = 0, digits = 0;
        while (digits < 3 && Peek() is >= '0' and <= '7' && value * 8 + Peek() - '0' <= 255)
        {
            value = value * 8 + _pattern[_position++] - '0';
            digits++;
        }
        return digits > 0 ? value : throw Invalid("'\\0' is followed by no digit");
    }

    private int Hexadecimal(int digits)
    {
        int end = _position + digits;
        if (digits == 2 && Peek() == '{')
        {
            _position++;
            end = _pattern.IndexOf('}', _position);
            if (end < 0) throw Invalid("'\\x{' is not closed");
        }
        if (end > _pattern.Length || !int.TryParse(_pattern[_position..end], NumberStyles.AllowHexSpecifier, null, out int value)
            || value > 0x10FFFF) throw Invalid("hexadecimal digits are missing");
        _position = end + (Peek(end - _position) == '}' && digits == 2 && _pattern[_position - 1] == '{' ? 1 : 0);
        return value;
    }

    private void Property(JavaPatternSet set, bool isNegated)
    {
        _position += 2;
        string name;
        if (Peek() == '{')
        {
            int end = _pattern.IndexOf('}', _position);
            if (end < 0) throw Invalid("'\\p{' is not closed");
            name = _pattern[(_position + 1)..end];
            _position = end + 1;
        }
        else
        {
            name = AtEnd ? throw Invalid("'\\p' is followed by nothing") : _pattern[_position++].ToString();
        }
        (string content, bool hasAstral) = JavaPatternClasses.OfProperty(name, isNegated) ?? throw Refused($"the property '{name}'");
        set.AddContent(content, hasAstral);
    }

    private string Class()
    {
        _position++;
        (JavaPatternSet set, bool isNegated) = ClassBody();
        return set.Write(isNegated, _isFull);
    }

    private (JavaPatternSet Set, bool IsNegated) ClassBody()
    {
        if (++_depth > 200) throw Invalid("it is nested too deeply");
        bool isNegated = Peek() == '^' && !AtEnd;
        if (isNegated) _position++;
        var set = new JavaPatternSet();
        JavaPatternSet? before = null;
        for (bool isFirst = true; ; isFirst = false)
        {
            if (AtEnd) throw Invalid("a '[' is not closed");
            if (Peek() == ']' && !isFirst)
            {
                _position++;
                break;
            }
            if (Peek() == '&' && Peek(1) == '&')
            {
                _position += 2;
                before = before is null ? set : JavaPatternSet.Intersect(before, set, _isFull);
                set = new JavaPatternSet();
            }
            else if (Peek() == '[')
            {
                _position++;
                (JavaPatternSet nested, bool isNestedNegated) = ClassBody();
                set.AddNested(nested, isNestedNegated, _isFull);
            }
            else if (!Has(Flags.Comments) || !SkipComment())
            {
                ClassItem(set);
            }
        }
        _depth--;
        return (before is null ? set : JavaPatternSet.Intersect(before, set, _isFull), isNegated);
    }

    private void ClassItem(JavaPatternSet set)
    {
        if (Peek() == '\\' && Peek(1) == 'Q')
        {
            int end = _pattern.IndexOf("\\E", _position + 2, StringComparison.Ordinal);
            if (end < 0) throw Invalid("a '[' is not closed");
            foreach (Rune rune in _pattern[(_position + 2)..end].EnumerateRunes()) Add(set, rune.Value, rune.Value);
            _position = end + 2;
            return;
        }
        if (!ClassCharacter(set, out int from)) return;
        if (Peek() != '-' || Peek(1) is ']' or '[' || _position + 1 >= _pattern.Length)
        {
            Add(set, from, from);
            return;
        }
        _position++;
        var ignored = new JavaPatternSet();
        if (!ClassCharacter(ignored, out int to) || to < from) throw Invalid("a range of characters is not one");
        Add(set, from, to);
    }

    private bool ClassCharacter(JavaPatternSet set, out int code)
    {
        if (Peek() == '\\') return !EscapeIn(set, out code);
        code = TakeRune();
        return true;
    }

    private void Add(JavaPatternSet set, int from, int to) => set.Add(from, to, Has(Flags.IgnoreCase), Has(Flags.UnicodeCase));

    private static FormatException Invalid(string reason) => new(reason);

    private EvaluationException Refused(string what) =>
        new($"The regular expression '{_pattern}' uses {what}, which is not supported.", "Write the characters out in brackets.");
}
