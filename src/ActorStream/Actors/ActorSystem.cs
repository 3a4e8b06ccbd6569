namespace ActorStream.Actors;

/// <summary>
/// A family of actors that live and fail together: those of one attempt at a job. The supervision strategy is escalation: an actor
/// that throws is stopped, and its failure is handed to whoever made the system, who stops all of it and starts anew from the last
/// checkpoint. State in memory may be ahead of that checkpoint, so no actor is restarted alone.
/// </summary>
internal sealed class ActorSystem : IAsyncDisposable
{
    private readonly Dispatcher _dispatcher;
    private readonly Action<string, Exception> _onFailure;
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<(Mailbox Mailbox, Task Loop)> _actors = [];
    private readonly Lock _gate = new();

    /// <summary>Makes a system.</summary>
    /// <param name="dispatcher">Runs the turns.</param>
    /// <param name="onFailure">Told once for each actor that fails, with its name.</param>
    public ActorSystem(Dispatcher dispatcher, Action<string, Exception> onFailure)
    {
        _dispatcher = dispatcher;
        _onFailure = onFailure;
    }

    /// <summary>Starts an actor.</summary>
    /// <param name="name">Its name, for messages.</param>
    /// <param name="actor">The actor; nobody else may touch it from now on.</param>
    /// <param name="dataCapacity">How many messages its data lane holds.</param>
    public ActorRef Spawn(string name, Actor actor, int dataCapacity)
    {
        ActorRef self = Reserve(name, actor, dataCapacity);
        Start(actor);
        return self;
    }

    /// <summary>Gives an actor its mailbox without starting it: messages wait while its state is read back.</summary>
    public ActorRef Reserve(string name, Actor actor, int dataCapacity)
    {
        var mailbox = new Mailbox(dataCapacity, _dispatcher);
        actor.Self = new ActorRef(name, mailbox);
        actor.Mailbox = mailbox;
        return actor.Self;
    }

    /// <summary>Starts a reserved actor.</summary>
    public void Start(Actor actor)
    {
        Task loop = _dispatcher.Start(() => RunAsync(actor.Self.Name, actor, actor.Mailbox));
        lock (_gate) _actors.Add((actor.Mailbox, loop));
    }

    /// <summary>Stops every actor after its current message and waits for that.</summary>
    public async ValueTask DisposeAsync()
    {
        await _dispatcher.CancelAsync(_stopping);
        (Mailbox Mailbox, Task Loop)[] actors;
        lock (_gate) actors = [.. _actors];
        foreach ((Mailbox mailbox, _) in actors) mailbox.Close();
        await Task.WhenAll(actors.Select(a => a.Loop));
        _stopping.Dispose();
    }

    private async Task RunAsync(string name, Actor actor, Mailbox mailbox)
    {
        try
        {
            while (await mailbox.TakeAsync(actor.AcceptsData) is { } message)
                await actor.ReceiveAsync(message, _stopping.Token);
        }
        catch (Exception) when (_stopping.IsCancellationRequested)
        {
            // Whatever a turn throws while the system stops is a consequence of stopping.
        }
#pragma warning disable CA1031 // The shard loop is one of the places where everything is caught: the failure goes to the supervisor.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            // Told first: whoever meets the closed mailbox must not be the first to report, and hide the cause.
            _onFailure(name, failure);
            mailbox.Close();
        }
        finally
        {
            try
            {
                await actor.StoppedAsync();
            }
            finally
            {
                mailbox.End();
            }
        }
    }
}
