using System.Buffers;
using System.Globalization;
using System.Text;
using ActorStream.Types;

namespace ActorStream.Connectors.BuiltIn;

/// <summary>Prints rows, a line each: <c>ID:TASK> </c> before it where there are several tasks, else <c>ID> </c>, or nothing.</summary>
internal sealed class PrintSink(Schema schema, string identifier, int parallelism, TextWriter output) : ISink
{
    /// <inheritdoc/>
    public DeliveryGuarantee Guarantee => DeliveryGuarantee.AtLeastOnce;

    /// <inheritdoc/>
    public ChangelogMode AcceptedChangelogMode => ChangelogMode.Retract;

    /// <inheritdoc/>
    public string Description => identifier.Length == 0 ? "print" : $"print {identifier}";

    /// <inheritdoc/>
    public ILog? TransactionalLog => null;

    /// <inheritdoc/>
    public ValueTask OpenAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public ISinkWriter CreateWriter(SinkWriterContext context)
    {
        string task = parallelism > 1 ? (context.Shard % parallelism + 1).ToString(CultureInfo.InvariantCulture) : "";
        string prefix = (identifier, task) switch
        {
            ("", "") => "",
            (_, "") => identifier + "> ",
            ("", _) => task + "> ",
            _ => $"{identifier}:{task}> ",
        };
        return new Writer(new RowFormatter(schema), Encoding.UTF8.GetBytes(prefix), output);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed class Writer(RowFormatter formatter, byte[] prefix, TextWriter output) : ISinkWriter
    {
        private readonly ArrayBufferWriter<byte> _lines = new();

        public ValueTask WriteAsync(Batch batch, CancellationToken cancellationToken)
        {
            _lines.ResetWrittenCount();
            for (int row = 0; row < batch.Count; row++)
            {
                _lines.Write(prefix);
                formatter.Append(batch, row, _lines);
                _lines.Write("\n"u8);
            }
            string text = Encoding.UTF8.GetString(_lines.WrittenSpan);
            // Writers of several shards share the output; their lines must not mix.
            lock (output)
            {
                output.Write(text);
                output.Flush();
            }
            return ValueTask.CompletedTask;
        }

        public ValueTask FlushAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
