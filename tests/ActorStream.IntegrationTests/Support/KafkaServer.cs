using System.Globalization;

namespace ActorStream.IntegrationTests.Support;

/// <summary>
/// A broker of the test's own, in a folder and on ports of its own, that can be stopped, killed, frozen and started again with its
/// data. It is the distribution beside the checkout (<c>../shared/kafka</c>).
/// </summary>
internal sealed class KafkaServer : IAsyncDisposable
{
    private static readonly string Script =
        Environment.GetEnvironmentVariable("ACTORSTREAM_TEST_KAFKA_SCRIPT") is { Length: > 0 } given
            ? given
            : Path.GetFullPath(Path.Combine(Machine.Checkout, "..", "shared", "kafka", "kafka"));

    private readonly string _folder = Machine.NewFolder("kafka");
    private readonly int _port = Machine.FreePort(adjacent: 2);
    private readonly string _properties;

    private KafkaServer(string properties) => _properties = properties;

    /// <summary>Why no broker can be started here, or null.</summary>
    public static string? Missing { get; } =
        !File.Exists(Script) ? "No Kafka distribution at ../shared/kafka, and ACTORSTREAM_TEST_KAFKA names no broker."
        : Machine.FindProgram("java") is null ? "Kafka needs Java, which is not installed."
        : null;

    /// <summary>The value of bootstrap.servers.</summary>
    public string Address => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_port}");

    private int Pid => int.Parse(File.ReadAllText(Path.Combine(_folder, "pid")), CultureInfo.InvariantCulture);

    /// <summary>Starts a broker.</summary>
    /// <param name="properties">Its own properties beside the script's, such as <c>transaction.max.timeout.ms=30000</c>.</param>
    public static async Task<KafkaServer> StartAsync(params string[] properties)
    {
        // The distribution's script makes a random cluster id, and one in 64 begins with a hyphen, which its tool takes for an option.
        for (int attempt = 1;; attempt++)
        {
            var server = new KafkaServer(string.Join(' ', properties));
            try
            {
                await server.StartAgainAsync();
                return server;
            }
            catch (InvalidOperationException e) when (attempt < 4 && e.Message.Contains("--cluster-id", StringComparison.Ordinal))
            {
                await server.DisposeAsync();
            }
        }
    }

    /// <summary>Starts the broker after it was stopped or killed, on the same port with the same data.</summary>
    public Task StartAgainAsync() => RunAsync("start", _folder, _port.ToString(CultureInfo.InvariantCulture));

    /// <summary>A clean stop.</summary>
    public Task StopAsync() => RunAsync("stop", _folder);

    /// <summary>kill -9. The kernel closes the sockets of a big process a moment after it is gone.</summary>
    public async Task KillAsync()
    {
        await RunAsync("kill", _folder);
        await Deadline.Until("the broker's port is closed", async () => !await Machine.IsListeningAsync(_port));
    }

    /// <summary>SIGSTOP: connections stay, answers do not come.</summary>
    public void Freeze() => Signals.Freeze(Pid);

    /// <summary>SIGCONT.</summary>
    public void Thaw() => Signals.Thaw(Pid);

    /// <summary>One of the distribution's own tools, such as <c>topics --describe</c> or <c>transactions list</c>; returns its
    /// lines.</summary>
    public Task<string[]> ToolAsync(string verb, params string[] arguments) => RunAsync([verb, _folder, .. arguments]);

    /// <summary>Removes a partition's records before an offset, as retention does.</summary>
    public async Task DeleteRecordsAsync(string topic, int partition, long before)
    {
        string file = Path.Combine(_folder, "delete.json");
        await File.WriteAllTextAsync(file, string.Create(CultureInfo.InvariantCulture,
            $"{{\"partitions\":[{{\"topic\":\"{topic}\",\"partition\":{partition},\"offset\":{before}}}],\"version\":1}}"));
        string classes = Path.Combine(Path.GetDirectoryName(Script)!, "libs", "*");
        await ChildProcess.RunAsync(
            "java", "-Dorg.slf4j.simpleLogger.defaultLogLevel=error", "-cp", classes, "org.apache.kafka.tools.DeleteRecordsCommand",
            "--bootstrap-server", Address, "--offset-json-file", file);
    }

    public async ValueTask DisposeAsync()
    {
        if (File.Exists(Path.Combine(_folder, "pid"))) await KillAsync();
        Directory.Delete(_folder, recursive: true);
    }

    // The script's broker would keep the test's pipes open, so the script writes to a file.
    private async Task<string[]> RunAsync(params string[] arguments)
    {
        string log = Path.Combine(_folder, "tool.log");
        string[] shell = ["-c", "\"$@\" > \"$0\" 2>&1", log, Script, .. arguments];
        await using ChildProcess child = ChildProcess.Start(
            "bash", shell, environment: new Dictionary<string, string> { ["KAFKA_BROKER_OPTS"] = _properties });
        ProcessResult result = await child.WaitForExitAsync();
        string[] lines = await File.ReadAllLinesAsync(log);
        if (result.ExitCode == 0) return lines;
        string command = string.Join(' ', arguments);
        throw new InvalidOperationException($"kafka {command} ended with {result.ExitCode}: {string.Join('\n', lines)}");
    }
}
