using System.IO.Hashing;
using ActorStream.Actors;
using ActorStream.Connectors;
using ActorStream.Diagnostics;
using ActorStream.Runtime;
using Microsoft.Extensions.Logging;

namespace ActorStream.Checkpoints;

/// <summary>A shard as the coordinator sees it.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Actor">Its address.</param>
/// <param name="Epoch">The epoch under which this process owns it.</param>
/// <param name="Appenders">Its ways into the transaction.</param>
internal sealed record CoordinatedShard(int Number, ActorRef Actor, long Epoch, IReadOnlyList<ShardAppender> Appenders);

/// <summary>
/// Takes a job's checkpoints, one at a time. The order is the protocol's: a barrier through every shard; segments and manifests into the
/// store, durable, asserting the owner's epoch; then the one commit of outputs, input offsets and pointers. Only when it has returned
/// do the shards' next rows enter the transaction. Any failure fails the attempt, and the job recovers from the last commit: outputs are
/// never retried from memory, because the shards are ahead of them. What comes after the commit can fail the attempt, but no more the
/// checkpoint; and removing old checkpoints, which is tried again at the next one, fails nothing.
/// </summary>
internal sealed class CheckpointCoordinator
{
    private readonly CheckpointPlan _plan;
    private readonly IReadOnlyList<CoordinatedShard> _shards;
    private readonly Dictionary<int, ShardHistory> _histories = [];
    private readonly List<Task<ShardSnapshot>> _answers = [];
    private readonly Turnstile _one;
    private Exception? _failure;
    private long _sequence;

    /// <summary>Makes a coordinator.</summary>
    /// <param name="plan">Job-wide parts.</param>
    /// <param name="shards">All shards that this process owns.</param>
    /// <param name="restored">What each of them was restored from; empty for a fresh start.</param>
    public CheckpointCoordinator(
        CheckpointPlan plan, IReadOnlyList<CoordinatedShard> shards, IReadOnlyDictionary<int, RestoredShard> restored)
    {
        _plan = plan;
        _shards = shards;
        _one = new Turnstile(plan.Dispatcher);
        foreach (CoordinatedShard shard in shards)
        {
            var history = new ShardHistory();
            if (restored.TryGetValue(shard.Number, out RestoredShard? from))
            {
                history.ParentId = plan.IsFromSavepoint ? 0 : from.Manifest.CheckpointId;
                if (!plan.IsFromSavepoint && !from.NeedsBase)
                {
                    history.Segments = [.. from.StateSegments];
                    history.Pieces.Restore(from);
                }
                if (!plan.IsFromSavepoint) history.Committed.Add(from.Manifest.CheckpointId);
                _sequence = Math.Max(_sequence, new CheckpointId(from.Manifest.CheckpointId).Sequence);
            }
            _histories.Add(shard.Number, history);
        }
        HasNewShards = restored.Count < shards.Count || plan.IsFromSavepoint;
    }

    /// <summary>Whether some shards have no checkpoint of their own yet: the first one must name where they start.</summary>
    public bool HasNewShards { get; }

    /// <summary>Takes a checkpoint and returns when it is committed, and written as a savepoint where that is asked for.</summary>
    /// <param name="kind">Why it is taken.</param>
    /// <param name="savepoint">The savepoint's name, or null.</param>
    /// <param name="cancellationToken">The attempt's end: a checkpoint that has begun is not given up for less.</param>
    /// <exception cref="ActorStreamException">It was not committed, and the attempt was told to end; or it was, but the savepoint was
    /// not written.</exception>
    public async Task<CheckpointStats> TriggerAsync(CheckpointKind kind, string? savepoint, CancellationToken cancellationToken)
    {
        await _one.EnterAsync(cancellationToken);
        try
        {
            // Rows of the checkpoint that failed may be in no transaction, although the shards are past them.
            if (_failure is not null) throw new ActorStreamException(
                "No checkpoint was taken, because the one before it failed; the job recovers from the last one that was committed.",
                ErrorDomain.External, isTransient: true, innerException: _failure);
            long sequence = kind == CheckpointKind.Initial && _sequence == 0 ? 0 : ++_sequence;
            long started = _plan.TimeProvider.GetTimestamp();
            var stats = new CheckpointStats(
                sequence, kind, "IN_PROGRESS", _plan.TimeProvider.GetUtcNow().ToUnixTimeMilliseconds(), TimeSpan.Zero, 0, 0, 0, savepoint,
                _shards.Count, 0);
            _plan.History.Add(stats);
            Log.CheckpointStarted(_plan.Logger, _plan.JobName, sequence, KindOf(stats));
            List<CheckpointManifest> manifests;
            try
            {
                using var timeout = new CancellationTokenSource(_plan.Timeout, _plan.TimeProvider);
                using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
                ShardSnapshot[] snapshots = await CollectAsync(stats, both.Token);
                (stats, manifests) = await CommitAsync(stats, snapshots, both.Token);
                stats = stats with
                {
                    Status = "COMPLETED", Duration = _plan.TimeProvider.GetElapsedTime(started), ShardsDone = _shards.Count,
                };
                _plan.History.Add(stats);
                Log.CheckpointCommitted(_plan.Logger, _plan.JobName, sequence, KindOf(stats), (long)stats.Duration.TotalMilliseconds,
                    stats.StateBytes, stats.FullStateBytes);
                _plan.OnCommitted();
                await FollowAsync(snapshots, both.Token);
            }
            catch (OperationCanceledException cause) when (!cancellationToken.IsCancellationRequested)
            {
                var failure = new ActorStreamException(
                    $"Checkpoint {sequence} did not complete within {_plan.Timeout.TotalSeconds:0.###} s.", ErrorDomain.External,
                    isTransient: true,
                    hint: "Raise 'execution.checkpointing.timeout', or look for what is slow: a sink, the database, the log.",
                        innerException: cause);
                AddFailure(stats, started, failure);
                _failure = failure;
                _plan.OnFailed(failure);
                throw failure;
            }
            catch (Exception failure)
            {
                AddFailure(stats, started, cancellationToken.IsCancellationRequested ? null : failure);
                _failure = failure;
                if (!cancellationToken.IsCancellationRequested) _plan.OnFailed(failure);
                throw;
            }
            if (_plan.Store is not { } store) return stats;
            if (savepoint is not null)
            {
                var written = new Savepoint(savepoint, _plan.Job, stats.TriggerTimestampMs, manifests);
                await WriteSavepointAsync(store, written, stats, cancellationToken);
            }
            await CleanUpAsync(store, cancellationToken);
            return stats;
        }
        finally
        {
            _one.Leave();
        }
    }

    /// <summary>Waits until the checkpoint that is being taken has ended, which the attempt's end makes it do, and takes no more: its
    /// parts are closed next.</summary>
    public async Task CloseAsync()
    {
        await _one.EnterAsync(CancellationToken.None);
        _failure ??= new OperationCanceledException();
        _one.Leave();
    }

    /// <summary>A checkpoint that the end of its attempt cut off did not fail: it has no cause of its own to be told.</summary>
    private void AddFailure(CheckpointStats stats, long started, Exception? cause)
    {
        if (stats.Status == "COMPLETED") return;
        TimeSpan elapsed = _plan.TimeProvider.GetElapsedTime(started);
        if (cause is not null) Log.CheckpointFailed(
            _plan.Logger, cause, _plan.JobName, stats.Sequence, KindOf(stats), (long)elapsed.TotalMilliseconds, cause.Message);
        _plan.History.Add(stats with
        {
            Status = "FAILED",
            Duration = elapsed,
            ShardsDone = _answers.Count(static a => a.IsCompletedSuccessfully),
        });
    }

    private async Task WriteSavepointAsync(
        ICheckpointStore store, Savepoint savepoint, CheckpointStats stats, CancellationToken cancellationToken)
    {
        try
        {
            await store.WriteSavepointAsync(savepoint, cancellationToken);
        }
        catch
        {
            _plan.History.TakeNameBack(stats.Sequence);
            throw;
        }
        Log.SavepointWritten(_plan.Logger, _plan.JobName, stats.Sequence, savepoint.Name);
    }

    private static string KindOf(CheckpointStats stats) => stats.Kind.ToString().ToLowerInvariant();

    private async Task<(CheckpointStats Stats, List<CheckpointManifest> Manifests)> CommitAsync(
        CheckpointStats stats, ShardSnapshot[] snapshots, CancellationToken cancellationToken)
    {
        var manifests = new List<CheckpointManifest>(snapshots.Length);
        var segments = new List<StateSegment>(snapshots.Length);
        foreach (ShardSnapshot snapshot in snapshots) manifests.Add(Prepare(snapshot, stats, segments));
        if (_plan.Store is { } store) await store.WriteAsync(manifests, segments, cancellationToken);

        var pointers = manifests.ToDictionary(m => m.Shard, m => m.CheckpointId);
        CommitResult result = await _plan.CommitPoint.CommitAsync(pointers, [.. snapshots.SelectMany(Inputs)], cancellationToken);
        if (result != CommitResult.Committed) throw NotCommitted(stats.Sequence, result);

        foreach (CheckpointManifest manifest in manifests) _histories[manifest.Shard].Commit(manifest, _plan.RetainedCheckpoints);
        stats = stats with
        {
            StateBytes = segments.Sum(s => (long)s.Data.Length) + manifests.Sum(m => (long)m.Body.Length),
            FullStateBytes = manifests.Sum(m => m.Segments.Sum(s => s.SizeBytes) + m.Body.Length),
            EntityRows = segments.Sum(s => s.RowCount),
        };
        return (stats, manifests);
    }

    private async Task<ShardSnapshot[]> CollectAsync(CheckpointStats stats, CancellationToken cancellationToken)
    {
        _answers.Clear();
        foreach (CoordinatedShard shard in _shards)
        {
            bool isFull = stats.Savepoint is not null || stats.Kind == CheckpointKind.Full || _histories[shard.Number].WantsBase;
            _answers.Add(shard.Actor.AskAsync<ShardSnapshot>(
                answer => new CheckpointBarrier(
                    CheckpointId.Of(shard.Epoch, stats.Sequence).Value, isFull, stats.Kind == CheckpointKind.Final, answer),
                        cancellationToken));
            _histories[shard.Number].NextIsFull = isFull;
        }
        return await Task.WhenAll(_answers);
    }

    private CheckpointManifest Prepare(ShardSnapshot snapshot, CheckpointStats stats, List<StateSegment> segments)
    {
        CoordinatedShard shard = _shards.First(s => s.Number == snapshot.Shard);
        ShardHistory history = _histories[snapshot.Shard];
        long id = CheckpointId.Of(shard.Epoch, stats.Sequence).Value;
        IReadOnlyList<SegmentReference> references = history.NextIsFull ? [] : history.Segments;
        if (snapshot.Segment is { } data)
        {
            string segmentId = $"{_plan.Job}/{snapshot.Shard}/{id}";
            var segment = new StateSegment(segmentId, data, Crc32.HashToUInt32(data), snapshot.RowCount);
            segments.Add(segment);
            references = [.. references, new SegmentReference(segmentId, data.Length, segment.Crc32, snapshot.RowCount)];
        }
        history.Next = references;
        SplitPieces.Cut cut = history.Pieces.Take(snapshot.Positions, $"{_plan.Job}/{snapshot.Shard}/{id}", segments);
        byte[] body = new ManifestBody(_plan.Fingerprint, cut.Positions, snapshot.Committables)
        {
            Operators = _plan.Operators,
            Pieces = cut.Names,
        }.Encode();
        return new CheckpointManifest
        {
            Job = _plan.Job,
            Shard = snapshot.Shard,
            CheckpointId = id,
            ParentId = history.ParentId,
            Epoch = shard.Epoch,
            TimestampMs = stats.TriggerTimestampMs,
            Segments = [.. references, .. cut.References],
            Body = body,
            Crc32 = Crc32.HashToUInt32(body),
        };
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

    private async Task CommitSinksAsync(ShardSnapshot snapshot, CancellationToken cancellationToken)
    {
        if (snapshot.Committables.Count == 0) return;
        ActorRef shard = _shards.First(s => s.Number == snapshot.Shard).Actor;
        await shard.AskAsync<bool>(done => new CheckpointCommitted(snapshot.Committables, done), cancellationToken);
    }

    /// <summary>What a commit sets free: the rows that waited for it, and the sinks' parts.</summary>
    private async Task FollowAsync(ShardSnapshot[] snapshots, CancellationToken cancellationToken)
    {
        foreach (ShardAppender appender in _shards.SelectMany(s => s.Appenders)) await appender.ReleaseAsync(cancellationToken);
        foreach (ShardSnapshot snapshot in snapshots) await CommitSinksAsync(snapshot, cancellationToken);
    }

    private async Task CleanUpAsync(ICheckpointStore store, CancellationToken cancellationToken)
    {
        var keep = new List<(int, long)>();
        foreach ((int shard, ShardHistory history) in _histories) keep.AddRange(history.Committed.Select(id => (shard, id)));
        if (keep.Count == 0) return;
        long now = _plan.TimeProvider.GetUtcNow().ToUnixTimeMilliseconds();
        try
        {
            using var timeout = new CancellationTokenSource(_plan.Timeout, _plan.TimeProvider);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
            await store.CollectAsync(_plan.Job, keep, _shards.Min(s => s.Epoch), now + 1, both.Token);
        }
#pragma warning disable CA1031 // The checkpoint is committed: nothing that comes now can take that back.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            if (!cancellationToken.IsCancellationRequested) Log.CleanUpFailed(_plan.Logger, _plan.JobName, failure.Message);
        }
    }

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

    /// <summary>What was committed for one shard.</summary>
    private sealed class ShardHistory
    {
        public long ParentId { get; set; }

        public IReadOnlyList<SegmentReference> Segments { get; set; } = [];

        /// <summary>The segments of its state in the checkpoint that is being taken.</summary>
        public IReadOnlyList<SegmentReference> Next { get; set; } = [];

        public SplitPieces Pieces { get; } = new();

        public List<long> Committed { get; } = [];

        public bool NextIsFull { get; set; }

        /// <summary>Segments are folded into a new base when what came after the base is larger than the base.</summary>
        public bool WantsBase => Segments.Count == 0
            || (Segments.Count > 1 && Segments.Skip(1).Sum(s => s.SizeBytes) > Segments[0].SizeBytes);

        public void Commit(CheckpointManifest manifest, int retained)
        {
            ParentId = manifest.CheckpointId;
            Segments = Next;
            Committed.Add(manifest.CheckpointId);
            if (Committed.Count > retained) Committed.RemoveRange(0, Committed.Count - retained);
        }
    }
}

/// <summary>Job-wide parts of checkpointing.</summary>
internal sealed class CheckpointPlan
{
    /// <summary>Its name among all jobs of the store.</summary>
    public required string Job { get; init; }

    /// <summary>Its name in the log.</summary>
    public required string JobName { get; init; }

    /// <summary>Null where no checkpoints are kept: commits happen, but nothing can be recovered.</summary>
    public required ICheckpointStore? Store { get; init; }

    public required CommitPoint CommitPoint { get; init; }

    public required CheckpointHistory History { get; init; }

    public required string Fingerprint { get; init; }

    /// <summary>What keeps state, and what the state depends on.</summary>
    public IReadOnlyList<OperatorState>? Operators { get; init; }

    /// <summary>The log and the user's group of each source that reads one.</summary>
    public required IReadOnlyDictionary<string, (string Log, string? Group)> Sources { get; init; }

    public required TimeProvider TimeProvider { get; init; }

    public required Dispatcher Dispatcher { get; init; }

    public required TimeSpan Timeout { get; init; }

    public required int RetainedCheckpoints { get; init; }

    /// <summary>Told at once when a checkpoint is committed, whatever comes after.</summary>
    public required Action OnCommitted { get; init; }

    public required ILogger Logger { get; init; }

    /// <summary>Told of a checkpoint that began and failed: shards have cleared their changes and hold back their rows, so the attempt
    /// must end, whoever asked for the checkpoint.</summary>
    public required Action<Exception> OnFailed { get; init; }

    /// <summary>True where the job starts from a savepoint: its first checkpoint is a full one of its own.</summary>
    public required bool IsFromSavepoint { get; init; }
}
