namespace ActorStream.Connectors.Kafka;

/// <summary>Finds the topics that tables are written to.</summary>
internal static class KafkaTopics
{
    /// <summary>A topic that is about to be written. Kafka makes it where the broker's <c>auto.create.topics.enable</c> says so; the
    /// embedded log, which has no such setting, always does, with one partition.</summary>
    /// <exception cref="ConnectorException">It does not exist.</exception>
    public static async ValueTask<LogTopic> RequireForWritingAsync(
        ILog log, string topic, TableContext context, CancellationToken cancellationToken)
    {
        if (log is KafkaLog kafka)
        {
            return await kafka.FindTopicNowAsync(topic, cancellationToken)
                ?? await kafka.FindOrAutoCreateTopicAsync(topic, cancellationToken)
                ?? throw LogErrors.TopicNotFound(topic, log.Address, context.Table.Name);
        }
        if (await log.FindTopicAsync(topic, cancellationToken) is { } found) return found;
        await log.CreateTopicAsync(topic, 1, null, cancellationToken);
        return new LogTopic(topic, 1);
    }
}
