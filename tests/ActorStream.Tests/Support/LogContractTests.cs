using System.Text;
using ActorStream.Connectors;
using ActorStream.Types;

namespace ActorStream.Tests.Support;

/// <summary>What every log promises. Derived once for each log.</summary>
public abstract class LogContractTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly CancellationTokenSource _deadline = new(Patience);
    private readonly List<ILog> _opened = [];

    protected ILog Log { get; private set; } = null!;

    protected CancellationToken Deadline => _deadline.Token;

    /// <summary>Whether a reader can see what is not committed.</summary>
    protected virtual bool HasUncommittedReads => true;

    /// <summary>Whether the end of a transaction takes offsets of its own (Kafka's control records).</summary>
    protected virtual bool HasControlRecords => false;

    /// <summary>A name that no other test uses.</summary>
    protected string Topic { get; } = "t-" + Guid.NewGuid().ToString("N");

    public virtual async Task InitializeAsync()
    {
        Log = await OpenAsync();
        Assert.True(await Log.CreateTopicAsync(Topic, 2, null, Deadline));
    }

    public virtual async Task DisposeAsync()
    {
        await Log.DisposeAsync();
        foreach (ILog log in _opened) await log.DisposeAsync();
        _deadline.Dispose();
    }

    /// <summary>A log over the same storage as all that this method returned before.</summary>
    protected abstract ValueTask<ILog> OpenAsync();

    /// <summary>A log over the same storage, disposed with the test.</summary>
    protected async ValueTask<ILog> OpenOtherAsync()
    {
        ILog log = await OpenAsync();
        _opened.Add(log);
        return log;
    }

    [LogFact]
    public async Task ATopicCanBeGivenMorePartitionsButNotFewer()
    {
        await AppendAsync(["before"], partition: 1);
        ILog other = await OpenOtherAsync();
        Assert.Equal(2, (await other.FindTopicAsync(Topic, Deadline))!.Partitions);
        Assert.True(await Log.AddPartitionsAsync(Topic, 4, Deadline));
        Assert.False(await Log.AddPartitionsAsync(Topic, 4, Deadline));
        Assert.False(await Log.AddPartitionsAsync(Topic, 1, Deadline));
        Assert.Equal(4, (await other.FindTopicAsync(Topic, Deadline))!.Partitions);
        await AppendAsync(["after"], partition: 3);
        Assert.Equal(["before"], await ReadAllAsync(1));
        Assert.Equal(["after"], await ReadAllAsync(3));
        await Assert.ThrowsAsync<ConnectorException>(async () => await Log.AddPartitionsAsync(Topic + "-no", 4, Deadline));
    }

    [LogFact]
    public async Task CreatingATopicTwiceSaysSo()
    {
        Assert.False(await Log.CreateTopicAsync(Topic, 2, null, Deadline));
        Assert.Equal(new LogTopic(Topic, 2), await Log.FindTopicAsync(Topic, Deadline));
        Assert.Contains(new LogTopic(Topic, 2), await Log.ListTopicsAsync(Deadline));
        Assert.Null(await Log.FindTopicAsync(Topic + "-no", Deadline));
    }

    [LogFact]
    public async Task WhatWasFlushedIsReadInOrderWithKeysTimesAndHeaders()
    {
        await using ILogAppender appender = Log.OpenAppender();
        var headers = new IReadOnlyList<LogHeader>?[] { [new LogHeader("h", [1, 2]), new LogHeader("n", null)], null, [] };
        await appender.AppendAsync(
            new LogAppend
            {
                Topic = Topic, Partition = 1, Count = 3, Keys = Bytes("k1", null, ""), Values = Bytes("v1", "v2", null),
                TimestampsMs = [1_700_000_000_000, 1_700_000_000_001, 1_700_000_000_002], Headers = headers,
            },
            Deadline);
        await appender.FlushAsync(Deadline);

        LogRecords records = await ReadOneAsync(new LogOffset(new(Topic, 1), 0), LogIsolation.ReadCommitted, 3);

        Assert.Equal(["v1", "v2", null], Texts(records.Values));
        Assert.Equal(["k1", null, ""], Texts(records.Keys));
        Assert.Equal([0, 1, 2], records.Offsets[..3]);
        Assert.Equal([1_700_000_000_000, 1_700_000_000_001, 1_700_000_000_002], records.TimestampsMs[..3]);
        Assert.Equal(1, records.TimestampType);
        Assert.Equal(3, records.NextOffset);
        IReadOnlyList<LogHeader> first = records.Headers![0]!;
        Assert.Equal(["h", "n"], first.Select(h => h.Key));
        Assert.Equal([1, 2], first[0].Value!);
        Assert.Null(first[1].Value);
        Assert.True(records.Headers[1] is null or { Count: 0 });
    }

    [LogFact]
    public async Task KeysChooseThePartitionAsKafkaDoes()
    {
        // The partition of each key follows from Kafka's murmur2, whose own test values DefaultPartitionerTests holds.
        await AppendAsync(["1", "2"], keys: ["21", "foobar"]);

        Assert.Contains("1", await ReadAllAsync(DefaultPartition("21")));
        Assert.Contains("2", await ReadAllAsync(DefaultPartition("foobar")));
    }

    [LogFact]
    public async Task RecordsWithoutKeyArriveInOrderOfTheirBatch()
    {
        await AppendAsync(Enumerable.Range(0, 100).Select(i => $"{i:D3}"));

        string?[] all = [.. await ReadAllAsync(0), .. await ReadAllAsync(1)];
        Assert.Equal(100, all.Length);
        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"{i:D3}"), all.Order());
    }

    [LogFact]
    public async Task EachRecordMayNameItsPartition()
    {
        await using ILogAppender appender = Log.OpenAppender();
        await appender.AppendAsync(
            new LogAppend { Topic = Topic, Partitions = [1, 0, 1], Count = 3, Values = Bytes("a", "b", "c") }, Deadline);
        await appender.FlushAsync(Deadline);

        Assert.Equal(["b"], await ReadAllAsync(0));
        Assert.Equal(["a", "c"], await ReadAllAsync(1));
    }

    [LogFact]
    public async Task BuffersMayBeReusedOnceAppendReturns()
    {
        byte[] buffer = "first"u8.ToArray();
        await using ILogAppender appender = Log.OpenAppender();
        for (int i = 0; i < 2; i++)
        {
            await appender.AppendAsync(
                new LogAppend { Topic = Topic, Partition = 0, Count = 1, Values = new BytesColumn(buffer, [0], [5], 1) }, Deadline);
            "later"u8.CopyTo(buffer);
        }
        await appender.FlushAsync(Deadline);

        Assert.Equal(["first", "later"], await ReadAllAsync(0));
    }

    [LogFact]
    public async Task ManyRecordsComeBackWholeAndInOrder()
    {
        string[] values = [.. Enumerable.Range(0, 25_000).Select(i => $"value {i} " + new string('x', i % 50))];
        await using ILogAppender appender = Log.OpenAppender();
        foreach (string[] part in values.Chunk(777))
            await appender.AppendAsync(new LogAppend { Topic = Topic, Partition = 0, Count = part.Length, Values = Bytes(part) }, Deadline);
        await appender.FlushAsync(Deadline);

        Assert.Equal(values, await ReadAllAsync(0));
        Assert.Equal(values[12_345..], await ReadAllAsync(0, 12_345));
    }

    [LogFact]
    public async Task LargeValuesComeBackWhole()
    {
        string large = string.Create(900_000, 0, (span, _) =>
        {
            for (int i = 0; i < span.Length; i++) span[i] = (char)('a' + i % 26);
        });
        await AppendAsync([large, "small", large], partition: 0);

        Assert.Equal([large, "small", large], await ReadAllAsync(0));
    }

    [LogFact]
    public async Task EndsAndTimesFindOffsets()
    {
        await using ILogAppender appender = Log.OpenAppender();
        await appender.AppendAsync(
            new LogAppend { Topic = Topic, Partition = 0, Count = 3, Values = Bytes("a", "b", "c"), TimestampsMs = [1000, 2000, 3000] },
            Deadline);
        await appender.FlushAsync(Deadline);
        LogPartition[] both = [new(Topic, 0), new(Topic, 1)];

        Assert.Equal([0, 0], (await Log.EarliestOffsetsAsync(both, Deadline)).Select(o => o.Offset));
        Assert.Equal([3, 0], (await Log.LatestOffsetsAsync(both, LogIsolation.ReadCommitted, Deadline)).Select(o => o.Offset));
        Assert.Equal([1, 0], (await Log.OffsetsForTimeAsync(both, 1500, Deadline)).Select(o => o.Offset));
        Assert.Equal([3, 0], (await Log.OffsetsForTimeAsync(both, 3001, Deadline)).Select(o => o.Offset));
    }

    [LogFact]
    public async Task AReaderAtTheEndSaysSoAndWaits()
    {
        await using ILogReader reader = Log.OpenReader([new LogOffset(new(Topic, 0), 0)]);
        LogRecords empty = await reader.ReadAsync(Deadline);
        Assert.True(empty.IsAtEnd);
        Assert.Equal(0, empty.Count);

        ValueTask<LogRecords> waiting = reader.ReadAsync(Deadline);
        await AppendAsync(["late"], partition: 0);
        LogRecords records = await waiting;
        while (records.Count == 0) records = await reader.ReadAsync(Deadline);
        Assert.Equal(["late"], Texts(records.Values));
    }

    [LogFact]
    public async Task AReaderServesAllItsPartitions()
    {
        await AppendAsync(["a"], partition: 0);
        await AppendAsync(["b"], partition: 1);
        await using ILogReader reader = Log.OpenReader([new LogOffset(new(Topic, 0), 0), new LogOffset(new(Topic, 1), 0)]);
        var seen = new SortedSet<string>();
        while (seen.Count < 2)
        {
            LogRecords records = await reader.ReadAsync(Deadline);
            foreach (string? text in Texts(records.Values)) seen.Add($"{records.Partition.Partition}{text}");
        }

        Assert.Equal(["0a", "1b"], seen);
    }

    [LogFact]
    public async Task ARemovedPartitionIsReadNoMore()
    {
        await AppendAsync(["a"], partition: 0);
        await AppendAsync(["b"], partition: 1);
        await using ILogReader reader = Log.OpenReader([new LogOffset(new(Topic, 0), 0), new LogOffset(new(Topic, 1), 0)]);
        await reader.RemoveAsync(new(Topic, 0));
        await AppendAsync(["c"], partition: 0);
        await AppendAsync(["d"], partition: 1);
        var seen = new List<string?>();
        while (seen.Count < 2) seen.AddRange(Texts((await reader.ReadAsync(Deadline)).Values));

        Assert.Equal(["b", "d"], seen);
    }

    [LogFact]
    public async Task AnOffsetOutsideOfTheLogIsAnError()
    {
        ActorStreamException error = await Assert.ThrowsAnyAsync<ActorStreamException>(async () =>
        {
            await using ILogReader reader = Log.OpenReader([new LogOffset(new(Topic, 0), 42)]);
            while (true) await reader.ReadAsync(Deadline);
        });
        Assert.Contains("42", error.Message, StringComparison.Ordinal);
        Assert.Contains(Topic, error.Message, StringComparison.Ordinal);
    }

    [LogFact]
    public async Task WritingToATopicThatDoesNotExistNamesIt()
    {
        ActorStreamException error = await Assert.ThrowsAnyAsync<ActorStreamException>(async () =>
        {
            await using ILogAppender appender = Log.OpenAppender();
            await appender.AppendAsync(new LogAppend { Topic = Topic + "-no", Count = 1, Values = Bytes("a") }, Deadline);
            await appender.FlushAsync(Deadline);
        });
        Assert.Contains(Topic + "-no", error.Message, StringComparison.Ordinal);
        Assert.Contains("topic create", error.Hint, StringComparison.Ordinal);
    }

    [LogFact]
    public async Task ATransactionMovesRecordsAndOffsetsOfSeveralGroupsTogether()
    {
        await using ILogTransaction transaction = await OpenTransactionAsync();
        await transaction.AppendAsync(new LogAppend { Topic = Topic, Partition = 0, Count = 2, Values = Bytes("a", "b") }, Deadline);
        await transaction.AppendAsync(new LogAppend { Topic = Topic, Partition = 1, Count = 1, Values = Bytes("c") }, Deadline);
        long pointer = (7L << 40) | 12;
        CommitResult result = await transaction.CommitAsync(
            new Dictionary<string, IReadOnlyList<LogOffset>>
            {
                [Topic + "-user"] = [new(new(Topic, 0), 17), new(new(Topic, 1), 3)],
                [Topic + "-job"] = [new(new(Topic, 1), pointer)],
            },
            Deadline);

        Assert.Equal(CommitResult.Committed, result);
        Assert.Equal(["a", "b"], await ReadAllAsync(0));
        Assert.Equal(["c"], await ReadAllAsync(1));
        LogPartition[] both = [new(Topic, 0), new(Topic, 1)];
        Assert.Equal(
            [new(both[0], 17), new(both[1], 3)],
            (await Log.CommittedOffsetsAsync(Topic + "-user", both, Deadline)).OrderBy(o => o.Partition.Partition));
        Assert.Equal([new(both[1], pointer)], await Log.CommittedOffsetsAsync(Topic + "-job", both, Deadline));
        Assert.Empty(await Log.CommittedOffsetsAsync(Topic + "-nobody", both, Deadline));
    }

    [LogFact]
    public async Task TransactionsFollowOneAnotherUnderOneOwner()
    {
        await using ILogTransaction transaction = await OpenTransactionAsync();
        for (int i = 0; i < 5; i++)
        {
            await transaction.AppendAsync(new LogAppend { Topic = Topic, Partition = 0, Count = 1, Values = Bytes($"{i}") }, Deadline);
            Assert.Equal(CommitResult.Committed, await transaction.CommitAsync(Pointer(i), Deadline));
        }

        Assert.Equal(["0", "1", "2", "3", "4"], await ReadAllAsync(0));
        Assert.Equal(4, await PointerAsync());
    }

    [LogFact]
    public async Task ACommitWithoutRecordsMovesOffsets()
    {
        await using ILogTransaction transaction = await OpenTransactionAsync();

        Assert.Equal(CommitResult.Committed, await transaction.CommitAsync(Pointer(5), Deadline));
        Assert.Equal(5, await PointerAsync());
    }

    [LogFact]
    public async Task AnOpenTransactionIsInvisible()
    {
        await using ILogTransaction transaction = await OpenTransactionAsync();
        await transaction.AppendAsync(new LogAppend { Topic = Topic, Partition = 0, Count = 1, Values = Bytes("open") }, Deadline);
        await transaction.FlushAsync(Deadline);
        await using ILogReader reader = Log.OpenReader([new LogOffset(new(Topic, 0), 0)]);
        LogRecords first = await reader.ReadAsync(Deadline);
        Assert.Equal(0, first.Count);
        LogOffset end = Assert.Single(await Log.LatestOffsetsAsync([new(Topic, 0)], LogIsolation.ReadCommitted, Deadline));
        Assert.Equal(0, end.Offset);
        if (HasUncommittedReads)
        {
            LogRecords dirty = await ReadOneAsync(new LogOffset(new(Topic, 0), 0), LogIsolation.ReadUncommitted, 1);
            Assert.Equal(["open"], Texts(dirty.Values));
        }

        Assert.Equal(CommitResult.Committed, await transaction.CommitAsync(Pointer(1), Deadline));
        LogRecords records = await reader.ReadAsync(Deadline);
        while (records.Count == 0) records = await reader.ReadAsync(Deadline);
        Assert.Equal(["open"], Texts(records.Values));
    }

    [LogFact]
    public async Task AnAppenderIsNotHeldBackByATransactionOfAnother()
    {
        await using ILogTransaction transaction = await OpenTransactionAsync();
        await transaction.AppendAsync(new LogAppend { Topic = Topic, Partition = 0, Count = 2, Values = Bytes("t1", "t2") }, Deadline);
        await transaction.FlushAsync(Deadline);
        await AppendAsync(["a1", "a2"], partition: 0);
        await transaction.AppendAsync(new LogAppend { Topic = Topic, Partition = 0, Count = 1, Values = Bytes("t3") }, Deadline);
        Assert.Equal(CommitResult.Committed, await transaction.CommitAsync(Pointer(1), Deadline));

        IReadOnlyList<string?> all = await ReadAllAsync(0);
        Assert.Equal(5, all.Count);
        Assert.Equal(["a1", "a2"], all.Where(v => v![0] == 'a'));
        Assert.Equal(["t1", "t2", "t3"], all.Where(v => v![0] == 't'));
    }

    [LogFact]
    public async Task AnAbortedTransactionNeverHappened()
    {
        await using ILogTransaction transaction = await OpenTransactionAsync();
        Assert.Equal(CommitResult.Committed, await transaction.CommitAsync(Pointer(1), Deadline));
        await transaction.AppendAsync(new LogAppend { Topic = Topic, Partition = 0, Count = 1, Values = Bytes("aborted") }, Deadline);
        await transaction.FlushAsync(Deadline);
        await transaction.AbortAsync(Deadline);
        await transaction.AppendAsync(new LogAppend { Topic = Topic, Partition = 0, Count = 1, Values = Bytes("kept") }, Deadline);
        Assert.Equal(CommitResult.Committed, await transaction.CommitAsync(Pointer(2), Deadline));

        Assert.Equal(["kept"], await ReadAllAsync(0));
        Assert.Equal(2, await PointerAsync());
    }

    [LogFact]
    public async Task AbortingNothingIsAllowed()
    {
        await using ILogTransaction transaction = await OpenTransactionAsync();
        await transaction.AbortAsync(Deadline);
        await transaction.AbortAsync(Deadline);

        Assert.Equal(CommitResult.Committed, await transaction.CommitAsync(Pointer(1), Deadline));
    }

    [LogFact]
    public async Task ASecondOwnerFencesTheFirstAndAbortsWhatItLeftOpen()
    {
        ILog other = await OpenOtherAsync();
        ILogTransaction zombie = await OpenTransactionAsync();
        await zombie.AppendAsync(new LogAppend { Topic = Topic, Partition = 0, Count = 1, Values = Bytes("zombie") }, Deadline);
        await zombie.FlushAsync(Deadline);

        await using ILogTransaction owner = await OpenTransactionAsync(other);
        await owner.AppendAsync(new LogAppend { Topic = Topic, Partition = 0, Count = 1, Values = Bytes("owner") }, Deadline);
        Assert.Equal(CommitResult.Committed, await owner.CommitAsync(Pointer(2), Deadline));
        Assert.Equal(CommitResult.Fenced, await zombie.CommitAsync(Pointer(1), Deadline));
        await zombie.DisposeAsync();

        Assert.Equal(["owner"], await ReadAllAsync(0));
        Assert.Equal(2, await PointerAsync());
    }

    [LogFact]
    public async Task ANewOwnerOfAnIdLeavesOtherIdsAlone()
    {
        await using ILogTransaction first = await Log.OpenTransactionAsync(Topic + "-1", TimeSpan.FromMinutes(1), null, Deadline);
        await using ILogTransaction second = await Log.OpenTransactionAsync(Topic + "-2", TimeSpan.FromMinutes(1), null, Deadline);

        Assert.Equal(CommitResult.Committed, await first.CommitAsync(Pointer(1), Deadline));
        Assert.Equal(CommitResult.Committed, await second.CommitAsync(Pointer(2), Deadline));
    }

    [LogFact]
    public async Task WhatALogCommittedIsSeenByAnotherThatWasOpenBefore()
    {
        ILog other = await OpenOtherAsync();
        await using ILogReader reader = other.OpenReader([new LogOffset(new(Topic, 0), 0)]);
        Assert.True((await reader.ReadAsync(Deadline)).IsAtEnd);
        await AppendAsync(["news"], partition: 0);
        LogRecords records = await reader.ReadAsync(Deadline);
        while (records.Count == 0) records = await reader.ReadAsync(Deadline);

        Assert.Equal(["news"], Texts(records.Values));
    }

    [LogFact]
    public async Task ReadingEndsWhenItIsCancelled()
    {
        await using ILogReader reader = Log.OpenReader([new LogOffset(new(Topic, 0), 0)]);
        await reader.ReadAsync(Deadline);
        using var cancel = new CancellationTokenSource();
        ValueTask<LogRecords> waiting = reader.ReadAsync(cancel.Token);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await waiting);
    }

    protected static BytesColumn Bytes(params IReadOnlyList<string?> values)
    {
        var builder = new BytesColumnBuilder();
        foreach (string? value in values)
        {
            if (value is null) builder.AppendNull();
            else builder.Append(Encoding.UTF8.GetBytes(value));
        }
        return (BytesColumn)builder.Build();
    }

    protected static IReadOnlyList<string?> Texts(BytesColumn column) =>
        [.. Enumerable.Range(0, column.Length).Select(i => column.IsNull(i) ? null : Encoding.UTF8.GetString(column[i]))];

    protected async Task AppendAsync(IEnumerable<string> values, int? partition = null, string?[]? keys = null)
    {
        string?[] list = [.. values];
        await using ILogAppender appender = Log.OpenAppender();
        await appender.AppendAsync(
            new LogAppend { Topic = Topic, Partition = partition, Count = list.Length, Values = Bytes(list), Keys = keys is null ? null
                : Bytes(keys) },
            Deadline);
        await appender.FlushAsync(Deadline);
    }

    protected async Task<IReadOnlyList<string?>> ReadAllAsync(int partition, long from = 0)
    {
        if (HasControlRecords) await Log.UntilSettledAsync(new(Topic, partition), Deadline);
        await using ILogReader reader = Log.OpenReader([new LogOffset(new(Topic, partition), from)]);
        var values = new List<string?>();
        long next = from;
        while (true)
        {
            LogRecords records = await reader.ReadAsync(Deadline);
            if (!HasControlRecords)
                Assert.Equal(Enumerable.Range(0, records.Count).Select(i => next + i), records.Offsets.Take(records.Count));
            values.AddRange(Texts(records.Values));
            next = records.NextOffset;
            if (records.IsAtEnd) return values;
        }
    }

    protected ValueTask<ILogTransaction> OpenTransactionAsync(ILog? log = null) =>
        (log ?? Log).OpenTransactionAsync(Topic + "-tx", TimeSpan.FromMinutes(1), null, Deadline);

    protected Dictionary<string, IReadOnlyList<LogOffset>> Pointer(long value) => new() { [Topic + "-job"] = [new(new(Topic, 0), value)] };

    protected async Task<long> PointerAsync() =>
        Assert.Single(await Log.CommittedOffsetsAsync(Topic + "-job", [new(Topic, 0)], Deadline)).Offset;

    private static int DefaultPartition(string key) =>
        ActorStream.Connectors.LocalLog.DefaultPartitioner.ForKey(Encoding.UTF8.GetBytes(key), 2);

    private async Task<LogRecords> ReadOneAsync(LogOffset start, LogIsolation isolation, int count)
    {
        await using ILogReader reader = Log.OpenReader([start], isolation);
        LogRecords records = await reader.ReadAsync(Deadline);
        while (records.Count < count) records = await reader.ReadAsync(Deadline);
        return records;
    }
}
