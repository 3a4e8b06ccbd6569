namespace ActorStream.Tests.Connectors.Jdbc;

/// <summary>A clock whose one timer fires when the test says so.</summary>
internal sealed class JdbcClock : TimeProvider
{
    private TimerCallback? _callback;
    private object? _state;

    /// <summary>What the timer was last set to.</summary>
    public TimeSpan DueTime { get; private set; } = Timeout.InfiniteTimeSpan;

    public void Fire() => _callback!(_state);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        (_callback, _state) = (callback, state);
        return new ManualTimer(this);
    }

    private sealed class ManualTimer(JdbcClock clock) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            clock.DueTime = dueTime;
            return true;
        }

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
