using System.Globalization;
using MySqlConnector;

namespace ActorStream.IntegrationTests.Support;

/// <summary>A MariaDB server of the test's own on loopback, with database, user and password <c>testdb</c>, <c>test</c>,
/// <c>test</c>.</summary>
internal sealed class MariaDbServer : IAsyncDisposable
{
    private static readonly string? Server = Machine.FindProgram("mariadbd", "mysqld");
    private static readonly string? Installer = Machine.FindProgram("mariadb-install-db", "mysql_install_db");

    private readonly string _folder = Machine.NewFolder("mariadb");
    private readonly DatabaseProcess _process;

    private MariaDbServer() => _process = new DatabaseProcess(_folder, user: null);

    /// <summary>Why no server can be started here, or null.</summary>
    public static string? Missing { get; } =
        Server is null || Installer is null ? "MariaDB's server is not installed (mariadb-server)." : null;

    public int Port { get; } = Machine.FreePort();

    /// <summary>As the jdbc connector's option 'url'.</summary>
    public string JdbcUrl => string.Create(CultureInfo.InvariantCulture, $"jdbc:mysql://127.0.0.1:{Port}/testdb");

    /// <summary>For the tests' own connections; without a pool, so that a killed server leaves no dead connection behind.</summary>
    public string ConnectionString => string.Create(CultureInfo.InvariantCulture,
        $"Server=127.0.0.1;Port={Port};Database=testdb;User ID=test;Password=test;Pooling=false;SslMode=Disabled");

    /// <summary>Its certificate and authority where it speaks TLS.</summary>
    public TlsFiles? Tls { get; private set; }

    /// <summary>Starts a server, on request one that speaks TLS beside plain connections.</summary>
    public static async Task<MariaDbServer> StartAsync(bool withTls = false)
    {
        var server = new MariaDbServer();
        if (withTls) server.Tls = TlsFiles.Make(server._folder);
        string[] user = Machine.IsRoot ? ["--user=root"] : [];
        await server._process.RunAsync([Installer!, "--no-defaults", .. user, $"--datadir={server._folder}/data", "--skip-test-db",
            "--auth-root-authentication-method=normal"]);
        await File.WriteAllTextAsync(Path.Combine(server._folder, "init.sql"), """
            CREATE DATABASE IF NOT EXISTS testdb CHARACTER SET utf8mb4;
            CREATE USER IF NOT EXISTS 'test'@'%' IDENTIFIED BY 'test';
            GRANT ALL ON *.* TO 'test'@'%';
            """);
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Starts the server after it was stopped or killed, on the same port with the same data.</summary>
    public async Task StartAgainAsync()
    {
        string[] user = Machine.IsRoot ? ["--user=root"] : [];
        string[] tls = Tls is null ? [] : [$"--ssl-cert={Tls.Certificate}", $"--ssl-key={Tls.Key}", $"--ssl-ca={Tls.Authority}"];
        _process.Start([Server!, "--no-defaults", .. user, $"--datadir={_folder}/data", $"--socket={_folder}/socket", $"--port={Port}",
            "--bind-address=127.0.0.1", $"--pid-file={_folder}/mariadb.pid", $"--init-file={_folder}/init.sql", "--skip-name-resolve",
            "--innodb-buffer-pool-size=64M", "--max-connections=100", "--character-set-server=utf8mb4", .. tls]);
        await Deadline.Until("MariaDB answers", async () =>
        {
            if (!_process.IsRunning) throw new InvalidOperationException($"MariaDB ended: {_process.Log()}");
            return await Machine.IsListeningAsync(Port) && await CanConnectAsync();
        }, TimeSpan.FromSeconds(60));
    }

    /// <summary>A clean stop.</summary>
    public Task StopAsync() => _process.EndAsync(Signals.Terminate);

    /// <summary>kill -9.</summary>
    public Task KillAsync() => _process.EndAsync(Signals.Kill);

    public void Freeze() => Signals.Freeze(_process.Pid);

    public void Thaw() => Signals.Thaw(_process.Pid);

    /// <summary>Runs statements, separated by semicolons.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var connection = new MySqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = new MySqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<bool> CanConnectAsync()
    {
        try
        {
            await ExecuteAsync("SELECT 1");
            return true;
        }
        catch (MySqlException)
        {
            return false;
        }
    }
}
