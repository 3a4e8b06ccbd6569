using Akka.Actor;

namespace ActorStream.Actors;

/// <summary>
/// The supervision of a unit's parts: who fails is stopped, never restarted alone, because state in memory may be ahead of the last
/// checkpoint. The parent hears of each failure in the order in which they happened, keeps the first, and stops all the others: what
/// they throw meanwhile are consequences.
/// </summary>
internal sealed class FirstCauseStrategy : OneForOneStrategy
{
    private readonly Action<IActorRef, Exception> _onFailure;

    /// <summary>Makes it.</summary>
    /// <param name="onFailure">Told of each failure, before anybody can meet the stopped actor.</param>
    public FirstCauseStrategy(Action<IActorRef, Exception> onFailure)
        : base(maxNrOfRetries: -1, withinTimeMilliseconds: -1, static _ => Directive.Stop, loggingEnabled: false)
    {
        _onFailure = onFailure;
    }

    protected override Directive Handle(IActorRef child, Exception exception)
    {
        _onFailure(child, exception is ActorInitializationException { InnerException: { } cause } ? cause : exception);
        return Directive.Stop;
    }
}
