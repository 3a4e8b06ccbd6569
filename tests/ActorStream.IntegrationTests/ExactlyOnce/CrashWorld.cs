using System.Globalization;
using System.IO.Hashing;
using System.Text;
using System.Text.Json;
using ActorStream.Connectors;
using ActorStream.Connectors.Kafka;
using ActorStream.Connectors.LocalLog;
using ActorStream.IntegrationTests.Support;
using ActorStream.Types;
using Microsoft.Data.Sqlite;
using MySqlConnector;

namespace ActorStream.IntegrationTests.ExactlyOnce;

/// <summary>
/// A log, a dimension table and a checkpoint store around a job that runs in a process of its own, to be killed. The job reads
/// <c>{"k": key, "n": 0, 1, 2, …}</c>, looks the key up and writes <c>{"k", "n", "v"}</c> exactly once.
/// </summary>
internal abstract class CrashWorld : IAsyncDisposable
{
    private const int OutputPartitions = 2;

    /// <summary>A key that the dimension table does not have.</summary>
    private const string Missing = "h";

    private readonly string _name = SharedServers.UniqueName("crash");
    private readonly Dictionary<string, int> _produced = new(StringComparer.Ordinal);

    /// <summary>Folder of scripts, and of the local world's data.</summary>
    protected string Folder { get; } = Machine.NewFolder("crash");

    /// <summary>The job's identity in stores and logs.</summary>
    public string Job => $"actorstream.{_name}";

    public string Input => _name + "-in";

    public string Output => _name + "-out";

    /// <summary>Rows produced so far.</summary>
    public long Produced => _produced.Values.Sum(n => (long)n);

    /// <summary>The keys of each input partition.</summary>
    private List<List<string>> Partitions { get; } = [["a", "c", "e", "g"], ["b", "d", "f", Missing]];

    /// <summary>Time between checkpoints.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMilliseconds(400);

    public abstract ILog OpenLog();

    public abstract ICheckpointStore CreateStore();

    /// <summary>Starts the job in a process of its own, where the last one stopped.</summary>
    public ChildProcess Start() => ChildProcess.Start(
        "dotnet",
        [Path.Combine(AppContext.BaseDirectory, "ActorStream.Cli.dll"), "run", "-f", WriteScript(), "--name", _name, "--rest", "off",
            .. Arguments],
        Folder, environment: Environment);

    /// <summary>Makes the topics and the dimension table.</summary>
    public async Task PrepareAsync()
    {
        await using ILog log = OpenLog();
        await log.CreateTopicAsync(Input, Partitions.Count, null, default);
        await log.CreateTopicAsync(Output, OutputPartitions, null, default);
        await FillTableAsync([.. Partitions.SelectMany(p => p).Where(k => k != Missing)]);
    }

    /// <summary>Gives the input topic one more partition, with a key of its own that starts at 0.</summary>
    public async Task AddPartitionAsync()
    {
        await using ILog log = OpenLog();
        Partitions.Add([$"new{Partitions.Count}"]);
        Assert.True(await log.AddPartitionsAsync(Input, Partitions.Count, default));
    }

    /// <summary>Appends the next numbers of every key, each key always to the same partition.</summary>
    public async Task ProduceAsync(int count)
    {
        await using ILog log = OpenLog();
        await using ILogAppender appender = log.OpenAppender();
        for (int partition = 0; partition < Partitions.Count; partition++)
        {
            var values = new BytesColumnBuilder();
            for (int i = 0; i < count; i++)
            {
                foreach (string key in Partitions[partition])
                {
                    int n = _produced.GetValueOrDefault(key);
                    _produced[key] = n + 1;
                    values.Append(string.Create(CultureInfo.InvariantCulture, $"{{\"k\":\"{key}\",\"n\":{n}}}").AsSpan());
                }
            }
            int rows = values.Count;
            await appender.AppendAsync(
                new LogAppend { Topic = Input, Partition = partition, Count = rows, Values = (BytesColumn)values.Build() }, default);
        }
        await appender.FlushAsync(default);
    }

    /// <summary>Rows that a read_committed reader sees.</summary>
    public async Task<long> CountOutputAsync() => (await ReadOutputAsync()).Count;

    /// <summary>Oracle O1: for each key 0, 1, 2, … in order, without a gap or a repetition, enriched rightly; with
    /// <paramref name="isComplete"/> up to the last number produced.</summary>
    public async Task CheckSequencesAsync(bool isComplete)
    {
        IReadOnlyList<string> rows = await ReadOutputAsync();
        foreach (string key in Partitions.SelectMany(p => p))
        {
            string start = $"{{\"k\":\"{key}\"";
            string[] found = [.. rows.Where(r => r.StartsWith(start, StringComparison.Ordinal))];
            string value = key.Length > 1 || key == Missing ? "unknown" : "value of " + key;
            for (int n = 0; n < found.Length; n++) Assert.Equal($"{start},\"n\":{n},\"v\":\"{value}\"}}", found[n]);
            if (isComplete) Assert.Equal(_produced.GetValueOrDefault(key), found.Length);
        }
    }

    /// <summary>Oracle O3: no transaction stays open: everything written can be read.</summary>
    public async Task CheckNoOpenTransactionAsync()
    {
        await using ILog log = OpenLog();
        await Deadline.Until("no transaction is open", async () => await OpenBytesAsync(log) == 0);
    }

    /// <summary>Whether a transaction is open at this moment: something was written that cannot be read yet.</summary>
    public virtual async Task<bool> HasOpenTransactionAsync()
    {
        await using ILog log = OpenLog();
        return await OpenBytesAsync(log) > 0;
    }

    /// <summary>Oracle O4: each shard's pointer names a manifest that is there, with its segments and checksums.</summary>
    public async Task CheckPointersAsync()
    {
        await using ILog log = OpenLog();
        await using ICheckpointStore store = CreateStore();
        await store.OpenAsync(default);
        LogPartition[] partitions = [.. Enumerable.Range(0, Partitions.Count).Select(p => new LogPartition(Job + ".checkpoints", p))];
        IReadOnlyList<LogOffset> pointers = await log.CommittedOffsetsAsync(Job, partitions, default);
        Assert.Equal(Partitions.Count, pointers.Count);
        foreach (LogOffset pointer in pointers)
        {
            CheckpointManifest? manifest = await store.ReadManifestAsync(Job, pointer.Partition.Partition, pointer.Offset, default);
            Assert.NotNull(manifest);
            Assert.Equal(manifest.Crc32, Crc32.HashToUInt32(manifest.Body));
            foreach (SegmentReference segment in manifest.Segments)
                Assert.Equal(segment.Crc32, Crc32.HashToUInt32(await store.ReadSegmentAsync(segment.Id, default) ?? []));
            LogPartition input = new(Input, pointer.Partition.Partition);
            LogOffset committed = Assert.Single(await log.CommittedOffsetsAsync(Job, [input], default));
            Assert.Contains($"\"offset\":{committed.Offset}", Encoding.UTF8.GetString(manifest.Body), StringComparison.Ordinal);
        }
    }

    public virtual ValueTask DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>The job's WITH options that differ between worlds.</summary>
    protected abstract string LookupOptions { get; }

    protected abstract string Bootstrap { get; }

    protected virtual string SinkOptions => $"""
        'connector' = 'kafka', 'topic' = '{Output}', 'properties.bootstrap.servers' = '{Bootstrap}',
        'key.format' = 'raw', 'key.fields' = 'k', 'value.format' = 'json',
        'sink.delivery-guarantee' = 'exactly-once', 'sink.transactional-id-prefix' = '{_name}'
        """;

    protected virtual string[] Arguments => [];

    protected virtual IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>();

    protected abstract Task FillTableAsync(IReadOnlyList<string> keys);

    private async Task<long> OpenBytesAsync(ILog log)
    {
        LogPartition[] partitions = [.. Enumerable.Range(0, OutputPartitions).Select(p => new LogPartition(Output, p))];
        IReadOnlyList<LogOffset> all = await log.LatestOffsetsAsync(partitions, LogIsolation.ReadUncommitted, default);
        IReadOnlyList<LogOffset> committed = await log.LatestOffsetsAsync(partitions, LogIsolation.ReadCommitted, default);
        return all.Sum(o => o.Offset) - committed.Sum(o => o.Offset);
    }

    /// <summary>The rows that can be seen, those of a key in order.</summary>
    protected virtual async Task<IReadOnlyList<string>> ReadOutputAsync()
    {
        await using ILog log = OpenLog();
        LogPartition[] partitions = [.. Enumerable.Range(0, OutputPartitions).Select(p => new LogPartition(Output, p))];
        var ends = (await log.LatestOffsetsAsync(partitions, LogIsolation.ReadCommitted, default)).ToDictionary(o => o.Partition, o =>
            o.Offset);
        var open = partitions.Where(p => ends[p] > 0).ToHashSet();
        var rows = new List<string>();
        await using ILogReader reader = log.OpenReader([.. open.Select(p => new LogOffset(p, 0))]);
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(1), TimeProvider.System);
        while (open.Count > 0)
        {
            LogRecords records = await reader.ReadAsync(deadline.Token);
            for (int i = 0; i < records.Count; i++)
            {
                if (records.Offsets[i] < ends[records.Partition]) rows.Add(Encoding.UTF8.GetString(records.Values[i]));
            }
            if (records.NextOffset >= ends[records.Partition]) open.Remove(records.Partition);
        }
        return rows;
    }

    private string WriteScript()
    {
        string file = Path.Combine(Folder, "job.sql");
        File.WriteAllText(file, $"""
            SET 'execution.checkpointing.interval' = '{Interval.TotalMilliseconds:0} ms';
            CREATE TABLE numbers (k STRING, n BIGINT, proc_time AS PROCTIME()) WITH (
                'connector' = 'kafka', 'topic' = '{Input}', 'properties.bootstrap.servers' = '{Bootstrap}', 'format' = 'json',
                'properties.group.id' = '{_name}', 'scan.startup.mode' = 'earliest-offset',
                'scan.topic-partition-discovery.interval' = '300 ms');
            CREATE TABLE names (k STRING, v STRING, PRIMARY KEY (k) NOT ENFORCED) WITH (
                'connector' = 'jdbc', 'table-name' = 'names', {LookupOptions},
                'lookup.cache.max-rows' = '6', 'lookup.cache.ttl' = '1 s');
            CREATE TABLE enriched (k STRING, n BIGINT, v STRING) WITH ({SinkOptions});
            INSERT INTO enriched
            SELECT s.k, s.n, COALESCE(d.v, 'unknown') FROM numbers AS s
            LEFT JOIN names FOR SYSTEM_TIME AS OF s.proc_time AS d ON s.k = d.k;
            """);
        return file;
    }
}

/// <summary>The embedded log and SQLite.</summary>
internal class LocalCrashWorld : CrashWorld
{
    private string Data => Path.Combine(Folder, "data");

    protected override string LookupOptions => "'url' = 'jdbc:mysql://localhost:3306/testdb'";

    protected override string Bootstrap => "localhost:9092";

    protected override string[] Arguments => ["--local", Data];

    public override ILog OpenLog() => new EmbeddedLog(Data);

    /// <summary>What the job staged stands in files of its own that nobody else can see: rows that were produced and did not come
    /// out.</summary>
    public override async Task<bool> HasOpenTransactionAsync() => await CountOutputAsync() < Produced;

    public override ICheckpointStore CreateStore() => CheckpointStoreFactory.Create($"sqlite:{Path.Combine(Data, "checkpoints.db")}");

    protected override async Task FillTableAsync(IReadOnlyList<string> keys)
    {
        Directory.CreateDirectory(Data);
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(Data, "testdb.db")};Pooling=False");
        await connection.OpenAsync();
        await using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "CREATE TABLE names (k TEXT PRIMARY KEY, v TEXT);"
            + string.Concat(keys.Select(k => $"INSERT INTO names VALUES ('{k}', 'value of {k}');"));
        await command.ExecuteNonQueryAsync();
    }
}

/// <summary>The embedded log and SQLite, with an output of files.</summary>
internal sealed class FileCrashWorld : LocalCrashWorld
{
    private string Files => Path.Combine(Folder, "output");

    protected override string SinkOptions => $"'connector' = 'filesystem', 'format' = 'json', 'path' = '{Files}'";

    /// <summary>Part files have no order among them, so rows are put in order here; one that is there twice stays twice.</summary>
    protected override async Task<IReadOnlyList<string>> ReadOutputAsync()
    {
        if (!Directory.Exists(Files)) return [];
        var rows = new List<string>();
        foreach (string file in Directory.GetFiles(Files).Where(f => Path.GetFileName(f)[0] != '.'))
            rows.AddRange(await File.ReadAllLinesAsync(file));
        return [.. rows.OrderBy(r => JsonDocument.Parse(r).RootElement.GetProperty("n").GetInt64())];
    }
}

/// <summary>A real broker, and MariaDB for the dimension table and the checkpoints.</summary>
internal sealed class KafkaCrashWorld(string address, MariaDbServer database) : CrashWorld
{
    protected override string LookupOptions => $"'url' = '{database.JdbcUrl}', 'username' = 'test', 'password' = 'test'";

    protected override string Bootstrap => address;

    protected override IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        ["ACTORSTREAM_CHECKPOINT_STORE"] = $"{database.JdbcUrl}?user=test&password=test",
    };

    public override ILog OpenLog() => new KafkaLog(new Dictionary<string, string> { ["bootstrap.servers"] = address });

    public override ICheckpointStore CreateStore() => CheckpointStoreFactory.Create(database.JdbcUrl, "test", "test");

    protected override async Task FillTableAsync(IReadOnlyList<string> keys)
    {
        await using var connection = new MySqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        await using MySqlCommand command = connection.CreateCommand();
        command.CommandText = "CREATE TABLE IF NOT EXISTS names (k VARCHAR(20) PRIMARY KEY, v VARCHAR(40));"
            + string.Concat(keys.Select(k => $"REPLACE INTO names VALUES ('{k}', 'value of {k}');"));
        await command.ExecuteNonQueryAsync();
    }
}
