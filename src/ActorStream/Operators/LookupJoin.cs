using ActorStream.Expressions;
using ActorStream.State;
using ActorStream.Types;

namespace ActorStream.Operators;

/// <summary>Keys to look up: one row of <paramref name="Keys"/> for each of <paramref name="Entities"/>.</summary>
/// <param name="Join">Who asks.</param>
/// <param name="Keys">The keys, as columns.</param>
/// <param name="EncodedKeys">The keys, as bytes.</param>
/// <param name="Entities">Whom they belong to.</param>
/// <param name="Generation">Comes back with the answer: how often the join had been told to forget when it asked.</param>
/// <param name="IsAnew">True where the join has just been told to forget: what was sent to the table before does not answer this
/// request, nor later ones.</param>
internal sealed record LookupRequest(
    LookupJoin Join, Batch Keys, BytesColumn EncodedKeys, int[] Entities, int Generation, bool IsAnew = false);

/// <summary>What was found for entities of a <see cref="LookupRequest"/>.</summary>
/// <param name="Join">Who asked.</param>
/// <param name="Entities">The entities that are answered.</param>
/// <param name="Rows">The rows found.</param>
/// <param name="KeyRows">For each row the index in <paramref name="Entities"/> that it belongs to.</param>
/// <param name="Generation">That of the request.</param>
/// <param name="IsDegraded">True where the lookup failed and the table says to go on with NULL: nothing is remembered.</param>
internal sealed record LookupAnswer(LookupJoin Join, int[] Entities, Batch Rows, int[] KeyRows, int Generation, bool IsDegraded)
    : OperatorAnswer(Join);

/// <summary>
/// Joins each row with the dimension rows of its key. An entity that knows its rows joins at once; the keys of a batch that are not known
/// are asked for together. What comes behind a row that waits is bound to its match when it comes or is answered, and waits, too, so
/// rows leave in the order in which they came; where the plan allows, only the rows of waiting keys wait, in their entity, and each key
/// keeps its order. A NULL key matches nothing. Held rows are state: they survive a checkpoint and are asked for again.
/// </summary>
internal sealed partial class LookupJoin : Operator
{
    /// <summary>What the section of the rows that are held is called, behind the operator's id.</summary>
    public const string HeldRows = "/stash";

    private const int NoMatch = -1;
    private const int Waits = -2;

    /// <summary>Outdated entries that an answer frees beside its own work: more than it can bring.</summary>
    private const int SweptAtOnce = 4096;

    private readonly LookupJoinPlan _plan;
    private readonly Evaluator[] _keys;
    private readonly Selection? _condition;
    private readonly EvaluationContext _context;
    private readonly Action<LookupRequest> _request;
    private readonly LookupCache _cache;
    private readonly LookupStash _stash = new();
    private readonly Func<int, bool> _isBusy;
    private readonly List<(HeldBatch Batch, int Row, int Entity)> _answered = [];
    private readonly List<Batch> _restoredStash = [];
    private readonly IntList _bound = new();
    private readonly IntList _waitingRows = new();
    private readonly IntList _outRows = new();
    private readonly IntList _outSlots = new();
    private readonly IntList _askRows = new();
    private readonly IntList _askEntities = new();
    private readonly DataType[] _rowTypes;
    private bool _stashWasWritten;
    private int _generation;
    private long _rowsOut;

    /// <summary>Makes the operator.</summary>
    /// <param name="plan">What it joins.</param>
    /// <param name="context">The shard's.</param>
    /// <param name="request">Sends keys to the lookup actor, whose answers come back through <see cref="TakeAnswer"/> on the shard's
    /// turn.</param>
    public LookupJoin(LookupJoinPlan plan, EvaluationContext context, Action<LookupRequest> request)
    {
        _plan = plan;
        _keys = [.. plan.Keys.Select(ExpressionCompiler.Compile)];
        _condition = plan.Condition is null ? null : Selection.Compile(plan.Condition);
        _context = context;
        _request = request;
        _rowTypes = [.. plan.Columns.Select(c => c.Type)];
        _cache = new LookupCache(plan.Options, plan.MaxKeys, _rowTypes);
        _isBusy = _stash.IsWaiting;
    }

    /// <inheritdoc/>
    public override int WaitingRows => _stash.Count;

    /// <inheritdoc/>
    public override long WaitingBytes => _stash.SizeBytes;

    /// <inheritdoc/>
    public override long RowsIn => Hits + Misses;

    /// <inheritdoc/>
    public override long RowsOut => _rowsOut;

    /// <summary>Rows that found their entry.</summary>
    public long Hits { get; private set; }

    /// <summary>Rows that had to wait for a lookup.</summary>
    public long Misses { get; private set; }

    /// <summary>Keys that were asked for.</summary>
    public long Loads { get; private set; }

    /// <summary>Rows that were served without an answer because the lookup failed (<c>lookup.on-failure = null</c>).</summary>
    public long DegradedRows { get; private set; }

    /// <summary>The cached rows of this shard's entities.</summary>
    public LookupCache Rows => _cache;

    /// <summary>Whether rows wait for an entity's lookup.</summary>
    public bool IsWaiting(int entity) => _stash.IsWaiting(entity);

    /// <inheritdoc/>
    public override void Process(Batch batch)
    {
        long nowMs = _context.NowMicros / 1000;
        var keyColumns = new Column[_keys.Length];
        for (int i = 0; i < keyColumns.Length; i++) keyColumns[i] = _keys[i].Evaluate(batch, _context);
        BytesColumn keys = KeyEncoder.Encode(keyColumns, batch.Count);
        HeldBatch held = _stash.Begin();
        for (int row = 0; row < batch.Count; row++)
        {
            if (keys.IsNull(row))
            {
                _bound.Add(NoMatch);
                continue;
            }
            int entity = _cache.GetOrAdd(keys[row]);
            if (_cache.Use(entity, nowMs) != CacheEntryKind.None)
            {
                Hits++;
                _bound.Add(_cache.FirstSlot(entity));
                continue;
            }
            Misses++;
            if (!_stash.IsWaiting(entity))
            {
                _askRows.Add(row);
                _askEntities.Add(entity);
                _stash.Ask(entity, _generation);
            }
            _stash.Add(held, entity, _plan.KeepsOrder ? row : _waitingRows.Count);
            _waitingRows.Add(row);
            _bound.Add(Waits);
        }
        if (_plan.KeepsOrder) EmitOrQueue(held, batch);
        else EmitAndHold(held, batch);
        _waitingRows.Clear();
        _bound.Clear();
        if (_askRows.Count > 0) Ask(keyColumns, keys);
    }

    private void EmitOrQueue(HeldBatch held, Batch batch)
    {
        if (held.Waiting == 0 && _stash.IsQueueEmpty)
        {
            EmitBound(batch, _bound.Span);
            return;
        }
        int[] slots = _bound.Span.ToArray();
        foreach (int slot in slots) _cache.Pin(slot);
        _stash.Enqueue(held, batch, slots);
    }

    private void EmitAndHold(HeldBatch held, Batch batch)
    {
        EmitBound(batch, _bound.Span);
        if (held.Waiting > 0) _stash.Hold(held, held.Waiting == batch.Count ? batch : batch.Take(_waitingRows.Span));
    }

    private void EmitBound(Batch batch, ReadOnlySpan<int> slots)
    {
        for (int row = 0; row < slots.Length; row++)
        {
            if (slots[row] != Waits) AddMatches(row, slots[row]);
        }
        EmitJoined(batch);
    }

    /// <summary>Rows that waited for the answer go on.</summary>
    public override void TakeAnswer(OperatorAnswer answer) => Take((LookupAnswer)answer);

    private void Take(LookupAnswer answer)
    {
        if (_generation > 0) answer = WithoutOutdated(answer);
        long nowMs = _context.NowMicros / 1000;
        foreach (int entity in answer.Entities) _cache.Begin(entity, nowMs);
        for (int i = answer.Rows.Count - 1; i >= 0; i--) _cache.AddRow(answer.Entities[answer.KeyRows[i]], answer.Rows, i);
        long waited = _plan.KeepsOrder ? Bind(answer.Entities) : EmitAnswered(answer.Entities);
        if (answer.IsDegraded) DegradedRows += waited;
        foreach (int entity in answer.Entities) Retain(entity, answer.IsDegraded);
        _cache.EvictOverflow(_isBusy);
        _cache.Sweep(SweptAtOnce, _isBusy);
        while (_stash.TakeReady() is { } ready)
        {
            EmitBound(ready.Rows, ready.Slots);
            foreach (int slot in ready.Slots!) _cache.Unpin(slot);
        }
    }

    private long Bind(int[] entities)
    {
        long rows = 0;
        foreach (int entity in entities)
        {
            int slot = _cache.FirstSlot(entity);
            int bound = _stash.Bind(entity, slot);
            _cache.Pin(slot, bound);
            rows += bound;
        }
        return rows;
    }

    private long EmitAnswered(int[] entities)
    {
        foreach (int entity in entities) _stash.TakeRows(entity, _answered);
        _answered.Sort(
            static (a, b) => a.Batch != b.Batch ? a.Batch.Sequence.CompareTo(b.Batch.Sequence) : a.Row.CompareTo(b.Row));
        for (int i = 0; i < _answered.Count;)
        {
            HeldBatch batch = _answered[i].Batch;
            for (; i < _answered.Count && _answered[i].Batch == batch; i++)
                AddMatches(_answered[i].Row, _cache.FirstSlot(_answered[i].Entity));
            EmitJoined(batch.Rows);
        }
        long rows = _answered.Count;
        _answered.Clear();
        return rows;
    }

    /// <inheritdoc/>
    public override void Snapshot(SegmentWriter writer, bool full)
    {
        // What was invalidated must not come back at a restart.
        _cache.Sweep(int.MaxValue, _isBusy);
        if (_plan.Options.CacheEnabled) _cache.Snapshot(Id, writer, full);
        if (_stash.Count == 0 && !_stashWasWritten) return;
        writer.Add(Id + HeldRows, _stash.Copy(_plan.InputTypes), _plan.InputTypes);
        _stashWasWritten = _stash.Count > 0;
    }

    /// <inheritdoc/>
    public override void Restore(SegmentReader reader)
    {
        if (_plan.Options.CacheEnabled) _cache.Restore(Id, reader);
        if (reader.Read(Id + HeldRows, _plan.InputTypes) is not { } waiting) return;
        _restoredStash.Clear();
        _restoredStash.Add(waiting);
    }

    /// <inheritdoc/>
    public override void Restored()
    {
        _cache.Restored();
        _cache.EvictOverflow(_isBusy);
        foreach (Batch batch in _restoredStash)
        {
            _stashWasWritten |= batch.Count > 0;
            for (int from = 0; from < batch.Count; from += Batch.TargetRows)
            {
                int[] rows = [.. Enumerable.Range(from, Math.Min(Batch.TargetRows, batch.Count - from))];
                Process(rows.Length == batch.Count ? batch : batch.Take(rows));
            }
        }
        _restoredStash.Clear();
    }

    private void Retain(int entity, bool isDegraded)
    {
        bool keep = _plan.Options.CacheEnabled && !isDegraded
            && (_cache.KindOf(entity) == CacheEntryKind.Found || _plan.Options.CacheMissingKey);
        if (!keep) _cache.Remove(entity);
    }

    private void Ask(Column[] keyColumns, BytesColumn keys)
    {
        ReadOnlySpan<int> rows = _askRows.Span;
        Loads += rows.Length;
        var columns = new Column[keyColumns.Length];
        for (int i = 0; i < columns.Length; i++) columns[i] = keyColumns[i].Take(rows);
        var request = new LookupRequest(
            this, new Batch(columns, rows.Length), (BytesColumn)keys.Take(rows), _askEntities.Span.ToArray(), _generation);
        _askRows.Clear();
        _askEntities.Clear();
        _request(request);
    }

    private void AddOutput(int row, int slot)
    {
        _outRows.Add(row);
        _outSlots.Add(slot);
    }

    private void AddMatches(int row, int slot)
    {
        if (slot < 0)
        {
            if (_plan.IsLeft) AddOutput(row, -1);
            return;
        }
        for (; slot >= 0; slot = _cache.NextSlot(slot)) AddOutput(row, slot);
    }

    private void EmitJoined(Batch batch)
    {
        if (_outRows.Count == 0) return;
        Batch joined = Join(batch);
        if (_condition is not null) joined = KeepMatches(batch, joined);
        _outRows.Clear();
        _outSlots.Clear();
        _rowsOut += joined.Count;
        Emit(joined);
    }

    private Batch Join(Batch batch)
    {
        ReadOnlySpan<int> rows = _outRows.Span;
        int probeCount = batch.Columns.Length;
        var columns = new Column[probeCount + _rowTypes.Length];
        bool isIdentity = rows.Length == batch.Count && IsIdentity(rows);
        for (int i = 0; i < probeCount; i++) columns[i] = isIdentity ? batch.Columns[i] : batch.Columns[i].Take(rows);
        _cache.Rows.Take(_outSlots.Span, columns.AsSpan(probeCount));
        return new Batch(columns, rows.Length, isIdentity ? batch.Kinds : batch.TakeKinds(rows));
    }

    /// <summary>Applies the rest of the join's condition: pairs that do not fulfil it go, and a row of a left join that keeps no pair is
    /// padded in its place.</summary>
    private Batch KeepMatches(Batch batch, Batch joined)
    {
        int[] selected = new int[joined.Count];
        int count = _condition!.Select(joined, _context, selected);
        int[] rows = _outRows.Span.ToArray();
        int[] slots = _outSlots.Span.ToArray();
        _outRows.Clear();
        _outSlots.Clear();
        int next = 0;
        for (int i = 0; i < rows.Length;)
        {
            int row = rows[i];
            bool any = false;
            for (; i < rows.Length && rows[i] == row; i++)
            {
                bool keeps = next < count && selected[next] == i;
                if (keeps) next++;
                if (!keeps || slots[i] < 0) continue;
                AddOutput(row, slots[i]);
                any = true;
            }
            if (!any && _plan.IsLeft) AddOutput(row, -1);
        }
        return Join(batch);
    }

    private static bool IsIdentity(ReadOnlySpan<int> rows)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            if (rows[i] != i) return false;
        }
        return true;
    }
}
