using System.Globalization;
using System.Text;
using ActorStream.Connectors;
using ActorStream.Types;

namespace ActorStream.Benchmarks.Formats;

/// <summary>How many flat records of five fields and 117 bytes the json format reads and writes in a second of one core.</summary>
internal static class JsonFormatBenchmark
{
    private const int BatchRows = 1000;

    public static void Run(TextWriter output, int rounds)
    {
        Field[] fields =
        [
            new("pboxid", DataType.String), new("eventTime", DataType.String), new("metric", DataType.Decimal(10, 2)),
            new("latitude", DataType.Decimal(10, 7)), new("longitude", DataType.Decimal(10, 7)),
        ];
        var registry = new ConnectorRegistry();
        var environment = new ConnectorEnvironment { Registry = registry };
        var options = new TableOptions("benchmark", new Dictionary<string, string>());
        IFormat json = registry.FindFormat("json")!;
        IDecoder decoder = json.CreateDecoder(fields, fields, options, environment);
        IEncoder encoder = json.CreateEncoder(fields, options, environment);
        BytesColumn payloads = MakePayloads();
        var decoded = new Batch(decoder.Decode(payloads, NoErrors.Instance).Columns, BatchRows);
        var encoded = new BytesColumnBuilder();
        output.WriteLine($"record: {payloads.Lengths[0]} bytes");
        for (int i = 0; i < 3; i++)
        {
            Measure(output, "decode", rounds, () => decoder.Decode(payloads, NoErrors.Instance));
            Measure(output, "encode", rounds, () =>
            {
                encoder.Encode(decoded, encoded);
                encoded.Build();
            });
        }
    }

    private static void Measure(TextWriter output, string name, int rounds, Action action)
    {
        for (int i = 0; i < Math.Min(rounds, 300); i++) action();
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        process.Refresh();
        TimeSpan cpu = process.TotalProcessorTime;
        long bytes = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < rounds; i++) action();
        bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
        process.Refresh();
        double seconds = (process.TotalProcessorTime - cpu).TotalSeconds;
        double rows = rounds * (double)BatchRows;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"json {name}: {rows / seconds / 1e6:F2} M rows per CPU-second, {seconds / rows * 1e9:F0} ns and "
                + $"{bytes / rows:F1} bytes allocated a row"));
    }

    private static BytesColumn MakePayloads()
    {
        var builder = new BytesColumnBuilder();
        for (int i = 0; i < BatchRows; i++)
        {
            builder.Append(Encoding.UTF8.GetBytes(string.Create(
                CultureInfo.InvariantCulture,
                $"{{\"pboxid\":\"box-{i % 97:D5}\",\"eventTime\":\"2024-05-06 07:08:{i % 60:D2}\",\"metric\":{10 + i % 80}.{i % 100:D2},"
                    + $"\"latitude\":{30 + i % 9}.{1234567 + i:D7},\"longitude\":{110 + i % 9}.{7654321 - i:D7}}}")));
        }
        return (BytesColumn)builder.Build();
    }

    private sealed class NoErrors : IDecodeErrors
    {
        public static readonly NoErrors Instance = new();

        public void OnError(int row, string reason, string? column) => throw new InvalidOperationException(reason);
    }
}
