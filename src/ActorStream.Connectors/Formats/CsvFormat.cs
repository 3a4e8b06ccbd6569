using ActorStream.Connectors.Formats.Csv;

namespace ActorStream.Connectors.Formats;

/// <summary>The csv format: the first record of a payload, fields by position.</summary>
internal sealed class CsvFormat : IFormat
{
    /// <inheritdoc/>
    public string Identifier => "csv";

    /// <inheritdoc/>
    public ChangelogMode ChangelogMode => ChangelogMode.InsertOnly;

    /// <inheritdoc/>
    public IDecoder CreateDecoder(
        IReadOnlyList<Field> physical, IReadOnlyList<Field> produced, TableOptions options, ConnectorEnvironment environment) =>
        new CsvDecoder(physical, produced, CsvOptions.Take(options), options.Table, isLine: false);

    /// <summary>Makes a decoder of lines: of records that are cut out already.</summary>
    public static CsvDecoder CreateLineDecoder(IReadOnlyList<Field> physical, IReadOnlyList<Field> produced, TableOptions options) =>
        new(physical, produced, CsvOptions.Take(options), options.Table, isLine: true);

    /// <inheritdoc/>
    public IEncoder CreateEncoder(IReadOnlyList<Field> columns, TableOptions options, ConnectorEnvironment environment) =>
        new CsvEncoder(columns, CsvOptions.Take(options), options.Table);
}
