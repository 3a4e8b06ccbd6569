namespace ActorStream.Tests.Simulation;

/// <summary>A process that runs the job, from its start until the job or the process has ended.</summary>
internal sealed class JobLife(SimulatedProcess process, bool isCalm)
{
    private readonly List<Task> _questions = [];

    public SimulatedProcess Process => process;

    /// <summary>Whether it was started after the faults had stopped.</summary>
    public bool IsCalm => isCalm;

    /// <summary>The job.</summary>
    public JobClient Client { get; private set; } = null!;

    /// <summary>How the job ended; null while it has not.</summary>
    public JobStatus? End { get; private set; }

    /// <summary>Completes when the job has ended and every question to it is answered.</summary>
    public Task Ended { get; private set; } = null!;

    /// <summary>Completes when the process is to be disturbed.</summary>
    public TaskCompletionSource Disturbed { get; } = new();

    /// <summary>Whether it can still do anything.</summary>
    public bool IsAlive => !process.Scheduler.IsDead && End is null;

    /// <summary>Starts the job on the process.</summary>
    public async Task StartAsync(Func<JobClient> start)
    {
        await process.Dispatcher.Start(() =>
        {
            Client = start();
            return Task.CompletedTask;
        });
        Ended = WatchAsync();
    }

    /// <summary>Asks the job, on its process, as its own web server would.</summary>
    public void Ask(Func<JobClient, Task> question) => _questions.Add(process.Dispatcher.Start(() => AskAsync(question)));

    private async Task AskAsync(Func<JobClient, Task> question)
    {
        try
        {
            await question(Client);
        }
        catch (Exception refusal) when (refusal is ActorStreamException or OperationCanceledException)
        {
            // The job is not running, or its checkpoint failed: it said so, which is an answer.
        }
    }

    private async Task WatchAsync()
    {
        JobStatus end;
        try
        {
            end = await Client.WaitAsync();
        }
        catch (JobFailedException)
        {
            end = JobStatus.Failed;
        }
        for (int i = 0; i < _questions.Count; i++) await _questions[i];
        End = end;
    }
}
