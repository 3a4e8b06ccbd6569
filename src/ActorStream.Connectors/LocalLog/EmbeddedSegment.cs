using Microsoft.Win32.SafeHandles;

namespace ActorStream.Connectors.LocalLog;

/// <summary>One writer's file of one partition: frames are appended, and become visible when the database names them.</summary>
internal sealed class EmbeddedSegment : IDisposable
{
    private readonly EmbeddedFrameBuilder _frame = new();
    private readonly SafeFileHandle _handle;
    private long _start;
    private int _count;
    private long _maxTime = long.MinValue;
    private bool _directoryIsSynced;

    public EmbeddedSegment(long topicId, int partition, string folder, string name)
    {
        TopicId = topicId;
        Partition = partition;
        Name = name;
        Path = System.IO.Path.Combine(folder, name);
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
            _handle = File.OpenHandle(Path, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed(e);
        }
    }

    public long TopicId { get; }

    public int Partition { get; }

    /// <summary>The file's name relative to the folder of segments.</summary>
    public string Name { get; }

    public string Path { get; }

    /// <summary>Bytes in the file, visible or not.</summary>
    public long Length { get; private set; }

    public bool HasPending => _count > 0 || _frame.Count > 0;

    public void Append(bool hasKey, ReadOnlySpan<byte> key, bool hasValue, ReadOnlySpan<byte> value, long time, byte[]? headers)
    {
        _frame.Append(hasKey, key, hasValue, value, time, headers);
        if (time > _maxTime) _maxTime = time;
        if (_frame.IsFull) WriteFrame();
    }

    /// <summary>Everything since the last call, written to the file but not yet synced; or null where there is nothing.</summary>
    public EmbeddedPending? TakePending()
    {
        if (_frame.Count > 0) WriteFrame();
        if (_count == 0) return null;
        var pending = new EmbeddedPending(TopicId, Partition, _count, Name, _start, Length - _start, _maxTime);
        (_start, _count, _maxTime) = (Length, 0, long.MinValue);
        return pending;
    }

    /// <summary>Forgets everything since <see cref="TakePending"/>.</summary>
    public void Drop()
    {
        _frame.Clear();
        RandomAccess.SetLength(_handle, _start);
        (Length, _count, _maxTime) = (_start, 0, long.MinValue);
    }

    /// <summary>Makes the file's bytes, and the first time its name, survive a loss of power.</summary>
    public void Sync()
    {
        try
        {
            RandomAccess.FlushToDisk(_handle);
            if (_directoryIsSynced) return;
            DirectorySync.Sync(System.IO.Path.GetDirectoryName(Path)!);
            _directoryIsSynced = true;
        }
        catch (IOException e)
        {
            throw Failed(e);
        }
    }

    public void Dispose() => _handle.Dispose();

    private void WriteFrame()
    {
        int count = _frame.Count;
        ReadOnlySpan<byte> bytes = _frame.Build();
        try
        {
            RandomAccess.Write(_handle, bytes, Length);
        }
        catch (IOException e)
        {
            throw Failed(e);
        }
        Length += bytes.Length;
        _count += count;
    }

    private ConnectorException Failed(Exception e) => new(
        "kafka", null, $"The embedded log's file \"{Path}\" was not written: {e.Message.TrimEnd('.')}.", isTransient: e is IOException,
        "Look at the disk that holds it: whether it has room left, and who may write to it.", e);
}
