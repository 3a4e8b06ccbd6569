namespace ActorStream.Cli.Hocon;

/// <summary>Bounds on what the HOCON reader takes, so that no file can exhaust memory or the stack.</summary>
internal sealed record HoconLimits
{
    /// <summary>The limits that are used when none are given.</summary>
    public static HoconLimits Default { get; } = new();

    /// <summary>Largest text of one file in bytes of UTF-8. Default: 1 MiB.</summary>
    public int MaxSizeBytes { get; init; } = 1 << 20;

    /// <summary>Deepest nesting of objects, arrays and key paths. Default: 200.</summary>
    public int MaxDepth { get; init; } = 200;

    /// <summary>Most files that one file may draw in, itself included. Default: 100.</summary>
    public int MaxFiles { get; init; } = 100;

    /// <summary>Most steps that resolving substitutions may take, each value copied being one. Default: 1,000,000.</summary>
    public int MaxSteps { get; init; } = 1_000_000;

    /// <summary>Longest string that a concatenation may build, in characters. Default: 1 Mi.</summary>
    public int MaxStringLength { get; init; } = 1 << 20;
}
