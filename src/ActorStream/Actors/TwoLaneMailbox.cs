using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Dispatch.MessageQueues;

namespace ActorStream.Actors;

/// <summary>A message that carries rows, or must not overtake them. Everything else is control.</summary>
internal interface IDataMessage;

/// <summary>The mailbox of <see cref="TwoLaneQueue"/>; named in Akka's configuration as <see cref="Kernel.TwoLanes"/>.</summary>
internal sealed class TwoLaneMailbox(Settings settings, Config config) : MailboxType(settings, config), IProducesMessageQueue<TwoLaneQueue>
{
    public override IMessageQueue Create(IActorRef owner, ActorSystem system)
    {
        Akka.Util.Option<SchedulerSetup> setup = system.Settings.Setup.Get<SchedulerSetup>();
        return new TwoLaneQueue(setup.HasValue ? setup.Value.OnMessage : null);
    }
}

/// <summary>
/// An inbox of two lanes. Control (barriers, answers, credits, questions) is read first; data waits behind it. Messages of one lane keep
/// their order. Nothing here is bounded: who sends data has credits for it, and control is bounded by what it answers to.
/// </summary>
internal sealed class TwoLaneQueue(Action? onMessage) : IMessageQueue
{
    private readonly ConcurrentQueue<Envelope> _control = new();
    private readonly ConcurrentQueue<Envelope> _data = new();

    public bool HasMessages => !_control.IsEmpty || !_data.IsEmpty;

    public int Count => _control.Count + _data.Count;

    public void Enqueue(IActorRef receiver, Envelope envelope)
    {
        onMessage?.Invoke();
        (envelope.Message is IDataMessage ? _data : _control).Enqueue(envelope);
    }

    public bool TryDequeue(out Envelope envelope) => _control.TryDequeue(out envelope) || _data.TryDequeue(out envelope);

    /// <summary>The actor is gone: questions must be refused, which whoever reads the dead letters does; rows come again with the next
    /// attempt.</summary>
    public void CleanUp(IActorRef owner, IMessageQueue deadletters)
    {
        while (_control.TryDequeue(out Envelope letter)) deadletters.Enqueue(owner, letter);
        _data.Clear();
    }
}
