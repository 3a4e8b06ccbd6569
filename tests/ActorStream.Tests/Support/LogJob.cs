using System.Text;
using ActorStream.Connectors;
using ActorStream.Expressions;
using ActorStream.Jobs;
using ActorStream.Plan;
using ActorStream.Types;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorStream.Tests.Support;

/// <summary>
/// A job over simulated logs: topic <c>in</c> of <c>key:number</c>, an optional lookup of <c>key</c>, topic <c>out</c> of
/// <c>key:number[:value]</c> written exactly once. Every start plans anew, as a new process would.
/// </summary>
internal sealed class LogJob : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("actorstream-").FullName;

    public SimulatedBroker Broker { get; } = new();

    public MemoryLookup? Lookup { get; set; }

    public LookupOptions LookupOptions { get; set; } = new() { CacheEnabled = true };

    public int Partitions { get; init; } = 2;

    public bool IsLeft { get; set; } = true;

    public LookupOutputMode OutputMode { get; set; }

    public MissRetry? Retry { get; set; }

    public bool IsBounded { get; set; } = true;

    public JobOptions Options { get; set; } = new() { Name = "test", CheckpointInterval = TimeSpan.FromMilliseconds(20) };

    /// <summary>Put around the store of each start from now on.</summary>
    public Func<ICheckpointStore, ICheckpointStore> WrapStore { get; set; } = store => store;

    /// <summary>Put around the log of each start from now on; what the test itself reads and writes goes past it.</summary>
    public Func<ILog, ILog> WrapLog { get; set; } = log => log;

    /// <summary>Where each start from now on logs.</summary>
    public ILoggerFactory Loggers { get; set; } = NullLoggerFactory.Instance;

    /// <summary>Put around the sink of each start from now on.</summary>
    public Func<ISink, ISink> WrapSink { get; set; } = sink => sink;

    public bool KeepsCheckpoints { get; init; } = true;

    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    public ILog OpenLog() => new SimulatedLog(Broker);

    public async Task CreateTopicsAsync()
    {
        await using ILog log = OpenLog();
        await log.CreateTopicAsync("in", Partitions, null, default);
        await log.CreateTopicAsync("out", 1, null, default);
    }

    /// <summary>Appends <paramref name="count"/> numbers from <paramref name="from"/> on for each key, a key always in one
    /// partition.</summary>
    public async Task ProduceAsync(IReadOnlyList<string> keys, int from, int count)
    {
        await using ILog log = OpenLog();
        await using ILogAppender appender = log.OpenAppender();
        for (int n = from; n < from + count; n++)
        {
            for (int k = 0; k < keys.Count; k++)
            {
                var values = new BytesColumnBuilder();
                values.Append($"{keys[k]}:{n}".AsSpan());
                await appender.AppendAsync(
                    new LogAppend { Topic = "in", Partition = k % Partitions, Count = 1, Values = (BytesColumn)values.Build() }, default);
            }
        }
        await appender.FlushAsync(default);
    }

    /// <summary>Appends the numbers below <paramref name="count"/> for a key to a partition.</summary>
    public async Task ProduceToAsync(string key, int partition, int count)
    {
        await using ILog log = OpenLog();
        await using ILogAppender appender = log.OpenAppender();
        var values = new BytesColumnBuilder();
        for (int n = 0; n < count; n++) values.Append($"{key}:{n}".AsSpan());
        await appender.AppendAsync(
            new LogAppend { Topic = "in", Partition = partition, Count = count, Values = (BytesColumn)values.Build() }, default);
        await appender.FlushAsync(default);
    }

    /// <summary>What a read_committed reader sees in <c>out</c>.</summary>
    public async Task<IReadOnlyList<string>> ReadOutputAsync()
    {
        await using ILog log = OpenLog();
        var partition = new LogPartition("out", 0);
        long end = (await log.LatestOffsetsAsync([partition], LogIsolation.ReadCommitted, default))[0].Offset;
        var lines = new List<string>();
        await using ILogReader reader = log.OpenReader([new LogOffset(partition, 0)]);
        for (long next = 0; next < end;)
        {
            LogRecords records = await reader.ReadAsync(default);
            for (int i = 0; i < records.Count; i++) lines.Add(Encoding.UTF8.GetString(records.Values[i]));
            next = records.NextOffset;
        }
        return lines;
    }

    /// <summary>A store over the job's own file, opened by whoever uses it.</summary>
    public ICheckpointStore CreateStore() => CheckpointStoreFactory.Create($"sqlite:{Path.Combine(_directory, "checkpoints.db")}");

    public Job Start()
    {
        ILog log = WrapLog(OpenLog());
        Func<ICheckpointStore, ICheckpointStore> wrapStore = WrapStore;
        var registry = new TestRegistry(log, this);
        var environment = new ConnectorEnvironment { Registry = registry, JobName = Options.Name, TimeProvider = TimeProvider };
        Func<ICheckpointStore>? makeStore = KeepsCheckpoints ? () => wrapStore(CreateStore()) : null;
        return Job.Start(Options, Plan(), environment, makeStore, null, Loggers);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private LogicalPlan Plan()
    {
        LogicalNode node = new ScanNode(Table("in", LogTableSource.Columns), LogTableSource.Columns, Connector("test"),
            ChangelogMode.InsertOnly);
        if (Lookup is not null)
        {
            ConnectorColumn[] columns = [new("v", DataType.String)];
            var schema = new Schema([.. node.Schema.Fields, new Field("v", DataType.String)]);
            node = new LookupJoinNode(
                node, Table("dim", columns), Connector("test"), columns,
                [new LookupKey("k", new ColumnExpression(0, "k", DataType.String))],
                null, IsLeft, OutputMode, Retry, schema);
        }
        ConnectorColumn[] written = [.. node.Schema.Fields.Select(f => new ConnectorColumn(f.Name, f.Type))];
        return new LogicalPlan([new SinkNode(node, Table("out", written), written, Connector("test"))]);
    }

    private static Dictionary<string, string> Connector(string name) => new() { ["connector"] = name };

    private static TableDefinition Table(string name, IReadOnlyList<ConnectorColumn> columns) => new("c", "d", name)
    {
        Columns = [.. columns.Select(c => new TableColumn(c.Name, c.Type, TableColumnKind.Physical))],
        Options = Connector("test"),
    };

    private sealed class TestRegistry(ILog log, LogJob job) : IConnectorRegistry, ISourceConnector, ISinkConnector, ILookupConnector
    {
        public IReadOnlyList<string> ConnectorIdentifiers => ["test"];

        public IReadOnlyList<string> FormatIdentifiers => [];

        public string Identifier => "test";

        public IConnector? FindConnector(string identifier) => this;

        public IFormat? FindFormat(string identifier) => null;

        public IReadOnlyDictionary<string, DataType> ReadableMetadata(TableDefinition table) => new Dictionary<string, DataType>();

        public IReadOnlyDictionary<string, DataType> WritableMetadata(TableDefinition table) => new Dictionary<string, DataType>();

        public ISource CreateSource(TableContext context) => new LogTableSource(log, context.Table.Name, job.IsBounded);

        public ISink CreateSink(TableContext context) => job.WrapSink(new LogTableSink(log, context.Table.Name));

        public LookupTable CreateLookup(TableContext context, IReadOnlyList<string> keyColumns) =>
            new(job.Lookup!, job.LookupOptions, context.Table.Name);
    }
}
