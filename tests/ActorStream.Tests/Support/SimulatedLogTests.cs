using ActorStream.Connectors;

namespace ActorStream.Tests.Support;

public sealed class SimulatedLogContractTests : LogContractTests
{
    private readonly SimulatedBroker _broker = new();

    [Fact]
    public async Task ALostAnswerLeavesTheCommitInPlace()
    {
        _broker.Faults = (fault, _) => fault == LogFault.CommitAnswerLost;
        await using ILogTransaction transaction = await OpenTransactionAsync();

        Assert.Equal(CommitResult.Unknown, await transaction.CommitAsync(Pointer(3), Deadline));
        Assert.Equal(3, await PointerAsync());
    }

    [Fact]
    public async Task ALostRequestIsAbortedByTheNextOwner()
    {
        _broker.Faults = (fault, _) => fault == LogFault.CommitRequestLost;
        await using ILogTransaction transaction = await OpenTransactionAsync();
        await transaction.AppendAsync(new LogAppend { Topic = Topic, Partition = 0, Count = 1, Values = Bytes("lost") }, Deadline);

        Assert.Equal(CommitResult.Unknown, await transaction.CommitAsync(Pointer(3), Deadline));
        await using ILogTransaction next = await OpenTransactionAsync();
        Assert.Empty(await ReadAllAsync(0));
        Assert.Empty(await Log.CommittedOffsetsAsync(Topic + "-job", [new(Topic, 0)], Deadline));
    }

    protected override bool HasControlRecords => true;

    protected override ValueTask<ILog> OpenAsync() => ValueTask.FromResult<ILog>(new SimulatedLog(_broker));
}
