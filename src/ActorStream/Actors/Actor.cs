namespace ActorStream.Actors;

/// <summary>
/// Private state behind a mailbox: one message at a time, to its end, awaits included. What it throws goes to its supervisor and ends it.
/// </summary>
internal abstract class Actor
{
    /// <summary>Set before the first message.</summary>
    public ActorRef Self { get; internal set; } = null!;

    /// <summary>Its inbox, which only its system reads.</summary>
    internal Mailbox Mailbox { get; set; } = null!;

    /// <summary>While false, only the control lane is read: the actor has as much data as it can hold.</summary>
    public virtual bool AcceptsData => true;

    /// <summary>Handles one message.</summary>
    public abstract ValueTask ReceiveAsync(object message, CancellationToken cancellationToken);

    /// <summary>Called once, after the last message, also after a failure.</summary>
    public virtual ValueTask StoppedAsync() => ValueTask.CompletedTask;
}
