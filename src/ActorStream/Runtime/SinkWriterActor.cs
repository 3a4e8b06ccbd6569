using ActorStream.Actors;
using ActorStream.Connectors;
using Akka.Actor;

namespace ActorStream.Runtime;

/// <summary>
/// Writes one shard's rows to one sink, in order, one call at a time. At a barrier it flushes and prepares, and holds back what it
/// appends afterwards until the commit has returned.
/// </summary>
internal sealed class SinkWriterActor : EngineActor
{
    private readonly SinkWriterParts _parts;
    private readonly Queue<IDataMessage> _waiting = new();
    private CommitSink? _commit;
    private bool _isReleased = true;
    private bool _isBusy;

    /// <summary>Makes the actor.</summary>
    public SinkWriterActor(SinkWriterParts parts) => _parts = parts;

    private sealed record Written(long Rows, long Credit, IActorRef Shard);

    private sealed record Prepared(SinkBarrier Barrier, byte[]? Committable);

    private sealed record Released;

    private sealed record Committed;

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case IDataMessage data:
                _waiting.Enqueue(data is SinkRows rows ? new Delivery(rows, Sender) : data is SinkDrain ? new Drain(Sender) : data);
                break;
            case Written written:
                _isBusy = false;
                _parts.Metrics.AddRowsOut(written.Rows);
                written.Shard.Tell(new SinkCredit(_parts.Port, written.Credit));
                break;
            case Prepared prepared:
                _isBusy = false;
                _parts.Appender?.Hold();
                prepared.Barrier.Coordinator.Tell(
                    new SinkPrepared(_parts.Shard, _parts.SinkId, prepared.Barrier.CheckpointId, prepared.Committable));
                break;
            case CommitSink commit:
                Commit(commit);
                break;
            case Released:
                _isReleased = true;
                break;
            case Committed:
                _isBusy = false;
                _commit = _commit! with { Committable = null };
                break;
        }
        Advance();
    }

    /// <summary>Lets go at once, beside the write that may wait for just that.</summary>
    private void Commit(CommitSink commit)
    {
        _commit = commit;
        if (_parts.Appender is not { } appender) return;
        _isReleased = false;
        _parts.Edge.Run(Self, appender.ReleaseAsync, new Released());
    }

    private void Advance()
    {
        if (_commit is { Committable: null } done && _isReleased)
        {
            _commit = null;
            done.ReplyTo.Tell(new SinkCommitted(_parts.Shard, _parts.SinkId));
        }
        if (_isBusy) return;
        if (_commit is { Committable: { } committable })
        {
            _isBusy = true;
            _parts.Edge.Run(Self, token => _parts.Writer.CommitAsync(committable, token), new Committed());
            return;
        }
        while (!_isBusy && _waiting.TryDequeue(out IDataMessage? next)) Start(next);
    }

    private void Start(IDataMessage message)
    {
        switch (message)
        {
            case Delivery delivery:
                _isBusy = true;
                var written = new Written(delivery.Rows.Rows.Count, delivery.Rows.Credit, delivery.Shard);
                _parts.Edge.Run(Self, token => _parts.Writer.WriteAsync(delivery.Rows.Rows, token), written);
                break;
            case SinkBarrier barrier:
                _isBusy = true;
                _parts.Edge.Run(Self, token => PrepareAsync(barrier, token));
                break;
            case SinkInputEnded:
                _parts.Writer.EndOfInput();
                break;
            case Drain drain:
                drain.ReplyTo.Tell(new SinkDrained());
                break;
        }
    }

    private async ValueTask<object> PrepareAsync(SinkBarrier barrier, CancellationToken cancellationToken)
    {
        await _parts.Writer.FlushAsync(cancellationToken);
        return new Prepared(barrier, await _parts.Writer.PrepareCommitAsync(barrier.CheckpointId, cancellationToken));
    }

    private sealed record Delivery(SinkRows Rows, IActorRef Shard) : IDataMessage;

    private sealed record Drain(IActorRef ReplyTo) : IDataMessage;
}

/// <summary>What a <see cref="SinkWriterActor"/> is made of.</summary>
internal sealed class SinkWriterParts
{
    /// <summary>The shard whose rows it writes.</summary>
    public required int Shard { get; init; }

    /// <summary>The sink's place in the plan.</summary>
    public required string SinkId { get; init; }

    /// <summary>The sink's place among those of the shard.</summary>
    public required int Port { get; init; }

    /// <summary>The writer, which <see cref="Edge"/> disposes of.</summary>
    public required ISinkWriter Writer { get; init; }

    /// <summary>The way into the job's transaction, where the sink takes part in it.</summary>
    public required ShardAppender? Appender { get; init; }

    /// <summary>Where its calls run.</summary>
    public required Edge Edge { get; init; }

    /// <summary>The shard's counters.</summary>
    public required ShardMetrics Metrics { get; init; }
}
