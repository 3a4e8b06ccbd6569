namespace ActorStream.Connectors;

/// <summary>Errors that all logs have in common, in the same words.</summary>
internal static class LogErrors
{
    /// <summary>A job that has run may wait for the topic to come back; one that never ran is told of it at once.</summary>
    public static ConnectorException TopicNotFound(string topic, string address, string? table = null) => new(
        "kafka", table, $"Topic \"{topic}\" does not exist in {address}.", isTransient: true,
        hint: $"Create it: actorstream topic create {topic} --partitions N.");

    /// <summary>That the topic is gone for good is not known: brokers that have just started forget topics for a moment.</summary>
    public static ConnectorException TopicDeleted(string topic, string address) => new(
        "kafka", null, $"Topic \"{topic}\" in {address} was deleted while it was read.", isTransient: true,
        hint: "Create it again and start the job with --fresh, or take the table out of the script.");

    public static ConnectorException TopicMadeAnew(string topic, string address) => new(
        "kafka", null,
        $"Topic \"{topic}\" in {address} was deleted and made again: what was read of it is not what it holds now.",
        hint: "Start the job with --fresh to read it from where 'scan.startup.mode' says.");

    public static ConnectorException TopicMadeAnew(
        LogPartition partition, long offset, string read, string now, string address, string table) => new(
        "kafka", table,
        $"Topic \"{partition.Topic}\" in {address}, which the job has read to offset {offset} of partition {partition.Partition}, was "
            + $"deleted and made again since: its id was {read} and is {now}. Rows that it holds now would be passed over.",
        hint: "Start the job with --fresh to read the new topic from where 'scan.startup.mode' says (what the job has in its state begins "
            + "anew too), from a savepoint of the new topic (--from NAME), or name a topic that goes on where the old one ended.");

    public static ConnectorException PartitionNotFound(LogPartition partition, int partitions, string address) => new(
        "kafka", null,
        $"Partition {partition.Partition} of topic \"{partition.Topic}\" does not exist in {address}: the topic has {partitions}.");

    /// <summary>An offset of which the log has no record, and will not have one.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="offset">The offset.</param>
    /// <param name="first">Where the log begins.</param>
    /// <param name="end">Where it ends.</param>
    /// <param name="address">The log.</param>
    /// <param name="table">The table, or null.</param>
    /// <param name="isTransient">Whether an attempt that asks anew where to start may find an offset that is there.</param>
    public static ConnectorException OffsetOutOfRange(
        LogPartition partition, long offset, long first, long end, string address, string? table = null, bool isTransient = false) =>
        offset < first
            ? new ConnectorException(
                "kafka", table,
                $"Offset {offset} of {partition} in {address}, which was to be read next, is not there any more: the log begins at {first},"
                    + " because retention or an order to delete records has removed what was before.",
                isTransient,
                "Set 'properties.auto.offset.reset' to 'earliest' to go on with what is left, or to 'latest' to go on with what comes, "
                    + "or start the job with --fresh.")
            : new ConnectorException(
                "kafka", table,
                $"Offset {offset} of {partition} in {address}, which was to be read next, lies behind the log's end, {end}: the topic was "
                    + "made anew, or has lost its last records.",
                isTransient, "Start the job with --fresh to read the topic from where 'scan.startup.mode' says.");
}
