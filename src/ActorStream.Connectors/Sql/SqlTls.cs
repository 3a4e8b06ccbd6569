namespace ActorStream.Connectors.Sql;

/// <summary>How far a connection insists on TLS, weakest first.</summary>
internal enum TlsMode
{
    /// <summary>Never encrypted.</summary>
    Disable,

    /// <summary>Encrypted only where the server insists.</summary>
    Allow,

    /// <summary>Encrypted where the server can; whoever answers is believed.</summary>
    Prefer,

    /// <summary>Encrypted or not at all; whoever answers is believed.</summary>
    Require,

    /// <summary>Encrypted, and the server's certificate must come from an authority that is trusted.</summary>
    VerifyCa,

    /// <summary>As <see cref="VerifyCa"/>, and it must be made out to the host that was named.</summary>
    VerifyFull,
}

/// <summary>Whether a connection is encrypted, and whom it trusts.</summary>
/// <param name="Mode">How far it insists.</param>
/// <param name="AuthorityFile">The PEM file with the authorities that are trusted instead of the machine's, or null.</param>
internal sealed record SqlTls(TlsMode Mode, string? AuthorityFile)
{
    /// <summary>What the drivers do where nothing is said.</summary>
    public static SqlTls Preferred { get; } = new(TlsMode.Prefer, null);
}
