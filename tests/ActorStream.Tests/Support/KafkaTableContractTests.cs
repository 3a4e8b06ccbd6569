using ActorStream.Connectors;
using ActorStream.Types;

namespace ActorStream.Tests.Support;

/// <summary>What a table of the connector <c>kafka</c> does, on the embedded log and on Kafka.</summary>
public abstract class KafkaTableContractTests : IAsyncLifetime
{
    private static readonly TableColumn[] Columns = [Physical("k", DataType.String), Physical("n", DataType.BigInt)];

    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromSeconds(60));

    protected ILog Log { get; private set; } = null!;

    protected TableFixture Tables { get; private set; } = null!;

    protected string Topic { get; } = "t-" + Guid.NewGuid().ToString("N");

    protected CancellationToken Deadline => _deadline.Token;

    private string Basics { get; set; } = "";

    public virtual async Task InitializeAsync()
    {
        (Log, Tables, string address) = await OpenAsync();
        await Log.CreateTopicAsync(Topic, 2, null, Deadline);
        Basics = $"connector=kafka\nproperties.bootstrap.servers={address}\nproperties.group.id={Topic}-g\nformat=json\ntopic={Topic}\n";
    }

    public virtual async Task DisposeAsync()
    {
        await Log.DisposeAsync();
        _deadline.Dispose();
    }

    /// <summary>What a record of this log says of its leader.</summary>
    protected virtual string LeaderEpoch => "NULL";

    protected abstract Task<(ILog Log, TableFixture Tables, string Address)> OpenAsync();

    [LogFact]
    public async Task EarliestToLatestGivesEveryRow()
    {
        await AppendAsync(0, """{"k":"a","n":1}""", """{"k":"b","n":2}""");
        await AppendAsync(1, """{"k":"c","n":3}""");

        Assert.Equal(["a|1", "b|2", "c|3"], await RowsAsync("scan.startup.mode=earliest-offset\nscan.bounded.mode=latest-offset"));
    }

    [LogFact]
    public async Task ABoundedTableOfEmptyPartitionsEnds() =>
        Assert.Empty(await RowsAsync("scan.startup.mode=earliest-offset\nscan.bounded.mode=latest-offset"));

    [LogFact]
    public async Task SpecificOffsetsBoundBothEnds()
    {
        await AppendAsync(0, [.. Enumerable.Range(0, 10).Select(i => $$"""{"k":"a","n":{{i}}}""")]);
        await AppendAsync(1, [.. Enumerable.Range(0, 10).Select(i => $$"""{"k":"b","n":{{i}}}""")]);

        Assert.Equal(
            ["a|2", "a|3", "b|8"],
            await RowsAsync(
                """
                scan.startup.mode=specific-offsets
                scan.startup.specific-offsets=partition:0,offset:2;partition:1,offset:8
                scan.bounded.mode=specific-offsets
                scan.bounded.specific-offsets=partition:0,offset:4;partition:1,offset:9
                """));
    }

    [LogFact]
    public async Task TimestampsBoundBothEnds()
    {
        await using (ILogAppender appender = Log.OpenAppender())
        {
            BytesColumn values = TableFixture.Strings([.. Enumerable.Range(0, 5).Select(i => $$"""{"k":"a","n":{{i}}}""")]);
            await appender.AppendAsync(
                new LogAppend { Topic = Topic, Partition = 0, Count = 5, Values = values, TimestampsMs = [1000, 2000, 3000, 4000, 5000] },
                Deadline);
            await appender.FlushAsync(Deadline);
        }

        Assert.Equal(
            ["a|1", "a|2"],
            await RowsAsync(
                """
                scan.startup.mode=timestamp
                scan.startup.timestamp-millis=1500
                scan.bounded.mode=timestamp
                scan.bounded.timestamp-millis=4000
                """));
    }

    [LogFact]
    public async Task GroupOffsetsStartWhereTheGroupWasAndElseAsTheResetSays()
    {
        await AppendAsync(0, """{"k":"a","n":1}""", """{"k":"a","n":2}""");
        await AppendAsync(1, """{"k":"b","n":3}""");
        await using (ILogTransaction transaction = await Log.OpenTransactionAsync(Topic + "-x", TimeSpan.FromMinutes(1), null, Deadline))
        {
            var offsets = new Dictionary<string, IReadOnlyList<LogOffset>> { [Topic + "-g"] = [new(new(Topic, 0), 1)] };
            Assert.Equal(CommitResult.Committed, await transaction.CommitAsync(offsets, Deadline));
        }

        Assert.Equal(["a|2", "b|3"], await RowsAsync("scan.bounded.mode=latest-offset\nproperties.auto.offset.reset=earliest"));
        Assert.Equal(["a|2"], await RowsAsync("scan.bounded.mode=latest-offset\nproperties.auto.offset.reset=latest"));
        var error = await Assert.ThrowsAsync<ConnectorException>(() => RowsAsync("scan.bounded.mode=latest-offset"));
        Assert.Contains($"{Topic}-1", error.Message, StringComparison.Ordinal);
        Assert.Contains("auto.offset.reset", error.Hint, StringComparison.Ordinal);
    }

    [LogFact]
    public async Task ReadingUpToAGroupThatHasCommittedNothingIsRefused()
    {
        await AppendAsync(0, """{"k":"a","n":1}""");
        var error = await Assert.ThrowsAsync<ConnectorException>(
            () => RowsAsync("scan.startup.mode=earliest-offset\nscan.bounded.mode=group-offsets"));
        Assert.Contains("ends at the committed offsets of group", error.Message, StringComparison.Ordinal);
    }

    [LogFact]
    public async Task PartitionsThatARestoredJobDoesNotKnowAreReadFromTheirStart()
    {
        await AppendAsync(1, """{"k":"b","n":3}""");
        await using ISource source = Tables.Source(Columns, Basics + "scan.startup.mode=latest-offset");
        await source.OpenAsync(Deadline);
        IReadOnlyList<SourceSplit> splits = await source.DiscoverSplitsAsync(Deadline);

        IReadOnlyList<SplitStart> resolved =
            await source.ResolveAsync([new SplitStart(splits[0], 0), new SplitStart(splits[1], null)], Deadline);
        Assert.Equal([0, 0], resolved.Select(r => r.Offset!.Value));
    }

    [LogFact]
    public async Task KeysAndMetadataAreColumns()
    {
        TableColumn[] columns =
        [
            Physical("k_id", DataType.String), Physical("n", DataType.BigInt), Metadata("topic", DataType.String),
                Metadata("partition", DataType.Int),
            Metadata("offset", DataType.BigInt), Metadata("timestamp", DataType.TimestampLtz(3)),
                Metadata("timestamp-type", DataType.String),
            Metadata("headers", DataType.Map(DataType.String.NotNull(), DataType.Bytes)), Metadata("leader-epoch", DataType.Int),
        ];
        await using (ILogAppender appender = Log.OpenAppender())
        {
            await appender.AppendAsync(
                new LogAppend
                {
                    Topic = Topic, Partition = 1, Count = 2, Keys = TableFixture.Strings("one", null), TimestampsMs = [1500, 2500],
                    Values = TableFixture.Strings("""{"n":1}""", """{"n":2}"""), Headers = [[new LogHeader("h", "v"u8.ToArray())], null],
                },
                Deadline);
            await appender.FlushAsync(Deadline);
        }

        string options = "scan.startup.mode=earliest-offset\nscan.bounded.mode=latest-offset\nkey.format=raw\nkey.fields=k_id\n"
            + "key.fields-prefix=k_\nvalue.fields-include=EXCEPT_KEY";
        Assert.Equal(
            [$"NULL|2|{Topic}|1|1|2500000|CreateTime||{LeaderEpoch}", $"one|1|{Topic}|1|0|1500000|CreateTime|h=v|{LeaderEpoch}"],
            await RowsAsync(options, columns));
    }

    [LogFact]
    public async Task TopicListsAndPatternsAreReadTogether()
    {
        await Log.CreateTopicAsync(Topic + "-2", 1, null, Deadline);
        await AppendAsync(0, """{"k":"a","n":1}""");
        await AppendToAsync(0, Topic + "-2", """{"k":"b","n":2}""");
        string bounds = "\nscan.startup.mode=earliest-offset\nscan.bounded.mode=latest-offset\n";
        string named = Basics.Replace($"topic={Topic}\n", $"topic={Topic};{Topic}-2\n", StringComparison.Ordinal);
        string matched = Basics.Replace($"topic={Topic}\n", $"topic-pattern={Topic}(-\\d)?\n", StringComparison.Ordinal);

        Assert.Equal(["a|1", "b|2"], await ReadAsync(Columns, named + bounds));
        Assert.Equal(["a|1", "b|2"], await ReadAsync(Columns, matched + bounds));
    }

    [LogFact]
    public async Task ATopicThatDoesNotExistIsNamedWithTheRemedy()
    {
        await using ISource source = Tables.Source(Columns, Basics.Replace(Topic + "\n", "no-such-topic\n", StringComparison.Ordinal));

        var error = await Assert.ThrowsAsync<ConnectorException>(async () => await source.OpenAsync(Deadline));
        Assert.Contains("no-such-topic", error.Message, StringComparison.Ordinal);
        Assert.Contains("topic create", error.Hint, StringComparison.Ordinal);
    }

    [LogFact]
    public async Task WhatASinkWritesASourceReads()
    {
        TableColumn[] columns =
            [.. Columns, Metadata("timestamp", DataType.TimestampLtz(3)),
            Metadata("headers", DataType.Map(DataType.String.NotNull(), DataType.Bytes))];
        string options = "sink.partitioner=fixed\nkey.format=raw\nkey.fields=k";
        var names = new BytesColumnBuilder();
        var values = new BytesColumnBuilder();
        var headers = new MapColumnBuilder(names, values);
        names.Append("h"u8);
        values.Append("v"u8);
        headers.EndRow();
        headers.AppendNull();
        await using (ISink sink = Tables.Sink(columns, Basics + options))
        {
            await sink.OpenAsync(Deadline);
            await using ISinkWriter writer = sink.CreateWriter(new SinkWriterContext { Shard = 3, ShardCount = 4 });
            var batch = new Batch(
                [TableFixture.Strings("x", "y"), new FixedColumn<long>([1, 2], 2), new FixedColumn<long>([1_500_000, 2_500_000], 2),
                    headers.Build()], 2);
            await writer.WriteAsync(batch, Deadline);
            await writer.FlushAsync(Deadline);
        }

        Assert.Equal(["x|1|1500000|h=v", "y|2|2500000|"],
            await RowsAsync(options + "\nscan.startup.mode=earliest-offset\nscan.bounded.mode=latest-offset", columns));
        IReadOnlyList<LogOffset> ends = await Log.LatestOffsetsAsync([new(Topic, 0), new(Topic, 1)], LogIsolation.ReadCommitted, Deadline);
        Assert.Equal([0, 2], ends.Select(e => e.Offset));
    }

    [LogFact]
    public async Task ExactlyOnceGoesIntoTheJobsTransaction()
    {
        await using ISink sink = Tables.Sink(Columns, Basics + "sink.delivery-guarantee=exactly-once\nsink.transactional-id-prefix=p");
        await sink.OpenAsync(Deadline);
        Assert.Equal("p", sink.TransactionalIdPrefix);
        await using ILogTransaction transaction =
            await sink.TransactionalLog!.OpenTransactionAsync(Topic + "-x", TimeSpan.FromMinutes(1), null, Deadline);
        await using ISinkWriter writer = sink.CreateWriter(new SinkWriterContext { Shard = 0, ShardCount = 1, Transaction = transaction });
        await writer.WriteAsync(new Batch([TableFixture.Strings("x"), new FixedColumn<long>([1], 1)], 1), Deadline);
        await writer.FlushAsync(Deadline);
        string bounds = "scan.startup.mode=earliest-offset\nscan.bounded.mode=latest-offset";

        Assert.Empty(await RowsAsync(bounds));
        Assert.Equal(CommitResult.Committed, await transaction.CommitAsync(new Dictionary<string, IReadOnlyList<LogOffset>>(), Deadline));
        await Log.UntilSettledAsync(new(Topic, 0), Deadline);
        await Log.UntilSettledAsync(new(Topic, 1), Deadline);
        Assert.Equal(["x|1"], await RowsAsync(bounds));
    }

    [LogFact]
    public async Task ABoundIsFoundOnceAndKeptOverRestarts()
    {
        await AppendAsync(0, """{"k":"a","n":1}""", """{"k":"b","n":2}""");
        (Dictionary<string, byte[]?> states, List<string> first) = await RunAsync(static start => start);
        Assert.Equal(["a|1", "b|2"], first);
        await AppendAsync(0, """{"k":"c","n":3}""");

        (_, List<string> restarted) = await RunAsync(start => start with { Offset = 0, State = states[start.Split.Id] });
        Assert.Equal(["a|1", "b|2"], restarted);
        // A job that had ended and is run again goes on with what has come since.
        (_, List<string> runAgain) = await RunAsync(start => start with
        {
            Offset = start.Split.Log!.Value.Partition == 0 ? 2 : 0, State = states[start.Split.Id], IsRunAgain = true,
        });
        Assert.Equal(["c|3"], runAgain);

        async Task<(Dictionary<string, byte[]?> States, List<string> Rows)> RunAsync(Func<SplitStart, SplitStart> from)
        {
            await using ISource source = Tables.Source(
                Columns, Basics + "scan.startup.mode=earliest-offset\nscan.bounded.mode=latest-offset");
            await source.OpenAsync(Deadline);
            IReadOnlyList<SourceSplit> splits = await source.DiscoverSplitsAsync(Deadline);
            IReadOnlyList<SplitStart> starts = await source.ResolveAsync(
                [.. splits.Select(s => from(new SplitStart(s, null)))], Deadline);
            return (starts.ToDictionary(s => s.Split.Id, s => s.State), await TableFixture.ReadAllAsync(source, starts, Deadline));
        }
    }

    [LogFact]
    public async Task TablesOfOneClusterShareALog()
    {
        await using ISource source = Tables.Source(Columns, Basics);
        await using ISink sink = Tables.Sink(Columns, Basics + "sink.delivery-guarantee=exactly-once\nsink.transactional-id-prefix=p");

        Assert.Same(source.Log, sink.TransactionalLog);
        Assert.Equal(Log.Identity, source.Log!.Identity);
    }

    [LogFact]
    public async Task ARecordThatDoesNotDecodeIsPutAsideInTheJobsTransaction()
    {
        await Log.CreateTopicAsync(Topic + "-dead", 1, null, Deadline);
        await AppendAsync(0, """{"k":"a","n":1}""", "{nonsense", """{"k":"b","n":2}""");
        await using ISource source = Tables.Source(
            Columns, Basics + $"scan.startup.mode=earliest-offset\nscan.bounded.mode=latest-offset\ndead-letter.topic={Topic}-dead");
        await source.OpenAsync(Deadline);
        await using ISink letters = source.DeadLetterSink!;
        await letters.OpenAsync(Deadline);
        Assert.Same(source.Log, letters.TransactionalLog);

        Assert.Equal(["a|1", "b|2"], await TableFixture.ReadAllAsync(source, Deadline));
    }

    [LogFact]
    public async Task ARecordThatDoesNotDecodeFailsWithItsPosition()
    {
        await AppendAsync(1, """{"k":"a","n":1}""", "{nonsense");

        var error = await Assert.ThrowsAsync<ConnectorException>(() =>
            RowsAsync("scan.startup.mode=earliest-offset\nscan.bounded.mode=latest-offset"));
        Assert.Contains($"{Topic}-1@1", error.Message, StringComparison.Ordinal);
    }

    protected static TableColumn Physical(string name, DataType type) => new(name, type, TableColumnKind.Physical);

    protected static TableColumn Metadata(string key, DataType type) => new(key, type, TableColumnKind.Metadata);

    protected Task<List<string>> RowsAsync(string options, TableColumn[]? columns = null) =>
        ReadAsync(columns ?? Columns, Basics + options);

    private async Task<List<string>> ReadAsync(TableColumn[] columns, string options)
    {
        await using ISource source = Tables.Source(columns, options);
        await source.OpenAsync(Deadline);
        List<string> rows = await TableFixture.ReadAllAsync(source, Deadline);
        rows.Sort(StringComparer.Ordinal);
        return rows;
    }

    private Task AppendAsync(int partition, params string[] values) => AppendToAsync(partition, Topic, values);

    private async Task AppendToAsync(int partition, string topic, params string[] values)
    {
        await using ILogAppender appender = Log.OpenAppender();
        await appender.AppendAsync(
            new LogAppend { Topic = topic, Partition = partition, Count = values.Length, Values = TableFixture.Strings(values) }, Deadline);
        await appender.FlushAsync(Deadline);
    }
}
