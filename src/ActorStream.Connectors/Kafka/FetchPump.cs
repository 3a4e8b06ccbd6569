using ActorStream.Connectors.Kafka.Client;

namespace ActorStream.Connectors.Kafka;

/// <summary>
/// Keeps a consumer fetching. Once its queue is full, this version of librdkafka looks at it again only when something wakes the thread
/// of the broker, at the latest after a second; a reader that empties the queue in a tenth of that would starve. So when a full queue
/// is half empty, the leaders of the partitions are asked for their ends, which wakes those threads.
/// </summary>
internal sealed class FetchPump
{
    /// <summary>So many records wait at most for the reader, about; unless a property says otherwise.</summary>
    public const int DefaultMinMessages = 50_000;

    /// <summary>So many KiB, likewise.</summary>
    public const int DefaultMaxKilobytes = 32 * 1024;

    private readonly KafkaClient _client;
    private readonly LogPartition[] _partitions;
    private readonly long _maxRecords;
    private readonly long _maxBytes;
    private bool _isFull;
    private long _lastWaiting;
    private Task _question = Task.CompletedTask;

    public FetchPump(KafkaClient client, IEnumerable<LogPartition> partitions, long maxRecords, long maxBytes) =>
        (_client, _partitions, _maxRecords, _maxBytes) = (client, [.. partitions], maxRecords, maxBytes);

    /// <summary>Told after each batch how many records wait, and how many bytes one has.</summary>
    public void Observe(long waiting, long averageBytes)
    {
        // The library compared when the last answer to a fetch came, and some were taken since: near the bound counts as full.
        long bytes = waiting * averageBytes;
        bool hasRisen = waiting > _lastWaiting;
        _lastWaiting = waiting;
        if (waiting >= _maxRecords / 4 * 3 || bytes >= _maxBytes / 4 * 3)
        {
            _isFull = true;
        }
        else if (_isFull && hasRisen)
        {
            _isFull = false;
        }
        else if (_isFull && waiting < _maxRecords / 2 && bytes < _maxBytes / 2)
        {
            // Until records come again, this is asked again: the first question may have met a fetch that was on its way.
            Wake();
        }
    }

    /// <summary>Wakes the threads of the leaders now.</summary>
    public void Wake()
    {
        if (_question.IsCompleted) _question = Task.Run(Ask);
    }

    /// <summary>Completes when no question is on its way.</summary>
    public Task StopAsync() => _question;

    private unsafe void Ask()
    {
        using var offsets = new KafkaOffsets([.. _partitions.Select(p => new LogOffset(p, Librdkafka.OffsetEnd))]);
        _ = Librdkafka.rd_kafka_offsets_for_times(_client.Handle, offsets.Pointer, 1000);
    }
}
