using Microsoft.Win32.SafeHandles;

namespace ActorStream.Cli;

/// <summary>Nobody reads standard output any more.</summary>
internal sealed class OutputClosedException(IOException cause) : IOException(cause.Message, cause);

/// <summary>Standard output into a pipe. The console's own stream drops what is written after the reader has left, so that a query
/// without end would run on for nobody; this one says so.</summary>
internal sealed class PipeOutput(Stream pipe) : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Standard output if it is a pipe; else null.</summary>
    public static PipeOutput? OfProcess()
    {
        try
        {
            if (new FileInfo("/proc/self/fd/1").LinkTarget is not { } target || !target.StartsWith("pipe:", StringComparison.Ordinal))
                return null;
            return new PipeOutput(new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            pipe.Write(buffer);
        }
        catch (IOException closed)
        {
            throw new OutputClosedException(closed);
        }
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
