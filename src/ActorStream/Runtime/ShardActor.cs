using ActorStream.Actors;
using ActorStream.Operators;
using ActorStream.Types;
using Akka.Actor;

namespace ActorStream.Runtime;

/// <summary>
/// A shard's actor. A turn takes a batch through all operators, and hands what reached the sinks to their writers as far as these have
/// given credit. While a sink's rows stay here, or too many rows wait for lookups, no batch is taken and no credit given to readers; so
/// what is held is bounded by one turn's output, and barriers and questions are answered all the same.
/// </summary>
internal sealed class ShardActor : EngineActor
{
    private readonly Shard _shard;
    private readonly Port[] _ports;
    private readonly Queue<IDataMessage> _inbox = new();
    private readonly Queue<ShardBatch> _owed = new();
    private bool _isRestored;
    private bool _isToGoOn;

    /// <summary>Makes the actor.</summary>
    /// <param name="shard">The shard.</param>
    /// <param name="writers">The writer of each of its sinks, in their order.</param>
    /// <param name="maxBatches">Batches that may be on their way to a writer.</param>
    /// <param name="maxBytes">Bytes that may be.</param>
    public ShardActor(Shard shard, IReadOnlyList<IActorRef> writers, int maxBatches, long maxBytes)
    {
        _shard = shard;
        _ports = [.. shard.Sinks.Select((s, i) => new Port(s, writers[i], new Credits(maxBatches, maxBytes)))];
    }

    private sealed record GoOn : IDataMessage
    {
        public static GoOn Instance { get; } = new();
    }

    private bool TakesData => _shard.AcceptsData && Array.TrueForAll(_ports, p => p.IsEmpty);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ShardBatch or SplitEnded:
                _inbox.Enqueue((IDataMessage)message);
                break;
            case GoOn:
                _isToGoOn = false;
                break;
            case SinkCredit credit:
                _ports[credit.Port].Return(credit.Bytes);
                break;
            case OperatorAnswer answer:
                Guard(() => _shard.Take(answer));
                break;
            case CheckpointBarrier barrier:
                Snapshot(barrier);
                break;
            case ShardQuestion question:
                question.AnswerBy(_shard);
                return;
            case RestoreShard restore:
                _shard.Restore(restore.Segments);
                _isRestored = true;
                Context.Parent.Tell(new ShardRestored());
                break;
        }
        Advance();
    }

    private void Advance()
    {
        Send();
        if (!_isRestored) return;
        if (_inbox.Count > 0 && TakesData)
        {
            Take(_inbox.Dequeue());
            Send();
        }
        if (TakesData)
        {
            while (_owed.TryDequeue(out ShardBatch? batch)) batch.Reader.Tell(new SourceCredit(batch.Batch.Split.Id, batch.Credit));
            // One batch a turn, so that a barrier never waits for more.
            if (_inbox.Count > 0 && !_isToGoOn) Self.Tell(GoOn.Instance);
            _isToGoOn |= _inbox.Count > 0;
        }
        if (_inbox.Count > 0 || !_shard.TryEnd()) return;
        foreach (Port port in _ports) port.Add(new SinkInputEnded());
        Context.Parent.Tell(new ShardEnded(_shard.Number));
    }

    private void Take(IDataMessage message)
    {
        if (message is ShardBatch batch)
        {
            _owed.Enqueue(batch);
            Guard(() => _shard.Take(batch.SourceId, batch.Batch));
        }
        else
        {
            _shard.EndSplit((SplitEnded)message);
        }
    }

    /// <summary>What came before a row that fails is written, as in Flink: a table without transactions has it, a failed SELECT has
    /// not.</summary>
    private void Guard(Action step)
    {
        try
        {
            step();
        }
        catch (EvaluationException)
        {
            foreach (Port port in _ports) port.SendAll();
            throw;
        }
    }

    private void Send()
    {
        foreach (Port port in _ports) port.Send();
    }

    /// <summary>The state is that of this turn; each sink's part comes from its writer, when it has written what is before it.</summary>
    private void Snapshot(CheckpointBarrier barrier)
    {
        // Waiting rows that were restored may have gone on to the sinks before the first batch.
        Send();
        ShardSnapshot snapshot = _shard.Snapshot(barrier);
        foreach (Port port in _ports) port.Add(new SinkBarrier(barrier.CheckpointId, Sender));
        Sender.Tell(snapshot);
    }

    /// <summary>What waits for a sink's writer.</summary>
    private sealed class Port(SinkPort sink, IActorRef writer, Credits credits)
    {
        private readonly Queue<object> _waiting = new();
        private Credits _credits = credits;

        public bool IsEmpty => _waiting.Count == 0;

        public void Return(long bytes) => _credits.Return(bytes);

        public void Add(object marker)
        {
            Collect();
            _waiting.Enqueue(marker);
            Send();
        }

        public void Send()
        {
            Collect();
            while (_waiting.TryPeek(out object? next))
            {
                if (next is SinkRows rows && !_credits.TryTake(rows.Credit)) return;
                writer.Tell(_waiting.Dequeue());
            }
        }

        public void SendAll()
        {
            Collect();
            while (!sink.DropsOnFailure && _waiting.TryDequeue(out object? next)) writer.Tell(next);
        }

        private void Collect()
        {
            while (sink.Input.TryTake(out Batch? batch)) _waiting.Enqueue(new SinkRows(batch, batch.SizeBytes));
        }
    }
}
