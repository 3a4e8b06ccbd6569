using ActorStream.Actors;
using ActorStream.Connectors;
using ActorStream.Expressions;
using ActorStream.Operators;
using ActorStream.State;
using ActorStream.Types;

namespace ActorStream.Runtime;

/// <summary>A checkpoint's barrier: what the shard took in before it belongs to the checkpoint, what comes after does not.</summary>
internal sealed record CheckpointBarrier(long CheckpointId, bool IsFull, bool IsLast, TaskCompletionSource<ShardSnapshot> Snapshot);

/// <summary>A checkpoint is committed: sinks do what they prepared for it. Also sent on recovery, with what the manifest holds.</summary>
internal sealed record CheckpointCommitted(IReadOnlyList<(string SinkId, byte[] Data)> Committables, TaskCompletionSource<bool> Done);

/// <summary>No more rows come for a split.</summary>
internal sealed record SplitEnded(string SourceId, SourceSplit Split);

/// <summary>The job runs: what was restored goes on, and a shard that has nothing to wait for ends, although nothing comes.</summary>
internal sealed record ShardBegins;

/// <summary>A question to a shard, answered on its turn.</summary>
internal sealed record ShardQuery(Func<Shard, object?> Ask, TaskCompletionSource<object?> Answer);

/// <summary>What a shard hands over at a barrier.</summary>
/// <param name="Shard">The shard's number.</param>
/// <param name="Positions">The next offset of each split, by source and split id.</param>
/// <param name="Segment">Entities that changed, or null where none did.</param>
/// <param name="RowCount">Rows in the segment.</param>
/// <param name="Committables">What sinks must do after the commit, by sink id.</param>
internal sealed record ShardSnapshot(
    int Shard,
    IReadOnlyList<SplitPosition> Positions,
    byte[]? Segment,
    int RowCount,
    IReadOnlyList<(string SinkId, byte[] Data)> Committables);

/// <summary>How far a split was read.</summary>
internal sealed record SplitPosition(string SourceId, SourceSplit Split, long Offset, bool IsEnded)
{
    /// <summary>What the source wants to know beside the offset, or null.</summary>
    public Func<byte[]>? State { get; init; }
}

/// <summary>A sink as one shard sees it.</summary>
/// <param name="Id">The sink's place in the plan.</param>
/// <param name="Input">What the operators write to.</param>
/// <param name="Writer">Who writes it out.</param>
/// <param name="Appender">The shard's way into the job's transaction, where the sink takes part in it.</param>
internal sealed record SinkPort(string Id, SinkInput Input, ISinkWriter Writer, ShardAppender? Appender);

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

    /// <summary>Where each source's dead letters go, by source id; shares the sinks' flush and commit.</summary>
    public required IReadOnlyDictionary<string, SinkPort> DeadLetterSinks { get; init; }

    /// <summary>The splits that the shard reads, with where they start.</summary>
    public required IReadOnlyList<SplitPosition> Positions { get; init; }

    /// <summary>Rows that may wait for lookups before the shard takes no more data.</summary>
    public required int MaxWaitingRows { get; init; }

    /// <summary>Bytes that they may keep alive before the shard takes no more data.</summary>
    public required long MaxWaitingBytes { get; init; }

    public required TimeProvider TimeProvider { get; init; }

    /// <summary>Told once, when every split has ended and no row waits.</summary>
    public required Action<int> OnEnded { get; init; }
}

/// <summary>
/// The unit of order, state and checkpoint: the operators of a stage over some splits, one mailbox, one turn at a time. A turn takes a
/// batch through all operators and then hands what reached the sinks to their writers.
/// </summary>
internal sealed class Shard : Actor
{
    private readonly ShardParts _parts;
    private readonly Operator[] _operators;
    private readonly SinkPort[] _ports;
    private readonly Dictionary<(string Source, string Split), int> _positionOf = [];
    private readonly SplitPosition[] _positions;
    private readonly ShardMetrics _metrics = new();
    private bool _hasEnded;
    private bool _isClosed;

    /// <summary>Makes a shard of its parts.</summary>
    public Shard(ShardParts parts)
    {
        _parts = parts;
        _operators = [.. parts.Operators];
        _ports = [.. parts.Sinks, .. parts.DeadLetterSinks.Values];
        _positions = [.. parts.Positions];
        for (int i = 0; i < _positions.Length; i++) _positionOf[(_positions[i].SourceId, _positions[i].Split.Id)] = i;
    }

    /// <summary>The shard's number.</summary>
    public int Number => _parts.Number;

    /// <summary>What it counts; read by others while it runs.</summary>
    public ShardMetrics Metrics => _metrics;

    /// <summary>Processing time, milliseconds since 1970.</summary>
    public long NowMs => _parts.TimeProvider.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Its operators; touch them on its turn only.</summary>
    public IReadOnlyList<Operator> Operators => _operators;

    /// <summary>Its sinks.</summary>
    public IReadOnlyList<SinkPort> Sinks => _ports;

    /// <summary>How far its splits were read; touch them on its turn only.</summary>
    public IReadOnlyList<SplitPosition> Positions => _positions;

    /// <inheritdoc/>
    public override bool AcceptsData
    {
        get
        {
            int rows = 0;
            long bytes = 0;
            foreach (Operator op in _operators) (rows, bytes) = (rows + op.WaitingRows, bytes + op.WaitingBytes);
            return rows < _parts.MaxWaitingRows && bytes < _parts.MaxWaitingBytes;
        }
    }

    /// <summary>Reads state back, before the first message: segments oldest first.</summary>
    public void Restore(IEnumerable<SegmentReader> segments)
    {
        foreach (SegmentReader segment in segments)
        {
            foreach (Operator op in _operators) op.Restore(segment);
        }
        SetClock();
        // What an operator held came to it before what those that it reads from held: it goes on first.
        for (int i = _operators.Length - 1; i >= 0; i--) _operators[i].Restored();
    }

    /// <inheritdoc/>
    public override async ValueTask ReceiveAsync(object message, CancellationToken cancellationToken)
    {
        // What comes after the last barrier is for the next start: it stands in the snapshot, or is read again.
        if (_isClosed && message is (ShardBatch or OperatorAnswer or SplitEnded)) return;
        switch (message)
        {
            case ShardBatch batch:
                await TakeAsync(batch, cancellationToken);
                break;
            case OperatorAnswer answer:
                SetClock();
                answer.Operator.TakeAnswer(answer);
                break;
            case SplitEnded ended:
                int index = _positionOf[(ended.SourceId, ended.Split.Id)];
                _positions[index] = _positions[index] with { IsEnded = true };
                break;
            case ShardBegins:
                break;
            case CheckpointBarrier barrier:
                await SnapshotAsync(barrier, cancellationToken);
                return;
            case CheckpointCommitted committed:
                await CommitAsync(committed, cancellationToken);
                return;
            case ShardQuery query:
                Answer(query);
                return;
        }
        await FlushInputsAsync(cancellationToken);
        await EndIfDoneAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override ValueTask StoppedAsync() => Closing.AllAsync(_ports.Select(p => p.Writer));

    private void Answer(ShardQuery query)
    {
        try
        {
            query.Answer.TrySetResult(query.Ask(this));
        }
#pragma warning disable CA1031 // Whatever a question runs into is the asker's to know; the shard goes on.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            query.Answer.TrySetException(failure);
        }
    }

    private async ValueTask CommitAsync(CheckpointCommitted committed, CancellationToken cancellationToken)
    {
        foreach ((string sinkId, byte[] data) in committed.Committables)
        {
            SinkPort port = Array.Find(_ports, p => p.Id == sinkId) ?? throw new StateException(
                $"A checkpoint has something to commit for \"{sinkId}\", which the job does not write.",
                "Run the script that wrote the checkpoint.");
            await port.Writer.CommitAsync(data, cancellationToken);
        }
        committed.Done.TrySetResult(true);
    }

    private async ValueTask TakeAsync(ShardBatch message, CancellationToken cancellationToken)
    {
        SetClock();
        SourceBatch batch = message.Batch;
        int index = _positionOf[(message.SourceId, batch.Split.Id)];
        if (batch.Rows.Count > 0) await ProcessAsync(message.SourceId, batch.Rows, cancellationToken);
        _positions[index] = _positions[index] with
        {
            Offset = batch.NextOffset,
            IsEnded = _positions[index].IsEnded || batch.IsEnd,
            State = batch.State ?? _positions[index].State,
        };
        _metrics.Took(batch);
        if (batch.DeadLetters is not { Count: > 0 } letters) return;
        _metrics.DeadLetters += letters.Count;
        SinkPort port = _parts.DeadLetterSinks[message.SourceId];
        await port.Writer.WriteAsync(DeadLetterBatch.Create(letters, _parts.Context.NowMicros), cancellationToken);
    }

    private async ValueTask ProcessAsync(string sourceId, Batch rows, CancellationToken cancellationToken)
    {
        try
        {
            _parts.Entries[sourceId].Process(rows);
        }
        catch (EvaluationException)
        {
            // What came before the row that fails is written, as in Flink: a table without transactions has it, a failed SELECT has not.
            foreach (SinkPort port in _parts.Sinks)
            {
                if (port.Writer is not CollectSink.Writer) await WriteAsync(port, cancellationToken);
            }
            throw;
        }
    }

    private void SetClock()
    {
        _parts.Context.NowMicros = (_parts.TimeProvider.GetUtcNow().UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
    }

    private async ValueTask FlushInputsAsync(CancellationToken cancellationToken)
    {
        foreach (SinkPort port in _parts.Sinks) await WriteAsync(port, cancellationToken);
    }

    private async ValueTask WriteAsync(SinkPort port, CancellationToken cancellationToken)
    {
        while (port.Input.TryTake(out Batch? batch))
        {
            await port.Writer.WriteAsync(batch, cancellationToken);
            _metrics.RowsOut += batch.Count;
        }
    }

    private async ValueTask EndIfDoneAsync(CancellationToken cancellationToken)
    {
        if (_hasEnded) return;
        if (!HasAllRows() && !IsSatisfied()) return;
        _hasEnded = true;
        foreach (Operator entry in _parts.Entries.Values) entry.EndOfInput();
        await FlushInputsAsync(cancellationToken);
        foreach (SinkPort port in _ports) port.Writer.EndOfInput();
        _parts.OnEnded(Number);
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
        if (_parts.Sinks.Count == 0) return false;
        foreach (Operator op in _operators) op.UpdateDone();
        foreach (SinkPort port in _parts.Sinks)
        {
            if (!port.Input.IsDone) return false;
        }
        return true;
    }

    /// <summary>The order matters: writers flush first, so that what the snapshot calls done is durable or in the transaction; then the
    /// state; from then on appends are held for the next checkpoint. All within one turn.</summary>
    private async ValueTask SnapshotAsync(CheckpointBarrier barrier, CancellationToken cancellationToken)
    {
        // Waiting rows that were restored may have gone on to the sinks before the first message.
        await FlushInputsAsync(cancellationToken);
        var committables = new List<(string, byte[])>();
        foreach (SinkPort port in _ports)
        {
            await port.Writer.FlushAsync(cancellationToken);
            if (await port.Writer.PrepareCommitAsync(barrier.CheckpointId, cancellationToken) is { } data) committables.Add(
                (port.Id, data));
        }
        var writer = new SegmentWriter();
        foreach (Operator op in _operators) op.Snapshot(writer, barrier.IsFull);
        foreach (SinkPort port in _ports) port.Appender?.Hold();
        _isClosed |= barrier.IsLast;
        byte[]? segment = writer.IsEmpty ? null : writer.ToArray();
        barrier.Snapshot.TrySetResult(new ShardSnapshot(Number, [.. _positions], segment, writer.RowCount, committables));
    }
}
