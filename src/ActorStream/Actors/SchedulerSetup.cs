using Akka.Actor.Setup;

namespace ActorStream.Actors;

/// <summary>Puts a whole system of actors onto a scheduler and a clock, as a simulation does: see <see cref="Kernel.CreateOn"/>.</summary>
/// <param name="scheduler">Runs every turn, and every call that an actor makes to the world outside.</param>
/// <param name="onMessage">Called where a message is put into a mailbox, so that one that comes from elsewhere is noticed, which the
/// scheduler cannot where the mailbox waits for its turn already.</param>
internal sealed class SchedulerSetup(TaskScheduler scheduler, Action onMessage) : Setup
{
    public TaskScheduler Scheduler => scheduler;

    public Action OnMessage => onMessage;
}
