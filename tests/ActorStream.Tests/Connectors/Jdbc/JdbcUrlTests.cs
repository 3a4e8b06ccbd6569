using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ActorStream.Connectors.Jdbc;
using ActorStream.Connectors.Sql;

namespace ActorStream.Tests.Connectors.Jdbc;

public sealed class JdbcUrlTests
{
    [Theory]
    [InlineData("jdbc:mysql://localhost:3306/testdb", "MySQL localhost:3306/testdb", null, null)]
    [InlineData("jdbc:mysql://localhost/testdb", "MySQL localhost:3306/testdb", null, null)]
    [InlineData("jdbc:mysql:///testdb", "MySQL localhost:3306/testdb", null, null)]
    [InlineData("JDBC:MySQL://h:1/d", "MySQL h:1/d", null, null)]
    [InlineData("jdbc:mariadb://db.example.com:3307/a_b?user=u&password=p%26q", "MySQL db.example.com:3307/a_b", "u", "p&q")]
    [InlineData("jdbc:mysql://u:p%40x@h/d", "MySQL h:3306/d", "u", "p@x")]
    [InlineData("jdbc:mysql://u:p@x@h/d", "MySQL h:3306/d", "u", "p@x")]
    [InlineData("jdbc:mysql://u:p?x@h/d", "MySQL h:3306/d", "u", "p?x")]
    [InlineData("jdbc:mysql://[::1]:3306/d", "MySQL ::1:3306/d", null, null)]
    [InlineData("jdbc:mysql://h/d%20b?useSSL=false&serverTimezone=Asia/Shanghai&characterEncoding=utf8&rewriteBatchedStatements=true",
        "MySQL h:3306/d b", null, null)]
    [InlineData("jdbc:postgresql://h/d?user=u", "PostgreSQL h:5432/d", "u", null)]
    [InlineData("jdbc:postgresql:d", "PostgreSQL localhost:5432/d", null, null)]
    [InlineData("jdbc:sqlite:/tmp/x.db", "SQLite /tmp/x.db", null, null)]
    [InlineData("jdbc:sqlite:file:/tmp/x%20y.db", "SQLite /tmp/x y.db", null, null)]
    [InlineData("jdbc:mysql://h1,h2:3307/d", "MySQL h1:3306,h2:3307/d", null, null)]
    [InlineData("jdbc:mysql://u:p@h1:1,[::1]:2/d", "MySQL h1:1,::1:2/d", "u", "p")]
    [InlineData("jdbc:mysql:loadbalance://h1,h2/d", "MySQL h1:3306,h2:3306/d", null, null)]
    [InlineData("jdbc:mariadb:sequential://h1,h2/d", "MySQL h1:3306,h2:3306/d", null, null)]
    [InlineData("jdbc:postgresql://h1:1,h2/d?targetServerType=primary", "PostgreSQL h1:1,h2:5432/d", null, null)]
    [InlineData("jdbc:postgresql://h1:1,h2/d?targetServerType=preferSecondary", "PostgreSQL h1:1,h2:5432/d", null, null)]
    public void UrlIsRead(string url, string address, string? user, string? password)
    {
        var endpoint = JdbcUrl.Parse(url);
        Assert.Equal((address, user, password), (endpoint.Address, endpoint.User, endpoint.Password));
    }

    [Fact]
    public void OptionsBeatTheUrl()
    {
        var endpoint = JdbcUrl.Parse("jdbc:mysql://a:b@h/d?user=c&password=d", "e", "f");
        Assert.Equal(("e", "f"), (endpoint.User, endpoint.Password));
    }

    [Theory]
    [InlineData("", "does not begin with 'jdbc:'")]
    [InlineData("mysql://h/d", "does not begin with 'jdbc:'")]
    [InlineData("jdbc:", "no dialect is known for ''")]
    [InlineData("jdbc:oracle:thin:@h:1521/x", "no dialect is known for 'oracle'")]
    [InlineData("jdbc:mysql:", "expected '//host:port/database'")]
    [InlineData("jdbc:mysql://h", "names no database")]
    [InlineData("jdbc:mysql://h/", "names no database")]
    [InlineData("jdbc:mysql://h:0/d", "expected a port from 1 to 65535, got '0'")]
    [InlineData("jdbc:mysql://h:70000/d", "expected a port")]
    [InlineData("jdbc:mysql://h:x/d", "expected a port")]
    [InlineData("jdbc:mysql://(host=h)/d", "expected host:port")]
    [InlineData("jdbc:mysql://h h/d", "is no host")]
    [InlineData("jdbc:mysql://h/a/b", "holds a slash")]
    [InlineData("jdbc:mysql://h/d%00", "NUL")]
    [InlineData("jdbc:sqlite:", "names no file")]
    [InlineData("jdbc:sqlite::memory:", "in memory")]
    [InlineData("jdbc:sqlite:x.db?mode=memory", "settings of SQLite")]
    [InlineData("jdbc:mysql://h/d?useSSL=maybe", "must be true or false")]
    [InlineData("jdbc:mysql://h/d?sslMode=VERIFY_ALL", "must be one of DISABLED, PREFERRED, REQUIRED, VERIFY_CA, VERIFY_IDENTITY")]
    [InlineData("jdbc:mysql://h/d?sslMode=", "but is ''")]
    [InlineData("jdbc:mariadb://h/d?sslMode=prefer", "'sslMode' must be one of")]
    [InlineData("jdbc:postgresql://h/d?sslmode=verify_full", "one of disable, allow, prefer, require, verify-ca, verify-full, but")]
    [InlineData("jdbc:postgresql://h/d?sslmode=REQUIRED", "but is 'REQUIRED'")]
    [InlineData("jdbc:postgresql://h/d?sslrootcert=/no/such.pem", "the file '/no/such.pem' of the setting 'sslrootcert' does not read")]
    [InlineData("jdbc:postgresql://h/d?sslmode=disable&sslrootcert=/no/such.pem", "'sslmode' switches TLS off")]
    [InlineData("jdbc:mysql://h/d?trustCertificateKeyStoreUrl=file:/a.jks", "'trustCertificateKeyStoreType' must be PEM, but is JKS")]
    [InlineData("jdbc:mysql://h/d?connectTimeout=soon", "must be a whole number")]
    [InlineData("jdbc:mysql://h/d?sslMod=REQUIRED", "the setting 'sslMod' is not accepted")]
    [InlineData("jdbc:postgresql://h/d?channelBinding=require", "the setting 'channelBinding' is not accepted")]
    [InlineData("jdbc:mysql://h/d?a.b=1", "the setting 'a.b' is not accepted")]
    [InlineData("jdbc:mysql:nonsense://h/d", "expected '//host:port/database'")]
    [InlineData("jdbc:postgresql:loadbalance://h/d", "expected '//host:port/database'")]
    [InlineData("jdbc:mysql://h1,h2:0/d", "expected a port from 1 to 65535, got '0'")]
    [InlineData("jdbc:mysql://h1,a b/d", "'a b' is no host")]
    [InlineData("jdbc:postgresql://h1,h2/d?targetServerType=best", "'targetServerType' must be any, primary, secondary")]
    public void OtherUrlsAreRefused(string url, string reason)
    {
        var e = Assert.Throws<ActorStreamException>(() => JdbcUrl.Parse(url));
        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
        Assert.Equal(ErrorDomain.User, e.Domain);
    }

    [Theory]
    [InlineData("jdbc:mysql://h/d", TlsMode.Prefer)]
    [InlineData("jdbc:mysql://h/d?sslMode=DISABLED", TlsMode.Disable)]
    [InlineData("jdbc:mysql://h/d?sslMode=Preferred", TlsMode.Prefer)]
    [InlineData("jdbc:mysql://h/d?sslmode=required", TlsMode.Require)]
    [InlineData("jdbc:mysql://h/d?sslMode=VERIFY_CA", TlsMode.VerifyCa)]
    [InlineData("jdbc:mysql://h/d?sslMode=verify_identity", TlsMode.VerifyFull)]
    [InlineData("jdbc:mysql://h/d?sslMode=VERIFY_FULL", TlsMode.VerifyFull)]
    [InlineData("jdbc:mysql://h/d?useSSL=false&sslMode=VERIFY_IDENTITY", TlsMode.VerifyFull)]
    [InlineData("jdbc:mysql://h/d?useSSL=no&requireSSL=true", TlsMode.Disable)]
    [InlineData("jdbc:mysql://h/d?useSSL=true", TlsMode.Prefer)]
    [InlineData("jdbc:mysql://h/d?requireSSL=true", TlsMode.Require)]
    [InlineData("jdbc:mysql://h/d?verifyServerCertificate=yes", TlsMode.VerifyCa)]
    [InlineData("jdbc:mysql://h/d?useSSL=true&requireSSL=true&verifyServerCertificate=true", TlsMode.VerifyCa)]
    [InlineData("jdbc:mariadb://h/d?sslMode=trust", TlsMode.Require)]
    [InlineData("jdbc:mariadb://h/d?sslMode=verify-full", TlsMode.VerifyFull)]
    [InlineData("jdbc:postgresql://h/d", TlsMode.Prefer)]
    [InlineData("jdbc:postgresql://h/d?ssl", TlsMode.VerifyFull)]
    [InlineData("jdbc:postgresql://h/d?ssl=true&sslmode=require", TlsMode.Require)]
    [InlineData("jdbc:postgresql://h/d?ssl=false", TlsMode.Prefer)]
    [InlineData("jdbc:postgresql://h/d?sslmode=allow", TlsMode.Allow)]
    [InlineData("jdbc:postgresql://h/d?sslmode=Verify-CA", TlsMode.VerifyCa)]
    [InlineData("jdbc:postgresql://h/d?sslmode=verify-full", TlsMode.VerifyFull)]
    public void EachDriversWordsForTlsAreUnderstood(string url, object mode) => Assert.Equal(mode, JdbcUrl.Parse(url).Tls.Mode);

    [Theory]
    [InlineData("jdbc:mysql://h/d?trustCertificateKeyStoreType=PEM&trustCertificateKeyStoreUrl=file:FILE", TlsMode.VerifyCa)]
    [InlineData("jdbc:mysql://h/d?sslMode=REQUIRED&trustCertificateKeyStoreType=PEM&trustCertificateKeyStoreUrl=FILE", TlsMode.VerifyCa)]
    [InlineData("jdbc:mariadb://h/d?sslMode=verify-full&serverSslCert=FILE", TlsMode.VerifyFull)]
    [InlineData("jdbc:postgresql://h/d?sslmode=require&sslrootcert=FILE", TlsMode.VerifyCa)]
    [InlineData("jdbc:postgresql://h/d?ssl=true&sslrootcert=FILE", TlsMode.VerifyFull)]
    public void AuthorityThatIsNamedIsVerifiedAgainst(string url, object mode)
    {
        string file = Path.GetTempFileName();
        try
        {
            using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            DateTimeOffset now = TimeProvider.System.GetUtcNow();
            using X509Certificate2 authority =
                new CertificateRequest("CN=authority", key, HashAlgorithmName.SHA256).CreateSelfSigned(now, now.AddDays(1));
            File.WriteAllText(file, authority.ExportCertificatePem());
            Assert.Equal(new SqlTls((TlsMode)mode, file), JdbcUrl.Parse(url.Replace("FILE", file, StringComparison.Ordinal)).Tls);
            File.WriteAllText(file, "not a certificate");
            var e = Assert.Throws<ActorStreamException>(() => JdbcUrl.Parse(url.Replace("FILE", file, StringComparison.Ordinal)));
            Assert.Contains("holds no certificate", e.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Connector/J and pgjdbc ignore what they do not know; it is told of, and nothing else happens.</summary>
    [Theory]
    [InlineData("jdbc:mysql://h/d?charset=utf8&useSSL=false&allowMultiQueries=true&autoReconnect=true", "charset")]
    [InlineData("jdbc:mysql://h/d?pinGlobalTxToPhysicalConnection=true&allowLoadLocalInfile=false", "pinGlobalTxToPhysicalConnection")]
    [InlineData("jdbc:postgresql://h/d?hideUnprivilegedObjects=true&tcpKeepAlive=true", "hideUnprivilegedObjects")]
    public void SettingThatMeansNothingHereIsAcceptedAndNamed(string url, string unused) =>
        Assert.Equal([unused], JdbcUrl.Parse(url).UnusedSettings);

    [Fact]
    public void HostsAreTriedInTheOrderThatTheUrlSays()
    {
        SqlEndpoint endpoint = JdbcUrl.Parse("jdbc:postgresql://a:1,b:2/d?targetServerType=preferPrimary");
        Assert.Equal(
            [("a", 1, SqlRole.Primary), ("b", 2, SqlRole.Primary), ("a", 1, SqlRole.Any), ("b", 2, SqlRole.Any)],
            endpoint.Servers().Select(s => (s.Host, s.Port, s.Role)));
        Assert.Equal(["PostgreSQL a:1/d"], JdbcUrl.Parse("jdbc:postgresql://a:1/d").Servers().Select(s => s.Address));
    }

    [Theory]
    [InlineData("jdbc:mysql://h/d?allowLoadLocalInfile=true")]
    [InlineData("jdbc:mysql://h/d?ALLOWLOADLOCALINFILE=true")]
    [InlineData("jdbc:mysql://h/d?allowUrlInLocalInfile=true")]
    [InlineData("jdbc:mysql://h/d?autoDeserialize=true&queryInterceptors=x")]
    [InlineData("jdbc:mysql://h/d?sessionVariables=sql_mode=''")]
    [InlineData("jdbc:postgresql://h/d?socketFactory=x&socketFactoryArg=y")]
    [InlineData("jdbc:postgresql://h/d?loggerFile=/etc/cron.d/x")]
    [InlineData("jdbc:postgresql://h/d?options=-c%20a=b")]
    public void SettingThatReadsFilesOrRunsCodeIsRefused(string url) =>
        Assert.Equal("It can read local files, run code or change what a statement means.",
            Assert.Throws<ActorStreamException>(() => JdbcUrl.Parse(url)).Hint);

    [Fact]
    public void ErrorShowsNoPassword()
    {
        var e = Assert.Throws<ActorStreamException>(() => JdbcUrl.Parse("jdbc:mysql://u:hunter2@h1,h2/d?password=hunter2&sslMod=x"));
        Assert.DoesNotContain("hunter2", e.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", JdbcUrl.Parse("jdbc:mysql://u:hunter2@h/d").ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("jdbc:mysql://localhost:3306/testdb?useSSL=false", "/data/testdb.db")]
    [InlineData("jdbc:postgresql://prod.example.com/Test-db", "/data/Test-db.db")]
    [InlineData("jdbc:sqlite:/x/y.db", "/x/y.db")]
    public void LocalFolderStandsInForAServer(string url, string path)
    {
        var endpoint = JdbcUrl.Parse(url, localDirectory: "/data");
        Assert.Equal(("SQLite", path), (endpoint.Dialect.Name, endpoint.Database));
    }

    [Theory]
    [InlineData("jdbc:mysql://h/..%2F..%2Fetc")]
    [InlineData("jdbc:mysql://h/.hidden")]
    [InlineData("jdbc:mysql://h/a%20b")]
    public void DatabaseCannotLeaveTheLocalFolder(string url) =>
        Assert.Throws<ActorStreamException>(() => JdbcUrl.Parse(url, localDirectory: "/data"));

    [Fact]
    public void RandomTextIsReadOrRefusedButNothingElse()
    {
        var random = new Random(11);
        string[] pieces =
            ["jdbc:", "mysql:", "postgresql:", "sqlite:", "//", "/", "h", ":", "3306", "@", "?", "&", "=", "user", "password", "secret0",
                "[", "]", ",", "%", "%2", "%00", "é", " ", "(", "file:"];
        int read = 0;
        for (int i = 0; i < 50_000; i++)
        {
            string url = (i % 2 == 0 ? "jdbc:mysql://" : "") + string.Concat(
                Enumerable.Range(0, random.Next(12)).Select(_ => pieces[random.Next(pieces.Length)]));
            try
            {
                SqlEndpoint endpoint = JdbcUrl.Parse(url);
                Assert.NotEmpty(endpoint.Database);
                read++;
            }
            catch (ActorStreamException e)
            {
                Assert.Equal(ErrorDomain.User, e.Domain);
            }
        }
        Assert.InRange(read, 100, 49_000);
    }
}
