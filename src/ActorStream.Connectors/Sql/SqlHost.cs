namespace ActorStream.Connectors.Sql;

/// <summary>One of the servers that a database may be on.</summary>
/// <param name="Host">The host.</param>
/// <param name="Port">The port.</param>
/// <param name="Role">What it must be to be used.</param>
internal sealed record SqlHost(string Host, int Port, SqlRole Role = SqlRole.Any);

/// <summary>What a server is among those that copy each other.</summary>
internal enum SqlRole
{
    /// <summary>Whatever it is.</summary>
    Any,

    /// <summary>The one that takes writes.</summary>
    Primary,

    /// <summary>One that follows the primary and only reads.</summary>
    Secondary,
}
