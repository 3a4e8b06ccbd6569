using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;

namespace ActorStream.Actors;

/// <summary>Akka's scheduler over a <see cref="TimeProvider"/>, so that what Akka itself times, and streams, live in a simulation's
/// time. Our own actors take their timers from the job's clock.</summary>
internal sealed class ClockScheduler : SchedulerBase
{
    [ThreadStatic]
    private static TimeProvider? coming;

    private readonly TimeProvider _clock;

    public ClockScheduler(Config config, ILoggingAdapter log)
        : base(config, log)
    {
        _clock = coming ?? TimeProvider.System;
    }

    public override TimeSpan MonotonicClock => TimeSpan.FromTicks(_clock.GetUtcNow().Ticks);

    public override TimeSpan HighResMonotonicClock => MonotonicClock;

    protected override DateTimeOffset TimeNow => _clock.GetUtcNow();

    /// <summary>Makes a system whose scheduler has this clock: Akka makes schedulers by name and hands them nothing of ours.</summary>
    public static ActorSystem Create(TimeProvider clock, Func<ActorSystem> create)
    {
        coming = clock;
        try
        {
            return create();
        }
        finally
        {
            coming = null;
        }
    }

    protected override void InternalScheduleTellOnce(
        TimeSpan delay, ICanTell receiver, object message, IActorRef sender, ICancelable cancelable) =>
        Schedule(delay, Timeout.InfiniteTimeSpan, () => receiver.Tell(message, sender), cancelable);

    protected override void InternalScheduleTellRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef sender, ICancelable cancelable) =>
        Schedule(initialDelay, interval, () => receiver.Tell(message, sender), cancelable);

    protected override void InternalScheduleOnce(TimeSpan delay, Action action, ICancelable cancelable) =>
        Schedule(delay, Timeout.InfiniteTimeSpan, action, cancelable);

    protected override void InternalScheduleOnce(TimeSpan delay, IRunnable action, ICancelable cancelable) =>
        Schedule(delay, Timeout.InfiniteTimeSpan, action.Run, cancelable);

    protected override void InternalScheduleRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable cancelable) =>
        Schedule(initialDelay, interval, action, cancelable);

    protected override void InternalScheduleRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, IRunnable action, ICancelable cancelable) =>
        Schedule(initialDelay, interval, action.Run, cancelable);

    private void Schedule(TimeSpan delay, TimeSpan interval, Action action, ICancelable? cancelable)
    {
        if (cancelable is { IsCancellationRequested: true }) return;
        ITimer? timer = null;
        timer = _clock.CreateTimer(
            _ =>
            {
                if (cancelable is { IsCancellationRequested: true }) timer?.Dispose();
                else action();
            },
            null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        timer.Change(delay, interval);
    }
}
