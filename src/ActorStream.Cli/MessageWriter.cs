using System.Text;

namespace ActorStream.Cli;

/// <summary>Standard error. Where nobody takes its messages, they are lost, and what they tell of goes on: a full disk under a log
/// file must not end a job, and the exit code says the rest.</summary>
internal sealed class MessageWriter(TextWriter inner) : TextWriter
{
    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => Write([value]);

    public override void Write(string? value) => Write(value.AsSpan());

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(ReadOnlySpan<char> buffer)
    {
        try
        {
            inner.Write(buffer);
        }
        catch (IOException)
        {
        }
    }

    // In one piece, so that lines of two threads do not mix.
    public override void WriteLine(string? value) => Write(value + NewLine);

    public override void Flush()
    {
        try
        {
            inner.Flush();
        }
        catch (IOException)
        {
        }
    }
}
