using ActorStream.Connectors.Formats.Csv;

namespace ActorStream.Connectors.Formats;

/// <summary>Finds the records of a text: lines that a line feed ends, with or without a carriage return before it; for csv, lines that
/// either of the two ends and that do not end within quotes.</summary>
internal sealed class RecordSplitter
{
    private readonly bool _isCsv;
    private readonly bool _allowComments;
    private readonly byte _delimiter;
    private readonly int _quote = -1;
    private readonly int _escape = -1;

    /// <summary>Splits at line feeds.</summary>
    public RecordSplitter()
    {
    }

    /// <summary>Splits at the ends of lines that are not quoted.</summary>
    public RecordSplitter(CsvOptions csv)
    {
        _isCsv = true;
        _allowComments = csv.AllowComments;
        _delimiter = csv.FieldDelimiter;
        _quote = csv.QuoteCharacter ?? -1;
        _escape = csv.EscapeCharacter ?? -1;
    }

    /// <summary>Where records end: two splitters of one description find the same.</summary>
    public string Description => _isCsv ? $"csv lines, quoted by {_quote}, {_escape}, {_delimiter}, {_allowComments}" : "lines";

    /// <summary>Finds the end of the record at the start.</summary>
    /// <param name="text">The text from there on.</param>
    /// <param name="isComplete">Whether nothing follows the text.</param>
    /// <param name="next">Where the next record begins.</param>
    /// <returns>The record's length without its line's end, or −1 where it does not end within the text.</returns>
    public int FindEnd(ReadOnlySpan<byte> text, bool isComplete, out int next)
    {
        int end = _isCsv ? FindCsvEnd(text) : text.IndexOf((byte)'\n');
        if (end < 0)
        {
            next = text.Length;
            if (!isComplete) return -1;
            return !_isCsv && text.Length > 0 && text[^1] == (byte)'\r' ? text.Length - 1 : text.Length;
        }
        next = end + 1;
        if (text[end] == (byte)'\n') return !_isCsv && end > 0 && text[end - 1] == (byte)'\r' ? end - 1 : end;
        if (next < text.Length)
        {
            if (text[next] == (byte)'\n') next++;
        }
        else if (!isComplete)
        {
            // The line feed of this carriage return may be still to come.
            return -1;
        }
        return end;
    }

    private int FindCsvEnd(ReadOnlySpan<byte> text)
    {
        int end = text.IndexOfAny((byte)'\n', (byte)'\r');
        if (_quote < 0 && _escape < 0) return end;
        ReadOnlySpan<byte> line = end < 0 ? text : text[..end];
        if (_quote < 0 || !line.Contains((byte)_quote))
        {
            if (_escape < 0 || end < 0 || !line.Contains((byte)_escape)) return end;
        }
        if (_allowComments && text[0] == (byte)'#') return end;
        bool isQuoted = false;
        bool isStart = true;
        for (int i = 0; i < text.Length; i++)
        {
            byte c = text[i];
            if (c == _escape && c != _quote) i++;
            else if (isQuoted) isQuoted = c != _quote;
            else if (c == _quote && (isStart || text[i - 1] == _quote)) isQuoted = true;
            else if (c is (byte)'\n' or (byte)'\r') return i;
            isStart = !isQuoted && c == _delimiter;
        }
        return -1;
    }
}
