using System.Runtime.InteropServices;
using ActorStream.Connectors.Kafka.Client;
using ActorStream.Types;

namespace ActorStream.Connectors.Kafka;

/// <summary>One partition of a reader: the messages of the batch that is being taken, its position and its end.</summary>
internal sealed unsafe class KafkaPartitionReader
{
    private const int AskTimeoutMs = 5000;

    private readonly KafkaClient _client;
    private readonly LogPartition _partition;
    private readonly List<nint> _messages = [];
    private long _bytes;
    private long _next;
    private long _end = -1;
    private bool _hasKeys;
    private bool _hasNulls;
    private byte _timestampType = 1;

    public KafkaPartitionReader(KafkaClient client, LogOffset start) => (_client, _partition, _next) =
        (client, start.Partition, start.Offset);

    /// <summary>Whether it has a part in the batch that is being taken.</summary>
    public bool IsTouched { get; set; }

    /// <summary>Whether nobody wants its records any more.</summary>
    public bool IsRemoved { get; set; }

    /// <summary>Adds a message, which stays valid until <see cref="Clear"/>.</summary>
    public void Add(KafkaMessage* message)
    {
        _messages.Add((nint)message);
        _bytes += (long)message->Length + (long)message->KeyLength;
        _hasKeys |= message->Key != null;
        _hasNulls |= message->Payload == null;
        _end = -1;
    }

    /// <summary>Tells that all before an offset was read, control records too.</summary>
    public void SetEnd(long offset) => _end = offset;

    public void Clear()
    {
        _messages.Clear();
        (_bytes, _hasKeys, _hasNulls, IsTouched) = (0, false, false, false);
    }

    public ConnectorException OutOfRange()
    {
        long low = -1;
        long high = -1;
        using KafkaUse use = _client.Use();
        // Asked, because what the client remembers is older than what has happened.
        int code = Librdkafka.rd_kafka_query_watermark_offsets(
            _client.Handle, _partition.Topic, _partition.Partition, &low, &high, AskTimeoutMs);
        if (code != 0)
            return KafkaError.Of(code).ToException($"serve offset {_next} of {_partition}", _client.Address, _client.LastLog);
        return LogErrors.OffsetOutOfRange(_partition, _next, low, high, _client.Address, isTransient: true);
    }

    /// <summary>Gives out the batch's records of this partition, where it was not removed: at once, or in parts where the leader changed
    /// between them.</summary>
    public void Build(Queue<LogRecords> to)
    {
        if (IsRemoved) return;
        int from = 0;
        int count = _messages.Count;
        while (count > from && Epoch(from) != Epoch(count - 1))
        {
            int next = from + 1;
            while (Epoch(next) == Epoch(from)) next++;
            to.Enqueue(Build(from, next, isAtEnd: false));
            from = next;
        }
        to.Enqueue(Build(from, count, _end >= 0));
    }

    private int Epoch(int index) => Librdkafka.rd_kafka_message_leader_epoch((KafkaMessage*)_messages[index]);

    private LogRecords Build(int from, int to, bool isAtEnd)
    {
        int count = to - from;
        if (_bytes > Array.MaxLength)
            throw new ConnectorException("kafka", null, $"{count} records of {_partition} hold {_bytes} bytes, more than a batch may.",
                hint: "Set 'properties.max.poll.records' to less.");
        byte[] data = GC.AllocateUninitializedArray<byte>((int)_bytes);
        int[] starts = GC.AllocateUninitializedArray<int>(count);
        int[] lengths = GC.AllocateUninitializedArray<int>(count);
        int[] keyStarts = _hasKeys ? new int[count] : starts;
        int[] keyLengths = _hasKeys ? new int[count] : lengths;
        long[] offsets = GC.AllocateUninitializedArray<long>(count);
        long[] times = GC.AllocateUninitializedArray<long>(count);
        ulong[]? nulls = _hasNulls ? NullBits.Create(count) : null;
        ulong[] keyNulls = _hasKeys ? NullBits.Create(count) : NullBits.CreateAllNull(count);
        IReadOnlyList<LogHeader>?[]? headers = null;
        int used = 0;
        Span<nint> messages = CollectionsMarshal.AsSpan(_messages)[from..to];
        for (int i = 0; i < messages.Length; i++)
        {
            var message = (KafkaMessage*)messages[i];
            int length = (int)message->Length;
            starts[i] = used;
            lengths[i] = length;
            new ReadOnlySpan<byte>(message->Payload, length).CopyTo(data.AsSpan(used));
            used += length;
            if (message->Payload == null) NullBits.Set(nulls!, i);
            if (_hasKeys)
            {
                if (message->Key == null) NullBits.Set(keyNulls, i);
                keyStarts[i] = used;
                keyLengths[i] = (int)message->KeyLength;
                new ReadOnlySpan<byte>(message->Key, keyLengths[i]).CopyTo(data.AsSpan(used));
                used += keyLengths[i];
            }
            offsets[i] = message->Offset;
            int type;
            times[i] = Librdkafka.rd_kafka_message_timestamp(message, &type);
            if (i == 0) _timestampType = (byte)type;
            nint list;
            if (Librdkafka.rd_kafka_message_headers(message, &list) == 0)
                (headers ??= new IReadOnlyList<LogHeader>?[count])[i] = Headers(list);
        }
        if (count > 0) _next = offsets[count - 1] + 1;
        if (isAtEnd) _next = Math.Max(_next, _end);
        return new LogRecords
        {
            Partition = _partition, Count = count, Keys = new BytesColumn(data, keyStarts, keyLengths, count, keyNulls),
            Values = new BytesColumn(data, starts, lengths, count, nulls), Offsets = offsets, TimestampsMs = times,
            TimestampType = _timestampType, Headers = headers, LeaderEpoch = count > 0 ? Epoch(from) : -1, NextOffset = _next,
            EndOffset = isAtEnd ? _next : HighWatermark(), IsAtEnd = isAtEnd,
        };
    }

    private long? HighWatermark()
    {
        long low;
        long high;
        int code = Librdkafka.rd_kafka_get_watermark_offsets(_client.Handle, _partition.Topic, _partition.Partition, &low, &high);
        return code == 0 && high >= 0 ? high : null;
    }

    private static List<LogHeader> Headers(nint list)
    {
        var headers = new List<LogHeader>();
        nint name;
        nint value;
        nuint size;
        for (nuint i = 0; Librdkafka.rd_kafka_header_get_all(list, i, &name, &value, &size) == 0; i++)
            headers.Add(new LogHeader(Librdkafka.Text(name), value == 0 ? null
                : new ReadOnlySpan<byte>((void*)value, (int)size).ToArray()));
        return headers;
    }
}
