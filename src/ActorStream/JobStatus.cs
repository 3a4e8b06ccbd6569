namespace ActorStream;

/// <summary>A job's state, in Flink's words.</summary>
public enum JobStatus
{
    /// <summary>Made, not running yet.</summary>
    Created,

    /// <summary>Rows flow.</summary>
    Running,

    /// <summary>It met a failure and closes what it has open; what comes of it is decided then.</summary>
    Failing,

    /// <summary>It failed and will be tried again from its last checkpoint.</summary>
    Restarting,

    /// <summary>It was asked to end at once.</summary>
    Canceling,

    /// <summary>It was ended at once.</summary>
    Canceled,

    /// <summary>Its inputs ended, or it was stopped after a last checkpoint.</summary>
    Finished,

    /// <summary>It failed for good.</summary>
    Failed,
}
