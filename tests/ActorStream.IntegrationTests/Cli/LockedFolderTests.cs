using ActorStream.IntegrationTests.Support;

namespace ActorStream.IntegrationTests.Cli;

/// <summary>A process that was stopped (Ctrl-Z, a debugger) while it held the lock of a local folder's file.</summary>
public sealed class LockedFolderTests
{
    [Theory]
    [InlineData("checkpoints.db")]
    [InlineData("log.db")]
    public async Task ASuccessorSaysWhomItWaitsForAndGoesOnWhenThatEnds(string file)
    {
        string folder = Machine.NewFolder("locked"), local = Path.Combine(folder, "local"), script = Path.Combine(folder, "job.sql");
        await File.WriteAllTextAsync(script, """
            CREATE TABLE numbers (n INT) WITH ('connector' = 'datagen', 'number-of-rows' = '10', 'fields.n.kind' = 'sequence',
                'fields.n.start' = '1', 'fields.n.end' = '10');
            CREATE TABLE o (n INT) WITH ('connector' = 'kafka', 'topic' = 'o', 'properties.bootstrap.servers' = 'x:1',
                'format' = 'json', 'sink.delivery-guarantee' = 'exactly-once', 'sink.transactional-id-prefix' = 'locked');
            INSERT INTO o SELECT n FROM numbers;
            """);
        Assert.Equal(0, (await ChildProcess.RunCliAsync("run", "-f", script, "--local", local, "--name", "first")).ExitCode);
        string path = Assert.Single(Directory.GetFiles(local, file, SearchOption.AllDirectories));
        await using ChildProcess holder = ChildProcess.Start("python3", ["-c",
            "import sqlite3, sys, time; c = sqlite3.connect(sys.argv[1], isolation_level=None); c.execute('BEGIN IMMEDIATE'); "
                + "print('held', flush=True); time.sleep(600)", path]);
        await holder.WaitForLineAsync(static l => l == "held");
        Signals.Freeze(holder.Pid);
        await using ChildProcess successor = ChildProcess.StartCli("run", "-f", script, "--local", local, "--name", "second");
        // The log is opened anew every 10 s, and each attempt tells of the holder itself.
        if (file == "checkpoints.db")
            await successor.WaitForLineAsync(static l => l.Contains("waits for checkpoint store", StringComparison.Ordinal));
        string held = $"is kept locked by process {holder.Pid} (python3, stopped)";
        await successor.WaitForLineAsync(l => l.Contains(held, StringComparison.Ordinal), TimeSpan.FromSeconds(60));
        Assert.False(successor.HasExited);
        await holder.KillAsync();
        ProcessResult result = await successor.WaitForExitAsync(TimeSpan.FromSeconds(60));
        Assert.True(result.ExitCode == 0, result.ToString());
    }
}
