using ActorStream.Connectors.Formats.Json;

namespace ActorStream.Connectors.Formats;

/// <summary>The json format: one object a payload, or an array of objects that become a row each.</summary>
internal sealed class JsonFormat : IFormat
{
    /// <inheritdoc/>
    public string Identifier => "json";

    /// <inheritdoc/>
    public ChangelogMode ChangelogMode => ChangelogMode.InsertOnly;

    /// <inheritdoc/>
    public IDecoder CreateDecoder(
        IReadOnlyList<Field> physical, IReadOnlyList<Field> produced, TableOptions options, ConnectorEnvironment environment) =>
        new JsonDecoder(produced, JsonOptions.Take(options), options.Table);

    /// <inheritdoc/>
    public IEncoder CreateEncoder(IReadOnlyList<Field> columns, TableOptions options, ConnectorEnvironment environment) =>
        new JsonEncoder(columns, JsonOptions.Take(options), options.Table);
}
