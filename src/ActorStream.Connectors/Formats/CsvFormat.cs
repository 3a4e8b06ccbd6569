using ActorStream.Connectors.Formats.Csv;

namespace ActorStream.Connectors.Formats;

/// <summary>The csv format: one record a payload, fields by position.</summary>
internal sealed class CsvFormat : IFormat
{
    /// <inheritdoc/>
    public string Identifier => "csv";

    /// <inheritdoc/>
    public ChangelogMode ChangelogMode => ChangelogMode.InsertOnly;

    /// <inheritdoc/>
    public IDecoder CreateDecoder(
        IReadOnlyList<Field> physical, IReadOnlyList<Field> produced, TableOptions options, ConnectorEnvironment environment) =>
        new CsvDecoder(physical, produced, CsvOptions.Take(options), options.Table);

    /// <inheritdoc/>
    public IEncoder CreateEncoder(IReadOnlyList<Field> columns, TableOptions options, ConnectorEnvironment environment) =>
        new CsvEncoder(columns, CsvOptions.Take(options), options.Table);
}
