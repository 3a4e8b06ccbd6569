using System.Buffers;
using System.Collections;
using System.Data.SqlTypes;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ActorStream.Types;

namespace ActorStream.Cli;

/// <summary>Writes the rows of a result as a table, as Flink's changelog, or as a JSON object each.</summary>
internal sealed class ResultWriter(TextWriter output, string format, Schema schema, TimeZoneInfo zone)
{
    private static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly RowText _text = new(schema, zone);
    private readonly ArrayBufferWriter<byte> _json = new();
    private int[]? _widths;
    private long _count;

    public void Write(Batch batch)
    {
        if (format == "table") WriteTable(batch);
        for (int row = 0; row < batch.Count && format != "table"; row++)
        {
            output.WriteLine(format == "changelog" ? _text.Changelog(batch, row) : Json(_text.Row(batch, row)));
        }
        _count += batch.Count;
        output.Flush();
    }

    public void End()
    {
        if (format != "table") return;
        if (_widths is null) output.WriteLine("Empty set");
        else output.WriteLine($"{Border()}\n{_count} {(_count == 1 ? "row" : "rows")} in set");
    }

    // The first batch decides how wide the columns are; a wider value of a later one pushes its neighbours aside.
    private void WriteTable(Batch batch)
    {
        if (batch.Count == 0) return;
        string[] names = [.. schema.Fields.Select(static f => f.Name)];
        string[][] rows = [.. Enumerable.Range(0, batch.Count).Select(row => names.Select((_, c) => _text.Cell(batch, row, c)).ToArray())];
        if (_widths is null)
        {
            _widths = [.. names.Select((n, c) => rows.SelectMany(r => Lines(r[c])).Append(n).Max(RowText.DisplayWidth))];
            output.WriteLine(Border());
            output.WriteLine("| op | " + string.Join(" | ", names.Select((n, c) => Pad(n, c))) + " |");
            output.WriteLine(Border());
        }
        for (int row = 0; row < rows.Length; row++)
        {
            string[][] cells = [.. rows[row].Select(Lines)];
            for (int line = 0; line < cells.Max(static c => c.Length); line++)
            {
                string kind = line == 0 ? batch.KindOf(row).ToShortString() : "  ";
                string shown = string.Join(" | ", cells.Select((c, i) => Pad(line < c.Length ? c[line] : "", i)));
                output.WriteLine($"| {kind} | {shown} |");
            }
        }
    }

    private static string[] Lines(string cell) => cell.TrimEnd('\n').Split('\n');

    private string Border() => "+----+" + string.Concat(_widths!.Select(static w => new string('-', w + 2) + "+"));

    private string Pad(string value, int column)
    {
        string space = new(' ', Math.Max(0, _widths![column] - RowText.DisplayWidth(value)));
        return _text.IsRightAligned(column) ? space + value : value + space;
    }

    private string Json(Row row)
    {
        _json.ResetWrittenCount();
        using var writer = new Utf8JsonWriter(_json, JsonOptions);
        writer.WriteStartObject();
        if (row.Kind != RowKind.Insert) writer.WriteString("$kind", row.Kind.ToShortString());
        for (int i = 0; i < schema.Fields.Count; i++)
        {
            writer.WritePropertyName(schema.Fields[i].Name);
            WriteValue(writer, row[i]);
        }
        writer.WriteEndObject();
        writer.Flush();
        return Encoding.UTF8.GetString(_json.WrittenSpan);
    }

    private static void WriteValue(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null: writer.WriteNullValue(); break;
            case bool truth: writer.WriteBooleanValue(truth); break;
            case string text: writer.WriteStringValue(text); break;
            case byte[] bytes: writer.WriteBase64StringValue(bytes); break;
            case float number when !float.IsFinite(number):
            case double other when !double.IsFinite(other):
                writer.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
            case sbyte or short or int or long or float or double or decimal or SqlDecimal:
                writer.WriteRawValue(Convert.ToString(value, CultureInfo.InvariantCulture)!);
                break;
            case DateTime time: writer.WriteStringValue(time.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture)); break;
            case DateTimeOffset time:
                writer.WriteStringValue(time.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFZ", CultureInfo.InvariantCulture));
                break;
            case NanoTimestamp time: writer.WriteStringValue(Iso(time)); break;
            case DateOnly date: writer.WriteStringValue(date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)); break;
            case TimeOnly time: writer.WriteStringValue(time.ToString("HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture)); break;
            case Row row: WriteArray(writer, row.Values); break;
            case IEnumerable<KeyValuePair<object?, object?>> entries:
                WriteArray(writer, entries.Select(static e => new[] { e.Key, e.Value }));
                break;
            case IEnumerable items: WriteArray(writer, items); break;
            default: writer.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture)); break;
        }
    }

    private static string Iso(NanoTimestamp time)
    {
        string text = (time with { IsInstant = true }).ToString().TrimEnd('Z');
        if (text.Contains('.', StringComparison.Ordinal)) text = text.TrimEnd('0');
        return time.IsInstant ? text + "Z" : text;
    }

    private static void WriteArray(Utf8JsonWriter writer, IEnumerable items)
    {
        writer.WriteStartArray();
        foreach (object? item in items) WriteValue(writer, item);
        writer.WriteEndArray();
    }
}
