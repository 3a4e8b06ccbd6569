namespace ActorStream.Node;

/// <summary>Where the REST API listens.</summary>
public sealed record RestServerOptions
{
    /// <summary>The port on loopback; if it is taken, the next free one. 0: any free one. Default 8081, Flink's.</summary>
    public int Port { get; init; } = 8081;

    /// <summary>Replaces secrets in a text that is shown; applied to every text of every answer. Null: there are none.</summary>
    public Func<string, string>? HideSecrets { get; init; }
}
