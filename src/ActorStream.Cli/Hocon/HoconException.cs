namespace ActorStream.Cli.Hocon;

/// <summary>A HOCON text that cannot be read: where, what was expected, what came, and what may help.</summary>
internal sealed class HoconException(HoconPosition position, string problem, string? hint = null)
    : Exception($"{position}: {problem}")
{
    /// <summary>Where the problem is.</summary>
    public HoconPosition Position { get; } = position;

    /// <summary>The sentence without the position.</summary>
    public string Problem { get; } = problem;

    /// <summary>What may help, or null.</summary>
    public string? Hint { get; } = hint;
}
