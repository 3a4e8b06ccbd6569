namespace ActorStream.Connectors.Kafka;

/// <summary>The connector <c>kafka</c>: tables over topics, of a Kafka cluster or, in a job that runs locally, of the embedded
/// log.</summary>
internal sealed class KafkaConnector : ISourceConnector, ISinkConnector
{
    /// <summary>What its option says.</summary>
    public const string Name = "kafka";

    /// <inheritdoc/>
    public string Identifier => Name;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, DataType> ReadableMetadata(TableDefinition table) => KafkaMetadataColumns.Readable;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, DataType> WritableMetadata(TableDefinition table) => KafkaMetadataColumns.Writable;

    /// <inheritdoc/>
    public ISource CreateSource(TableContext context) => KafkaSource.Create(context);

    /// <inheritdoc/>
    public ISink CreateSink(TableContext context) => KafkaSink.Create(context);
}
