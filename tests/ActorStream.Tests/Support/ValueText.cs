using System.Globalization;
using System.Text;
using ActorStream.Types;

namespace ActorStream.Tests.Support;

/// <summary>Writes a value as the tables of cases do: text in quotes, binary in hexadecimal, the rest as in Java.</summary>
internal static class ValueText
{
    public static string Format(Column column, int row, DataType type)
    {
        if (column.IsNull(row)) return "NULL";
        return type.Root switch
        {
            TypeRoot.Boolean => ((FixedColumn<bool>)column)[row] ? "true" : "false",
            TypeRoot.TinyInt => ((FixedColumn<sbyte>)column)[row].ToString(CultureInfo.InvariantCulture),
            TypeRoot.SmallInt => ((FixedColumn<short>)column)[row].ToString(CultureInfo.InvariantCulture),
            TypeRoot.Int => ((FixedColumn<int>)column)[row].ToString(CultureInfo.InvariantCulture),
            TypeRoot.BigInt => ((FixedColumn<long>)column)[row].ToString(CultureInfo.InvariantCulture),
            TypeRoot.Float => ((FixedColumn<float>)column)[row].ToString("R", CultureInfo.InvariantCulture),
            TypeRoot.Double => ((FixedColumn<double>)column)[row].ToString("R", CultureInfo.InvariantCulture),
            TypeRoot.Decimal => Decimal(column is FixedColumn<long> narrow ? narrow[row] : ((FixedColumn<Int128>)column)[row], type.Scale),
            TypeRoot.Char or TypeRoot.VarChar => "'" + Escape(Encoding.UTF8.GetString(((BytesColumn)column)[row])) + "'",
            TypeRoot.Binary or TypeRoot.VarBinary => $"X'{Convert.ToHexString(((BytesColumn)column)[row])}'",
            TypeRoot.Date => DateOnly.FromDayNumber(((FixedColumn<int>)column)[row] + 719162).ToString("yyyy-MM-dd"),
            TypeRoot.Time => Time(((FixedColumn<int>)column)[row] * 1000L),
            TypeRoot.Timestamp or TypeRoot.TimestampLtz when column is FixedColumn<Int128> nanos =>
                new NanoTimestamp(nanos[row], type.Root == TypeRoot.TimestampLtz).ToString(),
            TypeRoot.Timestamp => Timestamp(((FixedColumn<long>)column)[row]),
            TypeRoot.TimestampLtz => Instant(((FixedColumn<long>)column)[row]),
            TypeRoot.Array => Array((ListColumn)column, row, type.Children[0]),
            TypeRoot.Map => Map((MapColumn)column, row, type),
            TypeRoot.Row => $"({string.Join(", ", ((RowColumn)column).Fields.Select((f, i) => Format(f, row, type.Children[i])))})",
            _ => throw new NotSupportedException(type.ToString()),
        };
    }

    private static string Array(ListColumn column, int row, DataType element)
    {
        IEnumerable<int> rows = Enumerable.Range(column.Starts[row], column.Lengths[row]);
        return $"[{string.Join(", ", rows.Select(i => Format(column.Elements, i, element)))}]";
    }

    private static string Map(MapColumn column, int row, DataType type)
    {
        IEnumerable<int> rows = Enumerable.Range(column.Starts[row], column.Lengths[row]);
        IEnumerable<string> entries = rows.Select(i =>
            Format(column.Keys, i, type.Children[0]) + "=" + Format(column.Values, i, type.Children[1]));
        return "{" + string.Join(", ", entries.Order(StringComparer.Ordinal)) + "}";
    }

    private static string Decimal(Int128 unscaled, int scale)
    {
        string digits = Int128.Abs(unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        return (unscaled < 0 ? "-" : "") + (scale == 0 ? digits : $"{digits[..^scale]}.{digits[^scale..]}");
    }

    private static string Timestamp(long micros)
    {
        long day = Math.DivRem(micros, 86_400_000_000, out long rest);
        if (rest < 0) (day, rest) = (day - 1, rest + 86_400_000_000);
        return $"{DateOnly.FromDayNumber((int)day + 719162):yyyy-MM-dd}T{Time(rest)}";
    }

    private static string Instant(long micros)
    {
        string text = Timestamp(micros);
        return (text.Length == 16 ? text + ":00" : text) + "Z";
    }

    private static string Time(long micros)
    {
        var time = new TimeOnly(micros * 10);
        string text = time.ToString("HH:mm");
        if (micros % 60_000_000 == 0) return text;
        text = time.ToString("HH:mm:ss");
        if (micros % 1_000_000 == 0) return text;
        return text + "." + (micros % 1000 == 0 ? (micros / 1000 % 1000).ToString("D3") : (micros % 1_000_000).ToString("D6"));
    }

    private static string Escape(string text)
    {
        var escaped = new StringBuilder();
        foreach (char c in text)
        {
            if (c == '\\') escaped.Append("\\\\");
            else if (c is < ' ' or '\x7f' or '\uFFFD') escaped.Append($"\\u{(int)c:x4}");
            else escaped.Append(c);
        }
        return escaped.ToString();
    }
}
