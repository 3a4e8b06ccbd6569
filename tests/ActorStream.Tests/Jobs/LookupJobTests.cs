using ActorStream.Connectors;
using ActorStream.Jobs;
using ActorStream.Plan;
using ActorStream.Tests.Support;

namespace ActorStream.Tests.Jobs;

/// <summary>Jobs that look their rows up while the dimension table answers late, fails for a while, or for good.</summary>
public sealed class LookupJobTests
{
    private static readonly string[] Keys = ["a", "b", "c", "d", "e"];

    [Fact]
    public async Task AFailureThatPassesIsTriedAgainWithoutARestart()
    {
        using LogJob job = Make(query => query <= 2 ? Fault(isTransient: true) : null);
        await job.CreateTopicsAsync();
        await job.ProduceAsync(Keys, 0, 20);
        Job running = job.Start();
        Assert.Equal(JobStatus.Finished, await running.Completion);
        Assert.Equal(0, running.Restarts);
        Assert.True(job.Lookup!.Queries > 2);
        await AssertJoinedAsync(job, 20);
    }

    [Fact]
    public async Task AFailureThatOutlastsItsRetriesRestartsTheJobWithoutLosingRows()
    {
        using LogJob job = Make(query => query <= 8 ? Fault(isTransient: true) : null);
        job.LookupOptions = job.LookupOptions with { MaxRetries = 1 };
        await job.CreateTopicsAsync();
        await job.ProduceAsync(Keys, 0, 20);
        Job running = job.Start();
        Assert.Equal(JobStatus.Finished, await running.Completion);
        Assert.True(running.Restarts > 0);
        await AssertJoinedAsync(job, 20);
    }

    [Fact]
    public async Task AFailureForGoodFailsTheJobAndCommitsNothing()
    {
        using LogJob job = Make(_ => Fault(isTransient: false));
        await job.CreateTopicsAsync();
        await job.ProduceAsync(Keys, 0, 20);
        Job running = job.Start();
        Assert.Equal(JobStatus.Failed, await running.Completion);
        Assert.Equal(0, running.Restarts);
        Assert.InRange(job.Lookup!.Queries, 1, job.Partitions);
        Assert.Empty(await job.ReadOutputAsync());
        job.Lookup.Fault = null;
        Assert.Equal(JobStatus.Finished, await job.Start().Completion);
        await AssertJoinedAsync(job, 20);
    }

    [Fact]
    public async Task AFailureForGoodPadsWithNullWhereTheTableSaysSo()
    {
        using LogJob job = Make(_ => Fault(isTransient: false));
        job.LookupOptions = job.LookupOptions with { OnFailure = LookupFailurePolicy.Null };
        await job.CreateTopicsAsync();
        await job.ProduceAsync(Keys, 0, 20);
        Assert.Equal(JobStatus.Finished, await job.Start().Completion);
        Assert.Null(await Oracles.SequencesAsync(job, Keys, 20));
        Assert.All(await job.ReadOutputAsync(), line => Assert.EndsWith(":NULL", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task RowsWaitInTheirOrderForADimensionRowThatComesLate()
    {
        var rows = Keys.ToDictionary(k => k, k => new[] { k + "!" }, StringComparer.Ordinal);
        rows.Remove("c");
        using var job = new LogJob { Lookup = new MemoryLookup(rows), Retry = new MissRetry(TimeSpan.FromMilliseconds(1), 1000) };
        job.Lookup.Fault = query =>
        {
            if (query == 10) rows["c"] = ["c!"];
            return null;
        };
        await job.CreateTopicsAsync();
        await job.ProduceAsync(Keys, 0, 20);
        Assert.Equal(JobStatus.Finished, await job.Start().Completion);
        await AssertJoinedAsync(job, 20);
    }

    [Theory]
    [InlineData(false, false, false)]
    [InlineData(false, true, false)]
    [InlineData(true, false, false)]
    [InlineData(true, true, false)]
    [InlineData(false, true, true)]
    [InlineData(true, false, true)]
    public async Task RowsThatWaitSurviveTheEndOfTheirProcess(bool isKilled, bool hasCache, bool isChanged)
    {
        var answers = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using LogJob job = Make(_ => null);
        job.LookupOptions = job.LookupOptions with { CacheEnabled = hasCache };
        job.Lookup!.Gate = () => answers.Task;
        job.IsBounded = false;
        await job.CreateTopicsAsync();
        await job.ProduceAsync(Keys, 0, 20);
        Job first = job.Start();
        await JobTests.UntilAsync(() => Task.FromResult(Oracles.RowsIn(first) == 100));
        if (isKilled)
        {
            await first.SavepointAsync("waiting", default);
            first.Cancel();
        }
        else
        {
            first.Stop();
        }
        Assert.Equal(isKilled ? JobStatus.Canceled : JobStatus.Finished, await first.Completion);
        Assert.Empty(await job.ReadOutputAsync());

        answers.SetResult();
        job.IsBounded = true;
        if (isChanged)
        {
            // Another script: what waits is kept, because it has the same columns.
            job.IsLeft = false;
            job.OutputMode = LookupOutputMode.AllowUnordered;
            job.LookupOptions = job.LookupOptions with { CacheEnabled = !hasCache };
        }
        await job.ProduceAsync(Keys, 20, 5);
        Assert.Equal(JobStatus.Finished, await job.Start().Completion);
        await AssertJoinedAsync(job, 25);
        Assert.Equal(JobStatus.Finished, await job.Start().Completion);
        await AssertJoinedAsync(job, 25);
    }

    private static LogJob Make(Func<int, Exception?> fault) => new()
    {
        Lookup = new MemoryLookup(Keys.ToDictionary(k => k, k => new[] { k + "!" })) { Fault = fault },
        LookupOptions = new() { RetryBackoff = TimeSpan.FromMilliseconds(1) },
        Options = new() { Name = "lookups", RestartStrategy = new RestartStrategy.FixedDelay(100, TimeSpan.Zero) },
    };

    private static ConnectorException Fault(bool isTransient) =>
        new("simulated", "dim", "The simulation lets this lookup fail.", isTransient);

    private static async Task AssertJoinedAsync(LogJob job, int count)
    {
        Assert.Null(await Oracles.SequencesAsync(job, Keys, count));
        Assert.All(await job.ReadOutputAsync(), line => Assert.Equal(line.Split(':')[0] + "!", line.Split(':')[2]));
    }
}
