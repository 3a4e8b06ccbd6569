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

    /// <summary>Whether a column is aligned to the right: numbers are.</summary>
    public bool IsRightAligned(int column) => _tableau.IsRightAligned(column);

    /// <summary>A row as .NET objects.</summary>
    public Row Row(Batch batch, int row) => _reader.Read(batch, row);

    /// <summary>Cells that a text takes on a terminal.</summary>
    public static int DisplayWidth(string text) => TableauFormatter.DisplayWidth(text);
}
