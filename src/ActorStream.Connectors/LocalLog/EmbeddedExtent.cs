namespace ActorStream.Connectors.LocalLog;

/// <summary>Records of one partition that became visible together, and the part of a segment file where they stand.</summary>
/// <param name="Base">The offset of the first record.</param>
/// <param name="Count">The number of records.</param>
/// <param name="File">The segment file, relative to the folder of segments.</param>
/// <param name="Position">Where the first frame starts.</param>
/// <param name="Length">The bytes of all its frames.</param>
internal sealed record EmbeddedExtent(long Base, int Count, string File, long Position, long Length)
{
    public long End => Base + Count;
}

/// <summary>Records that a writer has put into its file and that no one can see yet.</summary>
/// <param name="TopicId">The topic.</param>
/// <param name="Partition">The partition.</param>
/// <param name="Count">The number of records.</param>
/// <param name="File">The segment file.</param>
/// <param name="Position">Where the first frame starts.</param>
/// <param name="Length">The bytes of all its frames.</param>
/// <param name="MaxTimeMs">The newest record's time.</param>
internal sealed record EmbeddedPending(long TopicId, int Partition, int Count, string File, long Position, long Length, long MaxTimeMs);

/// <summary>A topic as the database holds it.</summary>
internal sealed record EmbeddedTopic(long Id, string Name, int Partitions);
