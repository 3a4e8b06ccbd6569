using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using ActorStream.Expressions.Kernels;
using ActorStream.Types;

namespace ActorStream.Expressions.Functions;

/// <summary>Functions that write JSON: JSON_STRING(x); JSON_OBJECT and JSON_ARRAY, whose first argument is the literal NULL or ABSENT for
/// ON NULL, then key and value in turn, or values; JSON(x) within them.</summary>
internal static class JsonBuildFunctions
{
    public static IEnumerable<(string Name, ScalarFunction Function)> All()
    {
        yield return ("JSON_STRING", new SimpleFunction("JSON_STRING", new Form([Value], DataType.String, (call, a) =>
        {
            DataType type = call.Children[0].Type;
            return new BytesRowEvaluator(a, (columns, row, _, output) =>
            {
                Write(type, columns[0], row, output);
                return true;
            });
        })));
        yield return ("JSON_OBJECT", new JsonObjectFunction());
        yield return ("JSON_ARRAY", new JsonArrayFunction());
        yield return ("JSON", new JsonRawFunction());
    }

    /// <summary>What can be written as JSON.</summary>
    internal static Parameter Value { get; } = new("ANY", DataType.Null, t => IsWritable(t) ? t : null);

    /// <summary>Whether a value of that type can be written as JSON.</summary>
    internal static bool IsWritable(DataType type) => type.Root switch
    {
        TypeRoot.Null or TypeRoot.Date or TypeRoot.Time or TypeRoot.IntervalDayTime or TypeRoot.IntervalYearMonth => false,
        TypeRoot.Map => type.Children[0].IsText && IsWritable(type.Children[1]),
        TypeRoot.Multiset => false,
        _ => type.Children.All(IsWritable),
    };

    /// <summary>The arguments with the positions of those whose text is JSON already behind the first one's word: once a constant call
    /// is folded, nothing else tells.</summary>
    internal static IReadOnlyList<Expression> MarkJson(IReadOnlyList<Expression> arguments)
    {
        if (Constants.Text(arguments[0]) is not { } clause || clause.Contains(' ', StringComparison.Ordinal)) return arguments;
        IEnumerable<int> json = Enumerable.Range(1, arguments.Count - 1)
            .Where(i => arguments[i] is CallExpression { Function.Name: "JSON_OBJECT" or "JSON_ARRAY" or "JSON" });
        string marked = string.Join(' ', json.Select(i => i.ToString(CultureInfo.InvariantCulture)).Prepend(clause));
        return [new LiteralExpression(marked, DataType.Char(marked.Length).NotNull()), .. arguments.Skip(1)];
    }

    /// <summary>The word for ON NULL, and for each argument whether its text is JSON already.</summary>
    internal static (string Clause, bool[] IsJson) Marks(CallExpression call)
    {
        string[] words = Constants.Text(call.Children[0])!.Split(' ');
        var json = words.Skip(1).Select(w => int.Parse(w, CultureInfo.InvariantCulture)).ToHashSet();
        return (words[0], [.. Enumerable.Range(0, call.Children.Count).Select(json.Contains)]);
    }

    /// <summary>Writes a value as JSON; NULL as null.</summary>
    internal static void Write(DataType type, Column column, int row, BytesOutput output)
    {
        if (column.IsNull(row))
        {
            output.Write("null"u8);
            return;
        }
        switch (type.Root)
        {
            case TypeRoot.Boolean: output.Write(column.Get<bool>(row) ? "true"u8 : "false"u8); break;
            case TypeRoot.TinyInt: output.Write(column.Get<sbyte>(row)); break;
            case TypeRoot.SmallInt: output.Write(column.Get<short>(row)); break;
            case TypeRoot.Int: output.Write(column.Get<int>(row)); break;
            case TypeRoot.BigInt: output.Write(column.Get<long>(row)); break;
            case TypeRoot.Decimal: output.Write(JsonText.BigDecimal((BigInteger)column.Unscaled(row), type.Scale).AsSpan()); break;
            case TypeRoot.Float: WriteFloating(column.Get<float>(row).ToString("R", CultureInfo.InvariantCulture), output); break;
            case TypeRoot.Double: WriteFloating(column.Get<double>(row).ToString("R", CultureInfo.InvariantCulture), output); break;
            case TypeRoot.Char or TypeRoot.VarChar: JsonText.WriteString(Utf8.Decode(column.Bytes(row)), output); break;
            case TypeRoot.Binary or TypeRoot.VarBinary: WriteBase64(column.Bytes(row), output); break;
            case TypeRoot.Timestamp or TypeRoot.TimestampLtz: WriteTime(type, column, row, output); break;
            case TypeRoot.Array: WriteArray(type, (ListColumn)column, row, output); break;
            case TypeRoot.Map: WriteMap(type, (MapColumn)column, row, output); break;
            default: WriteRow(type, (RowColumn)column, row, output); break;
        }
    }

    private static void WriteFloating(string text, BytesOutput output)
    {
        double value = double.Parse(text, CultureInfo.InvariantCulture);
        if (!double.IsFinite(value))
        {
            JsonText.WriteString(double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity", output);
            return;
        }
        Span<byte> java = stackalloc byte[40];
        int length = ValueText.JavaDouble(java, value);
        JsonText.WriteNumber(Utf8.Decode(java[..length]), output);
    }

    private static void WriteBase64(ReadOnlySpan<byte> bytes, BytesOutput output)
    {
        output.Write((byte)'"');
        Base64.EncodeToUtf8(bytes, output.GetSpan(Base64.GetMaxEncodedToUtf8Length(bytes.Length)), out _, out int written);
        output.Advance(written);
        output.Write((byte)'"');
    }

    /// <summary>ISO 8601 with the digits of the fraction that are not zeros at its end.</summary>
    private static void WriteTime(DataType type, Column column, int row, BytesOutput output)
    {
        (long micros, int nanos) = type.HasNanoseconds ? DateTimeMath.SplitNanos(column.Get<Int128>(row)) : (column.Get<long>(row), 0);
        output.Write((byte)'"');
        Span<byte> text = output.GetSpan(ValueText.MaxLength);
        int length = ValueText.Timestamp(text, micros, 9, nanos);
        text[text.IndexOf((byte)' ')] = (byte)'T';
        output.Advance(text[..length].TrimEnd((byte)'0').TrimEnd((byte)'.').Length);
        output.Write(type.Root == TypeRoot.Timestamp ? "\""u8 : "Z\""u8);
    }

    private static void WriteArray(DataType type, ListColumn column, int row, BytesOutput output)
    {
        output.Write((byte)'[');
        for (int i = 0; i < column.Lengths[row]; i++)
        {
            if (i > 0) output.Write((byte)',');
            Write(type.Children[0], column.Elements, column.Starts[row] + i, output);
        }
        output.Write((byte)']');
    }

    private static void WriteMap(DataType type, MapColumn column, int row, BytesOutput output)
    {
        IEnumerable<(string Key, int Row)> entries = Enumerable.Range(column.Starts[row], column.Lengths[row])
            .Select(i => (Utf8.Decode(column.Keys.Bytes(i)), i)).OrderBy(e => e.Item1, StringComparer.Ordinal);
        output.Write((byte)'{');
        bool isFirst = true;
        foreach ((string key, int entry) in entries)
        {
            if (!isFirst) output.Write((byte)',');
            isFirst = false;
            JsonText.WriteString(key, output);
            output.Write((byte)':');
            Write(type.Children[1], column.Values, entry, output);
        }
        output.Write((byte)'}');
    }

    private static void WriteRow(DataType type, RowColumn column, int row, BytesOutput output)
    {
        output.Write((byte)'{');
        bool isFirst = true;
        foreach (int field in Enumerable.Range(0, type.Children.Count).OrderBy(i => type.FieldNames[i], StringComparer.Ordinal))
        {
            if (!isFirst) output.Write((byte)',');
            isFirst = false;
            JsonText.WriteString(type.FieldNames[field], output);
            output.Write((byte)':');
            Write(type.Children[field], column.Fields[field], row, output);
        }
        output.Write((byte)'}');
    }
}
