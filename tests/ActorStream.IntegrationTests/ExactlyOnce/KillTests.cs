using ActorStream.IntegrationTests.Support;

namespace ActorStream.IntegrationTests.ExactlyOnce;

/// <summary>Kills what a job runs on, at random moments, and looks for rows that are lost, repeated or out of order.</summary>
public sealed class KillTests
{
    private const int Rounds = 20;
    private const int NumbersARound = 400;

    [Fact]
    public async Task AJobOnTheEmbeddedLogSurvivesKills()
    {
        await using var world = new LocalCrashWorld { Interval = TimeSpan.FromSeconds(1) };
        await KillTheJobAsync(world, seed: 1);
    }

    [RequiresKafkaAndMariaDbFact]
    public async Task AJobOnKafkaSurvivesKills()
    {
        await using var world = new KafkaCrashWorld(await SharedServers.KafkaAsync(), await SharedServers.MariaDbAsync());
        await KillTheJobAsync(world, seed: 2);
    }

    [Fact]
    public async Task AJobThatWritesFilesSurvivesKills()
    {
        await using var world = new FileCrashWorld { Interval = TimeSpan.FromMilliseconds(500) };
        await KillTheJobAsync(world, seed: 7, rounds: 8);
    }

    [RequiresKafkaServerFact]
    public async Task AJobSurvivesTheBrokersKills()
    {
        await using KafkaServer kafka = await KafkaServer.StartAsync();
        await using var world = new KafkaCrashWorld(kafka.Address, await SharedServers.MariaDbAsync());
        await world.PrepareAsync();
        await using ChildProcess job = world.Start();
        var random = new Random(3);
        for (int round = 0; round < 5; round++)
        {
            long before = await world.CountOutputAsync();
            await world.ProduceAsync(NumbersARound);
            await Deadline.Until("rows come out", async () => await world.CountOutputAsync() > before, TimeSpan.FromSeconds(90));
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(50, 800)), TimeProvider.System);
            await kafka.KillAsync();
            await kafka.StartAgainAsync();
            await world.CheckSequencesAsync(isComplete: false);
        }
        await DrainAsync(world, job);
    }

    [RequiresKafkaAndMariaDbFact]
    public async Task AJobSurvivesTheDatabasesKills()
    {
        await using MariaDbServer database = await MariaDbServer.StartAsync();
        await using var world = new KafkaCrashWorld(await SharedServers.KafkaAsync(), database);
        await world.PrepareAsync();
        await using ChildProcess job = world.Start();
        var random = new Random(4);
        for (int round = 0; round < 5; round++)
        {
            long before = await world.CountOutputAsync();
            await world.ProduceAsync(NumbersARound);
            await Deadline.Until("rows come out", async () => await world.CountOutputAsync() > before, TimeSpan.FromSeconds(90));
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(50, 800)), TimeProvider.System);
            await database.KillAsync();
            await database.StartAgainAsync();
            await world.CheckSequencesAsync(isComplete: false);
        }
        await DrainAsync(world, job);
    }

    [Fact]
    public async Task AJobTakesInPartitionsOfTheEmbeddedLogThroughKills()
    {
        await using var world = new LocalCrashWorld();
        await KillWhileItGrowsAsync(world, rounds: 3);
    }

    [RequiresKafkaAndMariaDbFact]
    public async Task AJobTakesInPartitionsOfKafkaThroughKills()
    {
        await using var world = new KafkaCrashWorld(await SharedServers.KafkaAsync(), await SharedServers.MariaDbAsync());
        await KillWhileItGrowsAsync(world, rounds: 5);
    }

    [Fact]
    public async Task AFrozenJobThatWakesAfterTakeoverChangesNothingInTheEmbeddedLog()
    {
        await using var world = new LocalCrashWorld();
        await WakeZombiesAsync(world, rounds: 2);
    }

    [RequiresKafkaAndMariaDbFact]
    public async Task AFrozenJobThatWakesAfterTakeoverChangesNothingInKafka()
    {
        await using var world = new KafkaCrashWorld(await SharedServers.KafkaAsync(), await SharedServers.MariaDbAsync());
        await WakeZombiesAsync(world, rounds: 5);
    }

    /// <summary>Kills the job with a transaction open, and now and then at any moment of its start as well.</summary>
    private static async Task KillTheJobAsync(CrashWorld world, int seed, int rounds = Rounds)
    {
        await world.PrepareAsync();
        var random = new Random(seed);
        for (int round = 0; round < rounds; round++)
        {
            if (round % 4 == 0) await KillAtItsStartAsync(world, random);
            await world.ProduceAsync(NumbersARound);
            long before = await world.CountOutputAsync();
            await using ChildProcess job = world.Start();
            await Deadline.Until("rows come out", async () => await world.CountOutputAsync() > before, TimeSpan.FromSeconds(60));
            await Deadline.Until("a transaction is open", async () =>
            {
                await world.ProduceAsync(NumbersARound / 4);
                await Task.Delay(TimeSpan.FromMilliseconds(random.Next(20, 400)), TimeProvider.System);
                return await world.HasOpenTransactionAsync();
            });
            await job.KillAsync();
            await world.CheckSequencesAsync(isComplete: false);
        }
        await using ChildProcess last = world.Start();
        await DrainAsync(world, last);
    }

    private static async Task KillAtItsStartAsync(CrashWorld world, Random random)
    {
        await using ChildProcess job = world.Start();
        await Task.Delay(TimeSpan.FromMilliseconds(random.Next(20, 2500)), TimeProvider.System);
        await job.KillAsync();
        await world.CheckSequencesAsync(isComplete: false);
    }

    /// <summary>Adds partitions to the input, and kills the job at any moment of taking them in.</summary>
    private static async Task KillWhileItGrowsAsync(CrashWorld world, int rounds)
    {
        await world.PrepareAsync();
        var random = new Random(6);
        for (int round = 0; round < rounds; round++)
        {
            await world.ProduceAsync(NumbersARound);
            long before = await world.CountOutputAsync();
            await using ChildProcess job = world.Start();
            await Deadline.Until("rows come out", async () => await world.CountOutputAsync() > before, TimeSpan.FromSeconds(60));
            await world.AddPartitionAsync();
            await world.ProduceAsync(NumbersARound);
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(200, 1500)), TimeProvider.System);
            await job.KillAsync();
            await world.CheckSequencesAsync(isComplete: false);
        }
        await using ChildProcess last = world.Start();
        await world.AddPartitionAsync();
        await DrainAsync(world, last);
    }

    private static async Task WakeZombiesAsync(CrashWorld world, int rounds)
    {
        await world.PrepareAsync();
        ChildProcess job = world.Start();
        var random = new Random(5);
        for (int round = 0; round < rounds; round++)
        {
            long before = await world.CountOutputAsync();
            await world.ProduceAsync(NumbersARound);
            await Deadline.Until("rows come out", async () => await world.CountOutputAsync() > before, TimeSpan.FromSeconds(60));
            await world.ProduceAsync(NumbersARound);
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(10, 500)), TimeProvider.System);
            ChildProcess zombie = job;
            zombie.Freeze();
            job = world.Start();
            before = await world.CountOutputAsync();
            await world.ProduceAsync(NumbersARound);
            await Deadline.Until("the successor writes", async () => await world.CountOutputAsync() > before, TimeSpan.FromSeconds(60));
            zombie.Thaw();
            ProcessResult end = await zombie.WaitForExitAsync(TimeSpan.FromSeconds(60));
            Assert.Equal(3, end.ExitCode);
            await zombie.DisposeAsync();
            await world.CheckSequencesAsync(isComplete: false);
        }
        await DrainAsync(world, job);
        await job.DisposeAsync();
    }

    /// <summary>Lets the job take in all that was produced, stops it by Ctrl-C, and asks every oracle.</summary>
    private static async Task DrainAsync(CrashWorld world, ChildProcess job)
    {
        // With these out, the job is up and takes signals.
        await world.ProduceAsync(1);
        try
        {
            await Deadline.Until(
                "everything has come out", async () => job.HasExited || await world.CountOutputAsync() >= world.Produced,
                TimeSpan.FromSeconds(120));
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"{late.Message}\n{string.Join('\n', job.Output)}\n{string.Join('\n', job.Errors)}");
        }
        job.Interrupt();
        ProcessResult end = await job.WaitForExitAsync(TimeSpan.FromSeconds(60));
        Assert.True(end.ExitCode == 0, end.ToString());
        await world.CheckSequencesAsync(isComplete: true);
        await world.CheckNoOpenTransactionAsync();
        await world.CheckPointersAsync();
    }
}
