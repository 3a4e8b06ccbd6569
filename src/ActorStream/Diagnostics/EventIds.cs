namespace ActorStream.Diagnostics;

/// <summary>Ids of log events, in ranges: SQL 1000, jobs 2000, runtime 3000, checkpoints 4000, state 5000, connectors 6000 and on.
/// Alarms are set on them: an id keeps its meaning, and one that is gone is not given again. docs/operations.md lists them.</summary>
internal static class EventIds
{
    public const int JobRuns = 2001;
    public const int JobRestarts = 2002;
    public const int JobFailed = 2003;
    public const int JobEnded = 2004;
    public const int JobTakesNewSplits = 2005;
    public const int JobFails = 2006;
    public const int JobKeptFromStopping = 2007;
    public const int JobTakenOver = 2008;
    public const int JobOvertaken = 2009;
    public const int JobToStop = 2010;
    public const int JobToCancel = 2011;
    public const int LookupAway = 3001;
    public const int LookupBack = 3002;
    public const int LookupSkipped = 3003;
    public const int JobWaits = 2012;
    public const int LeftOpen = 3004;
    public const int ActorSystemWarns = 3005;
    public const int ActorSystemFails = 3006;
    public const int StoreWarning = 4001;
    public const int CleanUpFailed = 4002;
    public const int CheckpointIntervalShortened = 4003;
    public const int CheckpointStarted = 4004;
    public const int CheckpointCommitted = 4005;
    public const int CheckpointFailed = 4006;
    public const int SavepointWritten = 4007;
    public const int JobRestored = 4008;
    public const int JobStartsAnew = 4009;
    public const int StateDropped = 5001;
    public const int ConnectorWarning = 6001;
}
