
namespace ActorStream.Expressions.Functions;

/// <summary>Reads one text by the parts of a date pattern and puts a timestamp together from the fields, as Java does by default: names
/// in their exact case, a day past the month's last is the last, offsets and zones are read and then ignored.</summary>
internal ref struct DatePatternParser(DatePatternPart[] parts, ReadOnlySpan<char> text)
{
    private readonly DatePatternPart[] _parts = parts;
    private readonly ReadOnlySpan<char> _text = text;
    private DateFields _fields = new();
    private int _position;

    /// <summary>Reads the whole text.</summary>
    public bool TryParse(out long micros)
    {
        micros = 0;
        return Sequence(0, _parts.Length) && _position == _text.Length && _fields.TryResolve(out micros);
    }

    private bool Sequence(int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            DatePatternPart part = _parts[i];
            if (part.Kind == DatePatternPartKind.OptionalStart)
            {
                int end = EndOf(i);
                (int position, DateFields fields) = (_position, _fields);
                if (!Sequence(i + 1, end)) (_position, _fields) = (position, fields);
                i = end;
            }
            else if (!(part.Kind == DatePatternPartKind.Literal ? Literal(part.Text) : Field(part)))
            {
                return false;
            }
        }
        return true;
    }

    private readonly int EndOf(int start)
    {
        int depth = 0;
        for (int i = start; ; i++)
        {
            if (_parts[i].Kind == DatePatternPartKind.OptionalStart) depth++;
            if (_parts[i].Kind == DatePatternPartKind.OptionalEnd && --depth == 0) return i;
        }
    }

    private bool Literal(string literal)
    {
        if (!_text[_position..].StartsWith(literal, StringComparison.Ordinal)) return false;
        _position += literal.Length;
        return true;
    }

    private bool Field(DatePatternPart part)
    {
        if (part.Width is { } width) return Number(part, width.Least, width.Most);
        switch (part.Letter)
        {
            case 'M' or 'L': return Name(DatePattern.Months, part.Count, out int month) && _fields.Set('M', month + 1);
            case 'E' or 'e' or 'c': return Name(DatePattern.Days, part.Count, out int day) && _fields.Set('E', day + 1);
            case 'Q' or 'q': return part.Count == 3 ? Literal("Q") && Digits(1, 1, out _) : Name(DatePattern.Quarters, 4, out _);
            case 'a':
                if (Literal("AM")) return _fields.Set('a', 0);
                return Literal("PM") && _fields.Set('a', 1);
            case 'G':
                if (Literal(part.Count == 4 ? "Anno Domini" : "AD")) return _fields.Set('G', 1);
                return Literal(part.Count == 4 ? "Before Christ" : "BC") && _fields.Set('G', 0);
            default: return Zone(part.Letter);
        }
    }

    private bool Name(string[] names, int count, out int index)
    {
        for (index = 0; index < names.Length; index++)
        {
            string name = count == 3 ? names[index][..3] : names[index];
            if (Literal(name)) return true;
        }
        return false;
    }

    private bool Number(DatePatternPart part, int least, int most)
    {
        bool isYear = part.Letter is 'y' or 'u' or 'Y' && part.Count >= 4;
        char sign = _position < _text.Length ? _text[_position] : '\0';
        bool hasSign = !part.IsFixed && (sign == '-' || sign == '+' && isYear);
        if (hasSign) _position++;
        int available = 0;
        while (available < most + part.Reserved && _position + available < _text.Length
            && char.IsAsciiDigit(_text[_position + available])) available++;
        int length = part.Reserved > 0 ? Math.Min(available, Math.Max(least, available - part.Reserved)) : available;
        int start = _position;
        if (length < least || !Digits(length, length, out long value)) return false;
        if (isYear && (sign == '+' && hasSign ? length <= least : !hasSign && length > least)) return false;
        if (hasSign && sign == '-') value = -value;
        if (part.Letter == 'S')
        {
            for (int i = _position - start; i < 9; i++) value *= 10;
        }
        if (part.Count == 2 && part.Letter is 'y' or 'u' && part.IsFixed) value += 2000;
        return _fields.Set(part.Letter, value);
    }

    private bool Digits(int least, int most, out long value)
    {
        value = 0;
        int count = 0;
        while (count < most && _position < _text.Length && char.IsAsciiDigit(_text[_position]))
        {
            if (value > 100_000_000_000_000_000) return false;
            value = value * 10 + _text[_position++] - '0';
            count++;
        }
        return count >= least;
    }

    /// <summary>Offsets (+02:00, Z) and zone names.</summary>
    private bool Zone(char letter)
    {
        int start = _position;
        if (letter is 'z' or 'V')
        {
            while (_position < _text.Length
                && (char.IsAsciiLetterOrDigit(_text[_position]) || _text[_position] is '/' or '_' or '+' or '-' or ':')) _position++;
            string name = _text[start.._position].ToString();
            return TimeZones.OffsetOfName(name) is not null || TimeZones.Find(name) is not null;
        }
        if (letter == 'X' && Literal("Z")) return true;
        if (letter == 'O' && !Literal("GMT")) return false;
        if (_position >= _text.Length || _text[_position] is not ('+' or '-')) return letter == 'O';
        _position++;
        while (_position < _text.Length && (char.IsAsciiDigit(_text[_position]) || _text[_position] == ':')) _position++;
        return _position - start >= 3;
    }
}
