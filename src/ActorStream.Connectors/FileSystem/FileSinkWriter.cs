using ActorStream.Connectors.LocalLog;
using ActorStream.Types;

namespace ActorStream.Connectors.FileSystem;

/// <summary>Writes one shard's part files, those of each partition in its directory.</summary>
internal sealed class FileSinkWriter : ISinkWriter
{
    /// <summary>Parts that are open at a time; beyond, the oldest is closed, and its partition's next row begins another.</summary>
    private const int MaxOpenParts = 100;

    private readonly FileSystemOptions _options;
    private readonly string _table;
    private readonly IEncoder _encoder;
    private readonly TimeProvider _timeProvider;
    private readonly FilePartitions? _partitions;
    private readonly PartitionCommit? _commit;
    private readonly string _prefix;
    private readonly BytesColumnBuilder _encoded = new();
    private readonly Dictionary<string, OpenPart> _open = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _incomplete = new(StringComparer.Ordinal);
    private readonly List<string> _closed = [];
    private int _parts;
    private bool _isEnd;

    /// <summary>Makes a writer whose parts have names that no other writer uses.</summary>
    public FileSinkWriter(
        FileSystemOptions options, string table, IEncoder encoder, TimeProvider timeProvider, int shard, FilePartitions? partitions,
        PartitionCommit? commit)
    {
        _options = options;
        _table = table;
        _encoder = encoder;
        _timeProvider = timeProvider;
        _partitions = partitions;
        _commit = commit;
        _prefix = $"part-{Guid.NewGuid()}-{shard}-";
        if (shard > 0 || partitions is null || commit is null || commit.Delay == TimeSpan.Zero) return;
        foreach ((string partition, DateTimeOffset since) in commit.Unmarked(partitions)) _incomplete.Add(partition, since);
    }

    /// <inheritdoc/>
    public async ValueTask WriteAsync(Batch batch, CancellationToken cancellationToken)
    {
        if (batch.Count == 0) return;
        try
        {
            if (_partitions is null)
            {
                await WriteAsync("", batch, cancellationToken);
                return;
            }
            Column[] columns = _partitions.FileColumns(batch);
            foreach ((string directory, List<int> rows) in ByDirectory(batch))
            {
                int[] chosen = [.. rows];
                await WriteAsync(directory, new Batch([.. columns.Select(c => c.Take(chosen))], chosen.Length), cancellationToken);
            }
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw Failed("written", cause);
        }
    }

    /// <inheritdoc/>
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (string directory in _open.Keys.ToArray()) await CloseAsync(directory, cancellationToken);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw Failed("made durable", cause);
        }
    }

    /// <inheritdoc/>
    public void EndOfInput() => _isEnd = true;

    /// <inheritdoc/>
    public ValueTask<byte[]?> PrepareCommitAsync(long checkpointId, CancellationToken cancellationToken)
    {
        string[] complete = _commit is null ? [] : TakeComplete(_commit.Delay);
        if (_closed.Count == 0 && complete.Length == 0) return ValueTask.FromResult<byte[]?>(null);
        byte[] committable = new CommittedParts(checkpointId, [.. _closed], complete).ToBytes();
        _closed.Clear();
        _commit?.Prepared(checkpointId);
        return ValueTask.FromResult<byte[]?>(committable);
    }

    /// <inheritdoc/>
    public ValueTask CommitAsync(byte[] committable, CancellationToken cancellationToken)
    {
        try
        {
            CommittedParts done = CommittedParts.Read(committable);
            foreach (string part in done.Parts)
            {
                // Where the hidden file is gone the part was committed before; its reader may have taken it away since.
                string hidden = Hidden(part);
                if (File.Exists(hidden)) File.Move(hidden, Path.Combine(_options.Path, part), overwrite: true);
            }
            foreach (string directory in done.Parts.Select(p => Path.GetDirectoryName(p)!).Distinct()) Sync(directory);
            _commit?.Committed(done);
            return ValueTask.CompletedTask;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw Failed("renamed", cause);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // What no checkpoint names never happened.
        foreach (OpenPart part in _open.Values)
        {
            _closed.Add(part.Name);
            try
            {
                await part.Stream.DisposeAsync();
            }
            catch (IOException)
            {
                // Its last bytes had no room; they are removed anyway.
            }
        }
        _open.Clear();
        foreach (string part in _closed) File.Delete(Hidden(part));
        _closed.Clear();
    }

    private async ValueTask WriteAsync(string directory, Batch batch, CancellationToken cancellationToken)
    {
        _encoder.Encode(batch, _encoded);
        var rows = (BytesColumn)_encoded.Build();
        OpenPart part = await OpenAsync(directory, cancellationToken);
        await part.Stream.WriteAsync(Lines(rows), cancellationToken);
        bool isOld = _timeProvider.GetElapsedTime(part.Opened) >= _options.RolloverInterval;
        if (isOld || part.Stream.Length >= _options.RollingFileSizeBytes) await CloseAsync(directory, cancellationToken);
    }

    private Dictionary<string, List<int>> ByDirectory(Batch batch)
    {
        var rows = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        for (int row = 0; row < batch.Count; row++)
        {
            string directory = _partitions!.DirectoryOf(batch, row);
            if (!rows.TryGetValue(directory, out List<int>? of)) rows.Add(directory, of = []);
            of.Add(row);
        }
        return rows;
    }

    /// <summary>The partitions whose time has come; at the end, all.</summary>
    private string[] TakeComplete(TimeSpan delay)
    {
        DateTimeOffset now = _timeProvider.GetUtcNow();
        string[] complete = [.. _incomplete.Where(p => _isEnd || now - p.Value >= delay).Select(p => p.Key)];
        foreach (string partition in complete) _incomplete.Remove(partition);
        return complete;
    }

    private static byte[] Lines(BytesColumn rows)
    {
        long total = rows.Length;
        for (int i = 0; i < rows.Length; i++) total += rows.Lengths[i];
        byte[] lines = GC.AllocateUninitializedArray<byte>(checked((int)total));
        int used = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i].CopyTo(lines.AsSpan(used));
            used += rows.Lengths[i];
            lines[used++] = (byte)'\n';
        }
        return lines;
    }

    private string Hidden(string part) =>
        Path.Combine(_options.Path, Path.GetDirectoryName(part)!, "." + Path.GetFileName(part) + ".inprogress");

    private async ValueTask<OpenPart> OpenAsync(string directory, CancellationToken cancellationToken)
    {
        if (_open.TryGetValue(directory, out OpenPart? open)) return open;
        if (_open.Count >= MaxOpenParts) await CloseAsync(_open.MinBy(p => p.Value.Opened).Key, cancellationToken);
        string name = Path.Combine(directory, _prefix + _parts++);
        if (directory.Length > 0) Directory.CreateDirectory(Path.Combine(_options.Path, directory));
        var stream = new FileStream(
            Hidden(name), FileMode.CreateNew, FileAccess.Write, FileShare.Read, 64 * 1024, FileOptions.Asynchronous);
        open = new OpenPart(name, stream, _timeProvider.GetTimestamp());
        _open.Add(directory, open);
        if (_commit is not null) _incomplete.TryAdd(directory, _timeProvider.GetUtcNow());
        return open;
    }

    private async ValueTask CloseAsync(string directory, CancellationToken cancellationToken)
    {
        OpenPart part = _open[directory];
        await part.Stream.FlushAsync(cancellationToken);
        part.Stream.Flush(flushToDisk: true);
        await part.Stream.DisposeAsync();
        _open.Remove(directory);
        _closed.Add(part.Name);
        Sync(directory);
    }

    /// <summary>Makes the names in a directory durable, and its own up to the table's.</summary>
    private void Sync(string directory)
    {
        for (string? path = directory; !string.IsNullOrEmpty(path); path = Path.GetDirectoryName(path))
            DirectorySync.Sync(Path.Combine(_options.Path, path));
        DirectorySync.Sync(_options.Path);
    }

    private ConnectorException Failed(string what, Exception cause) => new(
        "filesystem",
        _table,
        $"A part file of table \"{_table}\" in \"{_options.Path}\" was not {what}: {cause.Message}",
        innerException: cause);

    /// <summary>A part that is being written.</summary>
    /// <param name="Name">Its name when it is visible, below the table's directory.</param>
    /// <param name="Stream">The hidden file.</param>
    /// <param name="Opened">When it was opened.</param>
    private sealed record OpenPart(string Name, FileStream Stream, long Opened);
}
