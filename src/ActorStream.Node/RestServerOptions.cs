namespace ActorStream.Node;

/// <summary>Where the REST API listens.</summary>
public sealed record RestServerOptions
{
    /// <summary>The port on loopback; if it is taken, the next free one. 0: any free one. Default 8081, Flink's.</summary>
    public int Port { get; init; } = 8081;
}
