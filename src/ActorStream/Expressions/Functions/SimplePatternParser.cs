using System.Globalization;

namespace ActorStream.Expressions.Functions;

/// <summary>Reads one text by a <see cref="SimplePattern"/>.</summary>
internal ref struct SimplePatternParser((char Letter, int Count, string Literal)[] parts, ReadOnlySpan<char> text)
{
    private readonly (char Letter, int Count, string Literal)[] _parts = parts;
    private readonly ReadOnlySpan<char> _text = text;
    private int _position;
    private long _year = 1970, _month = 1, _day = 1, _hour, _minute, _second, _millis;
    private long? _dayOfYear;
    private int _half = -1;
    private bool _isBefore;
    private int? _offset;

    /// <summary>Reads the text's beginning: local milliseconds since 1970, and the offset in seconds where the text has one.</summary>
    public bool TryParse(out long local, out int? offset)
    {
        (local, offset) = (0, null);
        for (int i = 0; i < _parts.Length; i++)
        {
            (char letter, int count, string literal) = _parts[i];
            if (letter == '\0')
            {
                if (!Literal(literal)) return false;
            }
            else if (!Field(letter, count, obeysCount: i + 1 < _parts.Length && IsNumber(_parts[i + 1])))
            {
                return false;
            }
        }
        if (_half >= 0) _hour = _hour % 12 + _half * 12;
        long days = _dayOfYear is { } dayOfYear ? HistoricCalendar.ToDays(_isBefore ? 1 - _year : _year, 1, dayOfYear)
            : HistoricCalendar.ToDays(_isBefore ? 1 - _year : _year, _month, _day);
        local = days * 86_400_000 + _hour * 3_600_000 + _minute * 60_000 + _second * 1000 + _millis;
        offset = _offset;
        return true;
    }

    private static bool IsNumber((char Letter, int Count, string Literal) part) =>
        part.Letter is not ('\0' or 'E' or 'a' or 'G' or 'z' or 'Z' or 'X')
        && !(part.Letter is 'M' or 'L' && part.Count >= 3);

    private bool Literal(string literal)
    {
        foreach (char c in literal)
        {
            if (_position >= _text.Length || _text[_position] != c) return false;
            _position++;
        }
        return true;
    }

    private bool Field(char letter, int count, bool obeysCount)
    {
        int end = obeysCount ? _position + count : _text.Length;
        while (_position < _text.Length && _text[_position] is ' ' or '\t') _position++;
        switch (letter)
        {
            case 'M' or 'L' when count >= 3: return Name(DatePattern.Months, out _month) || Number(_text.Length, out _month, out _);
            case 'E': return Name(DatePattern.Days, out _);
            case 'a': return Half();
            case 'G':
                _isBefore = Word("BC");
                return _isBefore || Word("AD");
            case 'z' or 'Z' or 'X': return Zone(letter);
        }
        if (end > _text.Length || !Number(end, out long value, out int digits)) return false;
        switch (letter)
        {
            case 'y' or 'Y': _year = count <= 2 && digits == 2 && value >= 0 ? Window(value) : value; break;
            case 'M' or 'L': _month = value; break;
            case 'd': _day = value; break;
            case 'D': _dayOfYear = value; break;
            case 'H' or 'K': _hour = value; break;
            case 'k': _hour = value == 24 ? 0 : value; break;
            case 'h': _hour = value == 12 ? 0 : value; break;
            case 'm': _minute = value; break;
            case 's': _second = value; break;
            case 'S': _millis = value; break;
        }
        return true;
    }

    /// <summary>Two digits are a year from 80 years ago to 20 years ahead; the century is fixed, so that jobs repeat.</summary>
    private static long Window(long year) => year < 46 ? 2000 + year : 1900 + year;

    /// <summary>A number that ends before a position at the latest; a minus counts.</summary>
    private bool Number(int end, out long value, out int digits)
    {
        value = 0;
        digits = 0;
        bool isNegative = _position < end && _text[_position] == '-';
        if (isNegative) _position++;
        // Java takes the digits of every script here.
        while (_position < end && digits < 18 && CharUnicodeInfo.GetDecimalDigitValue(_text[_position]) is >= 0 and var digit)
        {
            value = value * 10 + digit;
            _position++;
            digits++;
        }
        if (isNegative) value = -value;
        return digits > 0;
    }

    private bool Name(string[] names, out long number)
    {
        for (int i = 0; i < names.Length; i++)
        {
            if (!Word(names[i]) && !Word(names[i][..3])) continue;
            number = i + 1;
            return true;
        }
        number = 0;
        return false;
    }

    private bool Half()
    {
        _half = Word("AM") ? 0 : Word("PM") ? 1 : -1;
        return _half >= 0;
    }

    private bool Word(string word)
    {
        if (!_text[_position..].StartsWith(word, StringComparison.OrdinalIgnoreCase)) return false;
        _position += word.Length;
        return true;
    }

    private bool Zone(char letter)
    {
        if (letter == 'X' && Word("Z"))
        {
            _offset = 0;
            return true;
        }
        if (letter != 'X')
        {
            int start = _position;
            while (_position < _text.Length && char.IsAsciiLetter(_text[_position])) _position++;
            string name = _text[start.._position].ToString();
            if (name.Length > 0 && (name != "GMT" || _position >= _text.Length || _text[_position] is not ('+' or '-')))
            {
                _offset = TimeZones.OffsetOfName(name.ToUpperInvariant());
                return _offset is not null;
            }
        }
        if (_position >= _text.Length || _text[_position] is not ('+' or '-')) return false;
        int sign = _text[_position++] == '-' ? -1 : 1;
        if (!Number(Math.Min(_position + 2, _text.Length), out long hours, out int digits)) return false;
        long minutes = 0;
        if (_position < _text.Length && _text[_position] == ':') _position++;
        bool hasMinutes = digits == 2 && _position < _text.Length && char.IsAsciiDigit(_text[_position]);
        if (hasMinutes && !Number(Math.Min(_position + 2, _text.Length), out minutes, out _)) return false;
        _offset = sign * (int)(hours * 3600 + minutes * 60);
        return true;
    }
}
