using System.Text.Json;
using ActorStream.Connectors.LocalLog;
using ActorStream.Types;

namespace ActorStream.Connectors.FileSystem;

/// <summary>Writes one shard's part files.</summary>
internal sealed class FileSinkWriter : ISinkWriter
{
    private readonly FileSystemOptions _options;
    private readonly string _table;
    private readonly IEncoder _encoder;
    private readonly TimeProvider _timeProvider;
    private readonly string _prefix;
    private readonly BytesColumnBuilder _encoded = new();
    private readonly List<string> _closed = [];
    private FileStream? _stream;
    private string _part = "";
    private long _opened;
    private int _parts;

    /// <summary>Makes a writer whose parts have names that no other writer uses.</summary>
    public FileSinkWriter(FileSystemOptions options, string table, IEncoder encoder, TimeProvider timeProvider, int shard)
    {
        _options = options;
        _table = table;
        _encoder = encoder;
        _timeProvider = timeProvider;
        _prefix = $"part-{Guid.NewGuid()}-{shard}-";
    }

    /// <inheritdoc/>
    public async ValueTask WriteAsync(Batch batch, CancellationToken cancellationToken)
    {
        if (batch.Count == 0) return;
        _encoder.Encode(batch, _encoded);
        var rows = (BytesColumn)_encoded.Build();
        try
        {
            Open();
            await _stream!.WriteAsync(Lines(rows), cancellationToken);
            bool isOld = _timeProvider.GetElapsedTime(_opened) >= _options.RolloverInterval;
            if (isOld || _stream.Length >= _options.RollingFileSizeBytes) await CloseAsync(cancellationToken);
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
            await CloseAsync(cancellationToken);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw Failed("made durable", cause);
        }
    }

    /// <inheritdoc/>
    public ValueTask<byte[]?> PrepareCommitAsync(long checkpointId, CancellationToken cancellationToken)
    {
        if (_closed.Count == 0) return ValueTask.FromResult<byte[]?>(null);
        byte[] committable = JsonSerializer.SerializeToUtf8Bytes(_closed.ToArray());
        _closed.Clear();
        return ValueTask.FromResult<byte[]?>(committable);
    }

    /// <inheritdoc/>
    public ValueTask CommitAsync(byte[] committable, CancellationToken cancellationToken)
    {
        try
        {
            foreach (string part in JsonSerializer.Deserialize<string[]>(committable)!)
            {
                // Where the hidden file is gone the part was committed before; its reader may have taken it away since.
                string hidden = Hidden(part);
                if (File.Exists(hidden)) File.Move(hidden, Path.Combine(_options.Path, part), overwrite: true);
            }
            DirectorySync.Sync(_options.Path);
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
        if (_stream is not null)
        {
            await _stream.DisposeAsync();
            _stream = null;
            _closed.Add(_part);
        }
        foreach (string part in _closed) File.Delete(Hidden(part));
        _closed.Clear();
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

    private string Hidden(string part) => Path.Combine(_options.Path, "." + part + ".inprogress");

    private void Open()
    {
        if (_stream is not null) return;
        _part = _prefix + _parts++;
        _stream = new FileStream(Hidden(_part), FileMode.CreateNew, FileAccess.Write, FileShare.Read, 64 * 1024, FileOptions.Asynchronous);
        _opened = _timeProvider.GetTimestamp();
    }

    private async ValueTask CloseAsync(CancellationToken cancellationToken)
    {
        if (_stream is null) return;
        await _stream.FlushAsync(cancellationToken);
        _stream.Flush(flushToDisk: true);
        await _stream.DisposeAsync();
        _stream = null;
        _closed.Add(_part);
        DirectorySync.Sync(_options.Path);
    }

    private ConnectorException Failed(string what, Exception cause) => new(
        "filesystem",
        _table,
        $"A part file of table \"{_table}\" in \"{_options.Path}\" was not {what}: {cause.Message}",
        innerException: cause);
}
