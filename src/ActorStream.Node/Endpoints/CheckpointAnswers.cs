using System.Text.Json.Serialization;

namespace ActorStream.Node.Endpoints;

/// <summary><c>/jobs/ID/checkpoints</c>.</summary>
internal sealed record CheckpointsAnswer
{
    [JsonPropertyName("counts")] public required CheckpointCounts Counts { get; init; }

    [JsonPropertyName("summary")] public required CheckpointSummary Summary { get; init; }

    [JsonPropertyName("latest")] public required LatestCheckpoints Latest { get; init; }

    [JsonPropertyName("history")] public required IReadOnlyList<CheckpointEntry> History { get; init; }
}

/// <summary>How many checkpoints there were.</summary>
internal sealed record CheckpointCounts
{
    [JsonPropertyName("restored")] public int Restored { get; init; }

    [JsonPropertyName("total")] public int Total { get; init; }

    [JsonPropertyName("in_progress")] public int InProgress { get; init; }

    [JsonPropertyName("completed")] public int Completed { get; init; }

    [JsonPropertyName("failed")] public int Failed { get; init; }
}

/// <summary>Figures over the completed checkpoints.</summary>
internal sealed record CheckpointSummary
{
    [JsonPropertyName("checkpointed_size")] public required Statistics CheckpointedSize { get; init; }

    [JsonPropertyName("state_size")] public required Statistics StateSize { get; init; }

    [JsonPropertyName("end_to_end_duration")] public required Statistics EndToEndDuration { get; init; }

    [JsonPropertyName("alignment_buffered")] public Statistics AlignmentBuffered { get; init; } = new();

    [JsonPropertyName("processed_data")] public Statistics ProcessedData { get; init; } = new();

    [JsonPropertyName("persisted_data")] public Statistics PersistedData { get; init; } = new();
}

/// <summary>The distribution of one figure.</summary>
internal sealed record Statistics
{
    [JsonPropertyName("min")] public long Min { get; init; }

    [JsonPropertyName("max")] public long Max { get; init; }

    [JsonPropertyName("avg")] public long Average { get; init; }

    [JsonPropertyName("p50")] public double P50 { get; init; }

    [JsonPropertyName("p90")] public double P90 { get; init; }

    [JsonPropertyName("p95")] public double P95 { get; init; }

    [JsonPropertyName("p99")] public double P99 { get; init; }

    [JsonPropertyName("p999")] public double P999 { get; init; }

    public static Statistics Of(IEnumerable<long> values)
    {
        long[] sorted = [.. values.Order()];
        if (sorted.Length == 0) return new Statistics();
        double Percentile(double p) => sorted[Math.Clamp((int)Math.Ceiling(p * sorted.Length) - 1, 0, sorted.Length - 1)];
        return new Statistics
        {
            Min = sorted[0],
            Max = sorted[^1],
            Average = (long)sorted.Average(),
            P50 = Percentile(0.5),
            P90 = Percentile(0.9),
            P95 = Percentile(0.95),
            P99 = Percentile(0.99),
            P999 = Percentile(0.999),
        };
    }
}

/// <summary>The newest checkpoint of each kind, or null.</summary>
internal sealed record LatestCheckpoints
{
    [JsonPropertyName("completed")] public CheckpointEntry? Completed { get; init; }

    [JsonPropertyName("savepoint")] public CheckpointEntry? Savepoint { get; init; }

    [JsonPropertyName("failed")] public CheckpointEntry? Failed { get; init; }

    [JsonPropertyName("restored")] public RestoredCheckpoint? Restored { get; init; }
}

/// <summary>The checkpoint that the job started from.</summary>
internal sealed record RestoredCheckpoint
{
    [JsonPropertyName("id")] public long Id { get; init; }

    [JsonPropertyName("restore_timestamp")] public long RestoreTimestamp { get; init; }

    [JsonPropertyName("is_savepoint")] public bool IsSavepoint { get; init; }

    [JsonPropertyName("external_path")] public string? ExternalPath { get; init; }
}

/// <summary>One checkpoint. The last three members are there for the status that they belong to.</summary>
internal sealed record CheckpointEntry
{
    [JsonPropertyName("className")] public required string ClassName { get; init; }

    [JsonPropertyName("id")] public long Id { get; init; }

    [JsonPropertyName("status")] public required string Status { get; init; }

    [JsonPropertyName("is_savepoint")] public bool IsSavepoint { get; init; }

    [JsonPropertyName("savepointFormat")] public string? SavepointFormat { get; init; }

    [JsonPropertyName("trigger_timestamp")] public long TriggerTimestamp { get; init; }

    [JsonPropertyName("latest_ack_timestamp")] public long LatestAckTimestamp { get; init; }

    [JsonPropertyName("checkpointed_size")] public long CheckpointedSize { get; init; }

    [JsonPropertyName("state_size")] public long StateSize { get; init; }

    [JsonPropertyName("end_to_end_duration")] public long EndToEndDuration { get; init; }

    [JsonPropertyName("alignment_buffered")] public long AlignmentBuffered { get; init; }

    [JsonPropertyName("processed_data")] public long ProcessedData { get; init; }

    [JsonPropertyName("persisted_data")] public long PersistedData { get; init; }

    [JsonPropertyName("num_subtasks")] public int Subtasks { get; init; }

    [JsonPropertyName("num_acknowledged_subtasks")] public int AcknowledgedSubtasks { get; init; }

    [JsonPropertyName("checkpoint_type")] public required string CheckpointType { get; init; }

    [JsonPropertyName("tasks")] public IReadOnlyDictionary<string, string> Tasks { get; init; } = new Dictionary<string, string>();

    [JsonPropertyName("external_path"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ExternalPath { get; init; }

    [JsonPropertyName("discarded"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? IsDiscarded { get; init; }

    [JsonPropertyName("failure_message"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? FailureMessage { get; init; }
}

/// <summary>The body of a request for a savepoint. The target, a folder in Flink, is the savepoint's name here.</summary>
internal sealed record SavepointRequest
{
    [JsonPropertyName("target-directory")] public string? TargetDirectory { get; init; }

    [JsonPropertyName("cancel-job")] public bool? CancelJob { get; init; }

    [JsonPropertyName("formatType")] public string? FormatType { get; init; }

    [JsonPropertyName("triggerId")] public string? TriggerId { get; init; }
}

/// <summary>The body of a request for a checkpoint.</summary>
internal sealed record CheckpointRequest
{
    [JsonPropertyName("checkpointType")] public string? CheckpointType { get; init; }

    [JsonPropertyName("triggerId")] public string? TriggerId { get; init; }
}

/// <summary>The body of a request to stop with a savepoint. Nothing waits in an operator for a last watermark, so that draining is no
/// more than stopping.</summary>
internal sealed record StopRequest
{
    [JsonPropertyName("targetDirectory")] public string? TargetDirectory { get; init; }

    [JsonPropertyName("drain")] public bool? Drain { get; init; }

    [JsonPropertyName("formatType")] public string? FormatType { get; init; }

    [JsonPropertyName("triggerId")] public string? TriggerId { get; init; }
}

/// <summary>The answer to a request that is worked on: the id to ask for.</summary>
internal sealed record TriggerAnswer([property: JsonPropertyName("request-id")] string RequestId);

/// <summary>How an operation stands.</summary>
internal sealed record OperationAnswer(
    [property: JsonPropertyName("status")] OperationStatus Status,
    [property: JsonPropertyName("operation"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] OperationResult? Operation);

/// <summary><c>IN_PROGRESS</c> or <c>COMPLETED</c>.</summary>
internal sealed record OperationStatus([property: JsonPropertyName("id")] string Id);

/// <summary>Where the savepoint is, or which checkpoint was taken, or why there is none.</summary>
internal sealed record OperationResult
{
    [JsonPropertyName("checkpointId"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? CheckpointId { get; init; }

    [JsonPropertyName("location"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Location { get; init; }

    [JsonPropertyName("failure-cause"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public FailureCause? FailureCause { get; init; }
}

/// <summary>A failure: its kind and its text, also in the form that Flink's clients read.</summary>
internal sealed record FailureCause(
    [property: JsonPropertyName("class")] string Class,
    [property: JsonPropertyName("stack-trace")] string StackTrace,
    [property: JsonPropertyName("serialized-throwable")] byte[] SerializedThrowable);
