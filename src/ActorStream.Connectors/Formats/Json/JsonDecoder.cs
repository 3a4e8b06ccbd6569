using System.Text;
using ActorStream.Types;

namespace ActorStream.Connectors.Formats.Json;

/// <summary>JSON payloads to columns, straight from UTF-8, specialised to the columns that the plan reads.</summary>
internal sealed class JsonDecoder : IDecoder
{
    private readonly JsonColumn[] _columns;
    private readonly IReadOnlyList<Field> _produced;
    private readonly JsonFields _fields;
    private readonly bool _ignoreErrors;

    /// <summary>Makes a decoder of these columns.</summary>
    public JsonDecoder(IReadOnlyList<Field> produced, JsonOptions options, string table)
    {
        bool exactNumbers = produced.Any(f => JsonColumns.HasDecimal(f.Type));
        var columns = new JsonColumns(options, table, exactNumbers);
        _produced = produced;
        _columns = [.. produced.Select(f => columns.Create(f.Type))];
        _fields = new JsonFields([.. produced.Select(f => f.Name)], _columns, options.FailOnMissingField);
        _ignoreErrors = options.IgnoreParseErrors;
    }

    /// <inheritdoc/>
    public DecodedRows Decode(BytesColumn payloads, IDecodeErrors errors)
    {
        int count = payloads.Length;
        foreach (JsonColumn column in _columns) column.Reset(count, payloads.Data);
        bool isAscii = IsAscii(payloads);
        int[]? payloadRows = null;
        int rows = 0;
        for (int i = 0; i < count; i++)
        {
            int before = rows;
            if (!payloads.IsNull(i) && payloads.Lengths[i] > 0)
            {
                var reader = new JsonReader(payloads[i], payloads.Starts[i], isAscii);
                if (!AddPayload(ref reader, ref rows))
                {
                    foreach (JsonColumn column in _columns) column.Truncate(before);
                    rows = before;
                    if (!_ignoreErrors) errors.OnError(i, reader.Describe(), _fields.Current < 0 ? null : _produced[_fields.Current].Name);
                }
            }
            if (payloadRows is null && (rows != i + 1 || before != i)) payloadRows = Identity(count, before);
            if (payloadRows is not null) Note(ref payloadRows, before, rows, i);
        }
        var built = new Column[_columns.Length];
        for (int c = 0; c < built.Length; c++) built[c] = _columns[c].Build();
        return new DecodedRows(built, rows, payloadRows);
    }

    private bool AddPayload(ref JsonReader reader, ref int rows)
    {
        _fields.Begin();
        if (reader.Text.StartsWith("\uFEFF"u8)) reader.Position = 3;
        byte first = reader.PeekToken();
        if (first == (byte)'{')
        {
            if (!_fields.Add(ref reader, rows, 1)) return false;
            rows++;
            return true;
        }
        return first == (byte)'[' ? AddArray(ref reader, ref rows) : reader.FailSyntax("'{' or '['");
    }

    /// <summary>Each object of an array is a row; <c>null</c> is none.</summary>
    private bool AddArray(ref JsonReader reader, ref int rows)
    {
        reader.Position++;
        if (reader.PeekToken() == (byte)']') return true;
        while (true)
        {
            byte first = reader.PeekToken();
            if (first == (byte)'{')
            {
                if (!_fields.Add(ref reader, rows, 2)) return false;
                rows++;
            }
            else if (first != (byte)'n') return reader.FailSyntax("'{'");
            else if (!reader.Skip()) return false;
            byte next = reader.PeekToken();
            if (next is not ((byte)',' or (byte)']')) return reader.FailSyntax("',' or ']'");
            if (next == (byte)']') return true;
            reader.Position++;
        }
    }

    /// <summary>One check for the whole batch spares one for each text.</summary>
    private static bool IsAscii(BytesColumn payloads)
    {
        int start = int.MaxValue;
        int end = 0;
        for (int i = 0; i < payloads.Length; i++)
        {
            if (payloads.IsNull(i)) continue;
            start = Math.Min(start, payloads.Starts[i]);
            end = Math.Max(end, payloads.Starts[i] + payloads.Lengths[i]);
        }
        return end > start && Ascii.IsValid(payloads.Data.AsSpan(start, end - start));
    }

    private static int[] Identity(int count, int rows)
    {
        int[] payloadRows = new int[Math.Max(count, 16)];
        for (int i = 0; i < rows; i++) payloadRows[i] = i;
        return payloadRows;
    }

    private static void Note(ref int[] payloadRows, int before, int rows, int payload)
    {
        if (rows > payloadRows.Length) Array.Resize(ref payloadRows, Math.Max(rows, payloadRows.Length * 2));
        payloadRows.AsSpan(before, rows - before).Fill(payload);
    }
}
