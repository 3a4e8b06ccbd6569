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
/// <param name="output">Where to.</param>
/// <param name="format">table, changelog or json.</param>
/// <param name="schema">The columns.</param>
/// <param name="zone">The session's time zone.</param>
/// <param name="maxWidth">How wide a column of texts may be in a table; longer ones are cut.</param>
internal sealed class ResultWriter(TextWriter output, string format, Schema schema, TimeZoneInfo zone, int maxWidth = int.MaxValue)
{
    private static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly RowText _text = new(schema, zone);
    private readonly ArrayBufferWriter<byte> _json = new();
    private readonly TextGrid? _grid = format == "table" ? new TextGrid(output, schema, zone, maxWidth) : null;

    /// <summary>Whether rows wait for others that come after them, to be aligned with them.</summary>
    public bool HoldsRows => _grid is { HoldsRows: true };

    public void Write(Batch batch)
    {
        if (_grid is not null)
        {
            _grid.Add(batch);
            return;
        }
        for (int row = 0; row < batch.Count; row++)
        {
            output.WriteLine(format == "changelog" ? _text.Changelog(batch, row) : Json(_text.Row(batch, row)));
        }
        output.Flush();
    }

    /// <summary>Writes what is held.</summary>
    public void Flush() => _grid?.Flush();

    public void End() => _grid?.End();

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
