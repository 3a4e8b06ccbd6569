namespace ActorStream.Connectors.Formats.Json;

/// <summary>Reads the tokens of one payload. Methods return false at a fault, which <see cref="Describe"/> explains.</summary>
internal ref struct JsonReader
{
    /// <summary>How deep objects and arrays may nest; the limit of the parser that Flink uses.</summary>
    public const int MaxDepth = 1000;

    /// <summary>How long a number may be, in characters; likewise.</summary>
    public const int MaxNumberLength = 1000;

    private string? _expected;
    private DataType? _type;
    private int _faultLength;

    /// <summary>Starts before the first token.</summary>
    /// <param name="text">The payload.</param>
    /// <param name="origin">Where the payload starts in its buffer.</param>
    /// <param name="isAscii">Whether it is known to have no byte above 0x7F.</param>
    public JsonReader(ReadOnlySpan<byte> text, int origin, bool isAscii)
    {
        Text = text;
        Origin = origin;
        IsAscii = isAscii;
    }

    /// <summary>The payload.</summary>
    public readonly ReadOnlySpan<byte> Text;

    /// <summary>Where the payload starts in its buffer.</summary>
    public readonly int Origin;

    /// <summary>Whether the payload has no byte above 0x7F.</summary>
    public readonly bool IsAscii;

    /// <summary>The index of the next byte.</summary>
    public int Position;

    /// <summary>What went wrong.</summary>
    public JsonFault Fault;

    /// <summary>Where it went wrong.</summary>
    public int FaultPosition;

    /// <summary>The next byte, or 0 at the end.</summary>
    public readonly byte Peek => (uint)Position < (uint)Text.Length ? Text[Position] : (byte)0;

    /// <summary>Moves over blanks and returns the next byte, or 0 at the end.</summary>
    public byte PeekToken()
    {
        ReadOnlySpan<byte> text = Text;
        int i = Position;
        while ((uint)i < (uint)text.Length)
        {
            byte c = text[i];
            if (c > 0x20 || c is not ((byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t'))
            {
                Position = i;
                return c == 0 ? (byte)1 : c;
            }
            i++;
        }
        Position = i;
        return 0;
    }

    /// <summary>Reads a string that starts at the position.</summary>
    /// <param name="start">Where its content starts.</param>
    /// <param name="length">The content's length, escapes included.</param>
    /// <param name="hasEscapes">Whether there are escapes.</param>
    public bool ReadString(out int start, out int length, out bool hasEscapes)
    {
        start = Position + 1;
        hasEscapes = false;
        int i = start;
        while (true)
        {
            if (i > Text.Length) break;
            int found = Text[i..].IndexOfAny((byte)'"', (byte)'\\');
            if (found < 0) break;
            i += found;
            if (Text[i] == (byte)'"')
            {
                length = i - start;
                Position = i + 1;
                return true;
            }
            hasEscapes = true;
            i += 2;
        }
        length = 0;
        Position = Text.Length;
        return FailSyntax("a closing quote");
    }

    /// <summary>Reads a number and checks its grammar.</summary>
    public bool ReadNumber(out ReadOnlySpan<byte> number, out bool isInteger)
    {
        ReadOnlySpan<byte> text = Text;
        int start = Position;
        int i = start;
        isInteger = true;
        number = default;
        if ((uint)i < (uint)text.Length && text[i] == (byte)'-') i++;
        int digits = i;
        while ((uint)i < (uint)text.Length && (uint)(text[i] - '0') <= 9) i++;
        if (i == digits) return FailSyntaxAt(i, "a digit");
        if (text[digits] == (byte)'0' && i - digits > 1) return FailSyntaxAt(digits, "a number without leading zeros");
        if ((uint)i < (uint)text.Length && text[i] == (byte)'.')
        {
            isInteger = false;
            int fraction = ++i;
            while ((uint)i < (uint)text.Length && (uint)(text[i] - '0') <= 9) i++;
            if (i == fraction) return FailSyntaxAt(i, "a digit after the decimal point");
        }
        if ((uint)i < (uint)text.Length && (text[i] | 0x20) == 'e')
        {
            isInteger = false;
            i++;
            if ((uint)i < (uint)text.Length && text[i] is (byte)'+' or (byte)'-') i++;
            int exponent = i;
            while ((uint)i < (uint)text.Length && (uint)(text[i] - '0') <= 9) i++;
            if (i == exponent) return FailSyntaxAt(i, "a digit in the exponent");
        }
        if (i - start > MaxNumberLength) return FailSyntaxAt(start, "a number of at most 1000 characters");
        number = text[start..i];
        Position = i;
        return true;
    }

    /// <summary>Reads <c>true</c>, <c>false</c> or <c>null</c>.</summary>
    public bool ReadLiteral(scoped ReadOnlySpan<byte> literal)
    {
        if (!Text[Position..].StartsWith(literal)) return FailSyntax("a JSON value");
        Position += literal.Length;
        return true;
    }

    /// <summary>Moves past one value of any kind, checking that it is JSON.</summary>
    public bool Skip(int depth = 0)
    {
        switch (PeekToken())
        {
            case (byte)'"':
                return SkipString();
            case (byte)'{':
                return SkipObject(depth + 1);
            case (byte)'[':
                return SkipArray(depth + 1);
            case (byte)'t':
                return ReadLiteral("true"u8);
            case (byte)'f':
                return ReadLiteral("false"u8);
            case (byte)'n':
                return ReadLiteral("null"u8);
            case (byte)'-' or (>= (byte)'0' and <= (byte)'9'):
                return ReadNumber(out _, out _);
            default:
                return FailSyntax("a JSON value");
        }
    }

    /// <summary>Moves past the fields that are left of an object: the position is before a name or the closing brace.</summary>
    public bool SkipFields(int depth)
    {
        if (depth > MaxDepth) return FailSyntax("at most 1000 levels of nesting");
        while (true)
        {
            if (PeekToken() != (byte)'"') return FailSyntax("a quoted field name");
            if (!SkipString()) return false;
            if (PeekToken() != (byte)':') return FailSyntax("':'");
            Position++;
            if (!Skip(depth)) return false;
            byte next = PeekToken();
            if (next is not ((byte)',' or (byte)'}')) return FailSyntax("',' or '}'");
            Position++;
            if (next == (byte)'}') return true;
        }
    }

    /// <summary>Notes that the payload is not JSON here.</summary>
    /// <returns>False.</returns>
    public bool FailSyntax(string expected) => FailSyntaxAt(Position, expected);

    /// <summary>Notes that a value does not fit.</summary>
    /// <param name="type">The column's type.</param>
    /// <param name="start">Where the value starts.</param>
    /// <returns>False.</returns>
    public bool FailValue(DataType type, int start)
    {
        if (Fault == JsonFault.Syntax) return false;
        (Fault, FaultPosition, _type, _faultLength) = (JsonFault.Value, start, type, Math.Max(1, Position - start));
        return false;
    }

    /// <summary>Notes that a field is missing.</summary>
    /// <returns>False.</returns>
    public bool FailMissing(string name)
    {
        (Fault, FaultPosition, _expected) = (JsonFault.MissingField, Position, name);
        return false;
    }

    /// <summary>Notes that a NOT NULL column has no value.</summary>
    /// <returns>False.</returns>
    public bool FailNull(string name)
    {
        (Fault, FaultPosition, _expected) = (JsonFault.Null, Position, name);
        return false;
    }

    /// <summary>The fault as a sentence.</summary>
    public readonly string Describe()
    {
        if (Fault == JsonFault.MissingField) return $"The JSON object has no field \"{_expected}\".";
        if (Fault == JsonFault.Null) return $"The column \"{_expected}\" is NOT NULL, but the payload has no value for it.";
        if (Fault == JsonFault.Value)
        {
            if (!IsAscii && !System.Text.Unicode.Utf8.IsValid(Text)) return "The payload is not UTF-8.";
            int length = Math.Min(_faultLength, Text.Length - FaultPosition);
            return $"The JSON value {NumberText.Quote(Text.Slice(FaultPosition, length))} is not a {_type}.";
        }
        string got = FaultPosition >= Text.Length ? "the payload ends"
            : Text[FaultPosition] is > 0x20 and < 0x7F ? $"'{(char)Text[FaultPosition]}' stands there"
            : $"byte 0x{Text[FaultPosition]:X2} stands there";
        return $"The payload is not JSON: expected {_expected} at byte {FaultPosition}, but {got}.";
    }

    /// <summary>Whether the content of a string is UTF-8.</summary>
    public readonly bool IsUtf8(int start, int length) => IsAscii || System.Text.Unicode.Utf8.IsValid(Text.Slice(start, length));

    private bool SkipString()
    {
        if (!ReadString(out int start, out int length, out bool hasEscapes)) return false;
        if (!IsUtf8(start, length)) return FailSyntaxAt(start, "UTF-8");
        return !hasEscapes || JsonEscapes.AreValid(Text.Slice(start, length)) || FailSyntaxAt(start, "known escapes");
    }

    private bool SkipObject(int depth)
    {
        Position++;
        if (PeekToken() == (byte)'}')
        {
            Position++;
            return true;
        }
        return SkipFields(depth);
    }

    private bool SkipArray(int depth)
    {
        if (depth > MaxDepth) return FailSyntax("at most 1000 levels of nesting");
        Position++;
        if (PeekToken() == (byte)']')
        {
            Position++;
            return true;
        }
        while (true)
        {
            if (!Skip(depth)) return false;
            byte next = PeekToken();
            if (next is not ((byte)',' or (byte)']')) return FailSyntax("',' or ']'");
            Position++;
            if (next == (byte)']') return true;
        }
    }

    private bool FailSyntaxAt(int position, string expected)
    {
        if (Fault == JsonFault.Syntax) return false;
        (Fault, FaultPosition, _expected) = (JsonFault.Syntax, position, expected);
        return false;
    }
}
