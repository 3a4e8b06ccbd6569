using ActorStream.Connectors;
using ActorStream.Expressions;
using ActorStream.Operators;
using ActorStream.State;

namespace ActorStream.Runtime;

/// <summary>What a shard is made of; see <see cref="Shard"/>.</summary>
internal sealed class ShardParts
{
    public required int Number { get; init; }

    public required EvaluationContext Context { get; init; }

    /// <summary>Where the rows of each source enter, by source id.</summary>
    public required IReadOnlyDictionary<string, Operator> Entries { get; init; }

    /// <summary>All operators, each once.</summary>
    public required IReadOnlyList<Operator> Operators { get; init; }

    public required IReadOnlyList<SinkPort> Sinks { get; init; }

    /// <summary>Where each source's dead letters go, by source id; among <see cref="Sinks"/>.</summary>
    public required IReadOnlyDictionary<string, SinkPort> DeadLetterSinks { get; init; }

    /// <summary>The splits that the shard reads, with where they start.</summary>
    public required IReadOnlyList<SplitPosition> Positions { get; init; }

    /// <summary>Rows that may wait for lookups before the shard takes no more data.</summary>
    public required int MaxWaitingRows { get; init; }

    /// <summary>Bytes that they may keep alive before the shard takes no more data.</summary>
    public required long MaxWaitingBytes { get; init; }

    public required TimeProvider TimeProvider { get; init; }

    public required ShardMetrics Metrics { get; init; }
}

/// <summary>
/// The operators of a stage over some splits, and how far these were read: the unit of order, state and checkpoint. Synchronous; what
/// reaches the sinks stays in their ports until the <see cref="ShardActor"/> takes it, on whose turns all of this runs.
/// </summary>
internal sealed class Shard
{
    private readonly ShardParts _parts;
    private readonly Operator[] _operators;
    private readonly Dictionary<(string Source, string Split), int> _positionOf = [];
    private readonly SplitPosition[] _positions;
    private bool _hasEnded;
    private bool _isClosed;

    /// <summary>Makes a shard; nobody else may touch its parts from now on.</summary>
    public Shard(ShardParts parts)
    {
        _parts = parts;
        _operators = [.. parts.Operators];
        _positions = [.. parts.Positions];
        for (int i = 0; i < _positions.Length; i++) _positionOf[(_positions[i].SourceId, _positions[i].Split.Id)] = i;
    }

    /// <summary>The shard's number.</summary>
    public int Number => _parts.Number;

    /// <summary>Processing time, milliseconds since 1970.</summary>
    public long NowMs => _parts.TimeProvider.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Its operators.</summary>
    public IReadOnlyList<Operator> Operators => _operators;

    /// <summary>Its sinks.</summary>
    public IReadOnlyList<SinkPort> Sinks => _parts.Sinks;

    /// <summary>False while as many rows wait for lookups as may: it takes answers, but no more data.</summary>
    public bool AcceptsData
    {
        get
        {
            int rows = 0;
            long bytes = 0;
            foreach (Operator op in _operators) (rows, bytes) = (rows + op.WaitingRows, bytes + op.WaitingBytes);
            return rows < _parts.MaxWaitingRows && bytes < _parts.MaxWaitingBytes;
        }
    }

    /// <summary>Reads state back, before anything else: segments oldest first.</summary>
    public void Restore(IReadOnlyList<SegmentReader> segments)
    {
        foreach (SegmentReader segment in segments)
        {
            foreach (Operator op in _operators) op.Restore(segment);
        }
        SetClock();
        // What an operator held came to it before what those that it reads from held: it goes on first.
        for (int i = _operators.Length - 1; i >= 0; i--) _operators[i].Restored();
    }

    /// <summary>Takes rows of a split.</summary>
    public void Take(string sourceId, SourceBatch batch)
    {
        // What comes after the last barrier is for the next start: it stands in the snapshot, or is read again.
        if (_isClosed) return;
        SetClock();
        int index = _positionOf[(sourceId, batch.Split.Id)];
        if (batch.Rows.Count > 0) _parts.Entries[sourceId].Process(batch.Rows);
        _positions[index] = _positions[index] with
        {
            Offset = batch.NextOffset,
            IsEnded = _positions[index].IsEnded || batch.IsEnd,
            State = batch.State ?? _positions[index].State,
        };
        _parts.Metrics.Took(batch);
        if (batch.DeadLetters is not { Count: > 0 } letters) return;
        _parts.Metrics.DeadLetters += letters.Count;
        _parts.DeadLetterSinks[sourceId].Input.Process(DeadLetterBatch.Create(letters, _parts.Context.NowMicros));
    }

    /// <summary>Takes the answer to what an operator has asked for.</summary>
    public void Take(OperatorAnswer answer)
    {
        if (_isClosed) return;
        SetClock();
        answer.Operator.TakeAnswer(answer);
    }

    /// <summary>No more rows come for a split.</summary>
    public void EndSplit(SplitEnded ended)
    {
        if (_isClosed) return;
        int index = _positionOf[(ended.SourceId, ended.Split.Id)];
        _positions[index] = _positions[index] with { IsEnded = true };
    }

    /// <summary>Ends where nothing more can come: the operators let go what they still hold.</summary>
    /// <returns>True once.</returns>
    public bool TryEnd()
    {
        if (_hasEnded || _isClosed) return false;
        if (!HasAllRows() && !IsSatisfied()) return false;
        _hasEnded = true;
        foreach (Operator entry in _parts.Entries.Values) entry.EndOfInput();
        return true;
    }

    /// <summary>Whether every split has ended and no row waits.</summary>
    private bool HasAllRows()
    {
        foreach (SplitPosition position in _positions)
        {
            if (!position.IsEnded) return false;
        }
        foreach (Operator op in _operators)
        {
            if (op.WaitingRows > 0) return false;
        }
        return true;
    }

    /// <summary>Whether no sink gets a row any more, whatever comes: each stands below operators that have all their rows.</summary>
    private bool IsSatisfied()
    {
        bool any = false;
        foreach (Operator op in _operators) op.UpdateDone();
        foreach (SinkPort port in _parts.Sinks)
        {
            if (port.IsForDeadLetters) continue;
            if (!port.Input.IsDone) return false;
            any = true;
        }
        return any;
    }

    /// <summary>What the shard is at a barrier.</summary>
    public ShardSnapshot Snapshot(CheckpointBarrier barrier)
    {
        var writer = new SegmentWriter();
        foreach (Operator op in _operators) op.Snapshot(writer, barrier.IsFull);
        _isClosed |= barrier.IsLast;
        return new ShardSnapshot(Number, barrier.CheckpointId, [.. _positions], writer);
    }

    private void SetClock() =>
        _parts.Context.NowMicros = (_parts.TimeProvider.GetUtcNow().UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
}
