using ActorStream.Types;

namespace ActorStream;

/// <summary>Rows of a result as text, in the ways that Flink writes them. Not thread-safe.</summary>
public sealed class RowText
{
    private readonly RowFormatter _changelog;
    private readonly TableauFormatter _tableau;
    private readonly RowReader _reader;

    /// <summary>Makes texts of rows of a schema.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="zone">The session's time zone, in which <see cref="Cell"/> shows TIMESTAMP_LTZ.</param>
    public RowText(Schema schema, TimeZoneInfo zone)
    {
        _changelog = new RowFormatter(schema);
        _tableau = new TableauFormatter(schema, zone);
        _reader = new RowReader(schema);
    }

    /// <summary>A row as Flink's <c>Row.toString</c>: <c>+I[1, a, null]</c>.</summary>
    public string Changelog(Batch batch, int row) => _changelog.Format(batch, row);

    /// <summary>A value as Flink's SQL client shows it.</summary>
    public string Cell(Batch batch, int row, int column) => _tableau.Format(batch, row, column);

    /// <summary>Whether a column's values are of any length and may be cut to be shown: texts, binary, nested types.</summary>
    public bool IsOpen(int column) => _tableau.IsOpen(column);

    /// <summary>Whether a column is aligned to the right: numbers are.</summary>
    public bool IsRightAligned(int column) => _tableau.IsRightAligned(column);

    /// <summary>A row as .NET objects.</summary>
    public Row Row(Batch batch, int row) => _reader.Read(batch, row);

    /// <summary>Cells that a text takes on a terminal.</summary>
    public static int DisplayWidth(string text) => TableauFormatter.DisplayWidth(text);

    /// <summary>As much of a text as takes that many cells of a terminal, the last three an ellipsis where it is cut.</summary>
    public static string Cut(string text, int cells) => TableauFormatter.Cut(text, cells);

    /// <summary>A text of one line that does nothing to a terminal: control characters, line breaks and what turns the direction of text
    /// are written as their escapes.</summary>
    public static string Escape(string text) => TerminalText.Escape(text);

    /// <summary>As <see cref="Escape"/>, of a text of several lines.</summary>
    public static string EscapeLines(string text) =>
        text.Contains('\n', StringComparison.Ordinal) ? string.Join('\n', text.Split('\n').Select(EscapeLine)) : Escape(text);

    private static string EscapeLine(string line) => Escape(line.TrimEnd('\r'));
}
