using System.Globalization;
using System.Text;
using ActorStream.Connectors;
using ActorStream.Tests.Support;
using ActorStream.Types;

namespace ActorStream.Tests.Simulation;

/// <summary>A folder of part files, hidden until their checkpoint is committed. Survives the processes that write to it.</summary>
internal sealed class SimulatedFiles
{
    private int _parts;

    /// <summary>Parts that nobody reads yet, with their lines.</summary>
    public Dictionary<string, List<string>> Hidden { get; } = new(StringComparer.Ordinal);

    /// <summary>Told of each line that readers can see from now on.</summary>
    public Action<string> Visible { get; set; } = _ => { };

    public string NewPart() => string.Create(CultureInfo.InvariantCulture, $"part-{++_parts}");

    public void Show(string part)
    {
        if (!Hidden.Remove(part, out List<string>? lines)) return;
        foreach (string line in lines) Visible(line);
    }
}

/// <summary>A sink of two phases: a part is written hidden, listed in the checkpoint, and renamed after the commit.</summary>
/// <param name="files">The folder.</param>
/// <param name="process">Who writes.</param>
/// <param name="showsEarly">A planted bug: parts are renamed when they are flushed, before the commit.</param>
internal sealed class SimulatedFileSink(SimulatedFiles files, SimulatedProcess process, bool showsEarly) : ISink
{
    public DeliveryGuarantee Guarantee => DeliveryGuarantee.ExactlyOnce;

    public ChangelogMode AcceptedChangelogMode => ChangelogMode.InsertOnly;

    public string Description => "simulated files";

    public ILog? TransactionalLog => null;

    public ValueTask OpenAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ISinkWriter CreateWriter(SinkWriterContext context) => new Writer(files, process, showsEarly);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed class Writer(SimulatedFiles files, SimulatedProcess process, bool showsEarly) : ISinkWriter
    {
        private readonly List<string> _closed = [];
        private string? _open;

        public ValueTask WriteAsync(Batch batch, CancellationToken cancellationToken) => process.CallAsync(
            $"file write {batch.Count}",
            () =>
            {
                if (_open is null) files.Hidden.Add(_open = files.NewPart(), []);
                for (int row = 0; row < batch.Count; row++) files.Hidden[_open].Add(LogTableSink.Line(batch, row));
                return ValueTask.CompletedTask;
            },
            cancellationToken);

        public async ValueTask FlushAsync(CancellationToken cancellationToken)
        {
            if (_open is null) return;
            await process.CallAsync("file flush", () => ValueTask.CompletedTask, cancellationToken);
            if (showsEarly) files.Show(_open);
            _closed.Add(_open);
            _open = null;
        }

        public ValueTask<byte[]?> PrepareCommitAsync(long checkpointId, CancellationToken cancellationToken)
        {
            if (_closed.Count == 0) return new((byte[]?)null);
            byte[] committable = Encoding.UTF8.GetBytes(string.Join(',', _closed));
            _closed.Clear();
            return new(committable);
        }

        public ValueTask CommitAsync(byte[] committable, CancellationToken cancellationToken) => process.CallAsync(
            "file rename",
            () =>
            {
                foreach (string part in Encoding.UTF8.GetString(committable).Split(',')) files.Show(part);
                return ValueTask.CompletedTask;
            },
            cancellationToken);

        public ValueTask DisposeAsync()
        {
            if (_open is not null) _closed.Add(_open);
            foreach (string part in _closed) files.Hidden.Remove(part);
            return ValueTask.CompletedTask;
        }
    }
}
