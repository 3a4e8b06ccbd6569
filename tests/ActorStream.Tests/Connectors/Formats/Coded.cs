using System.Text;
using ActorStream.Connectors;
using ActorStream.Types;

namespace ActorStream.Tests.Connectors.Formats;

/// <summary>Decodes and encodes by a format's name, with rows as texts.</summary>
internal static class Coded
{
    public static readonly ConnectorRegistry Registry = new();

    public static ConnectorEnvironment Environment => new() { Registry = Registry };

    public static IReadOnlyList<Field> Fields(params (string Name, DataType Type)[] fields) =>
        [.. fields.Select(f => new Field(f.Name, f.Type))];

    public static TableOptions Options(string options)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string option in options.Split('~', StringSplitOptions.RemoveEmptyEntries))
        {
            int at = option.IndexOf('=', StringComparison.Ordinal);
            values.Add(option[..at], option[(at + 1)..]);
        }
        return new TableOptions("t", values);
    }

    public static IDecoder Decoder(string format, IReadOnlyList<Field> physical, string options = "", IReadOnlyList<Field>? produced = null)
    {
        TableOptions taken = Options(options);
        IDecoder decoder = Registry.FindFormat(format)!.CreateDecoder(physical, produced ?? physical, taken, Environment);
        taken.RefuseLeftovers();
        return decoder;
    }

    public static BytesColumn Payloads(params string?[] payloads) =>
        Payloads([.. payloads.Select(p => p is null ? null : Encoding.UTF8.GetBytes(p))]);

    public static BytesColumn Payloads(params byte[]?[] payloads)
    {
        var builder = new BytesColumnBuilder();
        foreach (byte[]? payload in payloads)
        {
            if (payload is null) builder.AppendNull();
            else builder.Append(payload);
        }
        return (BytesColumn)builder.Build();
    }

    /// <summary>The rows that come out, as <c>[1, a]</c>, or the errors as <c>! row column: reason</c>, in order.</summary>
    public static IReadOnlyList<string> Decode(string format, IReadOnlyList<Field> fields, string options, params string?[] payloads) =>
        Rows(fields, Decoder(format, fields, options), Payloads(payloads));

    public static IReadOnlyList<string> Rows(IReadOnlyList<Field> fields, IDecoder decoder, BytesColumn payloads)
    {
        var errors = new Errors();
        DecodedRows rows = decoder.Decode(payloads, errors);
        var lines = new List<string>();
        for (int i = 0; i < rows.Count; i++)
        {
            lines.Add("[" + string.Join(", ", fields.Select((f, c) => Show(rows.Columns[c], f.Type, i))) + "]");
        }
        return [.. lines, .. errors.Lines];
    }

    public static IReadOnlyList<string> Encode(string format, IReadOnlyList<Field> fields, string options, Batch batch)
    {
        TableOptions taken = Options(options);
        IEncoder encoder = Registry.FindFormat(format)!.CreateEncoder(fields, taken, Environment);
        taken.RefuseLeftovers();
        var output = new BytesColumnBuilder();
        encoder.Encode(batch, output);
        var column = (BytesColumn)output.Build();
        return [.. Enumerable.Range(0, column.Length).Select(i => column.IsNull(i) ? "NULL" : Encoding.UTF8.GetString(column[i]))];
    }

    public static string Show(Column column, DataType type, int row)
    {
        if (column.IsNull(row)) return "null";
        return column switch
        {
            FixedColumn<bool> c => c[row] ? "true" : "false",
            FixedColumn<long> c when type.Root == TypeRoot.Decimal => Scaled(c[row], type.Scale),
            FixedColumn<Int128> c when type.IsTimestamp => new NanoTimestamp(c[row], type.Root == TypeRoot.TimestampLtz).ToString(),
            FixedColumn<Int128> c => Scaled(c[row], type.Scale),
            FixedColumn<int> c when type.Root == TypeRoot.Date => DateOnly.FromDayNumber(c[row] + 719162).ToString("yyyy-MM-dd"),
            FixedColumn<int> c when type.Root == TypeRoot.Time => TimeSpan.FromMilliseconds(c[row]).ToString(),
            FixedColumn<long> c when type.IsTimestamp => DateTime.UnixEpoch.AddMicroseconds(c[row]).ToString("yyyy-MM-ddTHH:mm:ss.ffffff"),
            FixedColumn<sbyte> c => c[row].ToString(),
            FixedColumn<short> c => c[row].ToString(),
            FixedColumn<int> c => c[row].ToString(),
            FixedColumn<long> c => c[row].ToString(),
            FixedColumn<float> c => c[row].ToString(),
            FixedColumn<double> c => c[row].ToString(),
            BytesColumn c => type.IsBinary ? Convert.ToHexString(c[row]) : Encoding.UTF8.GetString(c[row]),
            ListColumn c => "[" + string.Join(", ", Enumerable.Range(c.Starts[row], c.Lengths[row])
                .Select(i => Show(c.Elements, type.Children[0], i))) + "]",
            MapColumn c => "{" + string.Join(", ", Enumerable.Range(c.Starts[row], c.Lengths[row])
                .Select(i => Show(c.Keys, type.Children[0], i) + "=" + Show(c.Values, type.Children[1], i))) + "}",
            RowColumn c => "(" + string.Join(", ", c.Fields.Select((f, i) => Show(f, type.Children[i], row))) + ")",
            _ => column.GetType().Name,
        };
    }

    private static string Scaled(Int128 unscaled, int scale)
    {
        string digits = Int128.Abs(unscaled).ToString().PadLeft(scale + 1, '0');
        return (unscaled < 0 ? "-" : "") + (scale == 0 ? digits : digits[..^scale] + "." + digits[^scale..]);
    }

    public sealed class Errors : IDecodeErrors
    {
        public List<string> Lines { get; } = [];

        public void OnError(int row, string reason, string? column) => Lines.Add($"! {row} {column ?? "-"}: {reason}");
    }
}
