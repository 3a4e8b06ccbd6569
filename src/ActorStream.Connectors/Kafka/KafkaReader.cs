using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ActorStream.Connectors.Kafka.Client;
using ActorStream.Types;

namespace ActorStream.Connectors.Kafka;

/// <summary>Takes records from librdkafka's queue in batches and copies each partition's into columns. Waits without a thread: the
/// library wakes it when its queue is no longer empty.</summary>
internal sealed class KafkaReader : ILogReader
{
    private static readonly TimeSpan WakeInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LookTimeout = TimeSpan.FromSeconds(5);

    private readonly KafkaClient _client;
    private readonly TimeProvider _timeProvider;
    private readonly Dictionary<LogPartition, KafkaPartitionReader> _partitions = [];
    private readonly Dictionary<(nint Topic, int Partition), KafkaPartitionReader> _byHandle = [];
    private readonly Queue<LogRecords> _ready = new();
    private readonly List<KafkaPartitionReader> _touched = [];
    private readonly SemaphoreSlim _wake = new(0);
    private readonly GCHandle _self;
    private readonly unsafe KafkaMessage** _messages;
    private readonly int _capacity;
    private readonly string[] _topics;
    private readonly Dictionary<string, string?> _topicIds = new(StringComparer.Ordinal);
    private string? _missing;
    private bool _hasLooked;
    private Task<ConnectorException?>? _look;
    private Exception? _failure;
    private long _lookedAt;
    private nint _queue;

    public unsafe KafkaReader(KafkaClient client, IReadOnlyList<LogOffset> starts, TimeProvider timeProvider, KafkaSettings settings)
    {
        _client = client;
        _timeProvider = timeProvider;
        _capacity = Math.Min(settings.MaxPollRecords ?? Batch.TargetRows, Batch.TargetRows);
        _messages = (KafkaMessage**)NativeMemory.AllocZeroed((nuint)_capacity, (nuint)sizeof(nint));
        foreach (LogOffset start in starts) _partitions.Add(start.Partition, new KafkaPartitionReader(client, start));
        _topics = [.. starts.Select(s => s.Partition.Topic).Distinct(StringComparer.Ordinal)];
        _lookedAt = timeProvider.GetTimestamp();
        using KafkaUse use = client.Use();
        _queue = Librdkafka.rd_kafka_queue_get_consumer(client.Handle);
        _self = GCHandle.Alloc(_wake);
        Librdkafka.rd_kafka_queue_cb_event_enable(_queue, &OnEvent, GCHandle.ToIntPtr(_self));
        using var offsets = new KafkaOffsets(starts);
        int code = Librdkafka.rd_kafka_assign(client.Handle, offsets.Pointer);
        if (code != 0) throw KafkaError.Of(code).ToException("assign partitions", client.Address, client.LastLog);
    }

    public async ValueTask<LogRecords> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_ready.TryDequeue(out LogRecords? records)) return records;
            // What was taken together with an error is gone from the queue, so there is no going on after it.
            if (_failure is not null) throw _failure;
            bool isTaken = Take();
            await LookAsync();
            if (!isTaken) await WaitAsync(cancellationToken);
        }
    }

    public unsafe ValueTask RemoveAsync(LogPartition partition)
    {
        if (!_partitions.TryGetValue(partition, out KafkaPartitionReader? reader)) return ValueTask.CompletedTask;
        reader.IsRemoved = true;
        using KafkaUse use = _client.Use();
        using var offsets = new KafkaOffsets([new LogOffset(partition, 0)]);
        _ = Librdkafka.rd_kafka_pause_partitions(_client.Handle, offsets.Pointer);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        if (_queue == 0) return;
        Close();
        await Task.Run(_client.Dispose);
        // Asking has a time-out of its own.
        if (_look is not null) await ((Task)_look).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _self.Free();
    }

    private unsafe void Close()
    {
        Librdkafka.rd_kafka_queue_cb_event_enable(_queue, null, 0);
        Librdkafka.rd_kafka_queue_destroy(_queue);
        _queue = 0;
        NativeMemory.Free(_messages);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnEvent(nint client, nint opaque)
    {
        // Waiters are continued on the thread pool, never on the library's thread.
        if (GCHandle.FromIntPtr(opaque).Target is SemaphoreSlim { CurrentCount: 0 } wake) wake.Release();
    }

    private async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        // The interval guards against a wake-up that was lost; it is not what makes records arrive.
        using var interval = new CancellationTokenSource(WakeInterval, _timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(interval.Token, cancellationToken);
        try
        {
            await _wake.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
        }
    }

    /// <summary>Asks now and then whether the topics are still those that were there at the first time: of one that
    /// was deleted the library waits for ever for a leader. The question goes on beside the reading.</summary>
    private async ValueTask LookAsync()
    {
        if (_look is { IsCompleted: true } answered)
        {
            _look = null;
            if (await answered is { } gone) throw _failure = gone;
        }
        if (_look is not null || _topics.Length == 0
            || _hasLooked && _timeProvider.GetElapsedTime(_lookedAt) < LookInterval) return;
        (_hasLooked, _lookedAt) = (true, _timeProvider.GetTimestamp());
        _look = Task.Run(Look);
    }

    private ConnectorException? Look()
    {
        IReadOnlyDictionary<string, string?> ids;
        try
        {
            ids = KafkaAdmin.TopicIds(_client, _topics, LookTimeout);
        }
        catch (ConnectorException)
        {
            // A broker that does not answer now is asked again; reading tells of it if it stays away.
            return null;
        }
        string? missing = null;
        foreach (string topic in _topics)
        {
            if (!ids.TryGetValue(topic, out string? now)) missing ??= topic;
            else if (_topicIds.GetValueOrDefault(topic) is not { } id) _topicIds[topic] = now;
            else if (now is not null && now != id) return LogErrors.TopicMadeAnew(topic, _client.Address);
        }
        // A broker that has just started, or a topic that was just made, may not be known yet, so one answer is not enough.
        if (missing is not null && missing == _missing)
            return _topicIds.ContainsKey(missing) ? LogErrors.TopicDeleted(missing, _client.Address)
                : LogErrors.TopicNotFound(missing, _client.Address);
        _missing = missing;
        return null;
    }

    /// <summary>Takes what is in the queue; false where it is empty.</summary>
    private unsafe bool Take()
    {
        using KafkaUse use = _client.Use();
        int count = (int)Librdkafka.rd_kafka_consume_batch_queue(_queue, 0, _messages, (nuint)_capacity);
        if (count <= 0) return false;
        try
        {
            KafkaPartitionReader? current = null;
            (nint Topic, int Partition) currentKey = default;
            for (int i = 0; i < count; i++)
            {
                KafkaMessage* message = _messages[i];
                if (message->Error == 0 && current is not null && message->Topic == currentKey.Topic
                    && message->Partition == currentKey.Partition)
                {
                    current.Add(message);
                    continue;
                }
                if (message->Error is not 0 and not KafkaCode.PartitionEof && !Concerns(message)) continue;
                currentKey = (message->Topic, message->Partition);
                current = Find(currentKey);
                if (!current.IsTouched) _touched.Add(current);
                current.IsTouched = true;
                if (message->Error == 0) current.Add(message);
                else current.SetEnd(message->Offset);
            }
            foreach (KafkaPartitionReader partition in _touched)
            {
                partition.Build(_ready);
            }
        }
        catch (ConnectorException e)
        {
            _failure = e;
            throw;
        }
        finally
        {
            foreach (KafkaPartitionReader partition in _touched) partition.Clear();
            _touched.Clear();
            for (int i = 0; i < count; i++) Librdkafka.rd_kafka_message_destroy(_messages[i]);
        }
        return true;
    }

    private KafkaPartitionReader Find((nint Topic, int Partition) key)
    {
        if (_byHandle.TryGetValue(key, out KafkaPartitionReader? found)) return found;
        found = _partitions[new LogPartition(Librdkafka.Text(Librdkafka.rd_kafka_topic_name(key.Topic)), key.Partition)];
        return _byHandle[key] = found;
    }

    /// <summary>Whether an error that came instead of a record concerns the reader: throws it, or lets the library go on by
    /// itself.</summary>
    private unsafe bool Concerns(KafkaMessage* message)
    {
        var error = new KafkaError(message->Error, Librdkafka.Text(Librdkafka.rd_kafka_message_errstr(message)));
        if (error.Code is KafkaCode.AllBrokersDown or KafkaCode.Transport or KafkaCode.Resolve or KafkaCode.TimedOut) return false;
        LogPartition? partition = message->Topic == 0
            ? null
            : new LogPartition(Librdkafka.Text(Librdkafka.rd_kafka_topic_name(message->Topic)), message->Partition);
        if (partition is { } p)
        {
            if (error.Code is KafkaCode.OffsetOutOfRange or KafkaCode.AutoOffsetReset or KafkaCode.LogTruncation
                && _partitions.TryGetValue(p, out KafkaPartitionReader? reader))
                throw reader.OutOfRange();
            // So it is said of a topic that was just made, too: the library asks again, and looking tells of one that stays away.
            if (error.Code is KafkaCode.UnknownTopicOrPartition or KafkaCode.UnknownTopic or KafkaCode.UnknownPartition) return false;
        }
        if (_client.FatalError() is null && error.Code > 0 && KafkaError.Of(error.Code).IsRetriable) return false;
        throw error.ToException(partition is null ? "serve records" : $"serve records of {partition}", _client.Address, _client.LastLog);
    }
}
