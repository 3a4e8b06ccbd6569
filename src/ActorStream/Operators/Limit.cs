using ActorStream.State;
using ActorStream.Types;

namespace ActorStream.Operators;

/// <summary>Lets the first rows through and no more. The job runs in one shard where it stands, so its count is the job's.</summary>
internal sealed class Limit : Operator
{
    private static readonly DataType[] StateTypes = [DataType.BigInt.NotNull()];

    private readonly long _offset;
    private readonly long _end;
    private long _seen;

    /// <summary>Skips <paramref name="offset"/> rows, then lets <paramref name="fetch"/> through; null: all.</summary>
    public Limit(long offset, long? fetch)
    {
        _offset = offset;
        _end = fetch is { } most ? checked(offset + most) : long.MaxValue;
    }

    /// <inheritdoc/>
    protected override bool IsSatisfied => _seen >= _end;

    /// <inheritdoc/>
    public override void Process(Batch batch)
    {
        long from = Math.Clamp(_offset - _seen, 0, batch.Count);
        long to = Math.Clamp(_end - _seen, 0, batch.Count);
        _seen = Math.Min(_end, _seen + batch.Count);
        if (from >= to) return;
        if (to - from == batch.Count)
        {
            Emit(batch);
            return;
        }
        int[] rows = new int[to - from];
        for (int i = 0; i < rows.Length; i++) rows[i] = (int)from + i;
        Emit(batch.Take(rows));
    }

    /// <inheritdoc/>
    public override void Snapshot(SegmentWriter writer, bool full) =>
        writer.Add(Id, new Batch([new FixedColumn<long>([_seen], 1)], 1), StateTypes);

    /// <inheritdoc/>
    public override void Restore(SegmentReader reader)
    {
        if (reader.Read(Id, StateTypes) is { } rows) _seen = ((FixedColumn<long>)rows.Columns[0])[0];
    }
}
