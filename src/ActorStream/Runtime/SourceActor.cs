using ActorStream.Actors;
using ActorStream.Connectors;
using Akka.Actor;

namespace ActorStream.Runtime;

/// <summary>A source has found splits that its readers were not given.</summary>
internal sealed record NewSplitsFound(string SourceId);

/// <summary>What was read of a split and is not decoded yet.</summary>
internal sealed record Undecoded(SourceBatch Batch, IActorRef Reader, long Credit) : IDataMessage;

/// <summary>
/// Reads some splits of a source with one reader and hands their batches to their shards, as far as these have given credit, by way of
/// the split's decoder where the source leaves that to it.
/// </summary>
internal sealed class SourceActor : EngineActor
{
    private readonly SourceActorParts _parts;
    private readonly Dictionary<string, Split> _splits = new(StringComparer.Ordinal);
    private ISourceReader? _reader;
    private SourceBatch? _held;
    private bool _isReading;
    private bool _hasEnded;

    /// <summary>Makes the actor.</summary>
    public SourceActor(SourceActorParts parts)
    {
        _parts = parts;
        foreach (SourceActorSplit split in parts.Splits)
            _splits.Add(split.Start.Split.Id, new Split(split, new Credits(parts.MaxBatches, parts.MaxBytes)));
    }

    private sealed record Opened(ISourceReader Reader);

    private sealed record Read(SourceBatch? Batch);

    protected override void PreStart()
    {
        SplitStart[] starts = [.. _parts.Splits.Select(s => s.Start)];
        // Making a reader may take its time.
        _parts.Edge.Run(Self, _ => new ValueTask<object>(new Opened(_parts.Edge.Own(_parts.Source.CreateReader(starts)))));
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Opened opened:
                _reader = opened.Reader;
                break;
            case Read read:
                _isReading = false;
                Take(read.Batch);
                break;
            case SourceCredit credit:
                _splits[credit.Split].Return(credit.Bytes);
                break;
        }
        if (_held is { } held && TrySend(held)) _held = null;
        if (_reader is null || _isReading || _held is not null || _hasEnded) return;
        _isReading = true;
        ISourceReader reader = _reader;
        _parts.Edge.Run(Self, async token => new Read(await reader.ReadAsync(token)));
    }

    private void Take(SourceBatch? batch)
    {
        if (batch is null)
        {
            End();
            return;
        }
        if (batch.HasNewSplits) Context.Parent.Tell(new NewSplitsFound(_parts.SourceId));
        if (batch.IsEnd) _splits[batch.Split.Id].IsEnded = true;
        _hasEnded = _splits.Values.All(s => s.IsEnded);
        _held = batch;
    }

    /// <summary>The reader says that nothing more comes of any split.</summary>
    private void End()
    {
        _hasEnded = true;
        foreach (Split split in _splits.Values)
        {
            if (!split.IsEnded) split.Target.Tell(new SplitEnded(_parts.SourceId, split.Start.Split));
        }
    }

    private bool TrySend(SourceBatch batch)
    {
        Split split = _splits[batch.Split.Id];
        long bytes = batch.Decode is null ? batch.Rows.SizeBytes : batch.EncodedBytes;
        if (!split.TryTake(bytes)) return false;
        split.Target.Tell(split.Decodes ? new Undecoded(batch, Self, bytes) : new ShardBatch(_parts.SourceId, batch, Self, bytes));
        return true;
    }

    private sealed class Split(SourceActorSplit split, Credits credits)
    {
        private Credits _credits = credits;

        public SplitStart Start => split.Start;

        public IActorRef Target => split.Decoder ?? split.Shard;

        public bool Decodes => split.Decoder is not null;

        public bool IsEnded { get; set; }

        public bool TryTake(long bytes) => _credits.TryTake(bytes);

        public void Return(long bytes) => _credits.Return(bytes);
    }
}

/// <summary>A split of a <see cref="SourceActor"/>.</summary>
/// <param name="Start">The split and where to go on.</param>
/// <param name="Shard">Its shard.</param>
/// <param name="Decoder">Who decodes it, where the source leaves that to the engine; else null.</param>
internal sealed record SourceActorSplit(SplitStart Start, IActorRef Shard, IActorRef? Decoder);

/// <summary>What a <see cref="SourceActor"/> is made of.</summary>
internal sealed class SourceActorParts
{
    /// <summary>The source's place in the plan.</summary>
    public required string SourceId { get; init; }

    /// <summary>The opened source.</summary>
    public required ISource Source { get; init; }

    /// <summary>Its splits that have not ended.</summary>
    public required IReadOnlyList<SourceActorSplit> Splits { get; init; }

    /// <summary>Batches of a split that may be on their way.</summary>
    public required int MaxBatches { get; init; }

    /// <summary>Bytes that may be.</summary>
    public required long MaxBytes { get; init; }

    /// <summary>Where its calls run; disposes of the reader.</summary>
    public required Edge Edge { get; init; }
}
