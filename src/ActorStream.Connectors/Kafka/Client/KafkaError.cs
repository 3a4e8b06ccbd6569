namespace ActorStream.Connectors.Kafka.Client;

/// <summary>An error that librdkafka returned, taken over from its memory.</summary>
/// <param name="Code">The code, see <see cref="KafkaCode"/>.</param>
/// <param name="Text">What it says.</param>
/// <param name="IsFatal">True where the client can do nothing more.</param>
/// <param name="IsRetriable">True where the same call may succeed.</param>
/// <param name="RequiresAbort">True where the transaction must be aborted.</param>
internal sealed record KafkaError(int Code, string Text, bool IsFatal = false, bool IsRetriable = false, bool RequiresAbort = false)
{
    /// <summary>Whether the transactional id has a newer owner, or its transaction ran out and the broker raised the number
    /// itself.</summary>
    public bool IsFenced => Code is KafkaCode.Fenced or KafkaCode.ProducerFenced or KafkaCode.InvalidProducerEpoch;

    /// <summary>Whether a new client may succeed where this one failed: the cluster was not reached, was busy with itself, or has ended a
    /// transaction. What the user must mend (rights, versions, sizes, topics that are not there) is not, and neither is a newer owner, from
    /// whom a new client would take the transactional id away.</summary>
    public bool IsTransient => !IsFenced && (IsRetriable || IsTransientCode(Code)
        || (IsFatal || RequiresAbort) && Code is not (KafkaCode.TopicAuthorizationFailed or KafkaCode.GroupAuthorizationFailed
            or KafkaCode.ClusterAuthorizationFailed or KafkaCode.TransactionalIdAuthorizationFailed or KafkaCode.UnsupportedVersion
            or KafkaCode.MessageTooLarge or KafkaCode.InvalidRecord or KafkaCode.UnsupportedFeature));

    /// <summary>Takes over and frees a <c>rd_kafka_error_t</c>; null where there is none.</summary>
    public static KafkaError? Take(nint error)
    {
        if (error == 0) return null;
        var taken = new KafkaError(
            Librdkafka.rd_kafka_error_code(error), Librdkafka.Text(Librdkafka.rd_kafka_error_string(error)),
            Librdkafka.rd_kafka_error_is_fatal(error) != 0, Librdkafka.rd_kafka_error_is_retriable(error) != 0,
            Librdkafka.rd_kafka_error_txn_requires_abort(error) != 0);
        Librdkafka.rd_kafka_error_destroy(error);
        return taken;
    }

    /// <summary>An error of which only the code is known.</summary>
    public static KafkaError Of(int code) =>
        new(code, Librdkafka.Text(Librdkafka.rd_kafka_err2str(code)), IsRetriable: IsTransientCode(code));

    /// <summary>The error as an exception.</summary>
    public ConnectorException ToException(string doing, string address, string? lastLog = null)
    {
        bool isUnreachable = Code is KafkaCode.Transport or KafkaCode.AllBrokersDown or KafkaCode.TimedOut or KafkaCode.Resolve
            or KafkaCode.MessageTimedOut;
        string detail = isUnreachable && lastLog is not null ? $"{Text}; the client's last message: {lastLog}" : Text;
        return new ConnectorException(
            "kafka", null, $"Kafka at {address} did not {doing}: {detail} ({Librdkafka.Text(Librdkafka.rd_kafka_err2name(Code))}).",
            IsTransient,
            isUnreachable ? "Check 'properties.bootstrap.servers', that the broker runs, and its advertised.listeners." : null)
        {
            IsFenced = IsFenced,
        };
    }

    /// <summary>The client's own: connections, time-outs, full queues, and what was purged because of one of these. Then what the Java
    /// client calls retriable of the broker's.</summary>
    private static bool IsTransientCode(int code) => code is
        KafkaCode.Transport or KafkaCode.Resolve or KafkaCode.MessageTimedOut or KafkaCode.AllBrokersDown or KafkaCode.TimedOut
        or KafkaCode.QueueFull or KafkaCode.WaitingForCoordinator or KafkaCode.InProgress or KafkaCode.PreviousInProgress
        or KafkaCode.Outdated or KafkaCode.TimedOutInQueue or KafkaCode.WaitingForCache or KafkaCode.Interrupted or KafkaCode.Retry
        or KafkaCode.PurgedFromQueue or KafkaCode.PurgedInFlight or KafkaCode.UnknownBroker or KafkaCode.BrokerDestroyed
        or 2 or 5 or 6 or 7 or 8 or 9 or 13 or 14 or 15 or 16 or 19 or 20 or 41 or 51 or 52 or 56 or 59 or 70 or 71 or 72 or 74 or 75
        or 77 or 78 or 80 or 83 or KafkaCode.UnstableOffsetCommit or 89 or KafkaCode.UnknownTopicId or 103 or 120;
}
