using ActorStream.Connectors;
using ActorStream.Connectors.Kafka;
using ActorStream.Connectors.Kafka.Client;
using ActorStream.IntegrationTests.Support;
using ActorStream.Tests.Support;
using ActorStream.Types;

namespace ActorStream.IntegrationTests.Kafka;

public sealed class KafkaLogTests
{
    private static CancellationToken Limit => new CancellationTokenSource(TimeSpan.FromSeconds(90)).Token;

    [RequiresKafkaFact]
    public async Task ABrokerThatIsNotThereIsNamed()
    {
        await using var log = new KafkaLog(new Dictionary<string, string> { ["bootstrap.servers"] = "127.0.0.1:1" });

        var error = await Assert.ThrowsAsync<ConnectorException>(async () => await log.ListTopicsAsync(Limit));
        Assert.Contains("127.0.0.1:1", error.Message, StringComparison.Ordinal);
        Assert.True(error.IsTransient);
        Assert.Contains("bootstrap.servers", error.Hint, StringComparison.Ordinal);
    }

    [RequiresKafkaFact]
    public async Task ARecordThatIsTooLargeIsRefusedWithItsSize()
    {
        await using KafkaLog log = await OpenAsync();
        string topic = SharedServers.UniqueName("large");
        await log.CreateTopicAsync(topic, 1, null, Limit);
        await using ILogAppender appender = log.OpenAppender();

        var error = await Assert.ThrowsAsync<ConnectorException>(async () =>
            await appender.AppendAsync(new LogAppend { Topic = topic, Count = 1, Values = Value(10_000_000) }, Limit));
        Assert.Contains("10000000 bytes", error.Message, StringComparison.Ordinal);
    }

    [RequiresKafkaFact]
    public async Task ATopicThatAllowsLargeRecordsTakesAndGivesThem()
    {
        string address = await SharedServers.KafkaAsync();
        await using var log =
            new KafkaLog(new Dictionary<string, string> { ["bootstrap.servers"] = address, ["max.request.size"] = "20000000" });
        string topic = SharedServers.UniqueName("large");
        await log.CreateTopicAsync(topic, 1, new Dictionary<string, string> { ["max.message.bytes"] = "20000000" }, Limit);
        await using (ILogAppender appender = log.OpenAppender())
        {
            await appender.AppendAsync(new LogAppend { Topic = topic, Count = 1, Values = Value(10_000_000) }, Limit);
            await appender.FlushAsync(Limit);
        }
        await using ILogReader reader = log.OpenReader([new LogOffset(new(topic, 0), 0)]);
        LogRecords records = await reader.ReadAsync(Limit);
        while (records.Count == 0) records = await reader.ReadAsync(Limit);

        Assert.Equal(10_000_000, records.Values[0].Length);
    }

    [RequiresKafkaServerFact]
    public async Task ABrokerThatIsKilledInATransactionLeavesItDecidable()
    {
        await using KafkaServer server = await KafkaServer.StartAsync();
        await using var log = new KafkaLog(new Dictionary<string, string> { ["bootstrap.servers"] = server.Address });
        await log.CreateTopicAsync("t", 1, null, Limit);
        var pointer = new LogPartition("t", 0);
        long committed = -1;
        ILogTransaction transaction = await log.OpenTransactionAsync("id", TimeSpan.FromMinutes(1), null, Limit);
        for (int round = 0; round < 6; round++)
        {
            await transaction.AppendAsync(new LogAppend { Topic = "t", Count = 1, Values = Value(100) }, Limit);
            Task<CommitResult> commit = transaction.CommitAsync(
                new Dictionary<string, IReadOnlyList<LogOffset>> { ["g"] = [new(pointer, round)] }, Limit).AsTask();
            if (round % 2 == 1)
            {
                await server.KillAsync();
                await server.StartAgainAsync();
            }
            CommitResult result = await commit;
            Assert.NotEqual(CommitResult.Fenced, result);
            if (result == CommitResult.Unknown)
            {
                await transaction.DisposeAsync();
                transaction = await log.OpenTransactionAsync("id", TimeSpan.FromMinutes(1), null, Limit);
            }
            IReadOnlyList<LogOffset> now = await log.CommittedOffsetsAsync("g", [pointer], Limit);
            long found = now.Count == 0 ? -1 : now[0].Offset;
            if (result == CommitResult.Committed) Assert.Equal(round, found);
            else if (result == CommitResult.Aborted) Assert.Equal(committed, found);
            else Assert.True(found == round || found == committed);
            committed = found;
        }
        await transaction.DisposeAsync();
    }

    [RequiresKafkaServerFact]
    public async Task ACommitWhoseAnswerDoesNotComeIsDecidedByThePointer()
    {
        await using KafkaServer server = await KafkaServer.StartAsync();
        await using var log = new KafkaLog(
            new Dictionary<string, string> { ["bootstrap.servers"] = server.Address, ["socket.timeout.ms"] = "3000" });
        await log.CreateTopicAsync("t", 1, null, Limit);
        var pointer = new LogPartition("t", 0);
        var offsets = new Dictionary<string, IReadOnlyList<LogOffset>> { ["g"] = [new(pointer, 7)] };
        ILogTransaction transaction = await log.OpenTransactionAsync("id", TimeSpan.FromMinutes(1), null, Limit);
        await transaction.AppendAsync(new LogAppend { Topic = "t", Count = 1, Values = Value(100) }, Limit);
        await transaction.FlushAsync(Limit);

        server.Freeze();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(6));
        CommitResult result = await transaction.CommitAsync(offsets, patience.Token);
        server.Thaw();
        Assert.Equal(CommitResult.Unknown, result);
        await transaction.DisposeAsync();

        await using ILogTransaction next = await log.OpenTransactionAsync("id", TimeSpan.FromMinutes(1), null, Limit);
        bool isCommitted = (await log.CommittedOffsetsAsync("g", [pointer], Limit)).Count == 1;
        await log.UntilSettledAsync(pointer, Limit);
        await using ILogReader reader = log.OpenReader([new LogOffset(pointer, 0)]);
        int records = 0;
        while (true)
        {
            LogRecords read = await reader.ReadAsync(Limit);
            records += read.Count;
            if (read.IsAtEnd) break;
        }
        Assert.Equal(isCommitted ? 1 : 0, records);
    }

    [RequiresKafkaServerFact]
    public async Task ATopicThatIsDeletedWhileItIsReadIsToldAndNothingHangs()
    {
        await using KafkaServer server = await KafkaServer.StartAsync();
        var log = new KafkaLog(new Dictionary<string, string> { ["bootstrap.servers"] = server.Address });
        foreach (string topic in (string[])["kept", "gone", "anew"]) await log.CreateTopicAsync(topic, 1, null, Limit);
        await using (ILogTransaction transaction = await log.OpenTransactionAsync("id", TimeSpan.FromMinutes(1), null, Limit))
        await using (ILogReader gone = log.OpenReader([new LogOffset(new("gone", 0), 0), new LogOffset(new("kept", 0), 0)]))
        await using (ILogReader anew = log.OpenReader([new LogOffset(new("anew", 0), 0)]))
        {
            Task<ConnectorException> toldOfDeletion = UntilToldAsync(gone);
            Task<ConnectorException> toldOfAnother = UntilToldAsync(anew);
            await server.ToolAsync("topics", "--delete", "--topic", "gone");
            await server.ToolAsync("topics", "--delete", "--topic", "anew");
            await log.CreateTopicAsync("anew", 1, null, Limit);

            Assert.Contains("\"gone\" in " + server.Address + " was deleted", (await toldOfDeletion).Message, StringComparison.Ordinal);
            Assert.Contains("\"anew\" in " + server.Address + " was deleted and made again", (await toldOfAnother).Message,
                StringComparison.Ordinal);
            // The broker takes no offset of a topic that is not there, and the library offers it for ever.
            var offsets = new Dictionary<string, IReadOnlyList<LogOffset>> { ["g"] = [new(new LogPartition("gone", 0), 1)] };
            CancellationToken limit = Limit;
            Assert.NotEqual(CommitResult.Committed, await transaction.CommitAsync(offsets, limit));
            Assert.False(limit.IsCancellationRequested);
        }
        await log.DisposeAsync().AsTask().WaitAsync(Limit);
    }

    [RequiresKafkaFact]
    public async Task AClientIsClosedUnderTheCallsThatRunInIt()
    {
        // Nothing listens there, so every call runs until its time-out.
        var log = new KafkaLog(new Dictionary<string, string> { ["bootstrap.servers"] = "127.0.0.1:1" });
        using var cancelled = new CancellationTokenSource();
        Task[] calls =
        [
            .. Enumerable.Range(0, 4).Select(_ => log.ListTopicsAsync(cancelled.Token).AsTask()),
            log.OpenTransactionAsync("id", TimeSpan.FromMinutes(1), null, cancelled.Token).AsTask(),
            log.CommittedOffsetsAsync("g", [new LogPartition("t", 0)], cancelled.Token).AsTask(),
        ];
        await cancelled.CancelAsync();
        await log.DisposeAsync();

        foreach (Task call in calls) await Assert.ThrowsAnyAsync<Exception>(() => call.WaitAsync(Limit));
    }

    [RequiresKafkaFact]
    public async Task ManyLargeRecordsWithTimestampsAreTaken()
    {
        await using KafkaLog log = await OpenAsync();
        string topic = SharedServers.UniqueName("large");
        await log.CreateTopicAsync(topic, 1, null, Limit);
        const int count = 300, size = 900_000;
        var values = new BytesColumn(new byte[size], new int[count], [.. Enumerable.Repeat(size, count)], count);
        await using ILogTransaction transaction = await log.OpenTransactionAsync(topic, TimeSpan.FromMinutes(1), null, Limit);
        await transaction.AppendAsync(
            new LogAppend
            {
                Topic = topic, Count = count, Values = values, TimestampsMs = [.. Enumerable.Range(1, count).Select(i => (long)i)],
            },
            Limit);
        Assert.Equal(CommitResult.Committed, await transaction.CommitAsync(new Dictionary<string, IReadOnlyList<LogOffset>>(), Limit));

        await log.UntilSettledAsync(new(topic, 0), Limit);
        LogOffset end = Assert.Single(await log.LatestOffsetsAsync([new(topic, 0)], LogIsolation.ReadCommitted, Limit));
        Assert.Equal(count + 1, end.Offset);
    }

    [RequiresKafkaFact]
    public async Task ATransactionThatRanOutIsFencedAndMayBeRestartedFrom()
    {
        await using KafkaLog log = await OpenAsync();
        string topic = SharedServers.UniqueName("slept");
        await log.CreateTopicAsync(topic, 1, null, Limit);
        var none = new Dictionary<string, IReadOnlyList<LogOffset>>();
        var record = new LogAppend { Topic = topic, Count = 1, Values = Value(10) };
        await using (ILogTransaction committing = await log.OpenTransactionAsync(topic, TimeSpan.FromSeconds(1), null, Limit))
        await using (ILogTransaction appending = await log.OpenTransactionAsync(topic + "-2", TimeSpan.FromSeconds(1), null, Limit))
        {
            foreach (ILogTransaction transaction in (ILogTransaction[])[committing, appending])
            {
                await transaction.AppendAsync(record, Limit);
                await transaction.FlushAsync(Limit);
            }
            // The broker ends both, and raises the numbers of their owners.
            await log.UntilSettledAsync(new LogPartition(topic, 0), Limit);
            Assert.Equal(CommitResult.Fenced, await committing.CommitAsync(none, Limit));
            var told = await Assert.ThrowsAsync<ConnectorException>(async () =>
            {
                await appending.AppendAsync(record, Limit);
                await appending.FlushAsync(Limit);
            });
            Assert.True(told.IsFenced || told.IsTransient, told.Message);
        }
        await using ILogTransaction next = await log.OpenTransactionAsync(topic, TimeSpan.FromMinutes(1), null, Limit);
        await next.AppendAsync(record, Limit);
        Assert.Equal(CommitResult.Committed, await next.CommitAsync(none, Limit));
    }

    [RequiresKafkaServerFact]
    public async Task ABrokersLimitOnTransactionsIsKeptOrNamed()
    {
        await using KafkaServer server = await KafkaServer.StartAsync("transaction.max.timeout.ms=30000");
        var properties = new Dictionary<string, string> { ["bootstrap.servers"] = server.Address };
        await using (var log = new KafkaLog(properties))
        await using (ILogTransaction transaction = await log.OpenTransactionAsync("id", TimeSpan.FromMinutes(15), null, Limit))
        {
            await log.CreateTopicAsync("t", 1, null, Limit);
            Assert.InRange(transaction.Timeout!.Value, TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(30));
            await transaction.AppendAsync(new LogAppend { Topic = "t", Count = 1, Values = Value(10) }, Limit);
            Assert.Equal(CommitResult.Committed, await transaction.CommitAsync(new Dictionary<string, IReadOnlyList<LogOffset>>(), Limit));
        }

        properties["transaction.timeout.ms"] = "20000";
        await using (var log = new KafkaLog(properties))
        await using (ILogTransaction transaction = await log.OpenTransactionAsync("id", TimeSpan.FromMinutes(15), null, Limit))
            Assert.Equal(TimeSpan.FromSeconds(20), transaction.Timeout);

        properties["transaction.timeout.ms"] = "60000";
        await using (var log = new KafkaLog(properties))
        {
            var refused = await Assert.ThrowsAsync<ConnectorException>(
                async () => await log.OpenTransactionAsync("id", TimeSpan.FromMinutes(1), null, Limit));
            Assert.Equal($"Kafka at {server.Address} does not allow a transaction time-out of 60 s.", refused.Message);
            Assert.Contains("'properties.transaction.timeout.ms'", refused.Hint, StringComparison.Ordinal);
            Assert.False(refused.IsTransient);
        }
    }

    [RequiresKafkaServerFact]
    public async Task RecordsThatAreDeletedBeforeTheyAreReadAreTold()
    {
        await using KafkaServer server = await KafkaServer.StartAsync();
        await using var log = new KafkaLog(new Dictionary<string, string> { ["bootstrap.servers"] = server.Address });
        await log.CreateTopicAsync("t", 1, null, Limit);
        await using (ILogAppender appender = log.OpenAppender())
        {
            for (int i = 0; i < 5; i++) await appender.AppendAsync(new LogAppend { Topic = "t", Count = 1, Values = Value(10) }, Limit);
            await appender.FlushAsync(Limit);
        }
        await server.DeleteRecordsAsync("t", 0, 3);

        await using ILogReader reader = log.OpenReader([new LogOffset(new("t", 0), 1)]);
        ConnectorException told = await UntilToldAsync(reader);
        Assert.StartsWith($"Offset 1 of t-0 in {server.Address}, which was to be read next, is not there any more: the log begins at 3,",
            told.Message, StringComparison.Ordinal);
        Assert.True(told.IsTransient);
        await using ILogReader behind = log.OpenReader([new LogOffset(new("t", 0), 9)]);
        Assert.Contains("lies behind the log's end, 5", (await UntilToldAsync(behind)).Message, StringComparison.Ordinal);
    }

    [RequiresKafkaFact]
    public async Task ATopicThatIsMadeAfterItsReaderIsRead()
    {
        await using KafkaLog log = await OpenAsync();
        string topic = SharedServers.UniqueName("soon");
        await using ILogReader reader = log.OpenReader([new LogOffset(new(topic, 0), 0)]);
        Task<LogRecords> reading = reader.ReadAsync(Limit).AsTask();
        await log.CreateTopicAsync(topic, 1, null, Limit);
        await using ILogAppender appender = log.OpenAppender();
        await appender.AppendAsync(new LogAppend { Topic = topic, Count = 1, Values = Value(10) }, Limit);
        await appender.FlushAsync(Limit);

        LogRecords records = await reading;
        while (records.Count == 0) records = await reader.ReadAsync(Limit);
        Assert.Equal([0L], records.Offsets);
    }

    [RequiresKafkaTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RecordsForWhichTheQueueHasNoRoomWait(bool hasTimes)
    {
        await using KafkaLog log = await OpenAsync();
        string topic = SharedServers.UniqueName("full");
        await log.CreateTopicAsync(topic, 1, null, Limit);
        const int count = 2000;
        var settings = new Dictionary<string, string>
        {
            ["bootstrap.servers"] = log.Address, ["queue.buffering.max.messages"] = "100", ["enable.idempotence"] = "true",
            ["delivery.report.only.error"] = "true",
        };
        var values = new BytesColumn(new byte[count], [.. Enumerable.Range(0, count)], [.. Enumerable.Repeat(1, count)], count);
        for (int i = 0; i < count; i++) values.Data[i] = (byte)i;
        await using (var producer = new KafkaProducer(new KafkaClient(Librdkafka.Producer, log.Address, settings), TimeProvider.System))
        {
            long[]? times = hasTimes ? [.. Enumerable.Range(1, count).Select(static n => (long)n)] : null;
            await producer.AppendAsync(new LogAppend { Topic = topic, Count = count, Values = values, TimestampsMs = times }, Limit);
            await producer.FlushAsync(Limit);
        }

        await using ILogReader reader = log.OpenReader([new LogOffset(new(topic, 0), 0)]);
        var read = new List<byte>();
        while (read.Count < count)
        {
            LogRecords records = await reader.ReadAsync(Limit);
            for (int i = 0; i < records.Count; i++) read.Add(records.Values[i][0]);
        }
        Assert.Equal(values.Data, read);
    }

    [RequiresKafkaServerFact]
    public async Task AConnectionThatBreaksAgainInATransactionLeavesItInDoubt()
    {
        await using var proxy = new TcpProxy(1);
        await using KafkaServer server = await KafkaServer.StartAsync($"advertised.listeners=PLAINTEXT://127.0.0.1:{proxy.Port}");
        proxy.ServerPort = int.Parse(server.Address.Split(':')[1]);
        await using var log = new KafkaLog(new Dictionary<string, string> { ["bootstrap.servers"] = $"127.0.0.1:{proxy.Port}" });
        await log.CreateTopicAsync("t", 1, null, Limit);
        var record = new LogAppend { Topic = "t", Count = 1, Values = Value(10) };
        var offsets = new Dictionary<string, IReadOnlyList<LogOffset>> { ["g"] = [new(new LogPartition("t", 0), 1)] };
        await using var transaction = (KafkaTransaction)await log.OpenTransactionAsync("id", TimeSpan.FromMinutes(1), null, Limit);
        for (int i = 0; i < 2; i++)
        {
            await transaction.AppendAsync(record, Limit);
            Assert.Equal(CommitResult.Committed, await transaction.CommitAsync(offsets, Limit));
            Assert.Null(transaction.Suspicion);
            await proxy.CutAllAsync();
            await Deadline.Until("the client has noticed", () => transaction.Suspicion is not null);
        }
        // The library does not log for the third time in half a minute what it has logged twice.
        await transaction.AppendAsync(record, Limit);
        await transaction.FlushAsync(Limit);
        int opened = proxy.Opened;
        await proxy.CutAllAsync();
        await Deadline.Until("the client is connected again", () => proxy.Opened > opened);
        Assert.Equal(CommitResult.Unknown, await transaction.CommitAsync(offsets, Limit));
    }

    private static async Task<ConnectorException> UntilToldAsync(ILogReader reader)
    {
        while (true)
        {
            try
            {
                await reader.ReadAsync(Limit);
            }
            catch (ConnectorException told)
            {
                return told;
            }
        }
    }

    private static async Task<KafkaLog> OpenAsync() =>
        new(new Dictionary<string, string> { ["bootstrap.servers"] = await SharedServers.KafkaAsync() });

    private static BytesColumn Value(int size) => new(new byte[size], [0], [size], 1);
}
