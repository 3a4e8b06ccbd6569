namespace ActorStream.Connectors.Formats.Csv;

/// <summary>Splits one record into its fields, reusing its room. Quotes count at a field's start only.</summary>
internal sealed class CsvLine(CsvOptions options)
{
    private readonly byte _delimiter = options.FieldDelimiter;
    private readonly int _quote = options.QuoteCharacter ?? -1;
    private readonly int _escape = options.EscapeCharacter ?? -1;
    private readonly List<(int Start, int Length, bool IsOwn)> _fields = [];
    private byte[] _own = [];
    private int _used;

    /// <summary>The number of fields.</summary>
    public int Count => _fields.Count;

    /// <summary>Whether the last field is empty: a delimiter at the end of the record.</summary>
    public bool EndsEmpty => _fields[^1].Length == 0;

    /// <summary>The text of a field.</summary>
    public ReadOnlySpan<byte> Field(ReadOnlySpan<byte> record, int index)
    {
        (int start, int length, bool isOwn) = _fields[index];
        return isOwn ? _own.AsSpan(start, length) : record.Slice(start, length);
    }

    /// <summary>Splits a record.</summary>
    /// <param name="record">The record, without its line's end.</param>
    /// <param name="fault">Why it is no record, or null.</param>
    public bool TryRead(ReadOnlySpan<byte> record, out string? fault)
    {
        _fields.Clear();
        _used = 0;
        if (_own.Length < record.Length) _own = new byte[Math.Max(256, record.Length)];
        fault = null;
        int i = 0;
        while (true)
        {
            bool read = i < record.Length && record[i] == _quote ? ReadQuoted(record, ref i, ref fault) : ReadPlain(record, ref i);
            if (!read) return false;
            if (i >= record.Length) return true;
            i++;
        }
    }

    private bool ReadPlain(ReadOnlySpan<byte> record, ref int i)
    {
        int start = i;
        ReadOnlySpan<byte> rest = record[i..];
        int end = _escape < 0 ? rest.IndexOf(_delimiter) : rest.IndexOfAny(_delimiter, (byte)_escape);
        if (end < 0) end = rest.Length;
        i += end;
        if (i >= record.Length || record[i] == _delimiter)
        {
            _fields.Add((start, end, false));
            return true;
        }
        int from = _used;
        Keep(record[start..i]);
        while (i < record.Length && record[i] != _delimiter)
        {
            if (record[i] == _escape && i + 1 < record.Length) i++;
            _own[_used++] = record[i++];
        }
        _fields.Add((from, _used - from, true));
        return true;
    }

    private bool ReadQuoted(ReadOnlySpan<byte> record, ref int i, ref string? fault)
    {
        int from = _used;
        int start = ++i;
        while (true)
        {
            if (i >= record.Length)
            {
                fault = $"The value that begins at byte {start - 1} has no closing quote.";
                return false;
            }
            byte c = record[i++];
            if (c == _escape && c != _quote && i < record.Length) c = record[i++];
            else if (c == _quote)
            {
                if (i >= record.Length || record[i] != _quote) break;
                i++;
            }
            _own[_used++] = c;
        }
        while (i < record.Length && record[i] <= 0x20 && record[i] != _delimiter) i++;
        if (i < record.Length && record[i] != _delimiter)
        {
            fault = $"Byte {i} follows a closing quote, where '{(char)_delimiter}' or the line's end was expected.";
            return false;
        }
        _fields.Add((from, _used - from, true));
        return true;
    }

    private void Keep(ReadOnlySpan<byte> text)
    {
        text.CopyTo(_own.AsSpan(_used));
        _used += text.Length;
    }
}
