namespace ActorStream.Connectors.Kafka.Client;

/// <summary>A <c>rd_kafka_topic_partition_list_t</c>.</summary>
internal sealed unsafe class KafkaOffsets : IDisposable
{
    public KafkaOffsets(IReadOnlyList<LogOffset> offsets)
    {
        Pointer = Librdkafka.rd_kafka_topic_partition_list_new(offsets.Count);
        foreach (LogOffset offset in offsets)
            Librdkafka.rd_kafka_topic_partition_list_add(Pointer, offset.Partition.Topic, offset.Partition.Partition)->Offset =
                offset.Offset;
    }

    public KafkaPartitionArray* Pointer { get; private set; }

    /// <summary>The entries, and what went wrong with each.</summary>
    public List<(LogOffset Offset, int Error)> ToList()
    {
        var list = new List<(LogOffset, int)>(Pointer->Count);
        for (int i = 0; i < Pointer->Count; i++)
        {
            KafkaPartition p = Pointer->Elements[i];
            list.Add((new LogOffset(new LogPartition(Librdkafka.Text(p.Topic), p.Partition), p.Offset), p.Error));
        }
        return list;
    }

    public void Dispose()
    {
        if (Pointer != null) Librdkafka.rd_kafka_topic_partition_list_destroy(Pointer);
        Pointer = null;
    }
}
