namespace ActorStream.IntegrationTests.Support;

/// <summary>
/// One server of each kind for all tests that do not disturb it: started when first asked for, killed when the tests end.
/// Tests keep apart by names of their own, see <see cref="UniqueName"/>.
/// </summary>
internal static class SharedServers
{
    private static readonly List<IAsyncDisposable> Started = [];
    private static readonly Lazy<Task<string>> KafkaTask = new(StartKafkaAsync);
    private static readonly Lazy<Task<MariaDbServer>> MariaDbTask = new(async () => Keep(await MariaDbServer.StartAsync()));
    private static readonly Lazy<Task<PostgresServer>> PostgresTask = new(async () => Keep(await PostgresServer.StartAsync()));

    static SharedServers() => AppDomain.CurrentDomain.ProcessExit += static (_, _) => DisposeAll();

    /// <summary>The address of a broker: that of ACTORSTREAM_TEST_KAFKA, or one from the distribution.</summary>
    public static Task<string> KafkaAsync() => KafkaTask.Value;

    public static Task<MariaDbServer> MariaDbAsync() => MariaDbTask.Value;

    public static Task<PostgresServer> PostgresAsync() => PostgresTask.Value;

    /// <summary>A name for a topic, table or job that no other test has.</summary>
    public static string UniqueName(string what) => $"{what}_{Guid.NewGuid().ToString("N")[..10]}";

    private static async Task<string> StartKafkaAsync() =>
        Environment.GetEnvironmentVariable("ACTORSTREAM_TEST_KAFKA") is { Length: > 0 } address
            ? address
            : Keep(await KafkaServer.StartAsync()).Address;

    private static T Keep<T>(T server)
        where T : IAsyncDisposable
    {
        lock (Started) Started.Add(server);
        return server;
    }

    private static void DisposeAll()
    {
        lock (Started)
        {
            foreach (IAsyncDisposable server in Started) server.DisposeAsync().AsTask().GetAwaiter().GetResult();
            Started.Clear();
        }
    }
}
