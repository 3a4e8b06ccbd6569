using ActorStream.Types;

namespace ActorStream.Operators;

/// <summary>A batch that is held back because rows of it wait for a lookup.</summary>
/// <param name="sequence">Its place in the order of arrival.</param>
internal sealed class HeldBatch(long sequence)
{
    /// <summary>Its place in the order of arrival.</summary>
    public long Sequence { get; } = sequence;

    /// <summary>The rows that are held: all of a batch whose rows must not overtake each other, else those that wait.</summary>
    public Batch Rows { get; set; } = null!;

    /// <summary>Rows whose answer is not there yet.</summary>
    public int Waiting { get; set; }

    /// <summary>The first slot of each row's match, −1 where it has none, −2 where it waits; null where only waiting rows are
    /// held.</summary>
    public int[]? Slots { get; set; }

    /// <summary>Memory that it keeps alive, about.</summary>
    public long SizeBytes { get; set; }
}
