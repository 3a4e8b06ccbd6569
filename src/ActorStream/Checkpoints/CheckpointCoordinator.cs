using ActorStream.Actors;
using ActorStream.Connectors;
using ActorStream.Diagnostics;
using ActorStream.Runtime;
using Akka.Actor;

namespace ActorStream.Checkpoints;

/// <summary>
/// Takes a unit's checkpoints, one at a time. The order is the protocol's: a barrier through every shard and its sinks; segments and
/// manifests into the store, durable, asserting the owner's epoch; then the one commit of outputs, input offsets and pointers. Only when
/// it has returned do the shards' next rows enter the transaction. Any failure up to there fails the attempt, and the job recovers from
/// the last commit: outputs are never retried from memory, because the shards are ahead of them. What comes after the commit cannot undo
/// it: old checkpoints that could not be removed are removed after the next one.
/// </summary>
internal sealed class CheckpointCoordinator : EngineActor
{
    private readonly CheckpointPlan _plan;
    private readonly IReadOnlyList<CoordinatedShard> _shards;
    private readonly Dictionary<int, ShardHistory> _histories = [];
    private readonly Queue<Request> _waiting = new();
    private StartPeriodicCheckpoints? _period;
    private ITimer? _due;
    private CheckpointUnderWay? _current;
    private Exception? _failure;
    private long _sequence;
    private bool _hasTakenLast;

    /// <summary>Makes the actor.</summary>
    /// <param name="plan">Unit-wide parts.</param>
    /// <param name="shards">All shards that this process owns.</param>
    /// <param name="restored">What each of them was restored from; empty for a fresh start.</param>
    public CheckpointCoordinator(
        CheckpointPlan plan, IReadOnlyList<CoordinatedShard> shards, IReadOnlyDictionary<int, RestoredShard> restored)
    {
        _plan = plan;
        _shards = shards;
        foreach (CoordinatedShard shard in shards)
        {
            var history = new ShardHistory();
            if (restored.TryGetValue(shard.Number, out RestoredShard? from))
            {
                if (!plan.IsFromSavepoint) history.Restore(from);
                _sequence = Math.Max(_sequence, new CheckpointId(from.Manifest.CheckpointId).Sequence);
            }
            _histories.Add(shard.Number, history);
        }
    }

    private readonly record struct Request(CheckpointKind Kind, TakeCheckpoint? Question);

    private sealed record Due;

    private sealed record TimedOut(CheckpointUnderWay Checkpoint);

    private sealed record Committed;

    private sealed record SavepointWritten(Exception? Failure);

    private sealed record CleanedUp;

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case TakeCheckpoint question:
                _waiting.Enqueue(new Request(question.Kind, question));
                break;
            case StartPeriodicCheckpoints period:
                _period = period;
                Schedule(period.Interval);
                break;
            case Due:
                _waiting.Enqueue(new Request(CheckpointKind.Periodic, null));
                break;
            case ShardSnapshot snapshot:
                _current!.Add(snapshot);
                Commit();
                break;
            case SinkPrepared prepared:
                _current!.Add(prepared);
                Commit();
                break;
            case Committed:
                OnCommitted(_current!);
                break;
            case SinkCommitted committed:
                _current!.Add(committed);
                OnSinksCommitted(_current);
                break;
            case SavepointWritten written:
                CleanUp(_current!, written.Failure);
                break;
            case CleanedUp:
                End(_current!);
                break;
            case TimedOut late when late.Checkpoint == _current && !late.Checkpoint.IsCommitted:
                throw Failed(TooSlow(late.Checkpoint));
        }
        // Nothing follows the last one.
        if (_current is null && !_hasTakenLast && _waiting.TryDequeue(out Request next)) Begin(next);
    }

    protected override void OnEdgeFailed(EdgeFailed failed)
    {
        Failed(failed.Cause);
        failed.Throw();
    }

    /// <summary>Rows of a checkpoint that failed may be in no transaction, although the shards are past them: none follows it.</summary>
    protected override void PostStop()
    {
        _due?.Dispose();
        if (_current is { } current) Failed(_failure ?? new OperationCanceledException("The attempt at the job has ended."));
        var refusal = new ActorStreamException(
            "No checkpoint was taken, because the attempt at the job has ended; the job recovers from the last one that was committed.",
            ErrorDomain.External, isTransient: true, innerException: _failure);
        foreach (Request waiting in _waiting) waiting.Question?.Refuse(refusal);
    }

    private void Begin(Request request)
    {
        long sequence = request.Kind == CheckpointKind.Initial && _sequence == 0 ? 0 : ++_sequence;
        var current = new CheckpointUnderWay(request.Kind, request.Question, sequence, _plan.TimeProvider, _shards);
        _plan.History.Add(current.Stats);
        Log.CheckpointStarted(_plan.Logger, _plan.JobName, sequence, KindOf(current));
        _current = current;
        _hasTakenLast = request.Kind == CheckpointKind.Final;
        IActorRef self = Self;
        current.Timer = _plan.TimeProvider.CreateTimer(
            _ => self.Tell(new TimedOut(current)), null, _plan.Timeout, Timeout.InfiniteTimeSpan);
        foreach (CoordinatedShard shard in _shards)
        {
            bool isFull = current.IsFull || _histories[shard.Number].WantsBase;
            if (isFull) current.FullShards.Add(shard.Number);
            long id = CheckpointId.Of(shard.Epoch, sequence).Value;
            shard.Actor.Tell(new CheckpointBarrier(id, isFull, request.Kind == CheckpointKind.Final));
        }
        Commit();
    }

    /// <summary>Stores and commits when every part has come.</summary>
    private void Commit()
    {
        if (_current is not { IsComplete: true, IsCommitting: false } current) return;
        current.IsCommitting = true;
        List<SnapshotToStore> parts = [.. current.Snapshots.Select(s => ToStore(s, current))];
        _plan.Edge.Run(Self, token => CommitAsync(current, parts, token), new Committed());
    }

    private SnapshotToStore ToStore(ShardSnapshot snapshot, CheckpointUnderWay current)
    {
        ShardHistory history = _histories[snapshot.Shard];
        IReadOnlyList<SegmentReference> before = current.FullShards.Contains(snapshot.Shard) ? [] : history.Segments;
        long epoch = new CheckpointId(snapshot.CheckpointId).Epoch;
        return new SnapshotToStore(snapshot, epoch, history.ParentId, before, history.Pieces, current.CommittablesOf(snapshot.Shard));
    }

    private async ValueTask CommitAsync(CheckpointUnderWay current, List<SnapshotToStore> parts, CancellationToken cancellationToken)
    {
        var segments = new List<StateSegment>(parts.Count);
        List<CheckpointManifest> manifests =
            [.. parts.Select(p => p.Encode(_plan, current.Stats.TriggerTimestampMs, segments))];
        if (_plan.Store is { } store) await store.WriteAsync(manifests, segments, cancellationToken);
        var pointers = manifests.ToDictionary(m => m.Shard, m => m.CheckpointId);
        CommitResult result = await _plan.CommitPoint.CommitAsync(
            pointers, [.. parts.SelectMany(p => Inputs(p.Snapshot))], cancellationToken);
        if (result != CommitResult.Committed) throw NotCommitted(current.Stats.Sequence, result);
        current.Stored(manifests, segments);
    }

    private IEnumerable<CommittedInput> Inputs(ShardSnapshot snapshot)
    {
        foreach (SplitPosition position in snapshot.Positions)
        {
            if (position.Split.Log is not { } partition
                || !_plan.Sources.TryGetValue(position.SourceId, out (string Log, string? Group) source)) continue;
            yield return new CommittedInput(source.Log, source.Group, new LogOffset(partition, position.Offset));
        }
    }

    private void OnCommitted(CheckpointUnderWay current)
    {
        foreach (CheckpointManifest manifest in current.Manifests)
            _histories[manifest.Shard].Commit(manifest, _plan.RetainedCheckpoints);
        _plan.History.Add(current.Complete());
        CheckpointStats stats = current.Stats;
        Log.CheckpointCommitted(
            _plan.Logger, _plan.JobName, stats.Sequence, KindOf(current), (long)stats.Duration.TotalMilliseconds, stats.StateBytes,
            stats.FullStateBytes);
        Context.Parent.Tell(new CheckpointCommitted(current.Stats));
        foreach (CoordinatedShard shard in _shards)
        {
            foreach (CoordinatedSink sink in shard.Sinks)
            {
                byte[]? committable = current.CommittableOf(shard.Number, sink.Id);
                if (committable is null && !sink.HoldsBack) continue;
                current.Expect(shard.Number, sink.Id);
                sink.Writer.Tell(new CommitSink(committable, Self));
            }
        }
        OnSinksCommitted(current);
    }

    private void OnSinksCommitted(CheckpointUnderWay current)
    {
        if (!current.AreSinksCommitted) return;
        if (current.Question?.Savepoint is not { } name || _plan.Store is not { } store)
        {
            CleanUp(current, null);
            return;
        }
        var savepoint = new Savepoint(name, _plan.Job, current.Stats.TriggerTimestampMs, current.Manifests);
        _plan.Edge.Run(Self, async token =>
        {
            try
            {
                await store.WriteSavepointAsync(savepoint, token);
                Log.SavepointWritten(_plan.Logger, _plan.JobName, current.Stats.Sequence, name);
                return new SavepointWritten(null);
            }
            catch (ActorStreamException failure)
            {
                // The checkpoint is the current one all the same: it is the asker who lacks something.
                return new SavepointWritten(failure);
            }
        });
    }

    private void CleanUp(CheckpointUnderWay current, Exception? savepointFailure)
    {
        if (savepointFailure is null)
        {
            current.Question?.Reply(current.Stats);
        }
        else
        {
            _plan.History.TakeNameBack(current.Stats.Sequence);
            current.Question?.Refuse(savepointFailure);
            current.SavepointFailure = savepointFailure;
        }
        List<(int, long)> keep = [.. _histories.SelectMany(h => h.Value.Committed.Select(id => (h.Key, id)))];
        if (_plan.Store is not { } store || keep.Count == 0)
        {
            End(current);
            return;
        }
        long before = _plan.TimeProvider.GetUtcNow().ToUnixTimeMilliseconds() + 1;
        _plan.Edge.Run(Self, async token =>
        {
            try
            {
                using var timeout = new CancellationTokenSource(_plan.Timeout, _plan.TimeProvider);
                using var both = CancellationTokenSource.CreateLinkedTokenSource(token, timeout.Token);
                await store.CollectAsync(_plan.Job, keep, _shards.Min(s => s.Epoch), before, both.Token);
            }
#pragma warning disable CA1031 // The checkpoint is committed: nothing that comes now can take that back.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                if (!token.IsCancellationRequested) Log.CleanUpFailed(_plan.Logger, _plan.JobName, failure.Message);
            }
            return new CleanedUp();
        });
    }

    private void End(CheckpointUnderWay current)
    {
        current.Timer?.Dispose();
        _current = null;
        Context.Parent.Tell(new CheckpointDone(current.Stats, current.SavepointFailure));
        if (current.Stats.Kind != CheckpointKind.Periodic || _period is not { } period) return;
        TimeSpan pause = period.MinPause - _plan.TimeProvider.GetElapsedTime(current.Started);
        if (period.MaxInterval is { } most && pause > most - period.Interval) pause = most - period.Interval;
        Schedule(pause > TimeSpan.Zero ? pause + period.Interval : period.Interval);
    }

    private void Schedule(TimeSpan after)
    {
        IActorRef self = Self;
        _due?.Dispose();
        _due = _plan.TimeProvider.CreateTimer(_ => self.Tell(new Due()), null, after, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The checkpoint under way has failed, if there is one that is not committed; its asker learns why.</summary>
    private Exception Failed(Exception failure)
    {
        _failure ??= failure;
        if (_current is not { } current) return failure;
        current.Timer?.Dispose();
        _current = null;
        if (!current.IsCommitted)
        {
            _plan.History.Add(current.Fail());
            // One that the end of its attempt cut off did not fail: it has no cause of its own to be told.
            if (failure is not OperationCanceledException) Log.CheckpointFailed(
                _plan.Logger, failure, _plan.JobName, current.Stats.Sequence, KindOf(current),
                (long)current.Stats.Duration.TotalMilliseconds, failure.Message);
        }
        current.Question?.Refuse(failure);
        return failure;
    }

    private static string KindOf(CheckpointUnderWay current) => current.Stats.Kind.ToString().ToLowerInvariant();

    private ActorStreamException TooSlow(CheckpointUnderWay current) => new(
        $"Checkpoint {current.Stats.Sequence} did not complete within {_plan.Timeout.TotalSeconds:0.###} s; it waited for "
            + $"{current.Waits(_plan.Store?.Description, _plan.CommitPoint.Description)}.",
        ErrorDomain.External, isTransient: true,
        hint: "Raise 'execution.checkpointing.timeout', or look for what is slow: a sink, the database, the log.");

    private ActorStreamException NotCommitted(long sequence, CommitResult result) => result switch
    {
        CommitResult.Fenced => new JobFencedException(_plan.Job),
        CommitResult.Unknown => new ActorStreamException(
            $"The answer to the commit of checkpoint {sequence} was lost; the job recovers from whichever checkpoint the log names.",
            ErrorDomain.External, isTransient: true),
        _ => new ActorStreamException(
            $"The log aborted the commit of checkpoint {sequence}; the job recovers from the last one.", ErrorDomain.External,
            isTransient: true),
    };
}
