using ActorStream.Types;

namespace ActorStream.Cli;

/// <summary>
/// Rows between lines, as Flink's SQL client draws them. The first rows are held until there are enough of them to tell how wide the
/// columns are, or the result pauses; where a later row needs more, the heading is drawn anew with wider columns.
/// </summary>
internal sealed class TextGrid(TextWriter output, Schema schema, TimeZoneInfo zone, int maxWidth)
{
    private const int MaxHeldRows = 1_000;

    private readonly RowText _text = new(schema, zone);
    private readonly List<(string Kind, string[][] Cells)> _held = [];
    private readonly int[] _widths = [.. schema.Fields.Select(static f => RowText.DisplayWidth(RowText.Escape(f.Name)))];
    private bool _isBegun;
    private long _count;

    public bool HoldsRows => _held.Count > 0;

    public void Add(Batch batch)
    {
        for (int row = 0; row < batch.Count; row++)
        {
            string[][] cells = new string[schema.Count][];
            for (int column = 0; column < cells.Length; column++) cells[column] = Lines(_text.Cell(batch, row, column), column);
            _held.Add((batch.KindOf(row).ToShortString(), cells));
            if (_held.Count == MaxHeldRows) Flush();
        }
        if (_isBegun) Flush();
    }

    public void Flush()
    {
        if (_held.Count == 0) return;
        if (Widen() || !_isBegun) WriteHeading();
        foreach ((string kind, string[][] cells) in _held) WriteRow(kind, cells);
        _count += _held.Count;
        _held.Clear();
        output.Flush();
    }

    public void End()
    {
        Flush();
        if (!_isBegun) output.WriteLine("Empty set");
        else output.WriteLine($"{Border()}\n{_count} {(_count == 1 ? "row" : "rows")} in set");
        output.Flush();
    }

    /// <summary>Makes the columns as wide as the rows that are held need; true if one grew.</summary>
    private bool Widen()
    {
        bool grew = false;
        foreach ((_, string[][] cells) in _held)
        {
            for (int column = 0; column < cells.Length; column++)
            {
                foreach (string line in cells[column])
                {
                    int width = RowText.DisplayWidth(line);
                    if (width <= _widths[column]) continue;
                    // One that grew once may grow again: it gets all that it may have, so that the heading comes once.
                    bool isCut = _isBegun && _text.IsOpen(column) && maxWidth < int.MaxValue;
                    _widths[column] = isCut ? Math.Max(width, maxWidth) : width;
                    grew = true;
                }
            }
        }
        return grew;
    }

    private void WriteHeading()
    {
        _isBegun = true;
        output.WriteLine(Border());
        WriteLine("op", schema.Fields.Select(static f => RowText.Escape(f.Name)));
        output.WriteLine(Border());
    }

    private void WriteRow(string kind, string[][] cells)
    {
        int lines = cells.Max(static c => c.Length);
        for (int line = 0; line < lines; line++)
        {
            WriteLine(line == 0 ? kind : "  ", cells.Select(c => line < c.Length ? c[line] : ""));
        }
    }

    private void WriteLine(string kind, IEnumerable<string> cells) =>
        output.WriteLine($"| {kind} | {string.Join(" | ", cells.Select(Pad))} |");

    private string[] Lines(string cell, int column)
    {
        string[] lines = cell.TrimEnd('\n').Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            lines[i] = RowText.Escape(lines[i]);
            if (_text.IsOpen(column)) lines[i] = RowText.Cut(lines[i], maxWidth);
        }
        return lines;
    }

    private string Border() => "+----+" + string.Concat(_widths.Select(static w => new string('-', w + 2) + "+"));

    private string Pad(string value, int column)
    {
        string space = new(' ', _widths[column] - RowText.DisplayWidth(value));
        return _text.IsRightAligned(column) ? space + value : value + space;
    }
}
