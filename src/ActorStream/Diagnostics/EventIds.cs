namespace ActorStream.Diagnostics;

/// <summary>Ids of log events, in ranges: SQL 1000, jobs 2000, runtime 3000, checkpoints 4000, state 5000, connectors 6000 and
/// on.</summary>
internal static class EventIds
{
    public const int JobRuns = 2001;
    public const int JobRestarts = 2002;
    public const int JobFailed = 2003;
    public const int JobEnded = 2004;
    public const int JobTakesNewSplits = 2005;
    public const int JobFails = 2006;
    public const int JobKeptFromStopping = 2007;
    public const int StoreWarning = 4001;
    public const int CleanUpFailed = 4002;
    public const int CheckpointIntervalShortened = 4003;
    public const int StateDropped = 5001;
    public const int ConnectorWarning = 6001;
}
