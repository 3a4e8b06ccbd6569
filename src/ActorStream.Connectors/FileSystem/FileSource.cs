using ActorStream.Connectors.Formats;

namespace ActorStream.Connectors.FileSystem;

/// <summary>Files that are read once: a file, or all files below a directory. Each is a split; its position is the number of records
/// read. A directory that is watched is one split, see <see cref="WatchingFileReader"/>.</summary>
internal sealed class FileSource(
    FileSystemOptions options, TableContext context, TableFormat format, Func<IDecoder> makeDecoder, ISink? deadLetters,
    FilePartitions? partitions = null) : ISource
{
    private static readonly SourceSplit Watched = new("files");

    private readonly string _table = context.Options.Table;

    /// <inheritdoc/>
    public bool IsBounded => options.MonitorInterval is null;

    /// <inheritdoc/>
    public ChangelogMode ChangelogMode => format.ChangelogMode;

    /// <inheritdoc/>
    public string Description => $"filesystem {options.Path} ({format.Identifier})"
        + (options.MonitorInterval is null ? "" : ", watched for new files");

    /// <inheritdoc/>
    public ISink? DeadLetterSink => deadLetters;

    /// <inheritdoc/>
    public IReadOnlyList<StatePart> OffsetParts =>
        [new("path", options.Path), new("format's records", format.CreateSplitter().Description)];

    /// <inheritdoc/>
    public int MaxReaders => int.MaxValue;

    /// <inheritdoc/>
    public ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        if (File.Exists(options.Path) || Directory.Exists(options.Path)) return ValueTask.CompletedTask;
        throw new ConnectorException(
            "filesystem", _table, $"The path \"{options.Path}\" of table \"{_table}\" does not exist.", hint: "Mend the option 'path'.");
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<SourceSplit>> DiscoverSplitsAsync(CancellationToken cancellationToken) =>
        new(options.MonitorInterval is null ? [.. List().Select(f => new SourceSplit(f))] : [Watched]);

    /// <summary>The files by their path below the directory, in order.</summary>
    private List<string> List()
    {
        if (!Directory.Exists(options.Path))
        {
            if (partitions is not null) throw new ConnectorException("filesystem", _table,
                $"The path \"{options.Path}\" of table \"{_table}\" is a file, but a partitioned table is a directory.");
            return [Path.GetFileName(options.Path)];
        }
        var files = new List<string>();
        foreach (string directory in partitions?.Find(options.Path) ?? [""])
            Collect(new DirectoryInfo(Path.Combine(options.Path, directory)), files);
        files.Sort(StringComparer.Ordinal);
        return files;
    }

    /// <summary>The files of a watched directory, oldest first.</summary>
    private List<string> ListByTime(string root)
    {
        try
        {
            return [.. List().OrderBy(f => File.GetLastWriteTimeUtc(Path.Combine(root, f))).ThenBy(f => f, StringComparer.Ordinal)];
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new ConnectorException("filesystem", _table,
                $"The path \"{options.Path}\" of table \"{_table}\" cannot be listed: {cause.Message}", isTransient: true,
                innerException: cause);
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<SplitStart>> ResolveAsync(IReadOnlyList<SplitStart> splits, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<SplitStart>>([.. splits.Select(s => s with { Offset = s.Offset ?? 0 })]);

    /// <inheritdoc/>
    public ISourceReader CreateReader(IReadOnlyList<SplitStart> splits)
    {
        string root = Directory.Exists(options.Path) ? options.Path : Path.GetDirectoryName(options.Path)!;
        FileReader Open(IReadOnlyList<SplitStart> starts) =>
            new(root, starts, makeDecoder(), format.CreateSplitter(), context, deadLetters is not null, partitions);
        return options.MonitorInterval is not { } interval ? Open(splits) : new WatchingFileReader(
            splits[0], () => ListByTime(root), start => Open([start]), interval, context.Environment.TimeProvider);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void Collect(DirectoryInfo directory, List<string> files)
    {
        foreach (FileInfo file in directory.EnumerateFiles())
        {
            if (FilePaths.IsHidden(file.Name) || options.PathPattern?.IsMatch(file.FullName) == false) continue;
            files.Add(Path.GetRelativePath(options.Path, file.FullName).Replace('\\', '/'));
        }
        foreach (DirectoryInfo nested in directory.EnumerateDirectories())
        {
            if (!FilePaths.IsHidden(nested.Name)) Collect(nested, files);
        }
    }
}
