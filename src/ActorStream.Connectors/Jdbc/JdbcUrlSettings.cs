using System.Globalization;
using ActorStream.Connectors.Sql;

namespace ActorStream.Connectors.Jdbc;

/// <summary>The settings that a JDBC URL may carry. Those that only tune the Java driver are accepted and change nothing here; those that
/// nobody knows, which the drivers ignore, are told of; refused is what reads local files, runs code, or says something about TLS that is
/// not understood.</summary>
internal sealed class JdbcUrlSettings
{
    private static readonly string[] Dangerous =
    [
        "allowloadlocalinfile", "allowloadlocalinfileinpath", "allowurlinlocalinfile", "autodeserialize", "queryinterceptors",
        "statementinterceptors", "exceptioninterceptors", "connectionlifecycleinterceptors", "propertiestransform", "socketfactory",
        "socketfactoryarg", "sslfactory", "sslfactoryarg", "sslhostnameverifier", "sslpasswordcallback", "authenticationplugins",
        "authenticationpluginclassname", "defaultauthenticationplugin", "clientinfoprovider", "logger", "loggerfile", "loggerlevel",
        "profilereventhandler", "parseinfocachefactory", "serverconfigcachefactory", "xmlfactoryfactory", "jaasapplicationname",
        "localsocket", "pipe", "sharedmemory", "keystore", "truststore", "clientcertificatekeystoreurl",
        "serverrsapublickeyfile", "servercertificate", "initsql", "sessionvariables", "options",
    ];

    // Whoever means one of these must not be taken for somebody who does not.
    private static readonly string[] Security = ["ssl", "tls", "cert", "trust", "cipher", "channelbinding", "requireauth"];

    private readonly string[] _used;
    private readonly string[] _ignored;
    private readonly double _timeoutUnitMs;
    private readonly Func<string, IReadOnlyDictionary<string, string>, SqlTls> _tls;

    private JdbcUrlSettings(
        double timeoutUnitMs, Func<string, IReadOnlyDictionary<string, string>, SqlTls> tls, string[] used, string[] ignored)
    {
        _timeoutUnitMs = timeoutUnitMs;
        _tls = tls;
        _used = used;
        _ignored = ignored;
    }

    /// <summary>MySQL Connector/J's and MariaDB Connector/J's.</summary>
    public static JdbcUrlSettings MySql { get; } = new(
        1,
        JdbcUrlTls.MySql,
        [
            "user", "password", "useSSL", "requireSSL", "verifyServerCertificate", "sslMode", "trustCertificateKeyStoreUrl",
            "trustCertificateKeyStoreType", "serverSslCert", "allowPublicKeyRetrieval", "connectTimeout", "socketTimeout",
            "zeroDateTimeBehavior",
        ],
        [
            "autoReconnect", "autoReconnectForPools", "failOverReadOnly", "maxReconnects", "initialTimeout", "useUnicode",
            "characterEncoding",
            "characterSetResults", "connectionCollation", "serverTimezone", "connectionTimeZone", "forceConnectionTimeZoneToSession",
            "preserveInstants", "useTimezone", "useLegacyDatetimeCode", "useJDBCCompliantTimezoneShift", "tinyInt1isBit",
            "transformedBitIsBoolean",
            "yearIsDateType", "useInformationSchema", "nullCatalogMeansCurrent", "rewriteBatchedStatements", "useServerPrepStmts",
            "cachePrepStmts",
            "prepStmtCacheSize", "prepStmtCacheSqlLimit", "useLocalSessionState", "useLocalTransactionState", "cacheResultSetMetadata",
            "cacheServerConfiguration", "elideSetAutoCommits", "maintainTimeStats", "useCursorFetch", "defaultFetchSize", "tcpKeepAlive",
            "tcpNoDelay", "useCompression", "remarksReporting", "useConfigs", "allowMysqlCursorFetch", "usePipelineAuth", "useBulkStmts",
            "useAffectedRows", "noAccessToProcedureBodies", "paranoid", "dumpQueriesOnException", "allowMultiQueries",
        ]);

    /// <summary>pgjdbc's.</summary>
    public static JdbcUrlSettings Postgres { get; } = new(
        1000,
        JdbcUrlTls.Postgres,
        [
            "user", "password", "ssl", "sslmode", "sslrootcert", "currentSchema", "ApplicationName", "connectTimeout", "socketTimeout",
            "loginTimeout", "targetServerType",
        ],
        [
            "tcpKeepAlive", "tcpNoDelay", "reWriteBatchedInserts", "prepareThreshold", "preparedStatementCacheQueries",
            "preparedStatementCacheSizeMiB", "defaultRowFetchSize", "binaryTransfer", "assumeMinServerVersion", "stringtype", "autosave",
            "cleanupSavepoints", "preferQueryMode", "disableColumnSanitiser", "databaseMetadataCacheFields",
            "hostRecheckSeconds", "loadBalanceHosts",
            "gssEncMode", "cancelSignalTimeout", "adaptiveFetch", "logUnclosedConnections", "unknownLength", "charSet",
        ]);

    /// <summary>Reads the part behind the question mark.</summary>
    /// <param name="url">The URL, for errors.</param>
    /// <param name="query">The part.</param>
    /// <param name="unused">Gets the names of those that mean nothing here.</param>
    /// <returns>The settings that are used, by their names in lower case.</returns>
    public Dictionary<string, string> Read(string url, string query, List<string> unused)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string part in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            string key = equals < 0 ? part : part[..equals];
            string value = equals < 0 ? "true" : Uri.UnescapeDataString(part[(equals + 1)..]);
            string folded = key.ToLowerInvariant();
            if (_ignored.Contains(key, StringComparer.OrdinalIgnoreCase)) continue;
            if (!_used.Contains(key, StringComparer.OrdinalIgnoreCase))
            {
                // What is dangerous when it is on may be off.
                bool isOff = value.Equals("false", StringComparison.OrdinalIgnoreCase);
                bool isRefused = Dangerous.Contains(folded) ? !isOff
                    : Security.Any(word => folded.Contains(word, StringComparison.Ordinal)) || !folded.All(char.IsAsciiLetterOrDigit);
                if (isRefused) throw Refuse(url, key, folded);
                if (!Dangerous.Contains(folded)) unused.Add(key);
                continue;
            }
            if (folded == "zerodatetimebehavior" && value.Equals("round", StringComparison.OrdinalIgnoreCase))
                throw JdbcUrl.Wrong(url, "zeroDateTimeBehavior must be CONVERT_TO_NULL or EXCEPTION, but is 'round'");
            bool isSwitch = folded is "usessl" or "requiressl" or "verifyservercertificate" or "allowpublickeyretrieval" or "ssl";
            if (isSwitch && value.Length == 0) value = "true";
            // Connector/J's switches take yes and no, too.
            if (isSwitch && value.Equals("yes", StringComparison.OrdinalIgnoreCase)) value = "true";
            if (isSwitch && value.Equals("no", StringComparison.OrdinalIgnoreCase)) value = "false";
            if (isSwitch && !bool.TryParse(value, out _)) throw JdbcUrl.Wrong(url, $"the setting '{key}' must be true or false");
            settings[folded] = value;
        }
        return settings;
    }

    /// <summary>The time-out that the settings name, or null.</summary>
    public TimeSpan? Timeout(string url, IReadOnlyDictionary<string, string> settings)
    {
        foreach (string key in (string[])["sockettimeout", "connecttimeout", "logintimeout"])
        {
            if (!settings.TryGetValue(key, out string? text)) continue;
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
                throw JdbcUrl.Wrong(url, $"the setting '{key}' must be a whole number");
            if (number > 0) return TimeSpan.FromMilliseconds(Math.Max(1000, number * _timeoutUnitMs));
        }
        return null;
    }

    /// <summary>The hosts in the order in which they are tried, as pgjdbc's <c>targetServerType</c> says.</summary>
    public static IReadOnlyList<SqlHost> InOrder(string url, IReadOnlyList<SqlHost> hosts, IReadOnlyDictionary<string, string> settings)
    {
        string type = settings.GetValueOrDefault("targetservertype") ?? "any";
        SqlRole[] passes = type.ToLowerInvariant() switch
        {
            "any" => [SqlRole.Any],
            "primary" or "master" => [SqlRole.Primary],
            "secondary" or "slave" => [SqlRole.Secondary],
            "preferprimary" => [SqlRole.Primary, SqlRole.Any],
            "prefersecondary" or "preferslave" => [SqlRole.Secondary, SqlRole.Any],
            _ => throw JdbcUrl.Wrong(
                url, $"'targetServerType' must be any, primary, secondary, preferPrimary or preferSecondary, but is '{type}'"),
        };
        return [.. passes.SelectMany(pass => hosts.Select(h => h with { Role = pass }))];
    }

    /// <summary>What the settings say about TLS.</summary>
    public SqlTls Tls(string url, IReadOnlyDictionary<string, string> settings) => _tls(url, settings);

    private ActorStreamException Refuse(string url, string key, string folded) => JdbcUrl.Wrong(
        url,
        $"the setting '{key}' is not accepted",
        Dangerous.Contains(folded)
            ? "It can read local files, run code or change what a statement means."
            : "Accepted are: " + string.Join(", ", _used.Concat(_ignored).Order(StringComparer.OrdinalIgnoreCase)) + ".");
}
