namespace ActorStream.Checkpoints;

/// <summary>A shard's checkpoint id: the owner's epoch in the upper 23 bits, a sequence that rises over the job's life in the lower 40.
/// Never used twice, because an epoch has one owner, who counts up.</summary>
internal readonly record struct CheckpointId(long Value)
{
    private const int SequenceBits = 40;

    /// <summary>The id of a sequence under an epoch.</summary>
    public static CheckpointId Of(long epoch, long sequence) => new(epoch << SequenceBits | sequence);

    /// <summary>The owner's epoch.</summary>
    public long Epoch => Value >> SequenceBits;

    /// <summary>The number that people see: 0 for the initial one.</summary>
    public long Sequence => Value & ((1L << SequenceBits) - 1);

    /// <inheritdoc/>
    public override string ToString() => $"{Sequence} (epoch {Epoch})";
}
