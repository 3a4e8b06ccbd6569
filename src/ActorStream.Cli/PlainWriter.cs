using System.Text;

namespace ActorStream.Cli;

/// <summary>What is written to a terminal, with what would command it (escape sequences, carriage returns, other directions of text) as
/// its escapes: data must not move the cursor, set the clipboard, or overwrite what stands there.</summary>
internal sealed class PlainWriter(TextWriter inner) : SpanWriter
{
    public override Encoding Encoding => inner.Encoding;

    public override void Write(ReadOnlySpan<char> buffer)
    {
        while (true)
        {
            int end = buffer.IndexOfAny('\n', '\t');
            ReadOnlySpan<char> text = end < 0 ? buffer : buffer[..end];
            if (text.Length > 0) inner.Write(RowText.Escape(text.ToString()));
            if (end < 0) return;
            inner.Write(buffer[end]);
            buffer = buffer[(end + 1)..];
        }
    }

    public override void Flush() => inner.Flush();
}
