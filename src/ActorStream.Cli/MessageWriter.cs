using System.Text;

namespace ActorStream.Cli;

/// <summary>Standard error. Where nobody takes its messages, they are lost, and what they tell of goes on: a full disk under a log
/// file must not end a job, and the exit code says the rest.</summary>
internal sealed class MessageWriter(TextWriter inner) : SpanWriter
{
    public override Encoding Encoding => inner.Encoding;

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
