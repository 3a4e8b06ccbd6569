using System.Globalization;
using ActorStream.Types;

namespace ActorStream.Connectors.BuiltIn;

/// <summary>
/// Rows that are made. Split i of n makes the rows i, i + n, i + 2n, …; its position is the number of rows that it made. The rate is that
/// of all splits together.
/// </summary>
internal sealed class DatagenSource(DatagenField[] columns, long? rows, long rate, int splits, TimeProvider timeProvider) : ISource
{
    /// <inheritdoc/>
    public bool IsBounded => rows is not null;

    /// <inheritdoc/>
    public ChangelogMode ChangelogMode => ChangelogMode.InsertOnly;

    /// <inheritdoc/>
    public string Description => rows is null
        ? $"datagen, {rate} rows a second"
        : string.Create(CultureInfo.InvariantCulture, $"datagen, {rows} rows, {rate} a second");

    /// <inheritdoc/>
    public int MaxReaders => int.MaxValue;

    /// <inheritdoc/>
    public ValueTask OpenAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<SourceSplit>> DiscoverSplitsAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<SourceSplit>>(
            [.. Enumerable.Range(0, splits).Select(i => new SourceSplit(i.ToString("D4", CultureInfo.InvariantCulture)))]);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<SplitStart>> ResolveAsync(IReadOnlyList<SplitStart> starts, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<SplitStart>>([.. starts.Select(s => s with { Offset = s.Offset ?? 0 })]);

    /// <inheritdoc/>
    public ISourceReader CreateReader(IReadOnlyList<SplitStart> starts) => new Reader(columns, rows, rate, splits, timeProvider, starts);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed class Reader : ISourceReader
    {
        private readonly DatagenField[] _columns;
        private readonly ColumnBuilder[] _builders;
        private readonly long? _rows;
        private readonly int _splitCount;
        private readonly double _rate;
        private readonly int _batchRows;
        private readonly TimeProvider _timeProvider;
        private readonly List<(SourceSplit Split, int Number)> _open = [];
        private readonly Dictionary<int, long> _made = [];
        private readonly long _started;
        private long _madeHere;
        private int _turn;

        public Reader(
            DatagenField[] columns, long? rows, long rate, int splits, TimeProvider timeProvider, IReadOnlyList<SplitStart> starts)
        {
            _columns = columns;
            _builders = [.. columns.Select(c => ColumnBuilder.Create(c.Type))];
            _rows = rows;
            _splitCount = splits;
            _timeProvider = timeProvider;
            foreach (SplitStart start in starts)
            {
                int number = int.Parse(start.Split.Id, CultureInfo.InvariantCulture);
                _open.Add((start.Split, number));
                _made.Add(number, start.Offset ?? 0);
            }
            _rate = rate * (starts.Count / (double)splits);
            // Twenty batches a second at least, so that rows do not come in jerks.
            _batchRows = (int)Math.Clamp(rate / 20, 1, Batch.TargetRows);
            _started = timeProvider.GetTimestamp();
        }

        public async ValueTask<SourceBatch?> ReadAsync(CancellationToken cancellationToken)
        {
            if (_open.Count == 0) return null;
            TimeSpan due = TimeSpan.FromSeconds(_madeHere / _rate) - _timeProvider.GetElapsedTime(_started);
            if (due > TimeSpan.FromMilliseconds(1)) await Task.Delay(due, _timeProvider, cancellationToken);
            _turn = (_turn + 1) % _open.Count;
            (SourceSplit split, int number) = _open[_turn];
            long made = _made[number];
            long left = LeftOf(number, made);
            int count = (int)Math.Min(_batchRows, left);
            Batch batch = Make(number, made, count);
            _made[number] = made + count;
            _madeHere += count;
            bool isEnd = count == left;
            if (isEnd) _open.RemoveAt(_turn);
            return new SourceBatch(split, batch, made + count) { IsEnd = isEnd };
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private long LeftOf(int number, long made)
        {
            if (_rows is not long rows) return long.MaxValue;
            long all = rows / _splitCount + (rows % _splitCount > number ? 1 : 0);
            return Math.Max(0, all - made);
        }

        private Batch Make(int number, long made, int count)
        {
            long now = (_timeProvider.GetUtcNow().UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
            var built = new Column[_columns.Length];
            for (int c = 0; c < built.Length; c++)
            {
                DatagenField column = _columns[c];
                for (int i = 0; i < count; i++) column.Add(_builders[c], (made + i) * _splitCount + number, now);
                built[c] = _builders[c].Build();
            }
            return new Batch(built, count);
        }
    }
}
