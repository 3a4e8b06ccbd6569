using ActorStream.Actors;
using ActorStream.Checkpoints;
using ActorStream.Connectors;
using ActorStream.Expressions;
using ActorStream.Operators;
using ActorStream.Runtime;
using Akka.Actor;

namespace ActorStream.Jobs;

/// <summary>Makes a unit's actors: lookups, sink writers, shards, the coordinator; and, when they are ready, the sources.</summary>
/// <param name="plan">What the unit is made of.</param>
/// <param name="resources">What it has opened.</param>
/// <param name="recovered">From where it goes on.</param>
/// <param name="start">Starts an actor under a name within the unit, and another for messages.</param>
internal sealed class UnitParts(
    UnitPlan plan, UnitResources resources, RecoveredJob recovered, Func<Props, string, string, IActorRef> start)
{
    private readonly Dictionary<string, IActorRef> _lookups = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LookupMetrics> _lookupMetrics = new(StringComparer.Ordinal);
    private readonly List<CoordinatedShard> _coordinated = [];
    private readonly List<AttemptShard> _shards = [];

    /// <summary>The shards, in the order of their numbers.</summary>
    public IReadOnlyList<AttemptShard> Shards => _shards;

    /// <summary>The shards with their sinks' writers.</summary>
    public IReadOnlyList<CoordinatedShard> Coordinated => _coordinated;

    /// <summary>Counters of each lookup join.</summary>
    public IReadOnlyDictionary<string, LookupMetrics> LookupMetrics => _lookupMetrics;

    /// <summary>Makes all but the coordinator and the sources; shards wait for <see cref="RestoreShard"/>.</summary>
    public void StartShards()
    {
        foreach (GraphLookup lookup in plan.Graph.Lookups)
        {
            var metrics = new LookupMetrics();
            Edge edge = resources.NewEdge(lookup.Id, lookup.Table.Lookup);
            IActorRef actor = start(
                Producer.For(() => new LookupActor(
                    lookup.Table, [.. lookup.Node.Keys.Select(k => k.Probe.Type)], [.. lookup.Node.Columns.Select(c => c.Type)],
                    plan.Environment.TimeProvider, metrics, plan.Options.Name, plan.Logger, lookup.Node.Retry, edge)),
                Name(lookup.Id), lookup.Id);
            _lookupMetrics.Add(lookup.Id, metrics);
            _lookups.Add(lookup.Id, actor);
        }
        foreach (ShardPlan shard in recovered.Shards) StartShard(shard);
    }

    /// <summary>Makes the coordinator.</summary>
    public IActorRef StartCoordinator(CommitPoint commitPoint)
    {
        object[] uses = resources.Store is { } store ? [resources.Recovery!, store] : [resources.Recovery!];
        var checkpoints = new CheckpointPlan
        {
            Job = plan.Options.Identity,
            JobName = plan.Options.Name,
            Store = resources.Store,
            CommitPoint = commitPoint,
            History = plan.History,
            Fingerprint = plan.Graph.Fingerprint(),
            Operators = plan.Graph.States(),
            Sources = plan.Graph.Sources.Where(s => s.Source.Log is not null)
                .ToDictionary(s => s.Id, s => (s.Source.Log!.Identity, s.Source.ConsumerGroup)),
            TimeProvider = plan.Environment.TimeProvider,
            Timeout = plan.Options.CheckpointTimeout,
            RetainedCheckpoints = plan.Options.RetainedCheckpoints,
            IsFromSavepoint = recovered.IsFromSavepoint,
            Edge = resources.NewEdge("the checkpoint coordinator", uses),
            Logger = plan.Logger,
        };
        return start(
            Producer.For(() => new CheckpointCoordinator(checkpoints, _coordinated, recovered.Restored)), "coordinator",
            "the checkpoint coordinator");
    }

    /// <summary>Makes the readers of a source, and the decoders of its splits.</summary>
    /// <returns>The actors.</returns>
    public IEnumerable<IActorRef> StartSource(GraphSource source)
    {
        var splits = new List<SourceActorSplit>();
        foreach (ShardPlan shard in recovered.Shards)
        {
            IActorRef actor = _shards[shard.Number].Actor;
            foreach (SplitPosition position in shard.Positions.Where(p => p.SourceId == source.Id))
            {
                var from = new SplitStart(position.Split, position.Offset) { State = position.State?.Invoke() };
                IActorRef? decoder = !source.Source.DecodesApart ? null : start(
                    Producer.For(() => new DecoderActor(source.Id, actor)), $"{Name(source.Id)}-{Name(position.Split.Id)}", source.Id);
                if (decoder is not null) yield return decoder;
                splits.Add(new SourceActorSplit(from, actor, decoder));
            }
        }
        int readers = Math.Min(splits.Count, Math.Min(source.Source.MaxReaders, plan.Options.SourceReaders));
        for (int i = 0; i < readers; i++)
        {
            var parts = new SourceActorParts
            {
                SourceId = source.Id,
                Source = source.Source,
                Splits = [.. splits.Where((_, index) => index % readers == i)],
                MaxBatches = plan.Options.MailboxCapacity,
                MaxBytes = plan.Options.MaxEdgeBytes,
                Edge = resources.NewReadingEdge(source.Id, source.Source),
            };
            yield return start(Producer.For(() => new SourceActor(parts)), $"reader-{i}-{Name(source.Id)}", source.Id);
        }
    }

    private void StartShard(ShardPlan shardPlan)
    {
        IActorRef self = ActorRefs.Nobody;
        var metrics = new ShardMetrics();
        var context = new EvaluationContext(plan.Options.LocalTimeZone) { MaxValueBytes = plan.Options.MaxValueBytes };
        var operators = new OperatorGraph(
            plan.Graph, shardPlan.SourceIds, context, lookup => request => _lookups[lookup.Id].Tell(new LookupAsk(request, self)),
            recovered.Shards.Count);
        var ports = new List<(SinkPort Port, ISink Sink)>();
        foreach ((GraphSink sink, SinkInput input) in operators.Sinks)
            ports.Add((new SinkPort(sink.Id, input, IsForDeadLetters: false, sink.Node.DropsOnFailure), sink.Sink));
        var letters = new Dictionary<string, SinkPort>(StringComparer.Ordinal);
        foreach (GraphSource source in plan.Graph.Sources)
        {
            if (!shardPlan.SourceIds.Contains(source.Id) || source.Source.DeadLetterSink is not { } sink) continue;
            string id = source.Id + JobGraph.DeadLetters;
            letters.Add(source.Id, new SinkPort(id, new SinkInput { Id = id }, IsForDeadLetters: true, DropsOnFailure: false));
            ports.Add((letters[source.Id], sink));
        }
        var shard = new Shard(new ShardParts
        {
            Number = shardPlan.Number,
            Context = context,
            Entries = operators.Entries,
            Operators = operators.Operators,
            Sinks = [.. ports.Select(p => p.Port)],
            DeadLetterSinks = letters,
            Positions = shardPlan.Positions,
            MaxWaitingRows = plan.Options.MaxWaitingRows,
            MaxWaitingBytes = plan.Options.MaxWaitingBytes,
            TimeProvider = plan.Environment.TimeProvider,
            Metrics = metrics,
        });
        CoordinatedSink[] writers = [.. ports.Select((p, i) => StartWriter(shardPlan.Number, i, p.Port, p.Sink, metrics))];
        IActorRef[] addresses = [.. writers.Select(w => w.Writer)];
        self = start(
            Producer.For(() => new ShardActor(shard, addresses, plan.Options.MailboxCapacity, plan.Options.MaxEdgeBytes)),
            $"shard-1-{shardPlan.Number}", $"shard {shardPlan.Number}");
        _shards.Add(new AttemptShard(shardPlan.Number, metrics, self, shard));
        _coordinated.Add(new CoordinatedShard(shardPlan.Number, self, recovered.Epochs[shardPlan.Number], writers));
    }

    private CoordinatedSink StartWriter(int shard, int index, SinkPort port, ISink sink, ShardMetrics metrics)
    {
        object[] uses = [sink, resources.Recovery!];
        Edge edge = resources.NewEdge($"{port.Id} of shard {shard}", uses);
        ShardAppender? appender = sink.TransactionalLog is null ? null
            : new ShardAppender(resources.Recovery!.CommitPoint!.Transaction!, plan.Options.MaxHeldBytes, plan.Dispatcher);
        ISinkWriter writer = edge.Own(sink.CreateWriter(
            new SinkWriterContext { Shard = shard, ShardCount = recovered.Shards.Count, Transaction = appender }));
        var parts = new SinkWriterParts
        {
            Shard = shard, SinkId = port.Id, Port = index, Writer = writer, Appender = appender, Edge = edge, Metrics = metrics,
        };
        IActorRef actor = start(Producer.For(() => new SinkWriterActor(parts)), $"{Name(port.Id)}-{shard}", $"{port.Id} of shard {shard}");
        return new CoordinatedSink(port.Id, actor, appender is not null);
    }

    /// <summary>A part of an actor's path; ids hold names that people chose.</summary>
    private static string Name(string id) => Uri.EscapeDataString(id);
}
