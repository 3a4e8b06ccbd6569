using System.Globalization;

namespace ActorStream.Jobs;

/// <summary>What to do after a failure, as Flink's <c>restart-strategy.type</c> says: none, fixed-delay or exponential-delay.</summary>
internal abstract record RestartStrategy
{
    /// <summary>The job fails at its first failure.</summary>
    public static RestartStrategy None { get; } = new NoRestart();

    /// <summary>A fresh count of failures under this strategy.</summary>
    public abstract RestartCounter Start(TimeProvider timeProvider);

    /// <summary>Reads the session's settings; unset, it is exponential-delay with checkpoints and none without, as in Flink 2.</summary>
    public static RestartStrategy FromSettings(IReadOnlyDictionary<string, string> settings, bool hasCheckpoints)
    {
        string type = settings.GetValueOrDefault("restart-strategy.type") ?? settings.GetValueOrDefault("restart-strategy")
            ?? (hasCheckpoints ? "exponential-delay" : "none");
        switch (type.ToLowerInvariant())
        {
            case "none" or "off" or "disable":
                return None;
            case "fixed-delay" or "fixeddelay":
                return new FixedDelay(
                    JobOptions.Number(settings, "restart-strategy.fixed-delay.attempts") ?? 1,
                    JobOptions.Duration(settings, "restart-strategy.fixed-delay.delay") ?? TimeSpan.FromSeconds(1));
            case "exponential-delay" or "exponentialdelay":
                return new ExponentialDelay
                {
                    InitialBackoff = JobOptions.Duration(settings, "restart-strategy.exponential-delay.initial-backoff")
                        ?? TimeSpan.FromSeconds(1),
                    MaxBackoff = JobOptions.Duration(settings, "restart-strategy.exponential-delay.max-backoff") ?? TimeSpan.FromMinutes(1),
                    Multiplier = Fraction(settings, "restart-strategy.exponential-delay.backoff-multiplier", 1.5),
                    ResetThreshold = JobOptions.Duration(settings, "restart-strategy.exponential-delay.reset-backoff-threshold")
                        ?? TimeSpan.FromHours(1),
                    Jitter = Fraction(settings, "restart-strategy.exponential-delay.jitter-factor", 0.1),
                    Attempts = settings.GetValueOrDefault(
                        "restart-strategy.exponential-delay.attempts-before-reset-backoff") is "infinite" or null
                        ? int.MaxValue
                        : JobOptions.Number(settings, "restart-strategy.exponential-delay.attempts-before-reset-backoff") ?? int.MaxValue,
                };
            default:
                throw JobOptions.Wrong("restart-strategy.type", "none, fixed-delay or exponential-delay", type);
        }
    }

    private static double Fraction(IReadOnlyDictionary<string, string> settings, string key, double defaultValue)
    {
        if (!settings.TryGetValue(key, out string? text)) return defaultValue;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value >= 0
            ? value
            : throw JobOptions.Wrong(key, "a number", text);
    }

    private sealed record NoRestart : RestartStrategy
    {
        public override RestartCounter Start(TimeProvider timeProvider) => new(() => null);
    }

    /// <summary>So many restarts, each after the same pause.</summary>
    internal sealed record FixedDelay(int Attempts, TimeSpan Delay) : RestartStrategy
    {
        public override RestartCounter Start(TimeProvider timeProvider)
        {
            int used = 0;
            return new RestartCounter(() => used++ < Attempts ? Delay : null);
        }
    }

    /// <summary>Pauses that grow; after a while without failure they start small again.</summary>
    internal sealed record ExponentialDelay : RestartStrategy
    {
        public TimeSpan InitialBackoff { get; init; }

        public TimeSpan MaxBackoff { get; init; }

        public double Multiplier { get; init; }

        public TimeSpan ResetThreshold { get; init; }

        public double Jitter { get; init; }

        public int Attempts { get; init; }

        public override RestartCounter Start(TimeProvider timeProvider)
        {
            TimeSpan backoff = InitialBackoff;
            int used = 0;
            long last = 0;
            return new RestartCounter(() =>
            {
                if (used > 0 && timeProvider.GetElapsedTime(last) > ResetThreshold + backoff) (backoff, used) = (InitialBackoff, 0);
                last = timeProvider.GetTimestamp();
                if (used++ >= Attempts) return null;
                TimeSpan delay = backoff * (1 + Jitter * (2 * Random.Shared.NextDouble() - 1));
                backoff = backoff * Multiplier < MaxBackoff ? backoff * Multiplier : MaxBackoff;
                return delay;
            });
        }
    }
}

/// <summary>Counts one job's failures.</summary>
/// <param name="next">Gives the pause before the next attempt, or null where there is none.</param>
internal sealed class RestartCounter(Func<TimeSpan?> next)
{
    /// <summary>A failure happened: the pause before the next attempt, or null where the job fails for good.</summary>
    public TimeSpan? NextDelay() => next();
}
