using System.Runtime.InteropServices;

namespace ActorStream.Connectors.Kafka.Client;

/// <summary>The functions of librdkafka that are used, as its header <c>rdkafka.h</c> declares them. Short ones that take no lock for
/// long and call nothing back are called without a transition of the garbage collector's mode.</summary>
internal static unsafe partial class Librdkafka
{
    public const int Producer = 0;
    public const int Consumer = 1;
    public const int MsgCopy = 0x2;
    public const int MsgPartition = 0x8;
    public const int AnyPartition = -1;
    public const int DestroyNoConsumerClose = 0x8;
    public const int PurgeQueue = 0x1;
    public const int PurgeInFlight = 0x2;
    public const int PurgeNonBlocking = 0x4;
    public const long OffsetBeginning = -2;
    public const long OffsetEnd = -1;
    private const string Library = KafkaLibrary.Name;

    [LibraryImport(Library)]
    public static partial nint rd_kafka_version_str();

    [LibraryImport(Library)]
    public static partial nint rd_kafka_err2str(int error);

    [LibraryImport(Library)]
    public static partial nint rd_kafka_err2name(int error);

    [LibraryImport(Library)]
    public static partial nint rd_kafka_conf_new();

    [LibraryImport(Library)]
    public static partial void rd_kafka_conf_destroy(nint conf);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int rd_kafka_conf_set(nint conf, string name, string value, byte* error, nuint errorSize);

    [LibraryImport(Library)]
    public static partial void rd_kafka_conf_set_opaque(nint conf, nint opaque);

    [LibraryImport(Library)]
    public static partial void rd_kafka_conf_set_log_cb(nint conf, delegate* unmanaged[Cdecl]<nint, int, nint, nint, void> callback);

    [LibraryImport(Library)]
    public static partial void rd_kafka_conf_set_dr_msg_cb(nint conf, delegate* unmanaged[Cdecl]<nint, KafkaMessage*, nint, void> callback);

    [LibraryImport(Library)]
    public static partial void rd_kafka_conf_set_error_cb(nint conf, delegate* unmanaged[Cdecl]<nint, int, nint, nint, void> callback);

    [LibraryImport(Library)]
    public static partial nint rd_kafka_new(int type, nint conf, byte* error, nuint errorSize);

    [LibraryImport(Library)]
    public static partial void rd_kafka_destroy_flags(nint client, int flags);

    [LibraryImport(Library)]
    public static partial nint rd_kafka_opaque(nint client);

    [LibraryImport(Library)]
    public static partial int rd_kafka_poll(nint client, int timeoutMs);

    [LibraryImport(Library)]
    public static partial int rd_kafka_outq_len(nint client);

    [LibraryImport(Library)]
    public static partial int rd_kafka_flush(nint client, int timeoutMs);

    [LibraryImport(Library)]
    public static partial int rd_kafka_purge(nint client, int flags);

    [LibraryImport(Library)]
    public static partial int rd_kafka_fatal_error(nint client, byte* error, nuint errorSize);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint rd_kafka_topic_new(nint client, string topic, nint conf);

    [LibraryImport(Library)]
    public static partial void rd_kafka_topic_destroy(nint topic);

    [LibraryImport(Library)]
    public static partial nint rd_kafka_topic_name(nint topic);

    [LibraryImport(Library)]
    public static partial int rd_kafka_metadata(nint client, int allTopics, nint onlyTopic, KafkaMetadata** metadata, int timeoutMs);

    [LibraryImport(Library)]
    public static partial void rd_kafka_metadata_destroy(KafkaMetadata* metadata);

    [LibraryImport(Library)]
    public static partial KafkaPartitionArray* rd_kafka_topic_partition_list_new(int size);

    [LibraryImport(Library)]
    public static partial void rd_kafka_topic_partition_list_destroy(KafkaPartitionArray* list);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial KafkaPartition* rd_kafka_topic_partition_list_add(KafkaPartitionArray* list, string topic, int partition);

    [LibraryImport(Library)]
    public static partial int rd_kafka_offsets_for_times(nint client, KafkaPartitionArray* offsets, int timeoutMs);

    [LibraryImport(Library)]
    public static partial int rd_kafka_committed(nint client, KafkaPartitionArray* partitions, int timeoutMs);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int rd_kafka_get_watermark_offsets(nint client, string topic, int partition, long* low, long* high);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int rd_kafka_query_watermark_offsets(
        nint client, string topic, int partition, long* low, long* high, int timeoutMs);

    [LibraryImport(Library)]
    public static partial int rd_kafka_assign(nint client, KafkaPartitionArray* partitions);

    [LibraryImport(Library)]
    public static partial int rd_kafka_pause_partitions(nint client, KafkaPartitionArray* partitions);

    [LibraryImport(Library)]
    public static partial nint rd_kafka_queue_new(nint client);

    [LibraryImport(Library)]
    public static partial nint rd_kafka_queue_get_consumer(nint client);

    [LibraryImport(Library)]
    public static partial void rd_kafka_queue_destroy(nint queue);

    [LibraryImport(Library)]
    public static partial nint rd_kafka_queue_poll(nint queue, int timeoutMs);

    [LibraryImport(Library)]
    public static partial void rd_kafka_queue_cb_event_enable(
        nint queue, delegate* unmanaged[Cdecl]<nint, nint, void> callback, nint opaque);

    [LibraryImport(Library)]
    public static partial nint rd_kafka_consume_batch_queue(nint queue, int timeoutMs, KafkaMessage** messages, nuint size);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    public static partial void rd_kafka_message_destroy(KafkaMessage* message);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    public static partial long rd_kafka_message_timestamp(KafkaMessage* message, int* type);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    public static partial int rd_kafka_message_headers(KafkaMessage* message, nint* headers);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    public static partial int rd_kafka_message_leader_epoch(KafkaMessage* message);

    [LibraryImport(Library)]
    public static partial nint rd_kafka_message_errstr(KafkaMessage* message);

    [LibraryImport(Library)]
    public static partial int rd_kafka_header_get_all(nint headers, nuint index, nint* name, nint* value, nuint* size);

    [LibraryImport(Library)]
    public static partial nint rd_kafka_headers_new(nuint count);

    [LibraryImport(Library)]
    public static partial void rd_kafka_headers_destroy(nint headers);

    [LibraryImport(Library)]
    public static partial int rd_kafka_header_add(nint headers, byte* name, nint nameSize, byte* value, nint valueSize);

    [LibraryImport(Library)]
    public static partial int rd_kafka_produce_batch(nint topic, int partition, int flags, KafkaMessage* messages, int count);

    [LibraryImport(Library)]
    public static partial nint rd_kafka_produceva(nint client, KafkaVariant* arguments, nuint count);

    [LibraryImport(Library)]
    public static partial nint rd_kafka_init_transactions(nint client, int timeoutMs);

    [LibraryImport(Library)]
    public static partial nint rd_kafka_begin_transaction(nint client);

    [LibraryImport(Library)]
    public static partial nint rd_kafka_send_offsets_to_transaction(nint client, KafkaPartitionArray* offsets, nint group, int timeoutMs);

    [LibraryImport(Library)]
    public static partial nint rd_kafka_commit_transaction(nint client, int timeoutMs);

    [LibraryImport(Library)]
    public static partial nint rd_kafka_abort_transaction(nint client, int timeoutMs);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint rd_kafka_consumer_group_metadata_new(string group);

    [LibraryImport(Library)]
    public static partial void rd_kafka_consumer_group_metadata_destroy(nint metadata);

    [LibraryImport(Library)]
    public static partial int rd_kafka_error_code(nint error);

    [LibraryImport(Library)]
    public static partial nint rd_kafka_error_string(nint error);

    [LibraryImport(Library)]
    public static partial int rd_kafka_error_is_fatal(nint error);

    [LibraryImport(Library)]
    public static partial int rd_kafka_error_is_retriable(nint error);

    [LibraryImport(Library)]
    public static partial int rd_kafka_error_txn_requires_abort(nint error);

    [LibraryImport(Library)]
    public static partial void rd_kafka_error_destroy(nint error);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint rd_kafka_NewTopic_new(string topic, int partitions, int replication, byte* error, nuint errorSize);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int rd_kafka_NewTopic_set_config(nint topic, string name, string value);

    [LibraryImport(Library)]
    public static partial void rd_kafka_NewTopic_destroy(nint topic);

    [LibraryImport(Library)]
    public static partial void rd_kafka_CreateTopics(nint client, nint* topics, nuint count, nint options, nint queue);

    [LibraryImport(Library)]
    public static partial nint rd_kafka_event_CreateTopics_result(nint e);

    [LibraryImport(Library)]
    public static partial nint* rd_kafka_CreateTopics_result_topics(nint result, nuint* count);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint rd_kafka_NewPartitions_new(string topic, nuint total, byte* error, nuint errorSize);

    [LibraryImport(Library)]
    public static partial void rd_kafka_NewPartitions_destroy(nint order);

    [LibraryImport(Library)]
    public static partial void rd_kafka_CreatePartitions(nint client, nint* orders, nuint count, nint options, nint queue);

    [LibraryImport(Library)]
    public static partial nint rd_kafka_event_CreatePartitions_result(nint e);

    [LibraryImport(Library)]
    public static partial nint* rd_kafka_CreatePartitions_result_topics(nint result, nuint* count);

    [LibraryImport(Library)]
    public static partial nint rd_kafka_TopicCollection_of_topic_names(nint* names, nuint count);

    [LibraryImport(Library)]
    public static partial void rd_kafka_TopicCollection_destroy(nint topics);

    [LibraryImport(Library)]
    public static partial void rd_kafka_DescribeTopics(nint client, nint topics, nint options, nint queue);

    [LibraryImport(Library)]
    public static partial nint rd_kafka_event_DescribeTopics_result(nint e);

    [LibraryImport(Library)]
    public static partial nint* rd_kafka_DescribeTopics_result_topics(nint result, nuint* count);

    [LibraryImport(Library)]
    public static partial nint rd_kafka_TopicDescription_name(nint topic);

    [LibraryImport(Library)]
    public static partial nint rd_kafka_TopicDescription_error(nint topic);

    [LibraryImport(Library)]
    public static partial nint rd_kafka_TopicDescription_topic_id(nint topic);

    [LibraryImport(Library)]
    public static partial long rd_kafka_Uuid_most_significant_bits(nint id);

    [LibraryImport(Library)]
    public static partial long rd_kafka_Uuid_least_significant_bits(nint id);

    [LibraryImport(Library)]
    public static partial int rd_kafka_topic_result_error(nint topic);

    [LibraryImport(Library)]
    public static partial nint rd_kafka_topic_result_error_string(nint topic);

    [LibraryImport(Library)]
    public static partial int rd_kafka_event_error(nint e);

    [LibraryImport(Library)]
    public static partial nint rd_kafka_event_error_string(nint e);

    [LibraryImport(Library)]
    public static partial void rd_kafka_event_destroy(nint e);

    /// <summary>A C string.</summary>
    public static string Text(nint utf8) => Marshal.PtrToStringUTF8(utf8) ?? "";
}
