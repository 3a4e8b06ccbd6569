using ActorStream.Connectors.Formats.Csv;

namespace ActorStream.Connectors.Formats;

/// <summary>Finds the records of a text file: lines; for csv, lines that do not end within quotes.</summary>
internal sealed class RecordSplitter
{
    private readonly CsvOptions? _csv;

    /// <summary>Splits at every line's end.</summary>
    public RecordSplitter()
    {
    }

    /// <summary>Splits at the ends of lines that are not quoted.</summary>
    public RecordSplitter(CsvOptions csv) => _csv = csv.QuoteCharacter is null ? null : csv;

    /// <summary>Where records end: two splitters of one description find the same.</summary>
    public string Description => _csv is null ? "lines"
        : $"lines, quoted by {_csv.QuoteCharacter}, {_csv.EscapeCharacter}, {_csv.FieldDelimiter}, {_csv.AllowComments}";

    /// <summary>The index of the line feed that ends the record at the start, or −1 where it does not end within the text.</summary>
    public int FindEnd(ReadOnlySpan<byte> text)
    {
        int end = text.IndexOf((byte)'\n');
        if (_csv is null || end < 0 || !text[..end].Contains(_csv.QuoteCharacter!.Value)) return end;
        if (_csv.AllowComments && text[0] == (byte)'#') return end;
        byte quote = _csv.QuoteCharacter.Value;
        bool isQuoted = false;
        bool isStart = true;
        for (int i = 0; i < text.Length; i++)
        {
            byte c = text[i];
            if (c == _csv.EscapeCharacter && c != quote) i++;
            else if (isQuoted) isQuoted = c != quote;
            else if (c == quote && (isStart || text[i - 1] == quote)) isQuoted = true;
            else if (c == (byte)'\n') return i;
            isStart = !isQuoted && c == _csv.FieldDelimiter;
        }
        return -1;
    }
}
