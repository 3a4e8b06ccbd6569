using System.Reflection;
using System.Text.RegularExpressions;
using ActorStream.Connectors;
using ActorStream.Diagnostics;
using ActorStream.Jobs;
using ActorStream.Tests.Jobs;
using ActorStream.Tests.Support;
using Microsoft.Extensions.Logging;

namespace ActorStream.Tests.Diagnostics;

public sealed class LogEventTests
{
    private static readonly string[] Keys = ["a", "b", "c"];

    private readonly RecordedLog _log = new();

    [Fact]
    public async Task CheckpointsAreTold()
    {
        using LogJob job = new() { IsBounded = false, Loggers = _log, Options = new() { Name = "told" } };
        await job.CreateTopicsAsync();
        await job.ProduceAsync(Keys, 0, 10);
        Job running = job.Start();
        await JobTests.UntilAsync(() => Task.FromResult(Oracles.RowsOut(running) == 30));
        await running.SavepointAsync("mine", default);
        running.Stop();
        await running.Completion;
        Assert.Equal(["initial", "savepoint", "final"], _log.Of(EventIds.CheckpointStarted).Select(static e => e.Fields["Kind"]));
        Assert.All(_log.Of(EventIds.CheckpointStarted), static e => Assert.Equal(LogLevel.Debug, e.Level));
        IReadOnlyList<RecordedEvent> committed = _log.Of(EventIds.CheckpointCommitted);
        Assert.Equal([0L, 1L, 2L], committed.Select(static e => e.Fields["Checkpoint"]));
        Assert.All(committed, static e => Assert.Equal(LogLevel.Information, e.Level));
        Assert.All(committed, static e => Assert.True((long)e.Fields["StateBytes"]! > 0 && (long)e.Fields["ElapsedMs"]! >= 0));
        Assert.Equal("Job told wrote checkpoint 1 as savepoint mine.", _log.Of(EventIds.SavepointWritten).Single().Text);
        Assert.Single(_log.Of(EventIds.JobStartsAnew));
        Assert.Equal("Job told ended: FINISHED.", _log.Of(EventIds.JobEnded).Single().Text);
        Assert.Single(_log.Of(EventIds.JobToStop));
        Assert.DoesNotContain(_log.Events, static e => e.Level >= LogLevel.Warning);

        Job again = job.Start();
        await again.Started;
        again.Cancel();
        await again.Completion;
        RecordedEvent restored = _log.Of(EventIds.JobRestored).Single();
        Assert.Equal(LogLevel.Information, restored.Level);
        Assert.StartsWith(
            "Job told goes on from checkpoint 2 (epoch 1); shards: 2, bytes of state: ", restored.Text, StringComparison.Ordinal);
        Assert.Equal(2L, restored.Fields["Epoch"]);
        Assert.Single(_log.Of(EventIds.JobToCancel));
    }

    [Fact]
    public async Task AFailedCheckpointAndTheRestartThatFollowsAreTold()
    {
        using LogJob job = new() { IsBounded = false, Loggers = _log, Options = new() { Name = "fails",
            RestartStrategy = new RestartStrategy.FixedDelay(3, TimeSpan.Zero) } };
        await job.CreateTopicsAsync();
        await job.ProduceAsync(Keys, 0, 10);
        Job running = job.Start();
        await JobTests.UntilAsync(() => Task.FromResult(Oracles.RowsOut(running) == 30));
        int chances = 0;
        job.Broker.Faults = (kind, _) => kind == LogFault.CommitAborted && Interlocked.Increment(ref chances) == 1;
        await Assert.ThrowsAnyAsync<Exception>(() => running.SavepointAsync("half", default));
        await JobTests.UntilAsync(
            () => Task.FromResult(running.Restarts == 1 && running.Attempt is { Running.IsCompletedSuccessfully: true }));
        running.Cancel();
        await running.Completion;
        RecordedEvent failed = _log.Of(EventIds.CheckpointFailed).Single();
        Assert.Equal((LogLevel.Warning, 1L, "savepoint"), (failed.Level, failed.Fields["Checkpoint"], failed.Fields["Kind"]));
        Assert.Contains("The log aborted the commit of checkpoint 1", failed.Text, StringComparison.Ordinal);
        Assert.NotNull(failed.Cause);
        RecordedEvent restart = _log.Of(EventIds.JobRestarts).Single();
        Assert.Equal((LogLevel.Warning, 1, 0L), (restart.Level, restart.Fields["Restart"], restart.Fields["DelayMs"]));
        Assert.Contains("The log aborted", (string)restart.Fields["Reason"]!, StringComparison.Ordinal);
        Assert.NotNull(restart.Cause);
        Assert.Single(_log.Of(EventIds.JobRestored));
    }

    [Fact]
    public async Task ATakeoverIsTold()
    {
        using LogJob job = new() { IsBounded = false, Loggers = _log };
        await job.CreateTopicsAsync();
        Job zombie = job.Start();
        await zombie.Started;
        job.Loggers = new RecordedLog();
        Job successor = job.Start();
        await successor.Started;
        Assert.Equal(JobStatus.Failed, await zombie.Completion);
        successor.Cancel();
        await successor.Completion;
        Assert.Equal(LogLevel.Warning, _log.Of(EventIds.JobTakenOver).Single().Level);
        Assert.Equal(LogLevel.Error, _log.Of(EventIds.JobFailed).Single().Level);
        Assert.Empty(_log.Of(EventIds.JobRestarts));
    }

    [Fact]
    public async Task AFenceWithoutAnotherOwnerIsTold()
    {
        using LogJob job = new() { IsBounded = false, Loggers = _log, Options = new() { Name = "slept" } };
        await job.CreateTopicsAsync();
        Job running = job.Start();
        await running.Started;
        await using (ILog log = job.OpenLog())
        {
            await using ILogTransaction fencing = await log.OpenTransactionAsync(
                $"{job.Options.Identity}.{job.Options.Node}", TimeSpan.FromMinutes(1), null, default);
        }
        await Assert.ThrowsAnyAsync<ActorStreamException>(() => running.SavepointAsync("lost", default));
        await JobTests.UntilAsync(() => Task.FromResult(running.Restarts == 1 && running.Status == JobStatus.Running));
        running.Cancel();
        await running.Completion;
        Assert.Equal(LogLevel.Warning, _log.Of(EventIds.JobOvertaken).Single().Level);
        Assert.Empty(_log.Of(EventIds.JobTakenOver));
    }

    [Fact]
    public async Task AnIntervalThatIsTooLongForTheTransactionIsTold()
    {
        using LogJob job = new()
        {
            IsBounded = false, Loggers = _log, Options = new() { Name = "long", CheckpointInterval = TimeSpan.FromHours(1) },
        };
        await job.CreateTopicsAsync();
        Job running = job.Start();
        await running.Started;
        running.Cancel();
        await running.Completion;
        RecordedEvent told = _log.Of(EventIds.CheckpointIntervalShortened).Single();
        Assert.Equal((LogLevel.Warning, JobRecovery.MaxTransactionAge.TotalSeconds), (told.Level, told.Fields["IntervalSeconds"]));
    }

    /// <summary>An event without a level of its own is a warning at the most.</summary>
    private static string LevelOf(LoggerMessageAttribute message) =>
        (message.Level is LogLevel.None or < LogLevel.Trace ? LogLevel.Warning : message.Level).ToString().ToLowerInvariant();

    /// <summary>Alarms are set on ids: they stay, and the operations page tells them.</summary>
    [Fact]
    public void EveryEventIsDocumentedWithItsIdAndLevel()
    {
        Dictionary<string, string> documented = Regex.Matches(
                SourceTree.Text("docs/operations.md"), @"^\| (\d{4}) (\w+) \| (debug|information|warning|error) \|", RegexOptions.Multiline)
            .ToDictionary(static m => m.Groups[2].Value, static m => $"{m.Groups[1].Value} {m.Groups[3].Value}");
        Dictionary<string, string> written = typeof(Log).GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Select(static m => (m.Name, Event: m.GetCustomAttribute<LoggerMessageAttribute>()))
            .Where(static m => m.Event is not null)
            .ToDictionary(static m => m.Name, static m => $"{m.Event!.EventId} {LevelOf(m.Event)}");
        Assert.Equal(written.Select(static w => $"{w.Key} {w.Value}").Order(), documented.Select(static d => $"{d.Key} {d.Value}").Order());
        Assert.Equal(
            typeof(EventIds).GetFields().Select(static f => $"{f.Name} {f.GetRawConstantValue()}").Order(),
            written.Select(static w => $"{w.Key} {w.Value[..4]}").Order());
    }
}
