using System.Globalization;
using System.Text;
using ActorStream.Connectors;
using ActorStream.Types;

namespace ActorStream.Tests.Support;

/// <summary>A source over a log's topic whose records are <c>key:number</c>: columns k STRING and n BIGINT.</summary>
internal sealed class LogTableSource(ILog log, string topic, bool isBounded = true) : ISource
{
    /// <summary>Its schema.</summary>
    public static IReadOnlyList<ConnectorColumn> Columns { get; } = [new("k", DataType.String), new("n", DataType.BigInt)];

    public bool IsBounded => isBounded;

    public ChangelogMode ChangelogMode => ChangelogMode.InsertOnly;

    public string Description => topic;

    public ILog Log => log;

    public bool DecodesApart => true;

    public ValueTask OpenAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public async ValueTask<IReadOnlyList<SourceSplit>> DiscoverSplitsAsync(CancellationToken cancellationToken)
    {
        LogTopic found = (await log.FindTopicAsync(topic, cancellationToken))!;
        return [.. Enumerable.Range(0, found.Partitions).Select(p => new SourceSplit($"{topic}-{p}", new LogPartition(topic, p)))];
    }

    public ValueTask<IReadOnlyList<SplitStart>> ResolveAsync(IReadOnlyList<SplitStart> splits, CancellationToken cancellationToken) =>
        new([.. splits.Select(s => s with { Offset = s.Offset ?? 0 })]);

    public ISourceReader CreateReader(IReadOnlyList<SplitStart> splits) => new Reader(log, topic, splits, isBounded);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed class Reader(ILog log, string topic, IReadOnlyList<SplitStart> splits, bool isBounded) : ISourceReader
    {
        private readonly Dictionary<string, long> _positions = splits.ToDictionary(s => s.Split.Id, s => s.Offset!.Value);
        private readonly ILogReader _reader = log.OpenReader([.. splits.Select(s => new LogOffset(s.Split.Log!.Value, s.Offset!.Value))]);
        private readonly HashSet<string> _open = [.. splits.Select(s => s.Split.Id)];

        public async ValueTask<SourceBatch?> ReadAsync(CancellationToken cancellationToken)
        {
            while (_open.Count > 0 || !isBounded)
            {
                if (!isBounded && (await log.FindTopicAsync(topic, cancellationToken))!.Partitions > splits.Count)
                    return new SourceBatch(splits[0].Split, Empty, _positions[splits[0].Split.Id]) { HasNewSplits = true };
                LogRecords records = await _reader.ReadAsync(cancellationToken);
                SourceSplit split = splits.First(s => s.Split.Log == records.Partition).Split;
                _positions[split.Id] = records.NextOffset;
                bool isEnd = isBounded && records.IsAtEnd;
                if (isEnd) _open.Remove(split.Id);
                var batch = new SourceBatch(split, Empty, records.NextOffset) { IsEnd = isEnd, EncodedBytes = records.Values.SizeBytes };
                return batch with { Decode = () => batch with { Rows = Decode(records) } };
            }
            return null;
        }

        public ValueTask DisposeAsync() => _reader.DisposeAsync();

        private static Batch Decode(LogRecords records)
        {
            var keys = new BytesColumnBuilder();
            var numbers = new FixedColumnBuilder<long>();
            for (int i = 0; i < records.Count; i++)
            {
                string[] parts = Encoding.UTF8.GetString(records.Values[i]).Split(':');
                keys.Append(parts[0].AsSpan());
                numbers.Append(long.Parse(parts[1], CultureInfo.InvariantCulture));
            }
            return new Batch([keys.Build(), numbers.Build()], records.Count);
        }

        private static Batch Empty => new([new BytesColumnBuilder().Build(), new FixedColumnBuilder<long>().Build()], 0);
    }
}

/// <summary>A sink into a log's topic that takes part in the job's transaction; each row becomes its columns joined by colons.</summary>
internal sealed class LogTableSink(ILog log, string topic) : ISink
{
    public DeliveryGuarantee Guarantee => DeliveryGuarantee.ExactlyOnce;

    public ChangelogMode AcceptedChangelogMode => ChangelogMode.InsertOnly;

    public string Description => topic;

    public ILog TransactionalLog => log;

    /// <summary>A row as it is written.</summary>
    public static string Line(Batch batch, int row) => string.Join(':', batch.Columns.Select(c => Text(c, row)));

    public ValueTask OpenAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ISinkWriter CreateWriter(SinkWriterContext context) => new Writer(topic, context);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static string Text(Column column, int row) => column switch
    {
        _ when column.IsNull(row) => "NULL",
        BytesColumn bytes => Encoding.UTF8.GetString(bytes[row]),
        FixedColumn<long> numbers => numbers[row].ToString(CultureInfo.InvariantCulture),
        _ => throw new ArgumentException(column.GetType().Name),
    };

    private sealed class Writer(string topic, SinkWriterContext context) : ISinkWriter
    {
        public ValueTask WriteAsync(Batch batch, CancellationToken cancellationToken)
        {
            var values = new BytesColumnBuilder();
            for (int row = 0; row < batch.Count; row++) values.Append(Line(batch, row).AsSpan());
            return context.Transaction!.AppendAsync(
                new LogAppend { Topic = topic, Partition = 0, Count = batch.Count, Values = (BytesColumn)values.Build() },
                cancellationToken);
        }

        public ValueTask FlushAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

/// <summary>A dimension table in memory: key to value; counts its queries and can be made to fail.</summary>
public sealed class MemoryLookup(IReadOnlyDictionary<string, string[]> rows) : ILookup
{
    private int _queries;

    public int Queries => _queries;

    public List<string> AskedKeys { get; } = [];

    /// <summary>Asked before each query; what it returns is thrown.</summary>
    public Func<int, Exception?>? Fault { get; set; }

    /// <summary>Awaited before each answer.</summary>
    public Func<Task>? Gate { get; set; }

    /// <summary>Awaited before each answer, whether it is cancelled or not.</summary>
    public Func<Task>? Standstill { get; set; }

    public ValueTask OpenAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public async ValueTask<LookupRows> LookupAsync(Batch keys, CancellationToken cancellationToken)
    {
        int query = Interlocked.Increment(ref _queries);
        if (Fault?.Invoke(query) is { } fault) throw fault;
        if (Standstill is { } standstill) await standstill();
        if (Gate is { } gate) await gate().WaitAsync(cancellationToken);
        var values = new BytesColumnBuilder();
        var keyRows = new List<int>();
        for (int row = 0; row < keys.Count; row++)
        {
            string key = Encoding.UTF8.GetString(((BytesColumn)keys.Columns[0])[row]);
            lock (AskedKeys) AskedKeys.Add(key);
            foreach (string value in rows.GetValueOrDefault(key, []))
            {
                values.Append(value.AsSpan());
                keyRows.Add(row);
            }
        }
        return new LookupRows(new Batch([values.Build()], keyRows.Count), [.. keyRows]);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
