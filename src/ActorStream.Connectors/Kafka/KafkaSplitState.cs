using System.Globalization;
using System.Text;

namespace ActorStream.Connectors.Kafka;

/// <summary>What a checkpoint keeps of a partition beside its position.</summary>
/// <param name="TopicId">The id of the topic that was read, or null where it was not told: the position means nothing in another.</param>
/// <param name="End">Where a bounded table ends, or null: found once, so that a restart ends where the first start would have.</param>
internal readonly record struct KafkaSplitState(string? TopicId, long? End)
{
    /// <summary>As bytes.</summary>
    public byte[] Encode() => Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"1 {TopicId ?? "-"} {End ?? -1}"));

    /// <summary>Of bytes; of null, nothing is known.</summary>
    public static KafkaSplitState Decode(byte[]? bytes)
    {
        if (bytes is null) return default;
        string[] parts = Encoding.ASCII.GetString(bytes).Split(' ');
        if (parts is not ["1", { } id, { } text] || !long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture,
            out long end))
            throw StateException.Damaged("What is kept of a Kafka partition", "the checkpoint", "it does not read back");
        return new KafkaSplitState(id == "-" ? null : id, end < 0 ? null : end);
    }
}
