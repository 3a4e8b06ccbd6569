namespace ActorStream.Expressions.Kernels;

/// <summary>A LIKE pattern, made ready to match UTF-8: the parts between its percent signs.</summary>
internal sealed class LikePattern
{
    private readonly Part[] _parts;

    private LikePattern(Part[] parts) => _parts = parts;

    /// <summary>Reads a pattern.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="escape">The escape character, or null for none: then a backslash stands for itself.</param>
    public static LikePattern Parse(string pattern, char? escape)
    {
        var parts = new List<Part>();
        var part = new PartBuilder();
        for (int i = 0; i < pattern.Length; i++)
        {
            char c = pattern[i];
            if (c == escape)
            {
                if (i + 1 == pattern.Length || (pattern[i + 1] is not ('%' or '_') && pattern[i + 1] != escape))
                {
                    throw new EvaluationException($"LIKE pattern '{pattern}' has the escape character {c} before what needs no escape.",
                        "Escape only %, _ and the escape character itself.");
                }
                part.Add(pattern[++i]);
            }
            else if (c == '%')
            {
                parts.Add(part.Build());
            }
            else if (c == '_')
            {
                part.AddAny();
            }
            else
            {
                part.Add(c);
            }
        }
        parts.Add(part.Build());
        return new LikePattern([.. parts]);
    }

    /// <summary>The escape character of an ESCAPE clause.</summary>
    public static char Escape(string text) => text.Length == 1
        ? text[0]
        : throw new EvaluationException($"ESCAPE wants one character, but got '{text}'.");

    /// <summary>Matches every row of a column.</summary>
    public void Match(Types.BytesColumn column, bool isNegated, Span<bool> results)
    {
        if (_parts is [{ HasAny: false } only])
        {
            for (int i = 0; i < results.Length; i++) results[i] = column[i].SequenceEqual(only.Bytes) != isNegated;
        }
        else if (_parts is [{ HasAny: false } prefix, { IsEmpty: true }])
        {
            for (int i = 0; i < results.Length; i++) results[i] = column[i].StartsWith(prefix.Bytes) != isNegated;
        }
        else if (_parts is [{ IsEmpty: true }, { HasAny: false } suffix])
        {
            for (int i = 0; i < results.Length; i++) results[i] = column[i].EndsWith(suffix.Bytes) != isNegated;
        }
        else if (_parts is [{ IsEmpty: true }, { HasAny: false } middle, { IsEmpty: true }])
        {
            for (int i = 0; i < results.Length; i++) results[i] = column[i].IndexOf(middle.Bytes) >= 0 != isNegated;
        }
        else
        {
            for (int i = 0; i < results.Length; i++) results[i] = IsMatch(column[i]) != isNegated;
        }
    }

    /// <summary>Whether a text matches.</summary>
    public bool IsMatch(ReadOnlySpan<byte> text)
    {
        int at = _parts[0].MatchAt(text, 0);
        if (at < 0) return false;
        if (_parts.Length == 1) return at == text.Length;
        for (int i = 1; i < _parts.Length - 1; i++)
        {
            at = _parts[i].Find(text, at);
            if (at < 0) return false;
        }
        return _parts[^1].MatchEnd(text, at);
    }

    /// <summary>Text and underscores without a percent sign between them.</summary>
    private sealed class Part(byte[] bytes, bool[] any, int points, bool hasAny)
    {
        public ReadOnlySpan<byte> Bytes => bytes;

        public bool HasAny => hasAny;

        public bool IsEmpty => bytes.Length == 0;

        /// <summary>Where a match that starts there ends, or −1.</summary>
        public int MatchAt(ReadOnlySpan<byte> text, int at)
        {
            if (!hasAny) return text[at..].StartsWith(bytes) ? at + bytes.Length : -1;
            for (int i = 0; i < bytes.Length; i++)
            {
                if (at >= text.Length) return -1;
                if (!any[i])
                {
                    if (text[at++] != bytes[i]) return -1;
                    continue;
                }
                int start = at++;
                while (at < text.Length && (text[at] & 0xC0) == 0x80) at++;
                if (EndsLine(text[start..at])) return -1;
            }
            return at;
        }

        /// <summary>An underscore stands for any character but those that end a line, as in Flink; a percent sign for these too.</summary>
        private static bool EndsLine(ReadOnlySpan<byte> character) => character switch
        {
            [(byte)'\n' or (byte)'\r'] or [0xC2, 0x85] or [0xE2, 0x80, 0xA8 or 0xA9] => true,
            _ => false,
        };

        /// <summary>Where the first match from there ends, or −1.</summary>
        public int Find(ReadOnlySpan<byte> text, int from)
        {
            if (!hasAny)
            {
                int found = text[from..].IndexOf(bytes);
                return found < 0 ? -1 : from + found + bytes.Length;
            }
            for (int at = from; at <= text.Length; at++)
            {
                if (at < text.Length && (text[at] & 0xC0) == 0x80) continue;
                int end = MatchAt(text, at);
                if (end >= 0) return end;
            }
            return -1;
        }

        /// <summary>Whether the text ends with a match that does not start before there.</summary>
        public bool MatchEnd(ReadOnlySpan<byte> text, int from)
        {
            if (!hasAny) return text.Length - bytes.Length >= from && text.EndsWith(bytes);
            int at = text.Length;
            for (int i = 0; i < points; i++)
            {
                if (at <= from) return false;
                at--;
                while (at > from && (text[at] & 0xC0) == 0x80) at--;
            }
            return MatchAt(text, at) == text.Length;
        }
    }

    private sealed class PartBuilder
    {
        private readonly List<byte> _bytes = [];
        private readonly List<bool> _any = [];
        private readonly System.Text.StringBuilder _text = new();
        private int _points;

        public void Add(char c) => _text.Append(c);

        public void AddAny()
        {
            Flush();
            _bytes.Add(0);
            _any.Add(true);
            _points++;
        }

        public Part Build()
        {
            Flush();
            var part = new Part([.. _bytes], [.. _any], _points, _any.Contains(true));
            _bytes.Clear();
            _any.Clear();
            _points = 0;
            return part;
        }

        private void Flush()
        {
            foreach (byte b in System.Text.Encoding.UTF8.GetBytes(_text.ToString()))
            {
                _bytes.Add(b);
                _any.Add(false);
                if ((b & 0xC0) != 0x80) _points++;
            }
            _text.Clear();
        }
    }
}
