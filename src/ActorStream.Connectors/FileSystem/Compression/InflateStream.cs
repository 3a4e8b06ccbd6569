using System.Buffers.Binary;
using System.IO.Hashing;
using ICSharpCode.SharpZipLib;
using ICSharpCode.SharpZipLib.Zip.Compression;
using Adler32 = ICSharpCode.SharpZipLib.Checksum.Adler32;

namespace ActorStream.Connectors.FileSystem.Compression;

/// <summary>
/// Reads a gzip (RFC 1952) or zlib (RFC 1950) file unpacked. One gzip file may follow another; what comes after the last and is none is
/// left alone, as Java does. A file that is cut off, damaged, or whose checksum differs is an <see cref="InvalidDataException"/>, after
/// what could be unpacked before. The runtime's own streams take a file that is cut off for a whole one.
/// </summary>
internal sealed class InflateStream(Stream file, bool isGzip) : Stream
{
    /// <summary>More than the largest extra field of a header.</summary>
    private const int BufferBytes = 128 * 1024;
    private const int HeaderBytes = 10;
    private const string CutOff = "It is cut off";
    private const byte HasHeaderCrc = 2, HasExtra = 4, HasName = 8, HasComment = 16;

    private readonly Inflater _inflater = new(noHeader: true);
    private readonly Crc32 _crc = new();
    private readonly Adler32 _adler = new();
    private readonly byte[] _buffer = new byte[BufferBytes];
    private readonly byte[] _output = new byte[BufferBytes];
    private ReadOnlyMemory<byte> _ready;
    private string? _fault;
    private Phase _phase;
    private int _at;
    private int _end;
    private long _bufferOffset;
    private bool _isFileEnd;
    private bool _needsInput;
    private long _unpacked;
    private int _fed;
    private bool _isFirst = true;

    private enum Phase
    {
        Header,
        Data,
        Trailer,
        End,
    }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    private static ReadOnlySpan<byte> GzipMagic => [0x1F, 0x8B, 8];

    private ReadOnlySpan<byte> Input => _buffer.AsSpan(_at, _end - _at);

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_ready.IsEmpty)
        {
            if (buffer.IsEmpty || _phase == Phase.End) return 0;
            if (_fault is not null) throw Fault(_fault);
            if (_needsInput) await FillAsync(cancellationToken);
            _needsInput = false;
            Step();
        }
        int count = Math.Min(buffer.Length, _ready.Length);
        _ready[..count].CopyTo(buffer);
        _ready = _ready[count..];
        return count;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) file.Dispose();
        base.Dispose(disposing);
    }

    private InvalidDataException Fault(string reason) => new($"{reason}, near byte {_bufferOffset + _at} of the packed file.");

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        Input.CopyTo(_buffer);
        _bufferOffset += _at;
        _fed -= _at;
        (_at, _end) = (0, _end - _at);
        int room = _buffer.Length - _end;
        int read = await file.ReadAtLeastAsync(_buffer.AsMemory(_end), room, throwOnEndOfStream: false, cancellationToken);
        _end += read;
        _isFileEnd = read < room;
    }

    private void Step()
    {
        switch (_phase)
        {
            case Phase.Header:
                Begin();
                break;
            case Phase.Data:
                Unpack();
                break;
            default:
                End();
                break;
        }
    }

    private void Begin()
    {
        if (!_isFirst && (!isGzip || (_isFileEnd && Input.Length < 2)))
        {
            _phase = Phase.End;
            return;
        }
        string? fault = isGzip ? SkipGzipHeader() : SkipZlibHeader();
        if (fault == CutOff && CanHaveMore()) return;
        if (fault is not null)
        {
            // Java takes the start of a next header for nothing, too, and loses what it headed.
            if (_isFirst || fault == CutOff) _fault = fault;
            else _phase = Phase.End;
            return;
        }
        _isFirst = false;
        _inflater.Reset();
        _crc.Reset();
        _adler.Reset();
        (_unpacked, _fed) = (0, _at);
        _phase = Phase.Data;
    }

    private void Unpack()
    {
        int count;
        try
        {
            count = _inflater.Inflate(_output, 0, _output.Length);
        }
        catch (Exception fault) when (fault is SharpZipBaseException or IndexOutOfRangeException or ArgumentException)
        {
            // The library leaves some checks of its tables to the runtime.
            string reason = fault is SharpZipBaseException ? fault.Message.TrimEnd('.') : "its codes are none";
            _fault = $"Its compressed data is damaged: {reason}";
            count = (int)(_inflater.TotalOut - _unpacked);
        }
        _unpacked = _inflater.TotalOut;
        // Bytes that the inflater has taken and not used are those that follow the data once it has ended.
        _at = _fed - _inflater.RemainingInput;
        _ready = _output.AsMemory(0, count);
        if (isGzip) _crc.Append(_ready.Span);
        else _adler.Update(new ArraySegment<byte>(_output, 0, count));
        if (_fault is not null || count > 0) return;
        if (_inflater.IsFinished) _phase = Phase.Trailer;
        else if (_fed < _end) Feed();
        else if (!CanHaveMore()) _fault = CutOff;
    }

    private void Feed()
    {
        _inflater.SetInput(_buffer, _fed, _end - _fed);
        _fed = _end;
    }

    private void End()
    {
        int size = isGzip ? 8 : 4;
        if (Input.Length < size)
        {
            if (!CanHaveMore()) _fault = CutOff;
            return;
        }
        uint stored = isGzip ? BinaryPrimitives.ReadUInt32LittleEndian(Input) : BinaryPrimitives.ReadUInt32BigEndian(Input);
        uint counted = isGzip ? _crc.GetCurrentHashAsUInt32() : (uint)_adler.Value;
        if (stored != counted)
            _fault = $"Its {(isGzip ? "CRC" : "checksum")} is {stored:X8}, but that of its data is {counted:X8}";
        else if (isGzip && BinaryPrimitives.ReadUInt32LittleEndian(Input[4..]) is var length && length != (uint)_unpacked)
            _fault = $"It says that its data has {length} bytes, but it has {_unpacked}";
        _at += size;
        _phase = Phase.Header;
    }

    /// <summary>Whether the buffer can be filled up; then the step is tried again.</summary>
    private bool CanHaveMore() => _needsInput = !_isFileEnd && Input.Length < _buffer.Length;

    /// <summary>Takes the header, or says what is wrong with it and takes nothing.</summary>
    private string? SkipGzipHeader()
    {
        ReadOnlySpan<byte> input = Input;
        if (!input.StartsWith(GzipMagic[..Math.Min(input.Length, GzipMagic.Length)])) return "It is not a gzip file";
        if (input.Length < HeaderBytes) return CutOff;
        byte flags = input[3];
        if (flags > 0x1F) return "Its header has flags that gzip does not know";
        int at = HeaderBytes;
        if ((flags & HasExtra) != 0)
        {
            if (input.Length < at + 2) return CutOff;
            at += 2 + BinaryPrimitives.ReadUInt16LittleEndian(input[at..]);
        }
        foreach (byte text in (ReadOnlySpan<byte>)[HasName, HasComment])
        {
            if ((flags & text) == 0) continue;
            int end = at > input.Length ? -1 : input[at..].IndexOf((byte)0);
            if (end < 0) return CutOff;
            at += end + 1;
        }
        if (at + ((flags & HasHeaderCrc) != 0 ? 2 : 0) > input.Length) return CutOff;
        if ((flags & HasHeaderCrc) != 0)
        {
            if (BinaryPrimitives.ReadUInt16LittleEndian(input[at..]) != (ushort)Crc32.HashToUInt32(input[..at]))
                return "The CRC of its header differs from its header";
            at += 2;
        }
        _at += at;
        return null;
    }

    private string? SkipZlibHeader()
    {
        ReadOnlySpan<byte> input = Input;
        if (input.Length < 2) return CutOff;
        if ((input[0] & 0x0F) != 8 || input[0] >> 4 > 7 || BinaryPrimitives.ReadUInt16BigEndian(input) % 31 != 0)
            return "It is not a deflate file with a zlib header";
        if ((input[1] & 0x20) != 0) return "It needs a dictionary";
        _at += 2;
        return null;
    }
}
