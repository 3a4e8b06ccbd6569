namespace ActorStream.IntegrationTests.Support;

/// <summary>Awaits a condition instead of sleeping; past the deadline the test fails and says what it waited for.</summary>
internal static class Deadline
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    public static Task Until(string what, Func<bool> condition, TimeSpan? within = null) =>
        Until(what, () => Task.FromResult(condition()), within);

    public static async Task Until(string what, Func<Task<bool>> condition, TimeSpan? within = null)
    {
        TimeSpan limit = within ?? TimeSpan.FromSeconds(30);
        long start = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(start) > limit)
            {
                throw new TimeoutException($"Waited {limit.TotalSeconds:0} s in vain until {what}.");
            }
            await Task.Delay(Step, TimeProvider.System);
        }
    }
}
