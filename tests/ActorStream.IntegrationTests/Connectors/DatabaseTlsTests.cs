using ActorStream.Connectors;
using ActorStream.Connectors.Jdbc;
using ActorStream.Connectors.Sql;
using ActorStream.IntegrationTests.Support;

namespace ActorStream.IntegrationTests.Connectors;

/// <summary>Connections to servers whose certificate, from an authority of their own, is made out to <c>localhost</c>.</summary>
public sealed class DatabaseTlsTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [RequiresMariaDbFact]
    public async Task MariaDbIsBelievedAsFarAsItsUrlSays()
    {
        await using MariaDbServer server = await MariaDbServer.StartAsync(withTls: true);
        string stranger = TlsFiles.Make(Machine.NewFolder("stranger"), "Test authority").Authority;
        const string Cipher = "SELECT VARIABLE_VALUE <> '' FROM information_schema.SESSION_STATUS WHERE VARIABLE_NAME = 'Ssl_cipher'";
        string Url(string host, string settings) => $"jdbc:mysql://{host}:{server.Port}/testdb?{settings}";
        string Trust(string file) => $"&trustCertificateKeyStoreType=PEM&trustCertificateKeyStoreUrl=file:{file}";

        Assert.False(await IsEncryptedAsync(Url("127.0.0.1", "sslMode=DISABLED"), Cipher));
        Assert.True(await IsEncryptedAsync(Url("127.0.0.1", ""), Cipher));
        Assert.True(await IsEncryptedAsync(Url("127.0.0.1", "sslMode=REQUIRED"), Cipher));
        await AssertNotTrustedAsync(Url("localhost", "sslMode=VERIFY_CA"));
        await AssertNotTrustedAsync(Url("localhost", "verifyServerCertificate=true"));
        Assert.True(await IsEncryptedAsync(Url("127.0.0.1", "sslMode=VERIFY_CA" + Trust(server.Tls!.Authority)), Cipher));
        Assert.True(await IsEncryptedAsync(Url("localhost", "sslMode=VERIFY_IDENTITY" + Trust(server.Tls.Authority)), Cipher));
        Assert.True(await IsEncryptedAsync(Url("localhost", "sslMode=verify-full&serverSslCert=" + server.Tls.Authority), Cipher));
        await AssertNotTrustedAsync(Url("127.0.0.1", "sslMode=VERIFY_IDENTITY" + Trust(server.Tls.Authority)));
        await AssertNotTrustedAsync(Url("127.0.0.1", "sslMode=VERIFY_FULL" + Trust(server.Tls.Authority)));
        await AssertNotTrustedAsync(Url("localhost", "sslMode=VERIFY_CA" + Trust(stranger)));
        await AssertNotTrustedAsync(Url("localhost", Trust(stranger)));
        await AssertStoreOpensAsync(
            Url("localhost", "sslMode=VERIFY_IDENTITY" + Trust(server.Tls.Authority)), Url("localhost", "sslMode=VERIFY_IDENTITY"));
    }

    [RequiresPostgresFact]
    public async Task PostgresIsBelievedAsFarAsItsUrlSays()
    {
        await using PostgresServer server = await PostgresServer.StartAsync(withTls: true);
        string stranger = TlsFiles.Make(Machine.NewFolder("stranger"), "Test authority").Authority;
        const string Cipher = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
        string Url(string host, string settings) => $"jdbc:postgresql://{host}:{server.Port}/testdb?{settings}";

        Assert.False(await IsEncryptedAsync(Url("127.0.0.1", "sslmode=disable"), Cipher));
        Assert.False(await IsEncryptedAsync(Url("127.0.0.1", "sslmode=allow"), Cipher));
        Assert.True(await IsEncryptedAsync(Url("127.0.0.1", ""), Cipher));
        Assert.True(await IsEncryptedAsync(Url("127.0.0.1", "sslmode=require"), Cipher));
        await AssertNotTrustedAsync(Url("localhost", "sslmode=verify-ca"));
        await AssertNotTrustedAsync(Url("localhost", "ssl=true"));
        Assert.True(await IsEncryptedAsync(Url("127.0.0.1", "sslmode=verify-ca&sslrootcert=" + server.Tls!.Authority), Cipher));
        Assert.True(await IsEncryptedAsync(Url("127.0.0.1", "sslmode=require&sslrootcert=" + server.Tls.Authority), Cipher));
        Assert.True(await IsEncryptedAsync(Url("localhost", "ssl=true&sslrootcert=" + server.Tls.Authority), Cipher));
        await AssertNotTrustedAsync(Url("127.0.0.1", "sslmode=verify-full&sslrootcert=" + server.Tls.Authority));
        await AssertNotTrustedAsync(Url("localhost", "sslmode=require&sslrootcert=" + stranger));
        await AssertStoreOpensAsync(
            Url("localhost", "sslmode=verify-full&sslrootcert=" + server.Tls.Authority), Url("localhost", "sslmode=verify-full"));
    }

    [RequiresMariaDbFact]
    public async Task MariaDbWithoutTlsIsRefusedWhereItIsAskedFor()
    {
        MariaDbServer server = await SharedServers.MariaDbAsync();
        await AssertNotTrustedAsync($"{server.JdbcUrl}?sslMode=REQUIRED");
        await AssertNotTrustedAsync($"{server.JdbcUrl}?sslMode=VERIFY_FULL");
    }

    [RequiresPostgresFact]
    public async Task PostgresWithoutTlsIsRefusedWhereItIsAskedFor()
    {
        PostgresServer server = await SharedServers.PostgresAsync();
        await AssertNotTrustedAsync($"{server.JdbcUrl}?sslmode=require");
        await AssertNotTrustedAsync($"{server.JdbcUrl}?sslmode=verify-full");
    }

    private static async Task<bool> IsEncryptedAsync(string url, string query)
    {
        await using var link = new SqlLink(JdbcUrl.Parse(url, "test", "test"), "jdbc", "t");
        List<bool> answer = await link.RunAsync(session => session.QueryAsync(r => Convert.ToBoolean(r.GetValue(0)), query), None);
        return answer.Single();
    }

    /// <summary>No connection, and no hope that a retry helps.</summary>
    private static async Task AssertNotTrustedAsync(string url)
    {
        await using var link = new SqlLink(JdbcUrl.Parse(url, "test", "test"), "jdbc", "t");
        var e = await Assert.ThrowsAsync<ConnectorException>(() => link.RunAsync(_ => Task.FromResult(true), None));
        Assert.False(e.IsTransient, e.ToString());
        Assert.Contains("TLS", e.Message + e.Hint, StringComparison.Ordinal);
    }

    private static async Task AssertStoreOpensAsync(string trusting, string distrusting)
    {
        await using ICheckpointStore store = CheckpointStoreFactory.Create(trusting, "test", "test");
        await store.OpenAsync(None);
        await using ICheckpointStore other = CheckpointStoreFactory.Create(distrusting, "test", "test");
        await Assert.ThrowsAsync<ConnectorException>(async () => await other.OpenAsync(None));
    }
}
