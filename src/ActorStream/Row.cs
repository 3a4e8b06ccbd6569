using System.Collections;
using System.Data.SqlTypes;
using System.Globalization;
using System.Text;
using ActorStream.Types;

namespace ActorStream;

/// <summary>
/// One row of a result, as .NET objects: BOOLEAN <c>bool</c>; TINYINT to BIGINT <c>sbyte</c>, <c>short</c>, <c>int</c>, <c>long</c>;
/// FLOAT <c>float</c>; DOUBLE <c>double</c>; DECIMAL <c>decimal</c>, beyond 28 digits <see cref="SqlDecimal"/>; text <c>string</c>;
/// binary <c>byte[]</c>; DATE <see cref="DateOnly"/>; TIME <see cref="TimeOnly"/>; TIMESTAMP <see cref="DateTime"/>; TIMESTAMP_LTZ
/// <see cref="DateTimeOffset"/> in UTC, both of more than 6 fraction digits <see cref="NanoTimestamp"/>; intervals
/// <see cref="TimeSpan"/> and <see cref="YearMonthInterval"/>; ARRAY <c>object[]</c>;
/// MAP and MULTISET a list of key and value pairs; ROW <see cref="Row"/>. Immutable.
/// </summary>
public sealed class Row
{
    private readonly object?[] _values;

    /// <summary>Makes a row.</summary>
    public Row(RowKind kind, params object?[] values)
    {
        Kind = kind;
        _values = values;
    }

    /// <summary>What the row does to the table that the result describes.</summary>
    public RowKind Kind { get; }

    /// <summary>The values, in the order of the schema's fields; null for NULL.</summary>
    public IReadOnlyList<object?> Values => _values;

    /// <summary>The value of a field.</summary>
    public object? this[int index] => _values[index];

    /// <summary>The value of a field as a type; throws where it is NULL or of another type.</summary>
    public T Get<T>(int index) => _values[index] is T value
        ? value
        : throw new InvalidCastException($"Field {index} is {_values[index]?.GetType().Name ?? "NULL"}, not {typeof(T).Name}.");

    /// <summary>As Flink's <c>Row.toString</c>: <c>+I[1, a, null]</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Kind.ToShortString()).Append('[');
        AppendAll(text, _values);
        return text.Append(']').ToString();
    }

    private static void AppendAll(StringBuilder text, IEnumerable values)
    {
        bool isFirst = true;
        foreach (object? value in values)
        {
            if (!isFirst) text.Append(", ");
            isFirst = false;
            Append(text, value);
        }
    }

    private static void Append(StringBuilder text, object? value)
    {
        Span<byte> ascii = stackalloc byte[ValueText.MaxLength];
        switch (value)
        {
            case null: text.Append("null"); return;
            case bool b: text.Append(b ? "true" : "false"); return;
            case byte[] bytes: AppendAll(text.Append('['), bytes.Select(b => (sbyte)b)); text.Append(']'); return;
            case IReadOnlyList<KeyValuePair<object?, object?>> map: AppendMap(text, map); return;
            case object?[] array: AppendAll(text.Append('['), array); text.Append(']'); return;
            case float f: text.Append(Text(ascii, ValueText.JavaFloat(ascii, f))); return;
            case double d: text.Append(Text(ascii, ValueText.JavaDouble(ascii, d))); return;
            case decimal d: text.Append(Text(ascii, ValueText.DecimalJava(ascii, RowReader.Unscaled(d), d.Scale))); return;
            case DateOnly d: text.Append(Text(ascii, ValueText.Date(ascii, d.DayNumber - RowReader.EpochDay))); return;
            case TimeOnly t: text.Append(Text(ascii, ValueText.JavaTime(ascii, t.Ticks / 10, alwaysSeconds: false))); return;
            case DateTime t: text.Append(Text(ascii, ValueText.JavaDateTime(ascii, (t.Ticks - DateTime.UnixEpoch.Ticks) / 10))); return;
            case DateTimeOffset t: text.Append(
                Text(ascii, ValueText.JavaInstant(ascii, (t.UtcTicks - DateTime.UnixEpoch.Ticks) / 10))); return;
            case TimeSpan t: text.Append(Text(ascii, ValueText.JavaDuration(ascii, t.Ticks / TimeSpan.TicksPerMillisecond))); return;
            default: text.Append(CultureInfo.InvariantCulture, $"{value}"); return;
        }
    }

    private static void AppendMap(StringBuilder text, IReadOnlyList<KeyValuePair<object?, object?>> map)
    {
        text.Append('{');
        for (int i = 0; i < map.Count; i++)
        {
            if (i > 0) text.Append(", ");
            Append(text, map[i].Key);
            text.Append('=');
            Append(text, map[i].Value);
        }
        text.Append('}');
    }

    private static string Text(ReadOnlySpan<byte> ascii, int length) => Encoding.ASCII.GetString(ascii[..length]);
}
