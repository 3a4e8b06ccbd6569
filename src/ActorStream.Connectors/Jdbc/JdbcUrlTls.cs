using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ActorStream.Connectors.Sql;

namespace ActorStream.Connectors.Jdbc;

/// <summary>
/// What the settings of a JDBC URL say about TLS, in the words of each driver. A word that is not known is refused: to guess would be to
/// connect with less than was asked for. An authority that is given is verified against, even where the mode would not verify.
/// </summary>
internal static class JdbcUrlTls
{
    private static readonly (string Word, TlsMode Mode)[] MySqlModes =
    [
        ("DISABLED", TlsMode.Disable), ("PREFERRED", TlsMode.Prefer), ("REQUIRED", TlsMode.Require), ("VERIFY_CA", TlsMode.VerifyCa),
        ("VERIFY_IDENTITY", TlsMode.VerifyFull),
        // MariaDB's driver has words of its own beside these.
        ("disable", TlsMode.Disable), ("trust", TlsMode.Require), ("verify-ca", TlsMode.VerifyCa), ("verify-full", TlsMode.VerifyFull),
        ("VERIFY_FULL", TlsMode.VerifyFull),
    ];

    private static readonly (string Word, TlsMode Mode)[] PostgresModes =
    [
        ("disable", TlsMode.Disable), ("allow", TlsMode.Allow), ("prefer", TlsMode.Prefer), ("require", TlsMode.Require),
        ("verify-ca", TlsMode.VerifyCa), ("verify-full", TlsMode.VerifyFull),
    ];

    /// <summary>As MySQL's and MariaDB's drivers read it: <c>sslMode</c>, or else the three switches that are older.</summary>
    /// <exception cref="ActorStreamException">A word or a file is not what it must be.</exception>
    public static SqlTls MySql(string url, IReadOnlyDictionary<string, string> settings)
    {
        TlsMode? mode = Word(url, settings, "sslMode", MySqlModes);
        if (mode is null && (settings.ContainsKey("usessl") || settings.ContainsKey("requiressl")
            || settings.ContainsKey("verifyservercertificate")))
        {
            mode = !IsOn(settings, "usessl", unset: true) ? TlsMode.Disable
                : IsOn(settings, "verifyservercertificate", unset: false) ? TlsMode.VerifyCa
                : IsOn(settings, "requiressl", unset: false) ? TlsMode.Require
                : TlsMode.Prefer;
        }
        string key = settings.ContainsKey("serversslcert") ? "serverSslCert" : "trustCertificateKeyStoreUrl";
        string type = settings.GetValueOrDefault("trustcertificatekeystoretype") ?? "JKS";
        if (settings.ContainsKey("trustcertificatekeystoreurl") && !type.Equals("PEM", StringComparison.OrdinalIgnoreCase))
        {
            throw JdbcUrl.Wrong(url, $"'trustCertificateKeyStoreType' must be PEM, but is {type}",
                "Export the authority's certificate as PEM (keytool -exportcert -rfc) and name that file.");
        }
        return WithAuthority(url, settings, mode, key, "sslMode");
    }

    /// <summary>As pgjdbc reads it: <c>sslmode</c>, or else <c>ssl</c>, which verifies all.</summary>
    /// <exception cref="ActorStreamException">A word or a file is not what it must be.</exception>
    public static SqlTls Postgres(string url, IReadOnlyDictionary<string, string> settings)
    {
        TlsMode? mode = Word(url, settings, "sslmode", PostgresModes);
        if (mode is null && IsOn(settings, "ssl", unset: false)) mode = TlsMode.VerifyFull;
        return WithAuthority(url, settings, mode, "sslrootcert", "sslmode");
    }

    private static TlsMode? Word(
        string url, IReadOnlyDictionary<string, string> settings, string key, (string Word, TlsMode Mode)[] modes)
    {
        if (!settings.TryGetValue(key.ToLowerInvariant(), out string? word)) return null;
        foreach ((string known, TlsMode mode) in modes)
        {
            if (known.Equals(word, StringComparison.OrdinalIgnoreCase)) return mode;
        }
        IEnumerable<string> words = modes.Select(m => m.Word).Distinct(StringComparer.OrdinalIgnoreCase);
        throw JdbcUrl.Wrong(url, $"the setting '{key}' must be one of {string.Join(", ", words)}, but is '{word}'");
    }

    private static bool IsOn(IReadOnlyDictionary<string, string> settings, string key, bool unset) =>
        settings.TryGetValue(key, out string? value) ? bool.Parse(value) : unset;

    private static SqlTls WithAuthority(
        string url, IReadOnlyDictionary<string, string> settings, TlsMode? mode, string key, string modeKey)
    {
        if (!settings.TryGetValue(key.ToLowerInvariant(), out string? file)) return new SqlTls(mode ?? TlsMode.Prefer, null);
        if (mode == TlsMode.Disable)
            throw JdbcUrl.Wrong(url, $"'{key}' names an authority to verify against, but '{modeKey}' switches TLS off");
        if (file.StartsWith("file:", StringComparison.OrdinalIgnoreCase)) file = JdbcUrl.FilePath(file);
        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPemFile(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw JdbcUrl.Wrong(url, $"the file '{file}' of the setting '{key}' does not read: {e.Message.TrimEnd('.')}");
        }
        bool isEmpty = authorities.Count == 0;
        foreach (X509Certificate2 authority in authorities) authority.Dispose();
        if (isEmpty)
        {
            throw JdbcUrl.Wrong(url, $"the file '{file}' of the setting '{key}' holds no certificate",
                "It must be in PEM form: -----BEGIN CERTIFICATE-----.");
        }
        return new SqlTls(mode is null or < TlsMode.VerifyCa ? TlsMode.VerifyCa : mode.Value, Path.GetFullPath(file));
    }
}
