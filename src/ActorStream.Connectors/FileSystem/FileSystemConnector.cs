using ActorStream.Connectors.DeadLetters;
using ActorStream.Connectors.Formats;

namespace ActorStream.Connectors.FileSystem;

/// <summary>The filesystem connector: reads files line by line, writes part files that appear with a checkpoint.</summary>
internal sealed class FileSystemConnector : ISourceConnector, ISinkConnector
{
    private static readonly Dictionary<string, DataType> Metadata = new(StringComparer.Ordinal)
    {
        ["file.path"] = DataType.String.NotNull(),
        ["file.name"] = DataType.String.NotNull(),
        ["file.size"] = DataType.BigInt.NotNull(),
        ["file.modification-time"] = DataType.TimestampLtz(3).NotNull(),
    };

    /// <inheritdoc/>
    public string Identifier => "filesystem";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, DataType> ReadableMetadata(TableDefinition table) => Metadata;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, DataType> WritableMetadata(TableDefinition table) => new Dictionary<string, DataType>();

    /// <inheritdoc/>
    public ISource CreateSource(TableContext context)
    {
        FileSystemOptions options = FileSystemOptions.Take(context.Options);
        FilePartitions? partitions = FilePartitions.Take(context);
        bool IsInFile(string column) => partitions?.IsKey(column) != true;
        TableFormat format = FormatResolver.Take(context);
        Field[] physical = [.. context.PhysicalColumns.Where(c => IsInFile(c.Name)).Select(c => new Field(c.Name, c.Type))];
        ConnectorColumn[] produced = [.. context.Columns.Where(c => c.MetadataKey is null && IsInFile(c.Name))];
        IDecoder Decoder() => format.CreateFileDecoder(physical, [.. produced.Select(c => new Field(c.Name, c.Type))]);
        Decoder();
        return new FileSource(options, context, format, Decoder, DeadLetterOptions.TakeSink(context, null), partitions);
    }

    /// <inheritdoc/>
    public ISink CreateSink(TableContext context)
    {
        FileSystemOptions options = FileSystemOptions.Take(context.Options);
        FilePartitions? partitions = FilePartitions.Take(context);
        TableFormat format = FormatResolver.Take(context);
        DeadLetterOptions.TakeSink(context, null);
        Field[] columns =
            [.. context.Columns.Where(c => partitions?.IsKey(c.Name) != true).Select(c => new Field(c.Name, c.Type))];
        format.CreateEncoder(columns);
        TimeProvider clock = context.Environment.TimeProvider;
        return new FileSink(options, context.Options.Table, () => format.CreateEncoder(columns), clock, format.Identifier, partitions);
    }
}
