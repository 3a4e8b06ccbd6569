using ActorStream.Connectors;
using ActorStream.Jobs;
using ActorStream.Tests.Support;
using Microsoft.Data.Sqlite;

namespace ActorStream.Tests.Jobs;

/// <summary>The file that a job keeps its checkpoints in: locked by another, removed, replaced.</summary>
public sealed class StateFileTests : IDisposable
{
    private static readonly string[] Keys = ["a", "b"];
    private readonly string _folder = Directory.CreateTempSubdirectory("state-").FullName;

    private string File => Path.Combine(_folder, CheckpointStoreFactory.FileName);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Whoever holds it may be frozen, or just ending: the job must be there when it is free.</summary>
    [Fact]
    public async Task AStartWaitsForTheFilesLock()
    {
        using LogJob job = new() { Options = new() { Name = "waits" } };
        job.WrapStore = _ => CheckpointStoreFactory.Create("sqlite:" + File, timeout: TimeSpan.FromSeconds(1));
        await job.CreateTopicsAsync();
        await job.ProduceAsync(Keys, 0, 10);
        using var holder = new SqliteConnection($"Data Source={File};Pooling=False");
        holder.Open();
        using (SqliteCommand wal = holder.CreateCommand())
        {
            wal.CommandText = "PRAGMA journal_mode = WAL";
            wal.ExecuteNonQuery();
        }
        SqliteTransaction held = holder.BeginTransaction(deferred: false);
        Job waiting = job.Start();
        await JobTests.UntilAsync(() => Task.FromResult(waiting.Failure is not null || waiting.Completion.IsCompleted));
        Assert.False(waiting.Completion.IsCompleted);
        Assert.Contains($"SQLite {File} is kept locked by another process", waiting.Failure!.InnerException!.Message,
            StringComparison.Ordinal);
        held.Rollback();
        Assert.Equal(JobStatus.Finished, await waiting.Completion);
        Assert.Equal(20, (await job.ReadOutputAsync()).Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AFileThatIsRemovedOrReplacedStopsTheJob(bool isReplaced)
    {
        using LogJob job = new()
        {
            IsBounded = false,
            Options = new() { Name = "gone", RestartStrategy = new RestartStrategy.FixedDelay(1000, TimeSpan.Zero) },
        };
        job.WrapStore = _ => CheckpointStoreFactory.Create("sqlite:" + File);
        await job.CreateTopicsAsync();
        await job.ProduceAsync(Keys, 0, 10);
        Job running = job.Start();
        await running.Started;
        foreach (string file in Directory.GetFiles(_folder))
        {
            if (isReplaced) System.IO.File.Copy(file, file + ".copy");
            System.IO.File.Delete(file);
            if (isReplaced) System.IO.File.Move(file + ".copy", file);
        }
        running.Stop();
        Assert.Equal(JobStatus.Failed, await running.Completion);
        Exception cause = running.Failure!.InnerException!;
        Assert.IsType<StateException>(cause);
        Assert.StartsWith($"The file of SQLite {File} was removed, moved or replaced", cause.Message, StringComparison.Ordinal);
    }
}
