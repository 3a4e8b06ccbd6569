namespace ActorStream.Connectors.Sql;

/// <summary>What kind of error a database's client reported.</summary>
internal enum SqlFault
{
    /// <summary>The same call will fail again.</summary>
    Permanent,

    /// <summary>A deadlock, a lock that was not had in time, too many connections: nothing was done, and a retry may succeed.</summary>
    Conflict,

    /// <summary>Another process kept a file locked for as long as one waits for that: nothing was done.</summary>
    Locked,

    /// <summary>The server is not reached, or the connection broke: what was under way may or may not have been done.</summary>
    ConnectionLost,

    /// <summary>The database, the table or a column that a statement names is not there (now): it may be made anew, or renamed into its
    /// place, while a job runs.</summary>
    Missing,

    /// <summary>TLS was asked for, but the server has none, or is not the one that is trusted.</summary>
    Untrusted,

    /// <summary>There is no room left where the database keeps its data: nothing was done, and somebody must make room.</summary>
    Full,

    /// <summary>The disk of a file did not do what it was asked for.</summary>
    Disk,

    /// <summary>A row with that key exists.</summary>
    DuplicateKey,

    /// <summary>A row that the statement refers to does not exist.</summary>
    MissingReference,
}
