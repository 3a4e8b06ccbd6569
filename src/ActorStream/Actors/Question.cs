using Akka.Actor;

namespace ActorStream.Actors;

/// <summary>A message that somebody outside waits for the answer to: it is answered, or refused where who was asked is gone.</summary>
internal interface IQuestion
{
    /// <summary>There will be no answer.</summary>
    void Refuse(Exception reason);
}

/// <summary>A question that is answered with one value.</summary>
internal abstract class Question<T>(Dispatcher dispatcher) : IQuestion
{
    private readonly TaskCompletionSource<T> _answer = dispatcher.CreateCompletion<T>();

    /// <summary>The answer.</summary>
    public Task<T> Answer => _answer.Task;

    /// <summary>Answers.</summary>
    public void Reply(T answer) => _answer.TrySetResult(answer);

    /// <inheritdoc/>
    public void Refuse(Exception reason) => _answer.TrySetException(reason);

    /// <summary>Asks.</summary>
    /// <exception cref="ActorStoppedException">Who was asked has stopped, or stops before it answers.</exception>
    public Task<T> AskAsync(IActorRef actor, CancellationToken cancellationToken)
    {
        actor.Tell(this);
        return cancellationToken.CanBeCanceled ? _answer.Task.WaitAsync(cancellationToken) : _answer.Task;
    }
}

/// <summary>The actor that was asked has stopped.</summary>
internal sealed class ActorStoppedException(string name)
    : ActorStreamException($"Actor \"{name}\" has stopped.", ErrorDomain.Internal, isTransient: true);
