using System.Globalization;
using System.Text;

namespace ActorStream.Cli.Hocon;

/// <summary>Characters of a HOCON file: space, comments, quoted and unquoted strings, positions.</summary>
internal sealed class HoconScanner(string text, string file)
{
    private const string NotUnquoted = "$\"{}[]:=,+#`^?!@*&\\";
    private int _index = text.StartsWith('\uFEFF') ? 1 : 0;
    private int _countedIndex;
    private int _line = 1;
    private int _lineStart;

    public string File { get; } = file;

    public bool IsAtEnd => _index >= text.Length;

    public char Current => _index < text.Length ? text[_index] : '\0';

    public HoconPosition Position
    {
        get
        {
            for (; _countedIndex < _index && _countedIndex < text.Length; _countedIndex++)
            {
                if (text[_countedIndex] != '\n') continue;
                _line++;
                _lineStart = _countedIndex + 1;
            }
            return new HoconPosition(File, _line, _index - _lineStart + 1);
        }
    }

    public bool IsAtComment => Current == '#' || LooksAt("//");

    public bool IsAtInlineSpace => !IsAtEnd && Current != '\n' && IsSpace(Current);

    public bool IsAtUnquoted => !IsAtEnd && IsUnquoted(_index);

    public bool LooksAt(string what) => text.AsSpan(_index).StartsWith(what, StringComparison.Ordinal);

    public void Advance(int count = 1) => _index += count;

    /// <summary>Takes a character if it is the next one.</summary>
    public bool Take(char wanted)
    {
        if (IsAtEnd || Current != wanted) return false;
        _index++;
        return true;
    }

    /// <summary>Takes a word if it is next and no unquoted character follows.</summary>
    public bool TakeWord(string word)
    {
        if (!LooksAt(word)) return false;
        int end = _index + word.Length;
        if (end < text.Length && IsUnquoted(end) && text[end] != '(') return false;
        _index = end;
        return true;
    }

    /// <summary>Takes space within the line and returns it.</summary>
    public string TakeInlineSpace()
    {
        int start = _index;
        while (IsAtInlineSpace) _index++;
        return text[start.._index];
    }

    /// <summary>Skips space, line ends and comments; true if a line ended.</summary>
    public bool SkipSpace()
    {
        bool newLine = false;
        while (!IsAtEnd)
        {
            if (IsAtComment)
            {
                while (!IsAtEnd && Current != '\n') _index++;
            }
            else if (IsSpace(Current))
            {
                newLine |= Current == '\n';
                _index++;
            }
            else
            {
                break;
            }
        }
        return newLine;
    }

    /// <summary>Takes the longest run of characters that need no quotes; a dot ends it if asked for.</summary>
    public string TakeUnquoted(bool stopAtDot)
    {
        int start = _index;
        while (!IsAtEnd && IsUnquoted(_index) && !(stopAtDot && Current == '.'))
        {
            _index++;
            // The one place where a plus sign needs no quotes is a number's exponent.
            if (!stopAtDot && Current == '+' && IsExponent(start)) _index++;
        }
        return text[start.._index];
    }

    /// <summary>Takes a string in one or three double quotes and returns its content.</summary>
    public string TakeQuoted() => LooksAt("\"\"\"") ? TakeTripleQuoted() : TakeSingleQuoted();

    /// <summary>Names what comes next, for error messages.</summary>
    public string Describe()
    {
        if (IsAtEnd) return "the end of the file";
        if (Current == '\n') return "the end of the line";
        if (char.IsHighSurrogate(Current) && _index + 1 < text.Length) return $"\"{text.Substring(_index, 2)}\"";
        return char.IsControl(Current) ? $"the character U+{(int)Current:X4}" : Current == '"' ? "a quotation mark" : $"\"{Current}\"";
    }

    public HoconException Error(string problem, string? hint = null) => new(Position, problem, hint);

    private static bool IsSpace(char c) => char.IsWhiteSpace(c) || c is '\uFEFF' or (>= '\u001C' and <= '\u001F');

    private bool IsUnquoted(int index)
    {
        char c = text[index];
        return !IsSpace(c) && !NotUnquoted.Contains(c) && !char.IsControl(c)
            && !(c == '/' && index + 1 < text.Length && text[index + 1] == '/');
    }

    private bool IsExponent(int start)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        ReadOnlySpan<char> before = text.AsSpan(start, _index - start);
        return before.Length > 1 && before[^1] is 'e' or 'E' && _index + 1 < text.Length && char.IsAsciiDigit(text[_index + 1])
            && double.TryParse(before[..^1], Style, CultureInfo.InvariantCulture, out _);
    }

    private string TakeTripleQuoted()
    {
        HoconPosition start = Position;
        int from = _index + 3;
        int end = from <= text.Length ? text.IndexOf("\"\"\"", from, StringComparison.Ordinal) : -1;
        if (end < 0) throw new HoconException(start, "Expected \"\"\" at the end of the string but the file ends.");
        while (end + 3 < text.Length && text[end + 3] == '"') end++;
        _index = end + 3;
        return text[from..end];
    }

    private string TakeSingleQuoted()
    {
        HoconPosition start = Position;
        var content = new StringBuilder();
        _index++;
        while (true)
        {
            if (IsAtEnd || Current == '\n')
            {
                throw new HoconException(start, $"Expected a quotation mark at the end of the string but got {Describe()}.",
                    "A string over several lines stands in three quotation marks.");
            }
            char c = Current;
            if (c == '"') break;
            if (c < ' ' && c != '\t') throw Error($"Expected an escape such as \\u{(int)c:x4} in the string but got {Describe()}.");
            if (c == '\\') content.Append(TakeEscape());
            else content.Append(c);
            _index++;
        }
        _index++;
        return content.ToString();
    }

    private char TakeEscape()
    {
        HoconPosition start = Position;
        _index++;
        switch (Current)
        {
            case '"': return '"';
            case '\\': return '\\';
            case '/': return '/';
            case 'b': return '\b';
            case 'f': return '\f';
            case 'n': return '\n';
            case 'r': return '\r';
            case 't': return '\t';
            case 'u' when _index + 4 < text.Length && ushort.TryParse(
                text.AsSpan(_index + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort code):
                _index += 4;
                return (char)code;
            default:
                throw new HoconException(start,
                    $"Expected \\\" \\\\ \\/ \\b \\f \\n \\r \\t or \\u and four hexadecimal digits but got \\{Current}.",
                    "In three quotation marks a backslash stands for itself.");
        }
    }
}
