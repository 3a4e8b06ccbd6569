using ActorStream.Connectors;
using ActorStream.Connectors.Kafka;
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

    private static async Task<KafkaLog> OpenAsync() =>
        new(new Dictionary<string, string> { ["bootstrap.servers"] = await SharedServers.KafkaAsync() });

    private static BytesColumn Value(int size) => new(new byte[size], [0], [size], 1);
}
