using System.Diagnostics;
using ActorStream.Connectors;
using ActorStream.Connectors.Kafka;
using ActorStream.Connectors.LocalLog;
using ActorStream.Types;

namespace ActorStream.Benchmarks.Logs;

/// <summary>What a record costs in a log: CPU time of this process for appending 200-byte records in transactions and for reading
/// 117-byte records, the sizes of the seed job's output and input.</summary>
internal static class LogBenchmark
{
    private const int BatchRecords = 1000;
    private const int Rounds = 3;

    /// <summary>Measures the log at an address, or the embedded log in a temporary folder where there is none.</summary>
    public static async Task RunAsync(TextWriter output, string? kafka, int records)
    {
        string folder = Directory.CreateTempSubdirectory("log-benchmark-").FullName;
        await using ILog log = kafka is null
            ? new EmbeddedLog(folder)
            : new KafkaLog(new Dictionary<string, string> { ["bootstrap.servers"] = kafka });
        string name = "benchmark-" + Guid.NewGuid().ToString("N")[..8];
        await log.CreateTopicAsync(name + "-in", 2, null, CancellationToken.None);
        await log.CreateTopicAsync(name + "-out", 2, null, CancellationToken.None);
        await using (ILogAppender filler = log.OpenAppender()) await AppendAsync(filler, name + "-in", 117, records);
        await output.WriteLineAsync($"{log.Address}: {records} records, {Environment.ProcessorCount} processors");
        for (int round = 1; round <= Rounds; round++)
        {
            await MeasureAsync(output, $"read 117 B, round {round}", records, () => ReadAsync(log, name + "-in", records));
            await using ILogTransaction transaction =
                await log.OpenTransactionAsync(name, TimeSpan.FromMinutes(5), null, CancellationToken.None);
            await MeasureAsync(output, $"append 200 B in transactions, round {round}", records, async () =>
            {
                for (int part = 0; part < 4; part++)
                {
                    await AppendAsync(transaction, name + "-out", 200, records / 4);
                    var offsets = new Dictionary<string, IReadOnlyList<LogOffset>>();
                    CommitResult result = await transaction.CommitAsync(offsets, CancellationToken.None);
                    if (result != CommitResult.Committed) throw new InvalidOperationException($"The commit ended as {result}.");
                }
            });
        }
        await log.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static async Task MeasureAsync(TextWriter output, string what, int records, Func<Task> action)
    {
        long started = Stopwatch.GetTimestamp();
        TimeSpan before = Environment.CpuUsage.TotalTime;
        await action();
        TimeSpan cpu = Environment.CpuUsage.TotalTime - before;
        TimeSpan wall = Stopwatch.GetElapsedTime(started);
        await output.WriteLineAsync(
            $"{what,-40} {cpu.TotalMicroseconds / records,7:0.000} us CPU a record {records / cpu.TotalSeconds,12:0} records a CPU-second "
                + $"{records / wall.TotalSeconds,12:0} a second");
    }

    private static async Task AppendAsync(ILogAppender appender, string topic, int size, int records)
    {
        byte[] data = new byte[size * BatchRecords];
        new Random(1).NextBytes(data);
        int[] starts = [.. Enumerable.Range(0, BatchRecords).Select(i => i * size)];
        int[] lengths = [.. Enumerable.Repeat(size, BatchRecords)];
        for (int done = 0; done < records; done += BatchRecords)
        {
            int count = Math.Min(BatchRecords, records - done);
            var values = new BytesColumn(data, starts, lengths, count);
            await appender.AppendAsync(new LogAppend { Topic = topic, Count = count, Values = values }, CancellationToken.None);
        }
        await appender.FlushAsync(CancellationToken.None);
    }

    private static async Task ReadAsync(ILog log, string topic, int records)
    {
        await using ILogReader reader = log.OpenReader([new LogOffset(new(topic, 0), 0), new LogOffset(new(topic, 1), 0)]);
        for (int read = 0; read < records;) read += (await reader.ReadAsync(CancellationToken.None)).Count;
    }
}
