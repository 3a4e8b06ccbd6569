using System.Runtime.InteropServices;
using System.Text;

namespace ActorStream.Connectors.Kafka.Client;

/// <summary>Questions and orders to a cluster that are not about records. They block.</summary>
internal static unsafe class KafkaAdmin
{
    private const int ErrorSize = 512;

    /// <summary>Creates a topic with the cluster's default replication; false where it exists.</summary>
    public static bool CreateTopic(KafkaClient client, string topic, int partitions, IReadOnlyDictionary<string, string>? settings)
    {
        using KafkaUse use = client.Use();
        byte* error = stackalloc byte[ErrorSize];
        nint order = Librdkafka.rd_kafka_NewTopic_new(topic, partitions, -1, error, ErrorSize);
        if (order == 0)
        {
            throw new ActorStreamException($"Topic \"{topic}\" cannot be created: {Text(error)}.", ErrorDomain.User);
        }
        foreach ((string name, string value) in settings ?? new Dictionary<string, string>())
            _ = Librdkafka.rd_kafka_NewTopic_set_config(order, name, value);
        nint queue = Librdkafka.rd_kafka_queue_new(client.Handle);
        try
        {
            Librdkafka.rd_kafka_CreateTopics(client.Handle, &order, 1, 0, queue);
            KafkaError answer = Await(
                queue, &Librdkafka.rd_kafka_event_CreateTopics_result, &Librdkafka.rd_kafka_CreateTopics_result_topics);
            if (answer.Code == KafkaCode.TopicAlreadyExists) return false;
            if (answer.Code != 0) throw answer.ToException($"create topic \"{topic}\"", client.Address, client.LastLog);
        }
        finally
        {
            Librdkafka.rd_kafka_queue_destroy(queue);
            Librdkafka.rd_kafka_NewTopic_destroy(order);
        }
        WaitForPartitions(client, topic, 1);
        return true;
    }

    /// <summary>Raises a topic's number of partitions; false where it has as many.</summary>
    public static bool AddPartitions(KafkaClient client, string topic, int partitions, TimeSpan timeout)
    {
        using KafkaUse use = client.Use();
        LogTopic present = client.Metadata(topic, timeout).FirstOrDefault() ?? throw LogErrors.TopicNotFound(topic, client.Address);
        if (present.Partitions >= partitions) return false;
        byte* error = stackalloc byte[ErrorSize];
        nint order = Librdkafka.rd_kafka_NewPartitions_new(topic, (nuint)partitions, error, ErrorSize);
        if (order == 0) throw new ActorStreamException(
            $"Topic \"{topic}\" cannot be given {partitions} partitions: {Text(error)}.", ErrorDomain.User);
        nint queue = Librdkafka.rd_kafka_queue_new(client.Handle);
        try
        {
            Librdkafka.rd_kafka_CreatePartitions(client.Handle, &order, 1, 0, queue);
            KafkaError answer = Await(
                queue, &Librdkafka.rd_kafka_event_CreatePartitions_result, &Librdkafka.rd_kafka_CreatePartitions_result_topics);
            if (answer.Code != 0)
            {
                // Another process may have raised it meanwhile.
                if (client.Metadata(topic, timeout).FirstOrDefault()?.Partitions >= partitions) return false;
                throw answer.ToException($"give topic \"{topic}\" {partitions} partitions", client.Address, client.LastLog);
            }
        }
        finally
        {
            Librdkafka.rd_kafka_queue_destroy(queue);
            Librdkafka.rd_kafka_NewPartitions_destroy(order);
        }
        WaitForPartitions(client, topic, partitions);
        return true;
    }

    /// <summary>The id that each topic was given when it was made, null where the broker does not tell it; topics that are not there are
    /// left out.</summary>
    public static IReadOnlyDictionary<string, string?> TopicIds(KafkaClient client, IReadOnlyList<string> topics, TimeSpan timeout)
    {
        using KafkaUse use = client.Use();
        nint* names = stackalloc nint[topics.Count];
        for (int i = 0; i < topics.Count; i++) names[i] = Marshal.StringToCoTaskMemUTF8(topics[i]);
        nint collection = Librdkafka.rd_kafka_TopicCollection_of_topic_names(names, (nuint)topics.Count);
        nint queue = Librdkafka.rd_kafka_queue_new(client.Handle);
        nint answer = 0;
        try
        {
            Librdkafka.rd_kafka_DescribeTopics(client.Handle, collection, 0, queue);
            answer = Librdkafka.rd_kafka_queue_poll(queue, (int)timeout.TotalMilliseconds);
            int code = answer == 0 ? KafkaCode.TimedOut : Librdkafka.rd_kafka_event_error(answer);
            if (code != 0) throw KafkaError.Of(code).ToException("tell the ids of topics", client.Address, client.LastLog);
            nuint count;
            nint* found = Librdkafka.rd_kafka_DescribeTopics_result_topics(
                Librdkafka.rd_kafka_event_DescribeTopics_result(answer), &count);
            var ids = new Dictionary<string, string?>(StringComparer.Ordinal);
            for (nuint i = 0; i < count; i++)
            {
                int error = Librdkafka.rd_kafka_error_code(Librdkafka.rd_kafka_TopicDescription_error(found[i]));
                if (error is KafkaCode.UnknownTopicOrPartition or KafkaCode.UnknownTopic) continue;
                nint id = error == 0 ? Librdkafka.rd_kafka_TopicDescription_topic_id(found[i]) : 0;
                (long high, long low) = id == 0 ? (0, 0)
                    : (Librdkafka.rd_kafka_Uuid_most_significant_bits(id), Librdkafka.rd_kafka_Uuid_least_significant_bits(id));
                string name = Librdkafka.Text(Librdkafka.rd_kafka_TopicDescription_name(found[i]));
                ids[name] = (high | low) == 0 ? null : $"{high:x16}{low:x16}";
            }
            return ids;
        }
        finally
        {
            if (answer != 0) Librdkafka.rd_kafka_event_destroy(answer);
            Librdkafka.rd_kafka_queue_destroy(queue);
            Librdkafka.rd_kafka_TopicCollection_destroy(collection);
            for (int i = 0; i < topics.Count; i++) Marshal.FreeCoTaskMem(names[i]);
        }
    }

    /// <summary>Offsets by time; −1 is the end, −2 the start.</summary>
    public static IReadOnlyList<LogOffset> OffsetsForTime(KafkaClient client, IReadOnlyList<LogPartition> partitions, long time,
        TimeProvider timeProvider, TimeSpan timeout, TimeSpan patience, CancellationToken cancellationToken)
    {
        using KafkaUse use = client.Use();
        List<(LogOffset Offset, int Error)> found;
        int code;
        long started = timeProvider.GetTimestamp();
        while (true)
        {
            using (var offsets = new KafkaOffsets([.. partitions.Select(p => new LogOffset(p, time))]))
            {
                code = Librdkafka.rd_kafka_offsets_for_times(client.Handle, offsets.Pointer, (int)timeout.TotalMilliseconds);
                found = offsets.ToList();
            }
            // The leader of a topic that was just made, or after a broker's restart, settles within seconds. librdkafka 2.0 says so
            // for the whole question where it asked a broker that has lost the partitions, and for a partition where none leads it.
            bool settles = IsSettling(code) || found.Exists(f => IsSettling(f.Error));
            if (!settles || timeProvider.GetElapsedTime(started) > patience) break;
            cancellationToken.WaitHandle.WaitOne(100);
            cancellationToken.ThrowIfCancellationRequested();
            foreach (string topic in partitions.Select(p => p.Topic).Distinct()) Refresh(client, topic);
        }
        foreach ((LogOffset offset, int error) in found)
        {
            int failed = error != 0 ? error : code;
            if (failed is KafkaCode.UnknownTopicOrPartition or KafkaCode.UnknownTopic)
                throw LogErrors.TopicNotFound(offset.Partition.Topic, client.Address);
            if (failed == KafkaCode.UnknownPartition)
            {
                LogTopic topic = client.Metadata(offset.Partition.Topic, timeout).FirstOrDefault()
                    ?? throw LogErrors.TopicNotFound(offset.Partition.Topic, client.Address);
                if (offset.Partition.Partition >= topic.Partitions)
                    throw LogErrors.PartitionNotFound(offset.Partition, topic.Partitions, client.Address);
            }
            if (failed != 0)
                throw KafkaError.Of(failed).ToException($"tell the offsets of {offset.Partition}", client.Address, client.LastLog);
        }
        return [.. found.Select(f => f.Offset)];
    }

    /// <summary>What the client's group has committed. Waits for open transactions that move these offsets.</summary>
    public static IReadOnlyList<LogOffset> Committed(
        KafkaClient client, IReadOnlyList<LogPartition> partitions, TimeProvider timeProvider, TimeSpan patience,
        CancellationToken cancellationToken)
    {
        using KafkaUse use = client.Use();
        long started = timeProvider.GetTimestamp();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var offsets = new KafkaOffsets([.. partitions.Select(p => new LogOffset(p, -1001))]);
            int code = Librdkafka.rd_kafka_committed(client.Handle, offsets.Pointer, 2000);
            List<(LogOffset Offset, int Error)> found = offsets.ToList();
            // A topic that was never made has no offsets, and says so.
            found.RemoveAll(f => f.Error is KafkaCode.UnknownTopicOrPartition or KafkaCode.UnknownTopic);
            if (code == 0) code = found.Select(f => f.Error).FirstOrDefault(e => e != 0);
            if (code == 0) return [.. found.Where(f => f.Offset.Offset >= 0).Select(f => f.Offset)];
            bool mayCome = code == KafkaCode.UnstableOffsetCommit || KafkaError.Of(code).IsRetriable;
            if (!mayCome || timeProvider.GetElapsedTime(started) > patience)
                throw KafkaError.Of(code).ToException("tell the committed offsets", client.Address, client.LastLog);
            cancellationToken.WaitHandle.WaitOne(50);
        }
    }

    /// <summary>Has the client ask anew who leads a topic's partitions, which it otherwise keeps for minutes.</summary>
    private static void Refresh(KafkaClient client, string topic)
    {
        try
        {
            client.Metadata(topic, TimeSpan.FromSeconds(2));
        }
        catch (ConnectorException)
        {
            // The next question fails in its own words.
        }
    }

    private static bool IsSettling(int code) =>
        code is KafkaCode.LeaderNotAvailable or KafkaCode.NotLeaderForPartition or KafkaCode.FencedLeaderEpoch
            or KafkaCode.UnknownLeaderEpoch;

    private static string Text(byte* text) => Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text));

    /// <summary>Waits for the answer to an order about one topic; the code is 0 where it was carried out.</summary>
    private static KafkaError Await(nint queue, delegate*<nint, nint> result, delegate*<nint, nuint*, nint*> topics)
    {
        nint answer = Librdkafka.rd_kafka_queue_poll(queue, 60_000);
        if (answer == 0) return KafkaError.Of(KafkaCode.TimedOut);
        try
        {
            int code = Librdkafka.rd_kafka_event_error(answer);
            if (code != 0) return KafkaError.Of(code) with { Text = Librdkafka.Text(Librdkafka.rd_kafka_event_error_string(answer)) };
            nuint count;
            nint topic = topics(result(answer), &count)[0];
            code = Librdkafka.rd_kafka_topic_result_error(topic);
            return KafkaError.Of(code) with { Text = Librdkafka.Text(Librdkafka.rd_kafka_topic_result_error_string(topic)) };
        }
        finally
        {
            Librdkafka.rd_kafka_event_destroy(answer);
        }
    }

    /// <summary>A topic that was just made or grew is known everywhere only a moment later.</summary>
    private static void WaitForPartitions(KafkaClient client, string topic, int partitions)
    {
        using var pause = new ManualResetEventSlim();
        for (int i = 0; i < 100; i++)
        {
            if (client.Metadata(topic, TimeSpan.FromSeconds(10)).FirstOrDefault()?.Partitions >= partitions) return;
            pause.Wait(50);
        }
    }
}
