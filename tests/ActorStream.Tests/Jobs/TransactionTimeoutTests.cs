using ActorStream.Connectors;
using ActorStream.Jobs;
using ActorStream.Tests.Support;

namespace ActorStream.Tests.Jobs;

/// <summary>Transactions that run out.</summary>
public sealed class TransactionTimeoutTests
{
    private static readonly string[] Keys = ["a", "b", "c", "d", "e"];

    [Fact]
    public async Task AnAppendThatIsFencedIsNotTakenForAnotherOwner()
    {
        using LogJob job = new() { IsBounded = false, Options = Options("frozen") };
        await job.CreateTopicsAsync();
        bool isFenced = false;
        job.WrapLog = log => new FencingLog(log, () => Interlocked.Exchange(ref isFenced, false));
        await job.ProduceAsync(Keys, 0, 20);
        Job running = job.Start();
        await JobTests.UntilAsync(() => Task.FromResult(Oracles.RowsOut(running) == 100));
        // As a broker does that has ended the transaction of a process which was frozen: the store knows of nobody else.
        Volatile.Write(ref isFenced, true);
        await job.ProduceAsync(Keys, 20, 20);
        await JobTests.UntilAsync(() => Task.FromResult(running.Restarts == 1 && Oracles.RowsOut(running) == 200));
        running.Stop();
        Assert.Equal(JobStatus.Finished, await running.Completion);
        await JobTests.AssertSequencesAsync(job, 40);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(30)]
    public async Task ATransactionIsCommittedBeforeItRunsOut(int? minutes)
    {
        JobOptions options = Options("long") with { CheckpointInterval = minutes is { } m ? TimeSpan.FromMinutes(m) : null };
        using LogJob job = new() { IsBounded = false, Options = options, TimeProvider = new FiveMinutesAreOver() };
        await job.CreateTopicsAsync();
        await job.ProduceAsync(Keys, 0, 20);
        Job running = job.Start();
        await JobTests.UntilAsync(async () => (await job.ReadOutputAsync()).Count == 100);
        running.Stop();
        Assert.Equal(JobStatus.Finished, await running.Completion);
    }

    [Fact]
    public async Task APauseBetweenCheckpointsDoesNotOutlastATransaction()
    {
        JobOptions options = Options("pause") with
        {
            CheckpointInterval = TimeSpan.FromMinutes(5), CheckpointMinPause = TimeSpan.FromHours(1),
        };
        using LogJob job = new() { IsBounded = false, Options = options, TimeProvider = new FiveMinutesAreOver() };
        await job.CreateTopicsAsync();
        Job running = job.Start();
        for (int round = 1; round <= 3; round++)
        {
            int expected = round * 100;
            await job.ProduceAsync(Keys, (round - 1) * 20, 20);
            await JobTests.UntilAsync(async () => (await job.ReadOutputAsync()).Count == expected);
        }
        running.Stop();
        Assert.Equal(JobStatus.Finished, await running.Completion);
    }

    private static JobOptions Options(string name) => new()
    {
        Name = name, CheckpointInterval = null, RestartStrategy = new RestartStrategy.FixedDelay(5, TimeSpan.Zero),
    };

    /// <summary>Whoever waits for five minutes has waited; every other wait is as long as it is.</summary>
    private sealed class FiveMinutesAreOver : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime == TimeSpan.FromMinutes(5) ? TimeSpan.FromMilliseconds(1) : dueTime, period);
    }

    /// <summary>A log that now and then takes nothing more from the owner of a transaction.</summary>
    private sealed class FencingLog(ILog inner, Func<bool> isFenced) : ForwardingLog(inner)
    {
        public override async ValueTask<ILogTransaction> OpenTransactionAsync(
            string transactionalId, TimeSpan timeout, IReadOnlyDictionary<string, string>? properties,
            CancellationToken cancellationToken) =>
            new FencingTransaction(await Inner.OpenTransactionAsync(transactionalId, timeout, properties, cancellationToken), isFenced);
    }

    private sealed class FencingTransaction(ILogTransaction inner, Func<bool> isFenced) : ForwardingTransaction(inner)
    {
        public override ValueTask AppendAsync(LogAppend records, CancellationToken cancellationToken) =>
            isFenced() ? throw new ConnectorException("log", null, "The transaction has ended.") { IsFenced = true }
                : base.AppendAsync(records, cancellationToken);
    }
}
