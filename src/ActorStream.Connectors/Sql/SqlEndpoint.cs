using System.Globalization;

namespace ActorStream.Connectors.Sql;

/// <summary>A database to connect to. Its text never shows the password.</summary>
internal sealed record SqlEndpoint
{
    public required SqlDialect Dialect { get; init; }

    /// <summary>The host; empty for a file.</summary>
    public string Host { get; init; } = "";

    public int Port { get; init; }

    /// <summary>What the server must be to be used.</summary>
    public SqlRole Role { get; init; }

    /// <summary>The servers in the order in which they are tried, where there is more than one or it must be of some kind; else
    /// empty.</summary>
    public IReadOnlyList<SqlHost> Hosts { get; init; } = [];

    /// <summary>Settings of the URL that mean nothing here.</summary>
    public IReadOnlyList<string> UnusedSettings { get; init; } = [];

    /// <summary>The database's name, or the file's path.</summary>
    public required string Database { get; init; }

    public string? User { get; init; }

    public string? Password { get; init; }

    /// <summary>Settings that the dialect knows, by their JDBC names in lower case.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether the connection is encrypted, and whom it trusts.</summary>
    public SqlTls Tls { get; init; } = SqlTls.Preferred;

    /// <summary>Whether a file that is missing is made.</summary>
    public bool CreatesFile { get; init; }

    /// <summary>Whether it is a file of a local folder that stands in for a server's database.</summary>
    public bool IsStandIn { get; init; }

    /// <summary>How long a statement may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>After this time without a statement within a transaction the server ends the connection and gives its locks back: a
    /// process that was frozen there must not keep its successor waiting. At least 1 s; SQLite and MySQL, unlike MariaDB, have no such
    /// limit.</summary>
    public TimeSpan IdleTransactionTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long connecting may take: no longer than a statement, and at most 15 s.</summary>
    public TimeSpan ConnectTimeout => Timeout < MaxConnectTimeout ? Timeout : MaxConnectTimeout;

    private static TimeSpan MaxConnectTimeout { get; } = TimeSpan.FromSeconds(15);

    /// <summary>For people: <c>MySQL localhost:3306/testdb</c>.</summary>
    public string Address => Host.Length == 0
        ? $"{Dialect.Name} {Database}"
        : string.Create(CultureInfo.InvariantCulture, $"{Dialect.Name} {ServersText}/{Database}");

    private string ServersText => Hosts.Count == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}")
        : string.Join(',', Hosts.Select(static h => string.Create(CultureInfo.InvariantCulture, $"{h.Host}:{h.Port}")).Distinct());

    /// <summary>The endpoint at each of its servers, in the order in which they are tried.</summary>
    public IEnumerable<SqlEndpoint> Servers() =>
        Hosts.Count == 0 ? [this] : Hosts.Select(h => this with { Host = h.Host, Port = h.Port, Role = h.Role, Hosts = [] });

    public override string ToString() => Address;

    /// <summary>A text that came from the database or its client, without the password.</summary>
    public string Redact(string text)
    {
        text = Redaction.Text(text);
        return Password is { Length: > 3 } ? text.Replace(Password, Redaction.Mask, StringComparison.Ordinal) : text;
    }
}
