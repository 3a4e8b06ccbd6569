namespace ActorStream.Actors;

/// <summary>The address of an actor: messages go in, nothing of it can be touched.</summary>
internal sealed class ActorRef
{
    private readonly Mailbox _mailbox;

    internal ActorRef(string name, Mailbox mailbox)
    {
        Name = name;
        _mailbox = mailbox;
    }

    /// <summary>The actor's name within its system.</summary>
    public string Name { get; }

    /// <summary>Sends a control message and forgets it; dropped where the actor has stopped.</summary>
    public void Tell(object message) => _mailbox.Post(message);

    /// <summary>Sends data, waiting while the actor has enough of it.</summary>
    /// <returns>False where the actor has stopped.</returns>
    public ValueTask<bool> TellDataAsync(object message, CancellationToken cancellationToken) =>
        _mailbox.PostDataAsync(message, cancellationToken);

    /// <summary>Sends a question and waits for its answer.</summary>
    /// <param name="question">Makes the message from where the answer goes.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ActorStoppedException">The actor has stopped, or stops before it answers.</exception>
    public async Task<T> AskAsync<T>(Func<TaskCompletionSource<T>, object> question, CancellationToken cancellationToken)
    {
        var answer = _mailbox.Dispatcher.CreateCompletion<T>();
        if (!_mailbox.Post(question(answer))) throw new ActorStoppedException(Name);
        // A stopping actor drops what waits in its mailbox, questions among it.
        await Task.WhenAny(answer.Task, _mailbox.Ended).WaitAsync(cancellationToken);
        if (!answer.Task.IsCompleted) throw new ActorStoppedException(Name);
        return await answer.Task;
    }
}

/// <summary>The actor that was asked has stopped.</summary>
internal sealed class ActorStoppedException(string name)
    : ActorStreamException($"Actor \"{name}\" has stopped.", ErrorDomain.Internal, isTransient: true);
