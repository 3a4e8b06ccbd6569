using System.Runtime.InteropServices;
using System.Text;
using ActorStream.Types;

namespace ActorStream.Connectors.Kafka.Client;

/// <summary>Hands records to librdkafka in batches, which copies them; bounds what waits there. Used under its owner's order.</summary>
internal sealed class KafkaProducer : IAsyncDisposable
{
    private const int ChunkRecords = 1024;
    private const long ChunkBytes = 4 << 20;
    private const long MaxWaitingBytes = 64 << 20;
    private const int MaxWaitingRecords = 200_000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    private readonly TimeProvider _timeProvider;
    private readonly Lock _lock = new();
    private readonly HashSet<string> _knownTopics = new(StringComparer.Ordinal);
    private readonly unsafe KafkaMessage* _messages;
    private readonly unsafe byte* _empty;
    private readonly Queue<(int Records, long Bytes)> _chunks = new();
    private int _chunkRecords;
    private long _chunkBytes;
    private bool _disposed;

    public unsafe KafkaProducer(KafkaClient client, TimeProvider timeProvider)
    {
        Client = client;
        _messages = (KafkaMessage*)NativeMemory.AllocZeroed(ChunkRecords, (nuint)sizeof(KafkaMessage));
        _empty = (byte*)NativeMemory.AllocZeroed(1);
        _timeProvider = timeProvider;
    }

    public KafkaClient Client { get; }

    public TimeProvider TimeProvider => _timeProvider;

    /// <summary>Takes records; waits where too many are on their way.</summary>
    public async ValueTask AppendAsync(LogAppend records, CancellationToken cancellationToken)
    {
        if (!IsKnown(records.Topic)) await RequireTopicAsync(records.Topic, cancellationToken);
        for (int from = 0; from < records.Count;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int taken = Take(records, from);
            from += taken;
            if (taken > 0) continue;
            ThrowIfFailed();
            await Task.Delay(Pause, _timeProvider, cancellationToken);
        }
        using KafkaUse use = Client.Use();
        if (Librdkafka.rd_kafka_poll(Client.Handle, 0) > 0) ThrowIfFailed();
    }

    /// <summary>Waits until everything is delivered, and throws what went wrong.</summary>
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        while (await Task.Run(FlushOnce, cancellationToken) == KafkaCode.TimedOut)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ThrowIfFailed();
        }
        ThrowIfFailed();
    }

    /// <summary>A topic, or null. Where the broker creates topics when a producer asks for them, it does so now.</summary>
    public async ValueTask<LogTopic?> FindTopicAsync(string topic, CancellationToken cancellationToken)
    {
        for (int number = 0; number < 10; number++)
        {
            // A topic that was just made is there a moment before its partitions have leaders.
            int attempt = number;
            List<LogTopic> found = await Task.Run(
                () => Client.Metadata(topic, TimeSpan.FromSeconds(10), needsLeaders: attempt < 9), cancellationToken);
            if (found.Count > 0) return found[0];
            await Task.Delay(TimeSpan.FromMilliseconds(100), _timeProvider, cancellationToken);
        }
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            if (_disposed) return;
            _disposed = true;
            FreeBuffers();
        }
        await Task.Run(Client.Dispose);
    }

    private int FlushOnce()
    {
        using KafkaUse use = Client.Use();
        return Librdkafka.rd_kafka_flush(Client.Handle, 100);
    }

    /// <summary>Hands over as many records as there is room for, 0 where there is none.</summary>
    private int Take(LogAppend records, int from)
    {
        using KafkaUse use = Client.Use();
        int waiting = Librdkafka.rd_kafka_outq_len(Client.Handle);
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            // What waits in the library are the youngest records, so what older chunks hold was delivered.
            while (_chunks.TryPeek(out (int Records, long Bytes) oldest) && _chunkRecords - oldest.Records >= waiting)
            {
                _chunks.Dequeue();
                _chunkRecords -= oldest.Records;
                _chunkBytes -= oldest.Bytes;
            }
            (int count, long bytes) = Chunk(records, from);
            if (waiting > 0 && (waiting + count > MaxWaitingRecords || _chunkBytes + bytes > MaxWaitingBytes))
            {
                _ = Librdkafka.rd_kafka_poll(Client.Handle, 0);
                return 0;
            }
            int taken = records.TimestampsMs is null && records.Headers is null ? ProduceBatch(records, from, count)
                : ProduceEach(records, from, count);
            if (taken == 0) return 0;
            // Too much where the library took a part only, and then for as long as that part waits.
            _chunks.Enqueue((taken, bytes));
            _chunkRecords += taken;
            _chunkBytes += bytes;
            return taken;
        }
    }

    /// <summary>How many records go to the library together: some, or one that is large.</summary>
    private static (int Count, long Bytes) Chunk(LogAppend records, int from)
    {
        int most = Math.Min(ChunkRecords, records.Count - from);
        int count = 0;
        long bytes = 0;
        while (count < most)
        {
            long size = records.Values.Lengths[from + count] + (records.Keys?.Lengths[from + count] ?? 0);
            if (count > 0 && bytes + size > ChunkBytes) break;
            bytes += size;
            count++;
        }
        return (count, bytes);
    }

    private unsafe void FreeBuffers()
    {
        NativeMemory.Free(_messages);
        NativeMemory.Free(_empty);
    }

    private bool IsKnown(string topic)
    {
        lock (_lock) return _knownTopics.Contains(topic);
    }

    /// <summary>Asks for a topic before the first record, because librdkafka would keep the record for half a minute before it says that
    /// there is none.</summary>
    private async ValueTask RequireTopicAsync(string topic, CancellationToken cancellationToken)
    {
        _ = await FindTopicAsync(topic, cancellationToken) ?? throw LogErrors.TopicNotFound(topic, Client.Address);
        lock (_lock) _knownTopics.Add(topic);
    }

    private unsafe int ProduceBatch(LogAppend records, int from, int count)
    {
        BytesColumn values = records.Values;
        BytesColumn? keys = records.Keys;
        fixed (byte* valueData = values.Data)
        fixed (byte* keyData = keys?.Data)
        {
            for (int i = 0; i < count; i++)
            {
                int row = from + i;
                KafkaMessage* message = _messages + i;
                message->Error = 0;
                message->Partition = records.Partitions is { } each ? each[row] : Librdkafka.AnyPartition;
                Slice(values, valueData, row, out message->Payload, out message->Length);
                Slice(keys, keyData, row, out message->Key, out message->KeyLength);
            }
            int flags = Librdkafka.MsgCopy | (records.Partitions is null ? 0 : Librdkafka.MsgPartition);
            int taken = Librdkafka.rd_kafka_produce_batch(
                Client.Topic(records.Topic), records.Partition ?? Librdkafka.AnyPartition, flags, _messages, count);
            return taken == count ? count : TakenBeforeFull(records.Topic, taken, count);
        }
    }

    private unsafe void Slice(BytesColumn? column, byte* data, int row, out byte* start, out nuint length)
    {
        start = null;
        length = 0;
        if (column is null || column.IsNull(row)) return;
        length = (nuint)column.Lengths[row];
        start = length == 0 ? _empty : data + column.Starts[row];
    }

    private unsafe int ProduceEach(LogAppend records, int from, int count)
    {
        nint topic = Client.Topic(records.Topic);
        KafkaVariant* arguments = stackalloc KafkaVariant[7];
        fixed (byte* valueData = records.Values.Data)
        fixed (byte* keyData = records.Keys?.Data)
        {
            for (int row = from; row < from + count; row++)
            {
                Slice(records.Values, valueData, row, out byte* value, out nuint length);
                Slice(records.Keys, keyData, row, out byte* key, out nuint keyLength);
                int partition = records.Partitions?[row] ?? records.Partition ?? Librdkafka.AnyPartition;
                nint headers = Headers(records.Headers?[row]);
                int n = 0;
                arguments[n++] = new KafkaVariant { Type = KafkaVariant.TopicHandle, Handle = topic };
                arguments[n++] = new KafkaVariant { Type = KafkaVariant.PartitionNumber, Int = partition };
                arguments[n++] = new KafkaVariant { Type = KafkaVariant.Value, Memory = value, Size = length };
                arguments[n++] = new KafkaVariant { Type = KafkaVariant.Key, Memory = key, Size = keyLength };
                arguments[n++] = new KafkaVariant { Type = KafkaVariant.Flags, Int = Librdkafka.MsgCopy };
                if (records.TimestampsMs is { } times) arguments[n++] = new KafkaVariant { Type = KafkaVariant.Time, Long = times[row] };
                if (headers != 0) arguments[n++] = new KafkaVariant { Type = KafkaVariant.Headers, Handle = headers };
                if (KafkaError.Take(Librdkafka.rd_kafka_produceva(Client.Handle, arguments, (nuint)n)) is not { } error) continue;
                // The library takes the headers over only where it takes the record.
                if (headers != 0) Librdkafka.rd_kafka_headers_destroy(headers);
                if (error.Code == KafkaCode.QueueFull) return row - from;
                throw NotTaken(records.Topic, error, (long)length + (long)keyLength);
            }
        }
        return count;
    }

    private static unsafe nint Headers(IReadOnlyList<LogHeader>? headers)
    {
        if (headers is null || headers.Count == 0) return 0;
        nint list = Librdkafka.rd_kafka_headers_new((nuint)headers.Count);
        foreach (LogHeader header in headers)
        {
            byte[] name = Encoding.UTF8.GetBytes(header.Key);
            fixed (byte* nameData = name)
            fixed (byte* valueData = header.Value)
            {
                byte nothing = 0;
                byte* value = header.Value is { Length: 0 } ? &nothing : valueData;
                _ = Librdkafka.rd_kafka_header_add(list, nameData, name.Length, value, header.Value?.Length ?? 0);
            }
        }
        return list;
    }

    /// <summary>How many records the library took before its queue was full.</summary>
    /// <exception cref="ConnectorException">It is not that, or it took some after one that it did not take.</exception>
    private unsafe int TakenBeforeFull(string topic, int taken, int count)
    {
        for (int i = 0; i < count; i++)
        {
            KafkaMessage message = _messages[i];
            if (message.Error == 0 || message.Error == KafkaCode.QueueFull && i >= taken) continue;
            throw NotTaken(topic, KafkaError.Of(message.Error), (long)message.Length + (long)message.KeyLength);
        }
        return taken;
    }

    private ConnectorException NotTaken(string topic, KafkaError error, long bytes)
    {
        if (Client.FatalError() is { } fatal) return fatal.ToException($"take records for topic \"{topic}\"", Client.Address);
        if (error.Code == KafkaCode.MessageTooLarge)
        {
            return new ConnectorException(
                "kafka", null, $"A record of {bytes} bytes for topic \"{topic}\" is larger than the client may send.",
                hint: "Raise 'properties.max.request.size', and the topic's max.message.bytes.");
        }
        return error.ToException($"take records for topic \"{topic}\"", Client.Address);
    }

    private void ThrowIfFailed()
    {
        if (Client.TakeDeliveryError() is { } error) throw error.ToException("take all records", Client.Address, Client.LastLog);
        if (Client.FatalError() is { } fatal) throw fatal.ToException("take more records", Client.Address);
    }
}
