using ActorStream.Connectors;
using ActorStream.Expressions;
using ActorStream.Types;

namespace ActorStream.Plan;

/// <summary>The rows of a VALUES clause, or the one row of a SELECT without FROM, as a bounded source.</summary>
internal sealed class ValuesSource : ISource
{
    private static readonly SourceSplit Split = new("values");

    private readonly IReadOnlyList<IReadOnlyList<Expression>> _rows;
    private readonly Schema _schema;
    private readonly EvaluationContext _context;

    /// <summary>Makes a source of rows of constant expressions.</summary>
    public ValuesSource(IReadOnlyList<IReadOnlyList<Expression>> rows, Schema schema, EvaluationContext context)
    {
        _rows = rows;
        _schema = schema;
        _context = context;
    }

    /// <inheritdoc/>
    public bool IsBounded => true;

    /// <inheritdoc/>
    public ChangelogMode ChangelogMode => ChangelogMode.InsertOnly;

    /// <inheritdoc/>
    public string Description => "Values";

    /// <inheritdoc/>
    public IReadOnlyList<StatePart> OffsetParts =>
        [new("VALUES", string.Join('\n', _rows.Select(r => string.Join('|', r.Select(ExpressionTree.Digest)))))];

    /// <inheritdoc/>
    public ValueTask OpenAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<SourceSplit>> DiscoverSplitsAsync(CancellationToken cancellationToken) => new([Split]);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<SplitStart>> ResolveAsync(IReadOnlyList<SplitStart> splits, CancellationToken cancellationToken) =>
        new([.. splits.Select(s => s with { Offset = s.Offset ?? 0 })]);

    /// <inheritdoc/>
    public ISourceReader CreateReader(IReadOnlyList<SplitStart> splits) => new Reader(this, splits[0].Offset ?? 0);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Batch Evaluate(int from, int count)
    {
        ColumnBuilder[] builders = [.. _schema.Fields.Select(f => ColumnBuilder.Create(f.Type))];
        var none = new Batch([], 1);
        for (int i = from; i < from + count; i++)
        {
            for (int c = 0; c < builders.Length; c++)
                builders[c].AppendFrom(ExpressionCompiler.Compile(_rows[i][c]).Evaluate(none, _context), 0);
        }
        return new Batch([.. builders.Select(b => b.Build())], count);
    }

    private sealed class Reader(ValuesSource source, long offset) : ISourceReader
    {
        private int _next = (int)offset;

        public ValueTask<SourceBatch?> ReadAsync(CancellationToken cancellationToken)
        {
            int count = Math.Min(source._rows.Count - _next, Batch.TargetRows);
            if (count <= 0) return new((SourceBatch?)null);
            Batch rows = source.Evaluate(_next, count);
            _next += count;
            return new(new SourceBatch(Split, rows, _next) { IsEnd = _next == source._rows.Count });
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
