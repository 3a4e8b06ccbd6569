using ActorStream.Actors;
using Akka.Actor;

namespace ActorStream.Jobs;

/// <summary>A job to be started.</summary>
internal sealed record StartJob(Job Job, Props Props);

/// <summary>A message for a job.</summary>
internal sealed record ToJob(Job Job, object Message) : IQuestion
{
    /// <inheritdoc/>
    public void Refuse(Exception reason) => (Message as IQuestion)?.Refuse(reason);
}

/// <summary>The parent of all jobs of a system, <c>/user/jobs</c>, and the way to them.</summary>
internal sealed class JobsActor : EngineActor
{
    private readonly Dictionary<Job, IActorRef> _jobs = [];
    private readonly Dictionary<IActorRef, Job> _byActor = [];

    /// <summary>A job that fails by a fault of its own actor is over; it has told its end as far as it could.</summary>
    protected override SupervisorStrategy SupervisorStrategy() => new FirstCauseStrategy((actor, failure) =>
    {
        if (_byActor.TryGetValue(actor, out Job? job)) job.Fail(failure);
    });

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case StartJob start:
                string name = Uri.EscapeDataString(start.Job.Name);
                string free = name;
                for (int i = 2; !Context.Child(free).IsNobody(); i++) free = $"{name}~{i}";
                IActorRef actor = Context.Watch(Context.ActorOf(start.Props, free));
                _jobs.Add(start.Job, actor);
                _byActor.Add(actor, start.Job);
                break;
            case ToJob forward when _jobs.TryGetValue(forward.Job, out IActorRef? to):
                to.Tell(forward.Message);
                break;
            case ToJob forward:
                forward.Refuse(new ActorStoppedException(forward.Job.Name));
                break;
            case Terminated gone when _byActor.Remove(gone.ActorRef, out Job? job):
                _jobs.Remove(job);
                break;
        }
    }
}
