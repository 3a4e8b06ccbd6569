using System.Text.Json;
using System.Text.Json.Serialization;

namespace ActorStream.Connectors.FileSystem;

/// <summary>What a file sink does once its checkpoint is committed.</summary>
/// <param name="Checkpoint">The checkpoint's id.</param>
/// <param name="Parts">The parts that get their visible names, below the table's directory.</param>
/// <param name="Partitions">The partitions that are complete then.</param>
internal sealed record CommittedParts(
    [property: JsonPropertyName("checkpoint")] long Checkpoint,
    [property: JsonPropertyName("parts")] IReadOnlyList<string> Parts,
    [property: JsonPropertyName("partitions")] IReadOnlyList<string> Partitions)
{
    /// <summary>As a manifest holds it.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this);

    /// <summary>Reads a manifest's bytes; those of earlier versions are the list of parts alone.</summary>
    public static CommittedParts Read(byte[] bytes) => bytes[0] == (byte)'['
        ? new CommittedParts(-1, JsonSerializer.Deserialize<string[]>(bytes)!, []) : JsonSerializer.Deserialize<CommittedParts>(bytes)!;
}
