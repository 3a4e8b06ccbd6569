namespace ActorStream.Tests.Simulation;

/// <summary>A process's view of the simulation's time. Timers fire on the process's scheduler, so a dead one's never do and a frozen
/// one's do when it is thawed.</summary>
internal sealed class VirtualClock(Simulation simulation, SeededScheduler scheduler) : TimeProvider
{
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => simulation.Now;

    public override long GetTimestamp() => simulation.Now.UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(simulation, scheduler, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class Timer(Simulation simulation, SeededScheduler scheduler, TimerCallback callback, object? state) : ITimer
    {
        private int _version;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            int version = ++_version;
            if (dueTime == Timeout.InfiniteTimeSpan) return true;
            simulation.At(dueTime, scheduler, () =>
            {
                if (version != _version) return;
                if (period != Timeout.InfiniteTimeSpan && period > TimeSpan.Zero) Change(period, period);
                callback(state);
            });
            return true;
        }

        public void Dispose() => _version++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
