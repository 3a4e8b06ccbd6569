namespace ActorStream;

/// <summary>An error of a connector or format: of the system behind it, or of the data that it read.</summary>
public sealed class ConnectorException : ActorStreamException
{
    /// <summary>Creates an error of a connector.</summary>
    /// <param name="connector">The connector's identifier, such as <c>kafka</c>.</param>
    /// <param name="table">The table's name, or null where no table is concerned.</param>
    /// <param name="message">One sentence, with a capital and a full stop.</param>
    /// <param name="isTransient">True when a retry may succeed.</param>
    /// <param name="hint">What to do, or null.</param>
    /// <param name="innerException">The cause, or null.</param>
    public ConnectorException(
        string connector, string? table, string message, bool isTransient = false, string? hint = null, Exception? innerException = null)
        : base(message, ErrorDomain.External, isTransient, hint, innerException)
    {
        Connector = connector;
        Table = table;
    }

    /// <summary>True where a log takes nothing more from this owner of a transaction: there is a newer one, or its transaction ran
    /// out. The checkpoint store knows which.</summary>
    public bool IsFenced { get; init; }

    /// <summary>The connector's identifier.</summary>
    public string Connector { get; }

    /// <summary>The table's name, or null.</summary>
    public string? Table { get; }

    /// <summary>True where another process holds what was asked for, such as the lock of a file, and the same call succeeds once that
    /// lets go: a job that is to start waits for that instead of failing. Default false.</summary>
    public bool IsLocked { get; init; }
}
