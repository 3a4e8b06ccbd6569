using System.Globalization;
using System.Text;
using ActorStream.Connectors;
using ActorStream.Connectors.Kafka;
using ActorStream.IntegrationTests.Support;
using ActorStream.Types;
using MySqlConnector;

namespace ActorStream.Benchmarks.SeedJob;

/// <summary>A broker, a database, topics of events and the two engines.</summary>
internal sealed class SeedJobWorld : IAsyncDisposable
{
    public const string EmptyTopic = "iot-empty";

    private readonly KafkaServer _kafka;
    private readonly MariaDbServer _database;
    private readonly TextWriter _output;
    private readonly string _folder = Machine.NewFolder("benchmark");
    private readonly HashSet<string> _topics = [];
    private int _devices;
    private int _runs;

    private SeedJobWorld(KafkaServer kafka, MariaDbServer database, TextWriter output)
    {
        _kafka = kafka;
        _database = database;
        _output = output;
    }

    public static async Task<SeedJobWorld> StartAsync(TextWriter output)
    {
        if (KafkaServer.Missing is { } missing) throw new InvalidOperationException(missing);
        KafkaServer kafka = await KafkaServer.StartAsync();
        var world = new SeedJobWorld(kafka, await MariaDbServer.StartAsync(), output);
        await world.CreateTopicAsync(EmptyTopic);
        return world;
    }

    /// <summary>Fills the variant's topic and dimension table where that was not done yet.</summary>
    public async Task PrepareAsync(SeedJobVariant variant)
    {
        if (_devices != variant.Devices) await FillTableAsync(variant.Devices);
        if (_topics.Add(variant.Topic)) await FillTopicAsync(variant);
    }

    public async Task<ProcessUsage> RunHereAsync(SeedJobVariant variant, string topic)
    {
        await CreateTopicAsync($"rich-{_runs}");
        string script = WriteScript(variant, topic);
        string cli = Path.Combine(AppContext.BaseDirectory, "ActorStream.Cli.dll");
        return await MeasureAsync(
            "dotnet", cli, "run", "-f", script, "--fresh", "--rest", "off", "--name", $"seed{_runs}",
            "--set", $"execution.checkpointing.dir=file://{_folder}/state{_runs}");
    }

    public async Task<ProcessUsage> RunFlinkAsync(SeedJobVariant variant, string topic)
    {
        await CreateTopicAsync($"rich-{_runs}");
        string script = WriteScript(variant, topic);
        string flink = Path.GetFullPath(Path.Combine(Machine.Checkout, "..", "shared", "flink", "flink"));
        return await MeasureAsync(
            flink, "sql", "--conf", $"execution.checkpointing.dir=file://{_folder}/flink{_runs}", script);
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        await _kafka.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task CreateTopicAsync(string topic)
    {
        await using var log = new KafkaLog(new Dictionary<string, string> { ["bootstrap.servers"] = _kafka.Address });
        await log.CreateTopicAsync(topic, 1, null, default);
    }

    /// <summary>Runs a program and takes what it and its children used.</summary>
    private async Task<ProcessUsage> MeasureAsync(string program, params string[] arguments)
    {
        string figures = Path.Combine(_folder, $"usage{_runs++}");
        const string Measure = """
            import os, resource, subprocess, sys, time
            start = time.time()
            code = subprocess.call(sys.argv[2:], stdin=subprocess.DEVNULL)
            use = resource.getrusage(resource.RUSAGE_CHILDREN)
            open(sys.argv[1], "w").write(f"{use.ru_utime + use.ru_stime} {time.time() - start} {use.ru_maxrss * 1024}")
            sys.exit(code)
            """;
        await using ChildProcess child = ChildProcess.Start("python3", ["-c", Measure, figures, program, .. arguments]);
        ProcessResult result = await child.WaitForExitAsync(TimeSpan.FromMinutes(30));
        if (result.ExitCode != 0) throw new InvalidOperationException($"{program} ended with {result}");
        string[] parts = (await File.ReadAllTextAsync(figures)).Split(' ');
        return new ProcessUsage(Number(parts[0]), Number(parts[1]), (long)Number(parts[2]));
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private string WriteScript(SeedJobVariant variant, string topic)
    {
        string sink = variant.IntoKafka
            ? $"""
                'connector' = 'kafka', 'topic' = 'rich-{_runs}', 'properties.bootstrap.servers' = '{_kafka.Address}', 'format' = 'json',
                'sink.delivery-guarantee' = 'exactly-once', 'sink.transactional-id-prefix' = 'seed{_runs}',
                'properties.transaction.timeout.ms' = '600000'
              """
            : "'connector' = 'blackhole'";
        string script = $"""
            SET 'execution.checkpointing.interval' = '10s';
            SET 'execution.checkpointing.mode' = 'EXACTLY_ONCE';
            SET 'table.exec.async-lookup.output-mode' = '{(variant.KeepsOrder ? "ORDERED" : "ALLOW_UNORDERED")}';
            SET 'table.local-time-zone' = 'Asia/Shanghai';
            CREATE TABLE iot_source_fixed (
                `pboxid` STRING, `eventTime` STRING, `metric` DECIMAL(10,2), `latitude` DECIMAL(10,7), `longitude` DECIMAL(10,7),
                `proc_time` AS PROCTIME()
            ) WITH ('connector' = 'kafka', 'topic' = '{topic}', 'properties.bootstrap.servers' = '{_kafka.Address}',
                'properties.group.id' = 'seed-{_runs}', 'scan.startup.mode' = 'earliest-offset', 'scan.bounded.mode' = 'latest-offset',
                'format' = 'json');
            CREATE TABLE meta_data_dim_fixed (
                `pboxid` STRING PRIMARY KEY NOT ENFORCED, `device_id` STRING, `bind_time` TIMESTAMP(3), `unbind_time` TIMESTAMP(3),
                `credit_code` STRING, `status` INT
            ) WITH ('connector' = 'jdbc', 'url' = '{_database.JdbcUrl}', 'username' = 'test', 'password' = 'test',
                'table-name' = 'meta_data', 'lookup.cache.max-rows' = '{variant.CacheRows}', 'lookup.cache.ttl' = '60min',
                'lookup.max-retries' = '3');
            CREATE TEMPORARY VIEW enriched_iot_data AS
            SELECT i.pboxid, i.eventTime, i.metric, i.latitude, i.longitude,
                COALESCE(m.device_id, 'UNKNOWN') as device_id, COALESCE(m.credit_code, 'UNKNOWN') as credit_code,
                COALESCE(CAST(m.bind_time AS STRING), '') as bind_time, COALESCE(m.status, 0) as status
            FROM iot_source_fixed i
            LEFT JOIN meta_data_dim_fixed FOR SYSTEM_TIME AS OF i.proc_time AS m ON i.pboxid = m.pboxid
            WHERE i.pboxid IS NOT NULL AND i.latitude BETWEEN -90 AND 90 AND i.longitude BETWEEN -180 AND 180 AND i.metric >= 0;
            CREATE TABLE rich (
                pboxid STRING, eventTime STRING, metric DECIMAL(10,2), latitude DECIMAL(10,7), longitude DECIMAL(10,7),
                device_id STRING, credit_code STRING, bind_time STRING, status INT
            ) WITH ({sink});
            INSERT INTO rich SELECT * FROM enriched_iot_data;
            """;
        string file = Path.Combine(_folder, $"job{_runs}.sql");
        File.WriteAllText(file, script);
        return file;
    }

    private async Task FillTableAsync(int devices)
    {
        await using var connection = new MySqlConnection(_database.ConnectionString);
        await connection.OpenAsync();
        await ExecuteAsync(connection, "DROP TABLE IF EXISTS meta_data");
        await ExecuteAsync(connection, """
            CREATE TABLE meta_data (pboxid VARCHAR(64) PRIMARY KEY, device_id VARCHAR(64), bind_time DATETIME(3), unbind_time DATETIME(3),
                credit_code VARCHAR(64), status INT)
            """);
        for (int from = 0; from < devices; from += 1000)
        {
            var values = new StringBuilder();
            for (int i = from; i < Math.Min(devices, from + 1000); i++)
            {
                if (values.Length > 0) values.Append(',');
                values.Append(CultureInfo.InvariantCulture,
                    $"('{Device(i)}','D{i:000000}','2024-01-02 03:04:05.678',NULL,'9131{i:00000000}X',{i % 2})");
            }
            await ExecuteAsync(connection, $"INSERT INTO meta_data VALUES {values}");
        }
        _devices = devices;
    }

    private async Task FillTopicAsync(SeedJobVariant variant)
    {
        _output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"<!-- filling {variant.Topic} -->"));
        await using var log = new KafkaLog(new Dictionary<string, string> { ["bootstrap.servers"] = _kafka.Address });
        await log.CreateTopicAsync(variant.Topic, 1, null, default);
        await using ILogAppender appender = log.OpenAppender();
        var random = new Random(42);
        for (int done = 0; done < variant.Events;)
        {
            int count = Math.Min(1000, variant.Events - done);
            var values = new BytesColumnBuilder();
            for (int i = 0; i < count; i++) values.Append(Event(random, variant.Devices).AsSpan());
            await appender.AppendAsync(
                new LogAppend { Topic = variant.Topic, Partition = 0, Count = count, Values = (BytesColumn)values.Build() }, default);
            done += count;
        }
        await appender.FlushAsync(default);
    }

    private static string Event(Random random, int devices) => string.Create(
        CultureInfo.InvariantCulture,
        $"{{\"pboxid\":\"{Device(random.Next(devices))}\",")
        + string.Create(CultureInfo.InvariantCulture, $"\"eventTime\":\"2024-05-06 07:{random.Next(60):00}:{random.Next(60):00}\",")
        + string.Create(
            CultureInfo.InvariantCulture,
            $"\"metric\":{random.Next(10_000_000) / 100m:0.00}"
            + $",\"latitude\":{random.Next(-900_000_000, 900_000_000) / 10_000_000m:0.0000000},")
        + string.Create(CultureInfo.InvariantCulture,
            $"\"longitude\":{random.Next(-1_800_000_000, 1_800_000_000) / 10_000_000m:0.0000000}}}");

    private static string Device(int number) => string.Create(CultureInfo.InvariantCulture, $"box-{number:000000}");

    private static async Task ExecuteAsync(MySqlConnection connection, string sql)
    {
        await using var command = new MySqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
