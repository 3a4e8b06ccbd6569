namespace ActorStream.Jobs;

/// <summary>What a job that is starting waits for at the moment, so that it can be told when that takes long.</summary>
internal sealed class StartProgress
{
    private volatile string? _step;

    /// <summary>The step, as what comes after "waits for"; null while it waits for nothing but this process's own work.</summary>
    public string? Step
    {
        get => _step;
        set => _step = value;
    }
}
