namespace ActorStream.Connectors.Kafka.Client;

/// <summary>An error that librdkafka returned, taken over from its memory.</summary>
/// <param name="Code">The code, see <see cref="KafkaCode"/>.</param>
/// <param name="Text">What it says.</param>
/// <param name="IsFatal">True where the client can do nothing more.</param>
/// <param name="IsRetriable">True where the same call may succeed.</param>
/// <param name="RequiresAbort">True where the transaction must be aborted.</param>
internal sealed record KafkaError(int Code, string Text, bool IsFatal = false, bool IsRetriable = false, bool RequiresAbort = false)
{
    /// <summary>Whether another owner has taken the transactional id.</summary>
    public bool IsFenced => Code is KafkaCode.Fenced or KafkaCode.ProducerFenced or KafkaCode.InvalidProducerEpoch;

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
    public static KafkaError Of(int code) => new(code, Librdkafka.Text(Librdkafka.rd_kafka_err2str(code)), IsRetriable: IsTransient(code));

    /// <summary>The error as an exception.</summary>
    public ConnectorException ToException(string doing, string address, string? lastLog = null)
    {
        bool isUnreachable = Code is KafkaCode.Transport or KafkaCode.AllBrokersDown or KafkaCode.TimedOut or KafkaCode.Resolve;
        string detail = isUnreachable && lastLog is not null ? $"{Text}; the client's last message: {lastLog}" : Text;
        return new ConnectorException(
            "kafka", null, $"Kafka at {address} did not {doing}: {detail} ({Librdkafka.Text(Librdkafka.rd_kafka_err2name(Code))}).",
            IsRetriable || isUnreachable,
            isUnreachable ? "Check 'properties.bootstrap.servers', that the broker runs, and its advertised.listeners." : null);
    }

    private static bool IsTransient(int code) =>
        code is KafkaCode.Transport or KafkaCode.AllBrokersDown or KafkaCode.TimedOut or KafkaCode.Resolve or KafkaCode.LeaderNotAvailable
            or KafkaCode.TimedOutInQueue or 6 or 7 or 9 or 13 or 14 or 15 or 16 or 19 or 20;
}
