using Npgsql;

namespace ActorStream.IntegrationTests.Support;

/// <summary>The fixtures themselves: a server that was killed comes back with its data.</summary>
public sealed class ServerFixtureTests
{
    [RequiresKafkaServerFact]
    public async Task AKilledBrokerComesBackWithItsTopics()
    {
        await using KafkaServer kafka = await KafkaServer.StartAsync();
        await kafka.ToolAsync("create", "kept", "3");
        await kafka.KillAsync();
        Assert.False(await Machine.IsListeningAsync(PortOf(kafka.Address)));
        await kafka.StartAgainAsync();
        Assert.Contains("kept", await kafka.ToolAsync("topics", "--list"));
        kafka.Freeze();
        Assert.True(await Machine.IsListeningAsync(PortOf(kafka.Address)));
        kafka.Thaw();
        await kafka.StopAsync();
    }

    [RequiresMariaDbFact]
    public async Task AKilledMariaDbComesBackWithItsRows()
    {
        await using MariaDbServer server = await MariaDbServer.StartAsync();
        await server.ExecuteAsync("CREATE TABLE t (a INT PRIMARY KEY); INSERT INTO t VALUES (1)");
        await server.KillAsync();
        await server.StartAgainAsync();
        await Assert.ThrowsAsync<MySqlConnector.MySqlException>(() => server.ExecuteAsync("INSERT INTO t VALUES (1)"));
        await server.StopAsync();
    }

    [RequiresPostgresFact]
    public async Task AKilledPostgresComesBackWithItsRows()
    {
        await using PostgresServer server = await PostgresServer.StartAsync();
        await server.ExecuteAsync("CREATE TABLE t (a INT PRIMARY KEY); INSERT INTO t VALUES (1)");
        await server.KillAsync();
        await server.StartAgainAsync();
        await Assert.ThrowsAsync<PostgresException>(() => server.ExecuteAsync("INSERT INTO t VALUES (1)"));
        await server.StopAsync();
    }

    [Fact]
    public async Task AFrozenProcessPrintsNothingUntilItThaws()
    {
        await using ChildProcess child = ChildProcess.Start("bash", ["-c", "while true; do echo x; sleep 0.01; done"]);
        await child.WaitForLineAsync(static l => l == "x");
        child.Freeze();
        await Deadline.Until("the process is stopped", () =>
            File.ReadLines($"/proc/{child.Pid}/status").Any(static l => l.StartsWith("State:\tT", StringComparison.Ordinal)));
        child.Thaw();
        int before = child.Output.Length;
        await Deadline.Until("the process goes on", () => child.Output.Length > before + 5);
        await child.KillAsync();
        Assert.True(child.HasExited);
    }

    [Fact]
    public async Task TheCommandLineIsBuiltBesideTheTests()
    {
        ProcessResult result = await ChildProcess.RunCliAsync("--version");
        Assert.Equal(0, result.ExitCode);
    }

    private static int PortOf(string address) => int.Parse(address[(address.LastIndexOf(':') + 1)..]);
}
