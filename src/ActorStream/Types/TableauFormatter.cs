using System.Text;

namespace ActorStream.Types;

/// <summary>Writes values as Flink's SQL client shows them in its tableau: TIMESTAMP(3) as <c>2021-04-13 20:12:11.123</c>, TRUE and
/// FALSE, <c>&lt;NULL&gt;</c>, binary as <c>x'0a'</c>.</summary>
public sealed class TableauFormatter
{
    private readonly DataType[] _types;
    private readonly TimeZoneInfo _zone;
    private readonly BytesOutput _output = new();

    /// <summary>Makes a formatter for rows of a schema; TIMESTAMP_LTZ is shown in the zone.</summary>
    public TableauFormatter(Schema schema, TimeZoneInfo zone)
    {
        _types = [.. schema.Fields.Select(f => f.Type)];
        _zone = zone;
    }

    /// <summary>The text of one value.</summary>
    public string Format(Batch batch, int row, int column)
    {
        Column values = batch.Columns[column];
        if (values.IsNull(row)) return "<NULL>";
        if (_types[column].IsBinary) return $"x'{Convert.ToHexStringLower(((BytesColumn)values)[row])}'";
        _output.Reset(1, long.MaxValue);
        ToTextCast.Write(_output, _types[column], values, row, _zone);
        return Encoding.UTF8.GetString(_output.Row);
    }

    /// <summary>Whether values of a column may be of any length.</summary>
    public bool IsOpen(int column) => _types[column].IsText || _types[column].IsBinary || _types[column].IsNested;

    /// <summary>Whether a column is aligned to the right: numbers are.</summary>
    public bool IsRightAligned(int column) => _types[column].IsNumeric;

    /// <summary>Cells that a text takes on a terminal: East Asian wide characters take two.</summary>
    public static int DisplayWidth(string text)
    {
        int width = 0;
        foreach (Rune rune in text.EnumerateRunes()) width += WideCharacters.CellsOf(rune);
        return width;
    }

    /// <summary>As much of a text as takes that many cells, with an ellipsis where it is cut.</summary>
    public static string Cut(string text, int cells)
    {
        // Most texts are short, and no character takes more than two cells.
        if (text.Length * 2 <= cells || DisplayWidth(text) <= cells) return text;
        const string Ellipsis = "...";
        int width = 0, length = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            width += WideCharacters.CellsOf(rune);
            if (width > cells - Ellipsis.Length) break;
            length += rune.Utf16SequenceLength;
        }
        return text[..length] + Ellipsis;
    }
}
