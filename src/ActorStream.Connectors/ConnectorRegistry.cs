using ActorStream.Connectors.BuiltIn;
using ActorStream.Connectors.FileSystem;
using ActorStream.Connectors.Formats;
using ActorStream.Connectors.Jdbc;
using ActorStream.Connectors.Kafka;

namespace ActorStream.Connectors;

/// <summary>Every connector and format of this product. Adding one is one folder and one line here.</summary>
public sealed class ConnectorRegistry : IConnectorRegistry
{
    private readonly SortedDictionary<string, IConnector> _connectors = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, IFormat> _formats = new(StringComparer.Ordinal);

    /// <summary>Makes the registry; cheap, opens nothing.</summary>
    public ConnectorRegistry()
    {
        Add(new BlackholeConnector());
        Add(new DatagenConnector());
        Add(new FileSystemConnector());
        Add(new JdbcConnector());
        Add(new KafkaConnector());
        Add(new PrintConnector());
        Add(new CsvFormat());
        Add(new JsonFormat());
        Add(new RawFormat());
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> ConnectorIdentifiers => [.. _connectors.Keys];

    /// <inheritdoc/>
    public IReadOnlyList<string> FormatIdentifiers => [.. _formats.Keys];

    /// <inheritdoc/>
    public IConnector? FindConnector(string identifier) => _connectors.GetValueOrDefault(identifier);

    /// <inheritdoc/>
    public IFormat? FindFormat(string identifier) => _formats.GetValueOrDefault(identifier);

    private void Add(IConnector connector) => _connectors.Add(connector.Identifier, connector);

    private void Add(IFormat format) => _formats.Add(format.Identifier, format);
}
