using Akka.Actor;

namespace ActorStream.Actors;

/// <summary>An actor of the engine: plain turns, which never wait. It fails of what its calls to the world outside fail of, and a
/// question in whose turn it fails is refused with that.</summary>
internal abstract class EngineActor : ActorBase
{
    protected sealed override bool Receive(object message)
    {
        if (message is EdgeFailed failed)
        {
            OnEdgeFailed(failed);
            return true;
        }
        try
        {
            OnReceive(message);
        }
        catch (Exception failure)
        {
            (message as IQuestion)?.Refuse(failure);
            throw;
        }
        return true;
    }

    /// <summary>Handles one message.</summary>
    protected abstract void OnReceive(object message);

    /// <summary>A call that the actor made has failed.</summary>
    protected virtual void OnEdgeFailed(EdgeFailed failed) => failed.Throw();
}
