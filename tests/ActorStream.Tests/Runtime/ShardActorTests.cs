using ActorStream.Actors;
using ActorStream.Connectors;
using ActorStream.Expressions;
using ActorStream.Operators;
using ActorStream.Runtime;
using ActorStream.Tests.Support;
using ActorStream.Types;
using Akka.Actor;
using Akka.TestKit;

namespace ActorStream.Tests.Runtime;

/// <summary>A shard between its reader and its sink's writer: credits on both sides, and what passes without any.</summary>
public sealed class ShardActorTests : ActorTests
{
    private static readonly SourceSplit Split = new("s-0");

    private readonly TestProbe _parent;
    private readonly TestProbe _reader;
    private readonly TestProbe _writer;
    private readonly TestProbe _coordinator;
    private readonly SinkInput _sink = new() { Id = "out" };

    public ShardActorTests()
    {
        _parent = CreateTestProbe();
        _reader = CreateTestProbe();
        _writer = CreateTestProbe();
        _coordinator = CreateTestProbe();
    }

    [Fact]
    public async Task AWriterThatStandsStillStopsTheReaderAndNeitherBarriersNorQuestions()
    {
        IActorRef shard = StartShard(maxBatches: 1);
        for (int i = 1; i <= 3; i++) Send(shard, i);

        // The first batch is on its way to the writer; the second one is taken and kept, so that its reader gets no credit for it; the
        // third one is not taken.
        SinkRows written = _writer.ExpectMsg<SinkRows>();
        Assert.Equal(1, Value(written));
        Assert.Equal(1001, _reader.ExpectMsg<SourceCredit>().Bytes);
        Assert.Equal(20, Barrier(shard, 1));
        Assert.Equal(2L, await AskAsync(shard, _ => _sink.RowsIn));
        _reader.ExpectNoMsg(TimeSpan.Zero);
        _writer.ExpectNoMsg(TimeSpan.Zero);

        _writer.Send(shard, new SinkCredit(0, written.Credit));
        Assert.Equal(2, Value(written = _writer.ExpectMsg<SinkRows>()));
        Assert.Equal(1, _writer.ExpectMsg<SinkBarrier>().CheckpointId);
        _writer.Send(shard, new SinkCredit(0, written.Credit));
        Assert.Equal(3, Value(_writer.ExpectMsg<SinkRows>()));
        Assert.Equal(1002, _reader.ExpectMsg<SourceCredit>().Bytes);
        Assert.Equal(1003, _reader.ExpectMsg<SourceCredit>().Bytes);
        Assert.Equal(30, Barrier(shard, 2));
    }

    [Fact]
    public void TheEndComesBehindTheRowsAndIsToldOnce()
    {
        IActorRef shard = StartShard(maxBatches: 1);
        Send(shard, 1);
        Send(shard, 2, isEnd: true);
        SinkRows written = _writer.ExpectMsg<SinkRows>();
        Assert.Equal(7, _parent.ExpectMsg<ShardEnded>().Shard);
        _writer.Send(shard, new SinkCredit(0, written.Credit));
        _writer.ExpectMsg<SinkRows>();
        _writer.ExpectMsg<SinkInputEnded>();
        Assert.Equal(20, Barrier(shard, 1));
        _writer.ExpectMsg<SinkBarrier>();
        _parent.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void WhatComesAfterTheLastBarrierIsForTheNextStart()
    {
        IActorRef shard = StartShard(maxBatches: 4);
        Send(shard, 1);
        _writer.ExpectMsg<SinkRows>();
        _coordinator.Send(shard, new CheckpointBarrier(1, IsFull: false, IsLast: true));
        Assert.Equal(10, _coordinator.ExpectMsg<ShardSnapshot>().Positions[0].Offset);
        Send(shard, 2, isEnd: true);
        Assert.Equal(10, Barrier(shard, 2));
        _writer.ExpectMsg<SinkBarrier>();
        _writer.ExpectMsg<SinkBarrier>();
        _parent.ExpectNoMsg(TimeSpan.Zero);
    }

    private static long Value(SinkRows rows) => ((FixedColumn<long>)rows.Rows.Columns[0])[0];

    private static Task<object?> AskAsync(IActorRef shard, Func<Shard, object?> ask) =>
        new ShardQuestion(ask, Dispatcher.ThreadPool).AskAsync(shard, new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token);

    /// <summary>A batch of one row, the <paramref name="number"/>, which ends at ten times its number.</summary>
    private void Send(IActorRef shard, long number, bool isEnd = false)
    {
        var rows = new Batch([new FixedColumn<long>([number], 1)], 1);
        var batch = new SourceBatch(Split, rows, number * 10) { IsEnd = isEnd };
        _reader.Send(shard, new ShardBatch("in", batch, _reader.Ref, 1000 + number));
    }

    private long Barrier(IActorRef shard, long id)
    {
        _coordinator.Send(shard, new CheckpointBarrier(id, IsFull: false, IsLast: false));
        return _coordinator.ExpectMsg<ShardSnapshot>().Positions[0].Offset;
    }

    private IActorRef StartShard(int maxBatches)
    {
        var entry = new PassThrough { Id = "in" };
        entry.AddOutput(_sink);
        var shard = new Shard(new ShardParts
        {
            Number = 7,
            Context = new EvaluationContext(TimeZoneInfo.Utc),
            Entries = new Dictionary<string, Operator> { ["in"] = entry },
            Operators = [entry, _sink],
            Sinks = [new SinkPort("out", _sink, IsForDeadLetters: false, DropsOnFailure: false)],
            DeadLetterSinks = new Dictionary<string, SinkPort>(),
            Positions = [new SplitPosition("in", Split, 0, IsEnded: false)],
            MaxWaitingRows = 100,
            MaxWaitingBytes = 1 << 20,
            TimeProvider = TimeProvider.System,
            Metrics = new ShardMetrics(),
        });
        IActorRef actor = StartBelow(_parent.Ref, () => new ShardActor(shard, [_writer.Ref], maxBatches, maxBytes: 1 << 20));
        actor.Tell(new RestoreShard([]));
        _parent.ExpectMsg<ShardRestored>();
        return actor;
    }
}
