using ActorStream.Connectors.Formats.Csv;

namespace ActorStream.Connectors.Formats;

/// <summary>A format that a table names, together with the options that are meant for it.</summary>
/// <param name="Format">The format.</param>
/// <param name="Options">Its options: the table's, seen through the format's prefix.</param>
/// <param name="Environment">The world around the job.</param>
internal sealed record TableFormat(IFormat Format, TableOptions Options, ConnectorEnvironment Environment)
{
    /// <summary>What the <c>format</c> option says.</summary>
    public string Identifier => Format.Identifier;

    /// <summary>What kinds of rows its decoder gives.</summary>
    public ChangelogMode ChangelogMode => Format.ChangelogMode;

    /// <summary>Makes a decoder; takes the format's options.</summary>
    public IDecoder CreateDecoder(IReadOnlyList<Field> physical, IReadOnlyList<Field> produced) =>
        Format.CreateDecoder(physical, produced, Options, Environment);

    /// <summary>Makes a decoder of what <see cref="CreateSplitter"/> finds in files; takes the format's options.</summary>
    public IDecoder CreateFileDecoder(IReadOnlyList<Field> physical, IReadOnlyList<Field> produced) =>
        Format is CsvFormat ? CsvFormat.CreateLineDecoder(physical, produced, Options) : CreateDecoder(physical, produced);

    /// <summary>Makes an encoder; takes the format's options.</summary>
    public IEncoder CreateEncoder(IReadOnlyList<Field> columns) => Format.CreateEncoder(columns, Options, Environment);

    /// <summary>Finds the records in a file of this format.</summary>
    public RecordSplitter CreateSplitter() => Format is CsvFormat ? new RecordSplitter(CsvOptions.Take(Options)) : new RecordSplitter();
}
