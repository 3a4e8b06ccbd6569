using System.Globalization;
using System.IO.Compression;
using System.Reflection;
using System.Text;
using System.Text.Json;
using ActorStream.Connectors;
using ActorStream.Types;
using Microsoft.Data.Sqlite;

namespace ActorStream.Cli;

/// <summary>
/// The world around the demo's job: fills its topic with position reports at a steady rate, from where the topic ends, and makes its
/// dimension table.
/// </summary>
internal sealed class DemoFeed(ILog log, LiveTerminal live, int rate)
{
    private const string InputTopic = "iot-topic", OutputTopic = "rich-iot-data";
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);
    private readonly TimeProvider _timeProvider = live.Terminal.TimeProvider;

    /// <summary>The example's script.</summary>
    public static string Script { get; } = ReadScript();

    /// <summary>Makes the topics and the dimension table where they are missing.</summary>
    public async Task PrepareAsync(string directory, CancellationToken cancellationToken)
    {
        await log.CreateTopicAsync(InputTopic, 2, null, cancellationToken);
        await log.CreateTopicAsync(OutputTopic, 1, null, cancellationToken);
        string database = Path.Combine(directory, "testdb.db");
        if (!File.Exists(database)) await MakeDimensionTableAsync(database, cancellationToken);
    }

    /// <summary>Feeds what the topic lacks, then waits until the job has read it all.</summary>
    public async Task RunAsync(JobClient job, CancellationToken cancellationToken)
    {
        await job.WaitUntilRunningAsync(cancellationToken);
        LogPartition[] partitions = [new(InputTopic, 0), new(InputTopic, 1)];
        IReadOnlyList<LogOffset> ends = await log.LatestOffsetsAsync(partitions, LogIsolation.ReadCommitted, cancellationToken);
        int done = (int)ends.Sum(static e => e.Offset);
        byte[][] reports = [.. ReadReports()];
        if (done > 0) live.Say($"Going on after report {Show.Count(done)} of {Show.Count(reports.Length)}.");
        await using (ILogAppender appender = log.OpenAppender())
        {
            long start = _timeProvider.GetTimestamp();
            for (int next = done; next < reports.Length;)
            {
                int until = Math.Min(reports.Length, done + (int)Math.Ceiling(_timeProvider.GetElapsedTime(start).TotalSeconds * rate));
                if (until > next) await AppendAsync(appender, reports.AsMemory(next..until));
                next = Math.Max(next, until);
                await Task.Delay(Tick, _timeProvider, cancellationToken);
            }
        }
        while (job.Progress.Lag is > 0) await Task.Delay(Tick, _timeProvider, cancellationToken);
        await Task.Delay(TimeSpan.FromMilliseconds(300), _timeProvider, cancellationToken);
        live.Say($"All {Show.Count(reports.Length)} reports are read. actorstream demo --fresh starts over.");
    }

    // Not to be cut off: the next start counts what is in the topic, and must not read that before a write is done.
    private static async Task AppendAsync(ILogAppender appender, ReadOnlyMemory<byte[]> reports)
    {
        var keys = new BytesColumnBuilder();
        var values = new BytesColumnBuilder();
        foreach (byte[] report in reports.Span) Convert(report, keys, values);
        await appender.AppendAsync(
            new LogAppend
            {
                Topic = InputTopic,
                Count = reports.Length,
                Keys = (BytesColumn)keys.Build(),
                Values = (BytesColumn)values.Build(),
            }, CancellationToken.None);
        await appender.FlushAsync(CancellationToken.None);
    }

    // A position report of an aircraft becomes a reading of a device.
    private static void Convert(byte[] report, BytesColumnBuilder keys, BytesColumnBuilder values)
    {
        using JsonDocument document = JsonDocument.Parse(report);
        JsonElement root = document.RootElement;
        keys.Append(root.GetProperty("icao24").GetString());
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach ((string from, string to) in (ReadOnlySpan<(string, string)>)[("icao24", "pboxid"), ("ts", "eventTime"),
                ("groundspeed", "metric"), ("latitude", "latitude"), ("longitude", "longitude")])
            {
                writer.WritePropertyName(to);
                root.GetProperty(from).WriteTo(writer);
            }
            writer.WriteEndObject();
        }
        values.Append(buffer.ToArray());
    }

    /// <summary>Most aircraft are known, some are disabled, and every sixth is missing.</summary>
    private static async Task MakeDimensionTableAsync(string database, CancellationToken cancellationToken)
    {
        SQLitePCL.Batteries_V2.Init();
        await using var connection =
            new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = database, Pooling = false }.ToString());
        await connection.OpenAsync(cancellationToken);
        await using var transaction = (SqliteTransaction)await connection.BeginTransactionAsync(cancellationToken);
        await using SqliteCommand command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "CREATE TABLE meta_data (pboxid TEXT PRIMARY KEY, device_id TEXT, bind_time TEXT, unbind_time TEXT, "
            + "credit_code TEXT, status INTEGER)";
        await command.ExecuteNonQueryAsync(cancellationToken);
        command.CommandText = "INSERT INTO meta_data VALUES ($pboxid, $device, $bind, NULL, $code, $status)";
        string[] aircraft = [.. ReadReports().Select(IcaoOf).Distinct().Order(StringComparer.Ordinal)];
        for (int i = 0; i < aircraft.Length; i++)
        {
            if (i % 6 == 5) continue;
            command.Parameters.Clear();
            command.Parameters.AddWithValue("$pboxid", aircraft[i]);
            command.Parameters.AddWithValue("$device", $"DEV-{i + 1:000}");
            string bound = new DateTime(2018, 1 + (i % 7), 1 + (i % 28), i % 24, 0, 0)
                .ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);
            command.Parameters.AddWithValue("$bind", bound);
            command.Parameters.AddWithValue("$code", $"CC-{10_000 + (i * 37)}");
            command.Parameters.AddWithValue("$status", i % 10 == 9 ? 0 : 1);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        await transaction.CommitAsync(cancellationToken);
    }

    private static string IcaoOf(byte[] report)
    {
        using JsonDocument document = JsonDocument.Parse(report);
        return document.RootElement.GetProperty("icao24").GetString()!;
    }

    private static IEnumerable<byte[]> ReadReports()
    {
        using Stream resource = Resource("positions.jsonl.gz");
        using var unzipped = new GZipStream(resource, CompressionMode.Decompress);
        using var reader = new StreamReader(unzipped, Encoding.UTF8);
        while (reader.ReadLine() is { } line) yield return Encoding.UTF8.GetBytes(line);
    }

    private static string ReadScript()
    {
        using var reader = new StreamReader(Resource("job.sql"), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private static Stream Resource(string name) => Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
}
