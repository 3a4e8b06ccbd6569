using System.Text.Unicode;
using ActorStream.Types;

namespace ActorStream.Connectors.Formats.Csv;

/// <summary>CSV records to columns.</summary>
internal sealed class CsvDecoder : IDecoder
{
    private readonly IReadOnlyList<Field> _produced;
    private readonly CsvOptions _options;
    private readonly CsvLine _line;
    private readonly RecordSplitter? _splitter;
    private readonly CsvCell[] _cells;
    private readonly int[] _positions;
    private readonly ColumnBuilder[] _builders;
    private readonly int _width;

    /// <summary>Makes a decoder of records of these physical columns that gives those to be produced.</summary>
    /// <param name="physical">The columns that records have.</param>
    /// <param name="produced">Those of them that are wanted.</param>
    /// <param name="options">The format's options.</param>
    /// <param name="table">The table, for errors.</param>
    /// <param name="isLine">Whether a payload is one record of a file. Else it is a document of which only the first record counts, as
    /// Flink reads it.</param>
    public CsvDecoder(IReadOnlyList<Field> physical, IReadOnlyList<Field> produced, CsvOptions options, string table, bool isLine)
    {
        _splitter = isLine ? null : new RecordSplitter(options);
        _produced = produced;
        _options = options;
        _line = new CsvLine(options);
        _width = physical.Count;
        foreach (Field field in physical) _ = new CsvCell(field, options, table);
        _cells = [.. produced.Select(f => new CsvCell(f, options, table))];
        _builders = [.. produced.Select(f => ColumnBuilder.Create(f.Type))];
        _positions = [.. produced.Select(f => IndexOf(physical, f.Name))];
    }

    /// <inheritdoc/>
    public DecodedRows Decode(BytesColumn payloads, IDecodeErrors errors)
    {
        foreach (ColumnBuilder builder in _builders) builder.Truncate(0);
        int[]? payloadRows = null;
        int rows = 0;
        for (int i = 0; i < payloads.Length; i++)
        {
            bool isRow = !payloads.IsNull(i) && Add(payloads[i], i, rows, errors);
            if (!isRow) payloadRows ??= [.. Enumerable.Range(0, payloads.Length)];
            else if (payloadRows is not null) payloadRows[rows] = i;
            if (isRow) rows++;
        }
        var columns = new Column[_builders.Length];
        for (int c = 0; c < columns.Length; c++) columns[c] = _builders[c].Build();
        return new DecodedRows(columns, rows, payloadRows);
    }

    private static ReadOnlySpan<byte> ByteOrderMark => "\uFEFF"u8;

    private static int IndexOf(IReadOnlyList<Field> fields, string name)
    {
        int at = 0;
        while (fields[at].Name != name) at++;
        return at;
    }

    private bool Add(ReadOnlySpan<byte> record, int payload, int row, IDecodeErrors errors)
    {
        string? column = null;
        string? fault = null;
        if (_splitter is not null) record = FirstOf(record, out fault);
        else if (_options.AllowComments && IsComment(record)) return false;
        if (fault is null && !Utf8.IsValid(record)) fault = "The record is not UTF-8.";
        if (fault is null && _line.TryRead(record, out fault)) fault = CheckWidth() ?? AddCells(record, out column);
        if (fault is null) return true;
        foreach (ColumnBuilder builder in _builders) builder.Truncate(row);
        if (!_options.IgnoreParseErrors) errors.OnError(payload, fault, column);
        return false;
    }

    /// <summary>The first record of a payload: behind a byte order mark and comments, up to its line's end.</summary>
    private ReadOnlySpan<byte> FirstOf(ReadOnlySpan<byte> payload, out string? fault)
    {
        // Jackson looks for the mark in texts of four bytes and more.
        if (payload.Length > 3 && payload.StartsWith(ByteOrderMark)) payload = payload[ByteOrderMark.Length..];
        while (!payload.IsEmpty)
        {
            ReadOnlySpan<byte> record = payload[.._splitter!.FindEnd(payload, isComplete: true, out int next)];
            if (!_options.AllowComments || !IsComment(record))
            {
                fault = null;
                return record;
            }
            payload = payload[next..];
        }
        fault = "There is no record in it.";
        return default;
    }

    /// <summary>Where comments are allowed, lines of nothing but spaces are comments too.</summary>
    private static bool IsComment(ReadOnlySpan<byte> record)
    {
        ReadOnlySpan<byte> text = record.TrimStart(" \t"u8);
        return text.IsEmpty || text[0] == (byte)'#';
    }

    private string? CheckWidth()
    {
        int width = _line.Count;
        if (width == _width || (width < _width && _options.IgnoreParseErrors)) return null;
        if (width == _width + 1 && _line.EndsEmpty) return null;
        return $"The record has {width} fields, not {_width}.";
    }

    private string? AddCells(ReadOnlySpan<byte> record, out string? column)
    {
        for (int c = 0; c < _cells.Length; c++)
        {
            ColumnBuilder builder = _builders[c];
            bool isThere = _positions[c] < _line.Count;
            ReadOnlySpan<byte> text = isThere ? _line.Field(record, _positions[c]) : default;
            if (!isThere) builder.AppendNull();
            if (!isThere || _cells[c].Add(builder, text))
            {
                if (_produced[c].Type.IsNullable || !builder.IsNull(builder.Count - 1)) continue;
                column = _produced[c].Name;
                return $"The column \"{column}\" is NOT NULL, but the record has no value for it.";
            }
            column = _produced[c].Name;
            return $"The text '{NumberText.Quote(text)}' is not a {_produced[c].Type}.";
        }
        column = null;
        return null;
    }
}
