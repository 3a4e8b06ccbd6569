using System.Runtime.InteropServices;

namespace ActorStream.Connectors.Kafka.Client;

/// <summary><c>rd_kafka_message_t</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct KafkaMessage
{
    public int Error;
    public nint Topic;
    public int Partition;
    public byte* Payload;
    public nuint Length;
    public byte* Key;
    public nuint KeyLength;
    public long Offset;
    public nint Opaque;
}

/// <summary><c>rd_kafka_topic_partition_t</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct KafkaPartition
{
    public nint Topic;
    public int Partition;
    public long Offset;
    public nint Metadata;
    public nuint MetadataSize;
    public nint Opaque;
    public int Error;
    public nint Private;
}

/// <summary><c>rd_kafka_topic_partition_list_t</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct KafkaPartitionArray
{
    public int Count;
    public int Size;
    public KafkaPartition* Elements;
}

/// <summary><c>rd_kafka_metadata_partition_t</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct KafkaMetadataPartition
{
    public int Id;
    public int Error;
    public int Leader;
    public int ReplicaCount;
    public nint Replicas;
    public int InSyncCount;
    public nint InSync;
}

/// <summary><c>rd_kafka_metadata_topic_t</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct KafkaMetadataTopic
{
    public nint Topic;
    public int PartitionCount;
    public KafkaMetadataPartition* Partitions;
    public int Error;
}

/// <summary><c>rd_kafka_metadata_t</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct KafkaMetadata
{
    public int BrokerCount;
    public nint Brokers;
    public int TopicCount;
    public KafkaMetadataTopic* Topics;
    public int OriginalBrokerId;
    public nint OriginalBrokerName;
}

/// <summary><c>rd_kafka_vu_t</c>: one argument of <c>rd_kafka_produceva</c>.</summary>
[StructLayout(LayoutKind.Explicit, Size = 72)]
internal unsafe struct KafkaVariant
{
    public const int TopicHandle = 2;
    public const int PartitionNumber = 3;
    public const int Value = 4;
    public const int Key = 5;
    public const int Flags = 7;
    public const int Time = 8;
    public const int Headers = 10;

    [FieldOffset(0)]
    public int Type;

    [FieldOffset(8)]
    public nint Handle;

    [FieldOffset(8)]
    public int Int;

    [FieldOffset(8)]
    public long Long;

    [FieldOffset(8)]
    public byte* Memory;

    [FieldOffset(16)]
    public nuint Size;
}

/// <summary>Values of <c>rd_kafka_resp_err_t</c> that are treated in a way of their own.</summary>
internal static class KafkaCode
{
    public const int None = 0;
    public const int OffsetOutOfRange = 1;
    public const int UnknownTopicOrPartition = 3;
    public const int LeaderNotAvailable = 5;
    public const int NotLeaderForPartition = 6;
    public const int MessageTooLarge = 10;
    public const int TopicAuthorizationFailed = 29;
    public const int GroupAuthorizationFailed = 30;
    public const int ClusterAuthorizationFailed = 31;
    public const int UnsupportedVersion = 35;
    public const int TopicAlreadyExists = 36;
    public const int InvalidProducerEpoch = 47;
    public const int InvalidTransactionTimeout = 50;
    public const int TransactionalIdAuthorizationFailed = 53;
    public const int FencedLeaderEpoch = 74;
    public const int UnknownLeaderEpoch = 75;
    public const int InvalidRecord = 87;
    public const int UnstableOffsetCommit = 88;
    public const int ProducerFenced = 90;
    public const int UnknownTopicId = 100;
    public const int Transport = -195;
    public const int Resolve = -193;
    public const int MessageTimedOut = -192;
    public const int PartitionEof = -191;
    public const int UnknownPartition = -190;
    public const int UnknownTopic = -188;
    public const int AllBrokersDown = -187;
    public const int TimedOut = -185;
    public const int QueueFull = -184;
    public const int WaitingForCoordinator = -180;
    public const int InProgress = -178;
    public const int PreviousInProgress = -177;
    public const int Outdated = -167;
    public const int TimedOutInQueue = -166;
    public const int UnsupportedFeature = -165;
    public const int WaitingForCache = -164;
    public const int Interrupted = -163;
    public const int Retry = -153;
    public const int PurgedFromQueue = -152;
    public const int PurgedInFlight = -151;
    public const int UnknownBroker = -146;
    public const int Fenced = -144;
    public const int AutoOffsetReset = -140;
    public const int LogTruncation = -139;
    public const int BrokerDestroyed = -137;
}
