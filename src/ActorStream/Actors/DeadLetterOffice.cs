using Akka.Actor;
using Akka.Event;

namespace ActorStream.Actors;

/// <summary>Refuses the questions that reach nobody, or that wait in the mailbox of an actor that stops: Akka makes dead letters of
/// both, and without an answer their askers would wait for ever.</summary>
internal sealed class DeadLetterOffice : UntypedActor
{
    protected override void OnReceive(object message)
    {
        if (message is DeadLetter { Message: IQuestion question } letter)
            question.Refuse(new ActorStoppedException(letter.Recipient.Path.Name));
    }
}
