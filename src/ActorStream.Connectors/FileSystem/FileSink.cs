using ActorStream.Connectors.DeadLetters;

namespace ActorStream.Connectors.FileSystem;

/// <summary>
/// Part files in a directory, or in one for each partition. A part is written under a hidden name, made durable at the checkpoint's
/// barrier, and gets its visible name when the checkpoint is committed, and again on recovery: readers see each row once.
/// </summary>
internal sealed class FileSink : ISink
{
    private readonly FileSystemOptions _options;
    private readonly string _table;
    private readonly Func<IEncoder> _makeEncoder;
    private readonly TimeProvider _timeProvider;
    private readonly string _format;
    private readonly FilePartitions? _partitions;
    private readonly PartitionCommit? _commit;

    /// <summary>Makes a sink.</summary>
    public FileSink(
        FileSystemOptions options, string table, Func<IEncoder> makeEncoder, TimeProvider timeProvider, string format,
        FilePartitions? partitions = null)
    {
        _options = options;
        _table = table;
        _makeEncoder = makeEncoder;
        _timeProvider = timeProvider;
        _format = format;
        _partitions = partitions;
        if (partitions is not null && options.PartitionCommit is { } commit) _commit = new PartitionCommit(options, commit);
    }

    /// <inheritdoc/>
    public DeliveryGuarantee Guarantee => DeliveryGuarantee.ExactlyOnce;

    /// <inheritdoc/>
    public ChangelogMode AcceptedChangelogMode => ChangelogMode.InsertOnly;

    /// <inheritdoc/>
    public string Description => $"filesystem {_options.Path} ({_format}; {PartitionText}part files appear with each checkpoint)";

    /// <inheritdoc/>
    public ILog? TransactionalLog => null;

    private string PartitionText =>
        _partitions is null ? "" : $"partitioned by {string.Join(", ", _partitions.Keys.Select(k => k.Name))}; ";

    /// <summary>A sink of dead letters below a directory.</summary>
    public static FileSink ForDeadLetters(string path, TableOptions options, TimeProvider timeProvider) => new(
        new FileSystemOptions { Path = FilePaths.Parse(options, "dead-letter.path", path) },
        options.Table,
        () => new DeadLetterEncoder(),
        timeProvider,
        "dead letters as json");

    /// <inheritdoc/>
    public ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(_options.Path);
            return ValueTask.CompletedTask;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new ConnectorException(
                "filesystem",
                _table,
                $"The directory \"{_options.Path}\" of table \"{_table}\" cannot be made: {cause.Message}",
                hint: "A part file needs a directory that this process may write.",
                innerException: cause);
        }
    }

    /// <inheritdoc/>
    public ISinkWriter CreateWriter(SinkWriterContext context) =>
        new FileSinkWriter(_options, _table, _makeEncoder(), _timeProvider, context.Shard, _partitions, _commit);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
