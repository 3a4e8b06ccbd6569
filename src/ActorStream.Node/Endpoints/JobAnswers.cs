using System.Text.Json.Serialization;

namespace ActorStream.Node.Endpoints;

/// <summary><c>/overview</c>.</summary>
internal sealed record OverviewAnswer
{
    [JsonPropertyName("taskmanagers")] public int TaskManagers { get; init; } = 1;

    [JsonPropertyName("slots-total")] public int SlotsTotal { get; init; }

    [JsonPropertyName("slots-available")] public int SlotsAvailable { get; init; }

    [JsonPropertyName("jobs-running")] public int JobsRunning { get; init; }

    [JsonPropertyName("jobs-finished")] public int JobsFinished { get; init; }

    [JsonPropertyName("jobs-cancelled")] public int JobsCancelled { get; init; }

    [JsonPropertyName("jobs-failed")] public int JobsFailed { get; init; }

    [JsonPropertyName("flink-version")] public required string FlinkVersion { get; init; }

    [JsonPropertyName("flink-commit")] public string FlinkCommit { get; init; } = "";
}

/// <summary><c>/config</c>, what dashboards and clients ask first.</summary>
internal sealed record ConfigAnswer
{
    [JsonPropertyName("refresh-interval")] public int RefreshInterval { get; init; } = 3_000;

    [JsonPropertyName("timezone-name")] public string TimeZoneName { get; init; } = "Coordinated Universal Time";

    [JsonPropertyName("timezone-offset")] public int TimeZoneOffset { get; init; }

    [JsonPropertyName("flink-version")] public required string FlinkVersion { get; init; }

    [JsonPropertyName("flink-revision")] public string FlinkRevision { get; init; } = "";

    [JsonPropertyName("features")] public ConfigFeatures Features { get; init; } = new();
}

/// <summary>What a dashboard may offer.</summary>
internal sealed record ConfigFeatures
{
    [JsonPropertyName("web-submit")] public bool WebSubmit { get; init; }

    [JsonPropertyName("web-cancel")] public bool WebCancel { get; init; } = true;

    [JsonPropertyName("web-rescale")] public bool WebRescale { get; init; }

    [JsonPropertyName("web-history")] public bool WebHistory { get; init; }
}

/// <summary><c>/jobs</c>.</summary>
internal sealed record JobIdsAnswer([property: JsonPropertyName("jobs")] IReadOnlyList<JobIdStatus> Jobs);

/// <summary>One job of <c>/jobs</c>.</summary>
internal sealed record JobIdStatus(
    [property: JsonPropertyName("id")] string Id, [property: JsonPropertyName("status")] string Status);

/// <summary><c>/jobs/ID/status</c>.</summary>
internal sealed record JobStatusAnswer([property: JsonPropertyName("status")] string Status);

/// <summary><c>/jobs/overview</c>.</summary>
internal sealed record JobsOverviewAnswer([property: JsonPropertyName("jobs")] IReadOnlyList<JobOverview> Jobs);

/// <summary>One job of <c>/jobs/overview</c>.</summary>
internal sealed record JobOverview
{
    [JsonPropertyName("jid")] public required string Id { get; init; }

    [JsonPropertyName("name")] public required string Name { get; init; }

    [JsonPropertyName("start-time")] public long StartTime { get; init; }

    [JsonPropertyName("end-time")] public long EndTime { get; init; }

    [JsonPropertyName("duration")] public long Duration { get; init; }

    [JsonPropertyName("state")] public required string State { get; init; }

    [JsonPropertyName("last-modification")] public long LastModification { get; init; }

    /// <summary>Tasks by state, in lower case, and their total.</summary>
    [JsonPropertyName("tasks")] public required IReadOnlyDictionary<string, int> Tasks { get; init; }

    [JsonPropertyName("pending-operators")] public int PendingOperators { get; init; }
}

/// <summary><c>/jobs/ID</c>.</summary>
internal sealed record JobDetails
{
    [JsonPropertyName("jid")] public required string Id { get; init; }

    [JsonPropertyName("name")] public required string Name { get; init; }

    [JsonPropertyName("isStoppable")] public bool IsStoppable { get; init; }

    [JsonPropertyName("state")] public required string State { get; init; }

    [JsonPropertyName("job-type")] public string JobType { get; init; } = "STREAMING";

    [JsonPropertyName("start-time")] public long StartTime { get; init; }

    [JsonPropertyName("end-time")] public long EndTime { get; init; }

    [JsonPropertyName("duration")] public long Duration { get; init; }

    [JsonPropertyName("maxParallelism")] public long MaxParallelism { get; init; } = -1;

    [JsonPropertyName("now")] public long Now { get; init; }

    [JsonPropertyName("timestamps")] public required IReadOnlyDictionary<string, long> Timestamps { get; init; }

    [JsonPropertyName("vertices")] public required IReadOnlyList<VertexAnswer> Vertices { get; init; }

    [JsonPropertyName("status-counts")] public required IReadOnlyDictionary<string, int> StatusCounts { get; init; }

    [JsonPropertyName("plan")] public required JobPlan Plan { get; init; }

    [JsonPropertyName("pending-operators")] public int PendingOperators { get; init; }
}

/// <summary>One stage of a job.</summary>
internal sealed record VertexAnswer
{
    [JsonPropertyName("id")] public required string Id { get; init; }

    [JsonPropertyName("slotSharingGroupId")] public required string SlotSharingGroupId { get; init; }

    [JsonPropertyName("name")] public required string Name { get; init; }

    [JsonPropertyName("maxParallelism")] public int MaxParallelism { get; init; }

    [JsonPropertyName("parallelism")] public int Parallelism { get; init; }

    [JsonPropertyName("status")] public required string Status { get; init; }

    [JsonPropertyName("start-time")] public long StartTime { get; init; }

    [JsonPropertyName("end-time")] public long EndTime { get; init; }

    [JsonPropertyName("duration")] public long Duration { get; init; }

    [JsonPropertyName("tasks")] public required IReadOnlyDictionary<string, int> Tasks { get; init; }

    [JsonPropertyName("metrics")] public required VertexMetrics Metrics { get; init; }
}

/// <summary>What a stage has read and written.</summary>
internal sealed record VertexMetrics
{
    [JsonPropertyName("read-bytes")] public long ReadBytes { get; init; }

    [JsonPropertyName("read-bytes-complete")] public bool IsReadBytesComplete { get; init; }

    [JsonPropertyName("write-bytes")] public long WriteBytes { get; init; }

    [JsonPropertyName("write-bytes-complete")] public bool IsWriteBytesComplete { get; init; }

    [JsonPropertyName("read-records")] public long ReadRecords { get; init; }

    [JsonPropertyName("read-records-complete")] public bool IsReadRecordsComplete { get; init; } = true;

    [JsonPropertyName("write-records")] public long WriteRecords { get; init; }

    [JsonPropertyName("write-records-complete")] public bool IsWriteRecordsComplete { get; init; } = true;

    [JsonPropertyName("accumulated-backpressured-time")] public long BackpressuredTime { get; init; }

    [JsonPropertyName("accumulated-idle-time")] public long IdleTime { get; init; }

    [JsonPropertyName("accumulated-busy-time")] public double BusyTime { get; init; }
}

/// <summary>The stages of a job and what leads from one to the next.</summary>
internal sealed record JobPlan
{
    [JsonPropertyName("jid")] public required string Id { get; init; }

    [JsonPropertyName("name")] public required string Name { get; init; }

    [JsonPropertyName("type")] public string Type { get; init; } = "STREAMING";

    [JsonPropertyName("nodes")] public required IReadOnlyList<JobPlanNode> Nodes { get; init; }
}

/// <summary>One stage in the plan.</summary>
internal sealed record JobPlanNode
{
    [JsonPropertyName("id")] public required string Id { get; init; }

    [JsonPropertyName("operator")] public string Operator { get; init; } = "";

    [JsonPropertyName("parallelism")] public int Parallelism { get; init; }

    [JsonPropertyName("operator_strategy")] public string OperatorStrategy { get; init; } = "";

    [JsonPropertyName("description")] public required string Description { get; init; }

    [JsonPropertyName("optimizer_properties")] public IReadOnlyDictionary<string, string> OptimizerProperties { get; init; } =
        new Dictionary<string, string>();

    /// <summary>Absent for sources, as in Flink.</summary>
    [JsonPropertyName("inputs"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<JobPlanInput>? Inputs { get; init; }
}

/// <summary>What leads from one stage to the next.</summary>
internal sealed record JobPlanInput
{
    [JsonPropertyName("id")] public required string Id { get; init; }

    [JsonPropertyName("num")] public int Number { get; init; }

    [JsonPropertyName("exchange")] public string Exchange { get; init; } = "pipelined_bounded";

    [JsonPropertyName("ship_strategy")] public string ShipStrategy { get; init; } = "FORWARD";
}

/// <summary><c>/jobs/ID/plan</c>.</summary>
internal sealed record JobPlanAnswer([property: JsonPropertyName("plan")] JobPlan Plan);

/// <summary><c>/jobs/ID/exceptions</c>.</summary>
internal sealed record ExceptionsAnswer([property: JsonPropertyName("exceptionHistory")] ExceptionHistory History);

/// <summary>Failures, newest first.</summary>
internal sealed record ExceptionHistory(
    [property: JsonPropertyName("entries")] IReadOnlyList<ExceptionEntry> Entries,
    [property: JsonPropertyName("truncated")] bool IsTruncated);

/// <summary>One failure.</summary>
internal sealed record ExceptionEntry(
    [property: JsonPropertyName("exceptionName")] string Name,
    [property: JsonPropertyName("stacktrace")] string StackTrace,
    [property: JsonPropertyName("timestamp")] long Timestamp);

/// <summary>An answer other than success.</summary>
internal sealed record ErrorAnswer([property: JsonPropertyName("errors")] IReadOnlyList<string> Errors);

/// <summary>An answer without content.</summary>
internal sealed record EmptyAnswer;
