using ActorStream.Types;
using Microsoft.Win32.SafeHandles;

namespace ActorStream.Connectors.LocalLog;

/// <summary>Reads one partition: finds extents in the database and decodes their frames, several into one batch where they are
/// small.</summary>
internal sealed class EmbeddedPartitionReader : IDisposable
{
    private const int SmallExtentBytes = 64 * 1024;
    private const int MaxBatchBytes = 512 * 1024;

    private readonly EmbeddedLog _log;
    private readonly long _topicId;
    private readonly Queue<EmbeddedExtent> _extents = new();
    private SafeFileHandle? _file;
    private string? _fileName;
    private EmbeddedExtent? _extent;
    private long _position;
    private long _frameBase;
    private long _nextOffset;
    private long _knownTo;
    private long _end = -1;
    private bool _endIsTold;

    public EmbeddedPartitionReader(EmbeddedLog log, long topicId, LogOffset start)
    {
        (_log, _topicId, Partition, _nextOffset, _knownTo) = (log, topicId, start.Partition, start.Offset, start.Offset);
    }

    public LogPartition Partition { get; }

    public void Refresh()
    {
        long end = _log.Database.EndOffset(_topicId, Partition.Partition);
        if (end > _end) _endIsTold = false;
        _end = end;
    }

    /// <summary>The next records; an empty answer once where the end is reached without any; null where nothing is new.</summary>
    public LogRecords? Read()
    {
        var batch = new EmbeddedBatchBuilder();
        while (batch.Count < Batch.TargetRows && NextFrame(batch, out EmbeddedFrame.Header header, out int at))
        {
            batch.Add(header, at, _frameBase, _nextOffset);
            Skip(header);
            _nextOffset = _frameBase;
        }
        bool isAtEnd = _nextOffset == _end;
        if (batch.Count == 0 && (!isAtEnd || _endIsTold)) return null;
        if (isAtEnd) _endIsTold = true;
        return batch.Build(Partition, _nextOffset, _end, isAtEnd);
    }

    public void Dispose() => _file?.Dispose();

    /// <summary>Finds the next frame that holds the wanted offset, in the batch's buffer or in the file. False where there is none, or
    /// where it does not fit into the batch.</summary>
    private bool NextFrame(EmbeddedBatchBuilder batch, out EmbeddedFrame.Header header, out int at)
    {
        while (true)
        {
            header = default;
            at = 0;
            if (_extent is null && !NextExtent()) return false;
            long left = _extent!.Position + _extent.Length - _position;
            if (!batch.TryLocate(_fileName!, _position, out at))
            {
                // Small extents are read whole, large ones frame by frame.
                long length = left <= SmallExtentBytes ? left : FrameLength(left);
                if (batch.Count > 0 && batch.Bytes + length > MaxBatchBytes) return false;
                if (!batch.TryLoad(_file!, _fileName!, _position, length, out at)) throw Damaged();
            }
            ReadOnlySpan<byte> data = batch.From(at);
            if (!EmbeddedFrame.TryReadHeader(data, out header) || header.TotalLength > data.Length) throw Damaged();
            if (_frameBase + header.Count > _nextOffset)
            {
                if (!EmbeddedFrame.IsIntact(data[..(int)header.TotalLength], header)) throw Damaged();
                return true;
            }
            Skip(header);
        }
    }

    private void Skip(in EmbeddedFrame.Header header)
    {
        _position += header.TotalLength;
        _frameBase += header.Count;
        if (_frameBase >= _extent!.End) _extent = null;
    }

    private long FrameLength(long left)
    {
        Span<byte> bytes = stackalloc byte[EmbeddedFrame.HeaderSize];
        int got = RandomAccess.Read(_file!, bytes, _position);
        return EmbeddedFrame.TryReadHeader(bytes[..got], out EmbeddedFrame.Header header) && header.TotalLength <= left
            ? header.TotalLength
            : throw Damaged();
    }

    private bool NextExtent()
    {
        if (_extents.Count == 0)
        {
            if (_knownTo >= _end) return false;
            foreach (EmbeddedExtent extent in _log.Database.Extents(_topicId, Partition.Partition, _nextOffset)) _extents.Enqueue(extent);
            if (_extents.Count == 0) return false;
        }
        EmbeddedExtent next = _extents.Dequeue();
        _knownTo = next.End;
        if (_fileName != next.File)
        {
            _file?.Dispose();
            _file = null;
            string path = Path.Combine(_log.SegmentFolder, next.File);
            _file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            _fileName = next.File;
        }
        (_extent, _position, _frameBase) = (next, next.Position, next.Base);
        return true;
    }

    private ConnectorException Damaged() => new(
        "kafka", null,
        $"Segment file \"{Path.Combine(_log.SegmentFolder, _fileName!)}\" is damaged at byte {_position}: "
            + $"{Partition}@{_frameBase} does not read back.",
        hint: "Restore the folder from a copy; its disk or a program has changed the file.");
}
