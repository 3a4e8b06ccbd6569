using Microsoft.Extensions.Logging;

namespace ActorStream.Cli;

/// <summary>Where checkpoints go.</summary>
internal sealed record CheckpointStoreOptions
{
    /// <summary>The database; null: a file in the folder at hand.</summary>
    public string? Url { get; init; }

    /// <summary>The user, where the URL names none.</summary>
    public string? User { get; init; }

    /// <summary>The password, where the URL holds none.</summary>
    public string? Password { get; init; }

    /// <summary>How long connecting and one statement may take. Default 60 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);
}

/// <summary>The REST API of <c>run</c> and <c>demo</c>.</summary>
internal sealed record RestOptions
{
    /// <summary>Whether it is served. Default true.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>The first port to try. Default 8081.</summary>
    public int Port { get; init; } = 8081;
}

/// <summary>Where secrets are found.</summary>
internal sealed record SecretOptions
{
    /// <summary>Folders with a file for each secret. Default: secrets and /run/secrets.</summary>
    public IReadOnlyList<string> Folders { get; init; } = ["secrets", "/run/secrets"];
}

/// <summary>What is told on standard error.</summary>
internal sealed record LoggingOptions
{
    /// <summary>The least level. Default warning.</summary>
    public LogLevel Level { get; init; } = LogLevel.Warning;
}
