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
        _output.Reset(1);
        ToTextCast.Write(_output, _types[column], values, row, _zone);
        return Encoding.UTF8.GetString(_output.Row);
    }

    /// <summary>Whether a column is aligned to the right: numbers are.</summary>
    public bool IsRightAligned(int column) => _types[column].IsNumeric;

    /// <summary>Cells that a text takes on a terminal: East Asian wide characters take two.</summary>
    public static int DisplayWidth(string text)
    {
        int width = 0;
        foreach (Rune rune in text.EnumerateRunes()) width += IsWide(rune.Value) ? 2 : Rune.GetUnicodeCategory(rune) switch
        {
            System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.EnclosingMark => 0,
            _ => 1,
        };
        return width;
    }

    private static bool IsWide(int rune) => rune >= 0x1100
        && (rune <= 0x115F || rune is >= 0x2E80 and <= 0x303E or >= 0x3041 and <= 0x33FF or >= 0x3400 and <= 0x4DBF
            or >= 0x4E00 and <= 0x9FFF or >= 0xA000 and <= 0xA4CF or >= 0xAC00 and <= 0xD7A3 or >= 0xF900 and <= 0xFAFF
            or >= 0xFE30 and <= 0xFE6F or >= 0xFF00 and <= 0xFF60 or >= 0xFFE0 and <= 0xFFE6 or >= 0x1F300 and <= 0x1F64F
            or >= 0x1F900 and <= 0x1F9FF or >= 0x20000 and <= 0x3FFFD);
}
