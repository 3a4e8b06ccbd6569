namespace ActorStream.Cli;

/// <summary>Rows in aligned columns under a heading.</summary>
internal sealed class TextTable(params string[] headings)
{
    private readonly List<string[]> _rows = [];

    public void Add(params string[] cells) => _rows.Add([.. cells.Select(RowText.Escape)]);

    public void Write(TextWriter writer)
    {
        int[] widths = [.. headings.Select((h, i) => _rows.Select(r => RowText.DisplayWidth(r[i])).Append(h.Length).Max())];
        WriteRow(writer, headings, widths);
        foreach (string[] row in _rows) WriteRow(writer, row, widths);
    }

    private static void WriteRow(TextWriter writer, string[] cells, int[] widths) =>
        writer.WriteLine(string.Join("  ", cells.Select((cell, i) => Pad(cell, widths[i]))).TrimEnd());

    private static string Pad(string cell, int width) => cell + new string(' ', width - RowText.DisplayWidth(cell));
}
