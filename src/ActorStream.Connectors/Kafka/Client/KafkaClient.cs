using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace ActorStream.Connectors.Kafka.Client;

/// <summary>
/// A client of librdkafka, producer or consumer, with its log. Its methods may be called by any thread; those that ask the broker block,
/// and are meant for threads that may.
/// <para>The library may not be called while it is destroyed, and its destruction waits for its threads, which has been seen to last for
/// ever. So every call is counted as a <see cref="Use"/>, the last one after closing begins the destruction, and that has a thread of its
/// own, for which closing waits only so long.</para>
/// </summary>
internal sealed unsafe class KafkaClient : IDisposable
{
    private const int ErrorSize = 512;
    private static readonly TimeSpan ClosePatience = TimeSpan.FromSeconds(5);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, nint> _topics = new(StringComparer.Ordinal);
    private readonly ManualResetEventSlim _isDestroyed = new();
    private readonly GCHandle _self;
    private readonly bool _isProducer;
    private readonly nint _handle;
    private volatile string? _lastLog;
    private volatile string? _suspicion;
    private KafkaError? _deliveryError;
    private int _uses = 1;
    private bool _isClosed;

    /// <summary>Creates a client.</summary>
    /// <param name="type"><see cref="Librdkafka.Producer"/> or <see cref="Librdkafka.Consumer"/>.</param>
    /// <param name="address">For messages.</param>
    /// <param name="settings">librdkafka's own property names; later ones win.</param>
    public KafkaClient(int type, string address, IEnumerable<KeyValuePair<string, string>> settings)
    {
        _ = KafkaLibrary.Version;
        Address = address;
        _isProducer = type == Librdkafka.Producer;
        _self = GCHandle.Alloc(this, GCHandleType.Weak);
        nint conf = Librdkafka.rd_kafka_conf_new();
        byte* error = stackalloc byte[ErrorSize];
        // Else the library drops all brokers that it knew when the last connection breaks, but goes on waiting for the one that it
        // remembers as a group's coordinator: offsets of a transaction were not sent for ten minutes. A client that loses its cluster's
        // addresses is replaced with the attempt at the job.
        _ = Librdkafka.rd_kafka_conf_set(conf, "metadata.recovery.strategy", "none", error, ErrorSize);
        foreach ((string name, string value) in settings)
        {
            if (Librdkafka.rd_kafka_conf_set(conf, name, value, error, ErrorSize) == 0) continue;
            Librdkafka.rd_kafka_conf_destroy(conf);
            // The library's own text repeats the value, which may be a secret.
            throw new ActorStreamException(
                $"The Kafka client does not accept the value of \"{name}\".", ErrorDomain.User,
                hint: KafkaProperties.IsSecret(name) ? null
                    : $"It was '{value}': {Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(error))}.");
        }
        Librdkafka.rd_kafka_conf_set_opaque(conf, GCHandle.ToIntPtr(_self));
        Librdkafka.rd_kafka_conf_set_log_cb(conf, &OnLog);
        Librdkafka.rd_kafka_conf_set_error_cb(conf, &OnError);
        if (_isProducer) Librdkafka.rd_kafka_conf_set_dr_msg_cb(conf, &OnDelivery);
        _handle = Librdkafka.rd_kafka_new(type, conf, error, ErrorSize);
        if (_handle != 0) return;
        string text = Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(error));
        Librdkafka.rd_kafka_conf_destroy(conf);
        throw new ConnectorException("kafka", null, $"A Kafka client for {address} was not made: {text}.",
            hint: "Check the 'properties.*' options.");
    }

    public string Address { get; }

    /// <summary>Told of what did not close in time and was left behind; set by the owner.</summary>
    public Action<string>? Warn { get; init; }

    /// <summary>The native client. Only within a <see cref="Use"/>.</summary>
    public nint Handle => _handle;

    /// <summary>The last line that the library logged at warning or above.</summary>
    public string? LastLog => _lastLog;

    /// <summary>A log line since <see cref="ClearSuspicion"/> after which an answer may have been lost, or null.</summary>
    public string? Suspicion => _suspicion;

    public void ClearSuspicion() => _suspicion = null;

    public KafkaError? TakeDeliveryError() => Interlocked.Exchange(ref _deliveryError, null);

    /// <summary>Keeps the native client from being destroyed until the end of the use.</summary>
    /// <exception cref="ObjectDisposedException">The client was closed.</exception>
    public KafkaUse Use()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            _uses++;
        }
        return new KafkaUse(this);
    }

    /// <summary>The error after which the client can do nothing more, or null.</summary>
    public KafkaError? FatalError()
    {
        using KafkaUse use = Use();
        byte* text = stackalloc byte[ErrorSize];
        int code = Librdkafka.rd_kafka_fatal_error(Handle, text, ErrorSize);
        return code == 0
            ? null
            : new KafkaError(code, Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text)), IsFatal: true);
    }

    /// <summary>A topic's handle, kept until disposal. Only within a <see cref="Use"/>.</summary>
    public nint Topic(string name)
    {
        lock (_lock)
        {
            ref nint topic = ref CollectionsMarshal.GetValueRefOrAddDefault(_topics, name, out _);
            if (topic == 0) topic = Librdkafka.rd_kafka_topic_new(Handle, name, 0);
            return topic;
        }
    }

    /// <summary>Topics with their partitions: all, or one. A topic that does not exist is left out.</summary>
    /// <param name="topic">The topic, or null.</param>
    /// <param name="timeout">How long the broker may take.</param>
    /// <param name="needsLeaders">Leave a topic out, too, while a partition of it has no leader that could take records.</param>
    public List<LogTopic> Metadata(string? topic, TimeSpan timeout, bool needsLeaders = false)
    {
        using KafkaUse use = Use();
        KafkaMetadata* metadata = null;
        int code = Librdkafka.rd_kafka_metadata(
            Handle, topic is null ? 1 : 0, topic is null ? 0 : Topic(topic), &metadata, (int)timeout.TotalMilliseconds);
        if (code != 0) throw KafkaError.Of(code).ToException("answer a question for its topics", Address, LastLog);
        try
        {
            var topics = new List<LogTopic>();
            for (int i = 0; i < metadata->TopicCount; i++)
            {
                KafkaMetadataTopic found = metadata->Topics[i];
                if (found.Error is KafkaCode.UnknownTopicOrPartition or KafkaCode.UnknownTopic or KafkaCode.LeaderNotAvailable) continue;
                string name = Librdkafka.Text(found.Topic);
                if (found.Error != 0) throw KafkaError.Of(found.Error).ToException($"describe topic \"{name}\"", Address, LastLog);
                if (needsLeaders && !HasLeaders(found)) continue;
                topics.Add(new LogTopic(name, found.PartitionCount));
            }
            return topics;
        }
        finally
        {
            Librdkafka.rd_kafka_metadata_destroy(metadata);
        }
    }

    /// <summary>Closes the client: calls that are under way end by themselves, and nothing new begins. Returns when the native client is
    /// gone, or after some seconds without it.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_isClosed) return;
            _isClosed = true;
        }
        EndUse();
        if (!_isDestroyed.Wait(ClosePatience))
            Warn?.Invoke($"A client of Kafka at {Address} did not close within {ClosePatience.TotalSeconds:0} s and was left behind.");
    }

    internal void EndUse()
    {
        lock (_lock)
        {
            if (--_uses > 0) return;
        }
        new Thread(Destroy) { IsBackground = true, Name = "kafka-close" }.Start();
    }

    private void Destroy()
    {
        foreach (nint topic in _topics.Values) Librdkafka.rd_kafka_topic_destroy(topic);
        if (_isProducer)
            _ = Librdkafka.rd_kafka_purge(Handle, Librdkafka.PurgeQueue | Librdkafka.PurgeInFlight | Librdkafka.PurgeNonBlocking);
        Librdkafka.rd_kafka_destroy_flags(_handle, Librdkafka.DestroyNoConsumerClose);
        _self.Free();
        _isDestroyed.Set();
    }

    private static bool HasLeaders(in KafkaMetadataTopic topic)
    {
        for (int i = 0; i < topic.PartitionCount; i++)
        {
            if (topic.Partitions[i].Leader < 0 || topic.Partitions[i].Error == KafkaCode.LeaderNotAvailable) return false;
        }
        return true;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnLog(nint client, int level, nint facility, nint text)
    {
        if (client == 0) return;
        ReadOnlySpan<byte> name = MemoryMarshal.CreateReadOnlySpanFromNullTerminated((byte*)facility);
        bool isTimeOut = name.SequenceEqual("REQTMOUT"u8);
        bool isFailure = name.SequenceEqual("FAIL"u8);
        if (level > 4 && !isTimeOut && !isFailure) return;
        if (Of(Librdkafka.rd_kafka_opaque(client)) is not { } self) return;
        string line = Librdkafka.Text(text);
        // Of lines that are there for debugging only those count that would be others, had they not come before.
        if (level > 6 && !line.EndsWith(": error log suppressed", StringComparison.Ordinal)) return;
        self._lastLog = line;
        // A request that timed out may still reach the broker; a broken connection to a coordinator may have swallowed an answer.
        if (isTimeOut || isFailure && line.Contains("Coordinator", StringComparison.Ordinal)) self._suspicion = line;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnError(nint client, int code, nint text, nint opaque)
    {
        if (Of(opaque) is { } self) self._lastLog = Librdkafka.Text(text);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnDelivery(nint client, KafkaMessage* message, nint opaque)
    {
        if (message->Error == 0 || Of(opaque) is not { } self) return;
        Interlocked.CompareExchange(ref self._deliveryError, KafkaError.Of(message->Error), null);
    }

    private static KafkaClient? Of(nint opaque) => opaque == 0 ? null : GCHandle.FromIntPtr(opaque).Target as KafkaClient;
}
