using System.Text;

namespace ActorStream.Cli;

/// <summary>A writer that has one way to write: whatever it is given comes as a span, a line in one piece, so that lines of two threads
/// do not mix.</summary>
internal abstract class SpanWriter : TextWriter
{
    public override Encoding Encoding => Encoding.UTF8;

    public sealed override void Write(char value) => Write([value]);

    public sealed override void Write(string? value) => Write(value.AsSpan());

    public sealed override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public abstract override void Write(ReadOnlySpan<char> buffer);

    public sealed override void WriteLine(string? value) => Write(value + NewLine);
}
