using ActorStream.Connectors;
using ActorStream.Types;

namespace ActorStream.Tests.Jobs;

/// <summary>A session that runs for days forgets the oldest of its jobs that have ended.</summary>
public sealed class EndedJobsTests
{
    private const string Endless = """
        CREATE TABLE g (n INT) WITH ('connector' = 'datagen', 'rows-per-second' = '1');
        CREATE TABLE b (n INT) WITH ('connector' = 'blackhole');
        INSERT INTO b SELECT n FROM g;
        """;

    [Fact]
    public async Task TheLastOnesAreKeptAndWhoeverStillRuns()
    {
        var environment = new StreamEnvironment(new StreamOptions { Registry = new ConnectorRegistry() });
        await StartAsync(environment, Endless);
        JobClient running = Assert.Single(environment.Jobs);
        const int more = 3;
        for (int i = 0; i < StreamEnvironment.MaxEndedJobs + more; i++) await ReadAsync(environment, "SELECT 1");

        IReadOnlyList<JobClient> jobs = environment.Jobs;
        // The newest one was not over when it was added.
        Assert.Equal(1 + StreamEnvironment.MaxEndedJobs + 1, jobs.Count);
        Assert.Same(running, jobs[0]);
        Assert.Equal(JobStatus.Finished, jobs[^1].Status);
        await running.CancelAsync(CancellationToken.None);
        Assert.Equal(JobStatus.Canceled, await running.WaitAsync(CancellationToken.None));
    }

    private static async Task StartAsync(StreamEnvironment environment, string script)
    {
        await foreach (TableResult _ in environment.ExecuteAsync(script))
        {
        }
    }

    private static async Task ReadAsync(StreamEnvironment environment, string query)
    {
        await foreach (TableResult result in environment.ExecuteAsync(query))
        {
            await foreach (Batch _ in result.ReadAsync())
            {
            }
            await result.Job!.WaitAsync(CancellationToken.None);
        }
    }
}
