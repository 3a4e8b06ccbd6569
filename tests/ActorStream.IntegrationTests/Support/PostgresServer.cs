using System.Globalization;
using Npgsql;

namespace ActorStream.IntegrationTests.Support;

/// <summary>A PostgreSQL server of the test's own on loopback, with database, user and password <c>testdb</c>, <c>test</c>,
/// <c>test</c>.</summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    private static readonly string? Programs = FindPrograms();

    // The server refuses to run as root.
    private static readonly string User = File.ReadLines("/etc/passwd").Any(static l => l.StartsWith("postgres:", StringComparison.Ordinal))
        ? "postgres"
        : "nobody";

    private readonly string _folder = Machine.NewFolder("postgres");
    private readonly DatabaseProcess _process;

    private PostgresServer() => _process = new DatabaseProcess(_folder, User);

    /// <summary>Why no server can be started here, or null.</summary>
    public static string? Missing { get; } =
        Programs is null ? "PostgreSQL's server is not installed (postgresql)."
        : Machine.IsRoot && Machine.FindProgram("setpriv") is null ? "PostgreSQL refuses to run as root, and setpriv is not installed."
        : null;

    public int Port { get; } = Machine.FreePort();

    /// <summary>As the jdbc connector's option 'url'.</summary>
    public string JdbcUrl => string.Create(CultureInfo.InvariantCulture, $"jdbc:postgresql://127.0.0.1:{Port}/testdb");

    /// <summary>For the tests' own connections; without a pool, so that a killed server leaves no dead connection behind.</summary>
    public string ConnectionString => ConnectionTo("testdb");

    /// <summary>Its certificate and authority where it speaks TLS.</summary>
    public TlsFiles? Tls { get; private set; }

    /// <summary>Starts a server, on request one that speaks TLS beside plain connections.</summary>
    public static async Task<PostgresServer> StartAsync(bool withTls = false)
    {
        var server = new PostgresServer();
        if (withTls) server.Tls = TlsFiles.Make(server._folder);
        string passwords = Path.Combine(server._folder, "password");
        await File.WriteAllTextAsync(passwords, "test\n");
        if (Machine.IsRoot) await ChildProcess.RunAsync("chown", "-R", User, server._folder);
        await server._process.RunAsync(Path.Combine(Programs!, "initdb"), "-D", $"{server._folder}/data", "--username=test",
            $"--pwfile={passwords}", "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync");
        await server.StartAgainAsync("postgres");
        await using var connection = new NpgsqlConnection(server.ConnectionTo("postgres"));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("CREATE DATABASE testdb", connection);
        await command.ExecuteNonQueryAsync();
        return server;
    }

    /// <summary>Starts the server after it was stopped or killed, on the same port with the same data.</summary>
    public Task StartAgainAsync() => StartAgainAsync("testdb");

    /// <summary>A clean stop that does not wait for clients.</summary>
    public Task StopAsync() => _process.EndAsync(Signals.Interrupt);

    /// <summary>kill -9, of the server's workers too.</summary>
    public Task KillAsync() => _process.EndAsync(Signals.KillTree);

    public void Freeze() => Signals.Freeze(_process.Pid);

    public void Thaw() => Signals.Thaw(_process.Pid);

    /// <summary>Runs statements, separated by semicolons.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task StartAgainAsync(string database)
    {
        string[] tls = Tls is null
            ? []
            : ["-c", "ssl=on", "-c", $"ssl_cert_file={Tls.Certificate}", "-c", $"ssl_key_file={Tls.Key}"];
        void Launch() => _process.Start([Path.Combine(Programs!, "postgres"), "-D", $"{_folder}/data", "-p", $"{Port}", "-k", _folder,
            "-c", "listen_addresses=127.0.0.1", "-c", "wal_level=logical", "-c", "max_connections=100",
            "-c", "shared_buffers=64MB", .. tls]);
        Launch();
        await Deadline.Until("PostgreSQL answers", async () =>
        {
            // After a kill the dead server's workers may hold its shared memory a moment longer, and the new one gives up.
            if (!_process.IsRunning && _process.Log().Contains("shared memory", StringComparison.Ordinal)) Launch();
            else if (!_process.IsRunning) throw new InvalidOperationException($"PostgreSQL ended: {_process.Log()}");
            return await Machine.IsListeningAsync(Port) && await CanConnectAsync(database);
        }, TimeSpan.FromSeconds(60));
    }

    private async Task<bool> CanConnectAsync(string database)
    {
        try
        {
            await using var connection = new NpgsqlConnection(ConnectionTo(database));
            await connection.OpenAsync();
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private string ConnectionTo(string database) => string.Create(CultureInfo.InvariantCulture,
        $"Host=127.0.0.1;Port={Port};Database={database};Username=test;Password=test;Pooling=false");

    private static string? FindPrograms()
    {
        const string Versions = "/usr/lib/postgresql";
        IEnumerable<string> versions = Directory.Exists(Versions) ? Directory.GetDirectories(Versions) : [];
        IEnumerable<string?> folders = versions.Select(static d => Path.Combine(d, "bin"));
        string? beside = Machine.FindProgram("initdb") is { } initdb ? Path.GetDirectoryName(initdb) : null;
        return folders.Append(beside).LastOrDefault(static d => d is not null && File.Exists(Path.Combine(d, "postgres")));
    }
}
