using System.Text;
using ActorStream.Connectors.DeadLetters;
using ActorStream.Connectors.FileSystem.Compression;
using ActorStream.Connectors.Formats;
using ActorStream.Types;

namespace ActorStream.Connectors.FileSystem;

/// <summary>Reads files one after the other, a buffer at a time; the batches point into the buffer, which is not used again.</summary>
internal sealed class FileReader : ISourceReader
{
    // Below the size from which the runtime puts arrays onto its heap of large objects.
    private const int BufferBytes = 80 * 1024;

    private readonly string _root;
    private readonly Queue<SplitStart> _splits;
    private readonly IDecoder _decoder;
    private readonly RecordSplitter _splitter;
    private readonly IReadOnlyList<ConnectorColumn> _columns;
    private readonly DeadLetterErrors _errors;
    private readonly bool _keepsErrors;
    private readonly long _maxRecordBytes;
    private readonly string _table;
    private readonly FilePartitions? _partitions;
    private readonly Dictionary<string, Column> _partitionValues = new(StringComparer.Ordinal);
    private FileInfo? _file;
    private Stream? _stream;
    private SourceSplit? _split;
    private byte[] _rest = [];
    private bool _isAtEnd;
    private string? _fault;
    private long _offset;
    private long _skip;

    public FileReader(
        string root, IReadOnlyList<SplitStart> splits, IDecoder decoder, RecordSplitter splitter, TableContext context, bool keepsErrors,
        FilePartitions? partitions)
    {
        _root = root;
        _splits = new Queue<SplitStart>(splits.OrderBy(s => s.Split.Id, StringComparer.Ordinal));
        _decoder = decoder;
        _splitter = splitter;
        _columns = context.Columns;
        _partitions = partitions;
        _table = context.Options.Table;
        _errors = new DeadLetterErrors("filesystem", _table, keepsErrors);
        _keepsErrors = keepsErrors;
        _maxRecordBytes = Math.Min(context.Environment.MaxValueBytes, Array.MaxLength / 2);
    }

    /// <inheritdoc/>
    public async ValueTask<SourceBatch?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (_stream is null && !OpenNext()) return null;
            return await ReadBatchAsync(cancellationToken);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw Unreadable(cause.Message, cause);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_stream is not null) await _stream.DisposeAsync();
    }

    private bool OpenNext()
    {
        if (!_splits.TryDequeue(out SplitStart? next)) return false;
        _split = next.Split;
        _offset = 0;
        _skip = next.Offset ?? 0;
        _rest = [];
        (_isAtEnd, _fault) = (false, null);
        _partitionValues.Clear();
        foreach (ConnectorColumn column in _columns)
        {
            if (column.MetadataKey is null && _partitions?.IsKey(column.Name) == true)
                _partitionValues.Add(column.Name, _partitions.ValueOf(next.Split.Id, column.Name));
        }
        _file = new FileInfo(Path.Combine(_root, next.Split.Id));
        if (FileKind.Of(_file.FullName) is { } kind) throw Unreadable($"It is {kind}, but a table reads regular files.", null);
        string extension = Path.GetExtension(_file.Name).ToLowerInvariant();
        if (extension is ".bz2" or ".xz" or ".zst")
            throw Unreadable($"Files packed as {extension} are not unpacked here; pack it as .gz, or not at all.", null);
        const FileShare Shared = FileShare.ReadWrite | FileShare.Delete;
        Stream file = new FileStream(_file.FullName, FileMode.Open, FileAccess.Read, Shared, 1, FileOptions.SequentialScan);
        _stream = extension switch
        {
            ".gz" or ".gzip" => new InflateStream(file, isGzip: true),
            ".deflate" => new InflateStream(file, isGzip: false),
            _ => file,
        };
        return true;
    }

    private async ValueTask<SourceBatch> ReadBatchAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_rest.Length > _maxRecordBytes) throw TooLong(_offset);
            byte[] buffer = GC.AllocateUninitializedArray<byte>(Math.Max(BufferBytes, _rest.Length * 2));
            _rest.CopyTo(buffer, 0);
            int used = _rest.Length;
            if (!_isAtEnd && _fault is null) used = await FillAsync(buffer, used, cancellationToken);
            BytesColumn records = Split(buffer, used, out int consumed);
            _rest = buffer[consumed..used];
            // What came before the fault goes first.
            if (_fault is not null && records.Length == 0) return await EndAtFaultAsync(_fault);
            bool isEnd = _isAtEnd && _rest.Length == 0;
            if (records.Length == 0 && !isEnd) continue;
            SourceBatch batch = Decode(records) with { IsEnd = isEnd };
            if (isEnd)
            {
                await _stream!.DisposeAsync();
                _stream = null;
            }
            return batch;
        }
    }

    private async ValueTask<int> FillAsync(byte[] buffer, int used, CancellationToken cancellationToken)
    {
        try
        {
            while (used < buffer.Length)
            {
                int read = await _stream!.ReadAsync(buffer.AsMemory(used), cancellationToken);
                used += read;
                _isAtEnd = read == 0;
                if (_isAtEnd) break;
            }
        }
        catch (InvalidDataException fault)
        {
            _fault = fault.Message;
        }
        return used;
    }

    /// <summary>A packed file that is cut off or damaged fails the job, or ends with a dead letter of the record that it breaks off in.
    /// </summary>
    private async ValueTask<SourceBatch> EndAtFaultAsync(string fault)
    {
        string reason = $"After record {_offset}: {fault}";
        if (!_keepsErrors) throw Unreadable(reason, null);
        string position = $"{_split!.Id}:{_offset + 1}";
        DeadLetter[] letters = [new DeadLetter(_rest, position, $"The file cannot be read to its end. {reason}", null)];
        // Read again after a restart, the letter was the record to be left out.
        if (_skip > 0) letters = [];
        _offset++;
        await _stream!.DisposeAsync();
        _stream = null;
        return new SourceBatch(_split, Nothing(), _offset) { DeadLetters = letters, IsEnd = true };
    }

    private Batch Nothing() => new([.. _columns.Select(c => ColumnBuilder.Create(c.Type).Build())], 0);

    private ConnectorException TooLong(long after) => Unreadable(
        $"After record {after}: the next one has more than {_maxRecordBytes} bytes, the most that one may have.", null,
        "Make it smaller, or raise actorstream.engine.max-value.");

    private ConnectorException Unreadable(string reason, Exception? cause, string? hint = null)
    {
        string message = $"The file \"{_file?.FullName}\" of table \"{_table}\" cannot be read: {reason}";
        return new ConnectorException("filesystem", _table, message, hint: hint, innerException: cause);
    }

    private BytesColumn Split(byte[] buffer, int used, out int consumed)
    {
        int[] starts = new int[256];
        int[] lengths = new int[256];
        int count = 0;
        consumed = 0;
        if (_offset == 0 && _skip == 0 && buffer.AsSpan(0, used).StartsWith("\uFEFF"u8)) consumed = 3;
        while (consumed < used && count < 4 * Batch.TargetRows)
        {
            ReadOnlySpan<byte> rest = buffer.AsSpan(consumed, used - consumed);
            int length = _splitter.FindEnd(rest, _isAtEnd, out int next);
            if (length < 0) break;
            if (length > _maxRecordBytes) throw TooLong(_offset + count);
            next += consumed;
            if (_skip > 0)
            {
                _skip--;
                _offset++;
                consumed = next;
                continue;
            }
            if (count == starts.Length)
            {
                Array.Resize(ref starts, count * 2);
                Array.Resize(ref lengths, count * 2);
            }
            starts[count] = consumed;
            lengths[count++] = length;
            consumed = next;
        }
        return new BytesColumn(buffer, starts, lengths, count);
    }

    private SourceBatch Decode(BytesColumn records)
    {
        long first = _offset;
        string file = _split!.Id;
        _errors.Begin(records, row => $"{file}:{first + row + 1}");
        DecodedRows rows = _decoder.Decode(records, _errors);
        _offset += records.Length;
        Batch batch = rows.Count == 0 ? Nothing() : Arrange(rows);
        return new SourceBatch(_split, batch, _offset) { DeadLetters = _errors.Take() };
    }

    /// <summary>Puts metadata and partition columns among the decoded ones.</summary>
    private Batch Arrange(DecodedRows rows)
    {
        var columns = new Column[_columns.Count];
        int decoded = 0;
        for (int i = 0; i < columns.Length; i++)
        {
            if (_columns[i].MetadataKey is { } key) columns[i] = Metadata(key, rows.Count);
            else if (_partitionValues.TryGetValue(_columns[i].Name, out Column? value)) columns[i] = value.Take(new int[rows.Count]);
            else columns[i] = rows.Columns[decoded++];
        }
        return new Batch(columns, rows.Count, rows.Kinds);
    }

    private Column Metadata(string key, int count) => key switch
    {
        "file.path" => Repeat(_file!.FullName, count),
        "file.name" => Repeat(_file!.Name, count),
        "file.size" => Repeat(_file!.Length, count),
        _ => Repeat(new DateTimeOffset(_file!.LastWriteTimeUtc).ToUnixTimeMilliseconds() * 1000, count),
    };

    private static BytesColumn Repeat(string text, int count)
    {
        byte[] data = Encoding.UTF8.GetBytes(text);
        int[] lengths = new int[count];
        Array.Fill(lengths, data.Length);
        return new BytesColumn(data, new int[count], lengths, count);
    }

    private static FixedColumn<long> Repeat(long value, int count)
    {
        long[] values = new long[count];
        Array.Fill(values, value);
        return new FixedColumn<long>(values, count);
    }
}
