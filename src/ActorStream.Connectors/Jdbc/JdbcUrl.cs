using System.Globalization;
using ActorStream.Connectors.MySql;
using ActorStream.Connectors.Postgres;
using ActorStream.Connectors.Sql;
using ActorStream.Connectors.Sqlite;

namespace ActorStream.Connectors.Jdbc;

/// <summary>
/// Reads JDBC URLs: <c>jdbc:mysql://host:port/database?key=value</c>, <c>jdbc:mariadb:…</c>, <c>jdbc:postgresql:…</c>,
/// <c>jdbc:sqlite:PATH</c>. Several hosts are tried in their order. Errors show the URL without its password.
/// </summary>
internal static class JdbcUrl
{
    private const string Scheme = "jdbc:";
    private const int MaxLength = 4096;
    private const int MaxHosts = 32;

    // Ways of choosing among hosts; here all of them are tried in their order.
    private static readonly string[] Modes = ["loadbalance:", "replication:", "sequential:", "failover:", "load-balance-read:"];

    /// <summary>Reads a URL.</summary>
    /// <param name="url">The URL.</param>
    /// <param name="user">The user as an option gives it; beats the URL's.</param>
    /// <param name="password">The password as an option gives it.</param>
    /// <param name="localDirectory">With a folder, a database on a server becomes the SQLite file <c>NAME.db</c> in it.</param>
    /// <param name="timeout">How long connecting and a statement may take; the URL's own time-outs beat it.</param>
    /// <param name="createsFile">Whether a SQLite file that is missing is made.</param>
    /// <exception cref="ActorStreamException">It is no URL of a database that is known here.</exception>
    public static SqlEndpoint Parse(
        string url, string? user = null, string? password = null, string? localDirectory = null, TimeSpan? timeout = null,
        bool createsFile = false)
    {
        if (url.Length > MaxLength) throw Wrong(url[..64], $"it has {url.Length} characters, more than {MaxLength}");
        if (!url.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) throw Wrong(url, "it does not begin with 'jdbc:'");
        string rest = url[Scheme.Length..];
        int colon = rest.IndexOf(':', StringComparison.Ordinal);
        string product = (colon < 0 ? rest : rest[..colon]).ToLowerInvariant();
        rest = colon < 0 ? "" : rest[(colon + 1)..];
        TimeSpan limit = timeout ?? TimeSpan.FromSeconds(60);
        SqlEndpoint endpoint = product switch
        {
            "sqlite" => File(url, rest, limit, createsFile),
            "mysql" or "mariadb" => Server(url, rest, MySqlDialect.Instance, 3306, JdbcUrlSettings.MySql, user, password, limit),
            "postgresql" => Server(url, rest, PostgresDialect.Instance, 5432, JdbcUrlSettings.Postgres, user, password, limit),
            _ => throw Wrong(url, $"no dialect is known for '{product}'; known are mysql, mariadb, postgresql and sqlite"),
        };
        return localDirectory is null || endpoint.Host.Length == 0 ? endpoint : Local(url, endpoint, localDirectory, createsFile);
    }

    private static SqlEndpoint File(string url, string path, TimeSpan timeout, bool createsFile)
    {
        if (path.Length == 0) throw Wrong(url, "it names no file", "Write jdbc:sqlite:PATH.");
        if (path.StartsWith(':')) throw Wrong(url, "a database in memory is not supported", "Write jdbc:sqlite:PATH.");
        if (path.StartsWith("file:", StringComparison.OrdinalIgnoreCase)) path = FilePath(path);
        if (path.Contains('?', StringComparison.Ordinal))
            throw Wrong(url, "settings of SQLite are not supported", "Write jdbc:sqlite:PATH.");
        if (path.AsSpan().ContainsAnyInRange('\0', '\u001f')) throw Wrong(url, "the path holds control characters");
        return new SqlEndpoint { Dialect = SqliteDialect.Instance, Database = path, Timeout = timeout, CreatesFile = createsFile };
    }

    /// <summary>The path of <c>file:PATH</c>, <c>file:/PATH</c> or <c>file:///PATH</c>.</summary>
    public static string FilePath(string uri)
    {
        string path = uri["file:".Length..];
        if (path.StartsWith("//", StringComparison.Ordinal))
        {
            int slash = path.IndexOf('/', 2);
            path = slash < 0 ? "" : path[slash..];
        }
        return Uri.UnescapeDataString(path);
    }

    private static SqlEndpoint Server(
        string url, string rest, SqlDialect dialect, int defaultPort, JdbcUrlSettings settings, string? user, string? password,
        TimeSpan timeout)
    {
        (string authority, string database, string query) = Split(url, rest, dialect);
        var unused = new List<string>();
        Dictionary<string, string> given = settings.Read(url, query, unused);
        int at = authority.LastIndexOf('@');
        if (at >= 0)
        {
            string[] userInfo = authority[..at].Split(':', 2);
            user ??= Unescape(url, userInfo[0]);
            if (userInfo.Length == 2) password ??= Unescape(url, userInfo[1]);
            authority = authority[(at + 1)..];
        }
        SqlHost[] hosts = [.. authority.Split(',').Select(a => HostAndPort(url, a, defaultPort))];
        if (hosts.Length > MaxHosts) throw Wrong(url, $"it names {hosts.Length} hosts, more than {MaxHosts}");
        IReadOnlyList<SqlHost> inOrder = JdbcUrlSettings.InOrder(url, hosts, given);
        user ??= given.GetValueOrDefault("user");
        password ??= given.GetValueOrDefault("password");
        given.Remove("user");
        given.Remove("password");
        return new SqlEndpoint
        {
            Dialect = dialect,
            Host = hosts[0].Host,
            Port = hosts[0].Port,
            Hosts = inOrder.Count == 1 && inOrder[0].Role == SqlRole.Any ? [] : inOrder,
            UnusedSettings = unused,
            Database = database,
            User = user,
            Password = password,
            Settings = given,
            Tls = settings.Tls(url, given),
            Timeout = settings.Timeout(url, given) ?? timeout,
        };
    }

    private static (string Authority, string Database, string Query) Split(string url, string rest, SqlDialect dialect)
    {
        if (!rest.StartsWith("//", StringComparison.Ordinal))
        {
            // PostgreSQL's short form: jdbc:postgresql:database.
            string? mode = dialect == MySqlDialect.Instance
                ? Modes.FirstOrDefault(m => rest.StartsWith(m + "//", StringComparison.OrdinalIgnoreCase)) : null;
            if (mode is not null) return Split(url, rest[mode.Length..], dialect);
            if (dialect != PostgresDialect.Instance || rest.Length == 0 || rest.Contains(':', StringComparison.Ordinal))
                throw Wrong(url, "expected '//host:port/database' after the product's name");
            rest = "//localhost/" + rest.TrimStart('/');
        }
        rest = rest[2..];
        int question = rest.IndexOf('?', StringComparison.Ordinal);
        // A password before an @ may hold a question mark.
        int at = rest.IndexOf('@', StringComparison.Ordinal);
        if (question >= 0 && at > question && !rest[question..at].Contains('=', StringComparison.Ordinal)) question = rest.IndexOf('?', at);
        string query = question < 0 ? "" : rest[(question + 1)..];
        string path = question < 0 ? rest : rest[..question];
        int slash = path.LastIndexOf('/');
        string database = slash < 0 ? "" : Unescape(url, path[(slash + 1)..]);
        if (database.Length == 0) throw Wrong(url, "it names no database", "Write jdbc:…://host:port/database.");
        string authority = path[..slash];
        if (authority.Contains('/', StringComparison.Ordinal) && !authority.Contains('@', StringComparison.Ordinal))
            throw Wrong(url, "the database's name holds a slash");
        if (database.AsSpan().ContainsAnyInRange('\0', '\u001f')) throw Wrong(url, "the database's name holds control characters");
        return (authority, database, query);
    }

    private static SqlHost HostAndPort(string url, string authority, int defaultPort)
    {
        if (authority.Length == 0) return new SqlHost("localhost", defaultPort);
        if (authority.Contains('(', StringComparison.Ordinal) || authority.Contains('=', StringComparison.Ordinal))
            throw Wrong(url, "expected host:port", "Write jdbc:…://host:port/database.");
        string host = authority;
        string? port = null;
        int close = authority.IndexOf(']', StringComparison.Ordinal);
        int colon = authority.IndexOf(':', Math.Max(0, close));
        if (colon >= 0) (host, port) = (authority[..colon], authority[(colon + 1)..]);
        if (host.StartsWith('[') && close == host.Length - 1) host = host[1..^1];
        if (host.Length == 0) host = "localhost";
        bool isName = Uri.CheckHostName(host) != UriHostNameType.Unknown
            || host.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
        if (!isName) throw Wrong(url, $"'{host}' is no host");
        if (port is null) return new SqlHost(host, defaultPort);
        if (!int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number is < 1 or > 65_535)
            throw Wrong(url, $"expected a port from 1 to 65535, got '{port}'");
        return new SqlHost(host, number);
    }

    private static SqlEndpoint Local(string url, SqlEndpoint endpoint, string folder, bool createsFile)
    {
        string name = endpoint.Database;
        if (name[0] == '.' || !name.All(static c => char.IsLetterOrDigit(c) || c is '_' or '-' or '.' or '$'))
            throw Wrong(url, $"the database's name '{name}' cannot be a file's name in the local folder");
        return new SqlEndpoint
        {
            Dialect = SqliteDialect.Instance,
            Database = Path.Combine(folder, name + ".db"),
            Timeout = endpoint.Timeout,
            CreatesFile = createsFile,
            IsStandIn = true,
        };
    }

    private static string Unescape(string url, string text)
    {
        string plain = Uri.UnescapeDataString(text);
        return plain.Contains('\0', StringComparison.Ordinal) ? throw Wrong(url, "it holds a NUL character") : plain;
    }

    /// <summary>The error about a URL.</summary>
    public static ActorStreamException Wrong(string url, string reason, string? hint = null) =>
        new($"'{Redaction.Text(url)}' is not a database's URL that can be used: {reason}.", ErrorDomain.User, hint: hint);
}
