using System.Threading.Channels;
using ActorStream.Actors;
using ActorStream.Connectors;
using ActorStream.Runtime;
using ActorStream.Tests.Support;
using ActorStream.Types;
using Akka.Actor;
using Akka.TestKit;

namespace ActorStream.Tests.Runtime;

public sealed class SinkWriterActorTests : ActorTests
{
    private readonly StepwiseWriter _writer = new();
    private readonly ShardMetrics _metrics = new();
    private readonly TestProbe _shard;
    private readonly TestProbe _coordinator;

    public SinkWriterActorTests()
    {
        _shard = CreateTestProbe();
        _coordinator = CreateTestProbe();
    }

    [Fact]
    public async Task RowsAreWrittenOneCallAtATimeAndABarrierIsPreparedBehindThem()
    {
        IActorRef actor = StartWriter();
        _shard.Send(actor, new SinkRows(Row(1), 11));
        _shard.Send(actor, new SinkRows(Row(2), 12));
        _shard.Send(actor, new SinkBarrier(5, _coordinator.Ref));
        Call first = await _writer.NextAsync("write 1");
        _coordinator.ExpectNoMsg(TimeSpan.Zero);
        first.Done.SetResult();
        Assert.Equal(new SinkCredit(3, 11), _shard.ExpectMsg<SinkCredit>());
        (await _writer.NextAsync("write 2")).Done.SetResult();
        Assert.Equal(new SinkCredit(3, 12), _shard.ExpectMsg<SinkCredit>());
        Assert.Equal(2, _metrics.RowsOut);
        (await _writer.NextAsync("flush")).Done.SetResult();
        (await _writer.NextAsync("prepare 5")).Done.SetResult();
        SinkPrepared prepared = _coordinator.ExpectMsg<SinkPrepared>();
        Assert.Equal((2, "out", 5L), (prepared.Shard, prepared.SinkId, prepared.CheckpointId));
        Assert.Equal([5], prepared.Committable!);
        _coordinator.Send(actor, new CommitSink(prepared.Committable, _coordinator.Ref));
        (await _writer.NextAsync("commit 5")).Done.SetResult();
        Assert.Equal(new SinkCommitted(2, "out"), _coordinator.ExpectMsg<SinkCommitted>());
    }

    [Fact]
    public async Task AWriterThatStandsStillCanBeAskedWhetherItIsDone()
    {
        IActorRef actor = StartWriter();
        _shard.Send(actor, new SinkRows(Row(1), 11));
        Call stuck = await _writer.NextAsync("write 1");
        _coordinator.Send(actor, new SinkDrain());
        _coordinator.ExpectNoMsg(TimeSpan.Zero);
        stuck.Done.SetResult();
        _coordinator.ExpectMsg<SinkDrained>();
    }

    [Fact]
    public async Task AFailedWriteFailsTheActorWithWhatItThrew()
    {
        IActorRef actor = StartWriter();
        _shard.Send(actor, new SinkRows(Row(1), 11));
        (await _writer.NextAsync("write 1")).Done.SetException(new IOException("No space left."));
        Assert.Equal("No space left.", ExpectMsg<IOException>().Message);
    }

    private static Batch Row(long number) => new([new FixedColumn<long>([number], 1)], 1);

    private IActorRef StartWriter()
    {
        var parts = new SinkWriterParts
        {
            Shard = 2, SinkId = "out", Port = 3, Writer = _writer, Appender = null, Metrics = _metrics,
            Edge = new Edge("out", Dispatcher.ThreadPool, new FirstFailure(), default),
        };
        return StartBelow(TestActor, () => new SinkWriterActor(parts));
    }

    /// <summary>A call that ends when the test says so.</summary>
    private sealed record Call(string What, TaskCompletionSource Done);

    private sealed class StepwiseWriter : ISinkWriter
    {
        private readonly Channel<Call> _calls = Channel.CreateUnbounded<Call>();

        public async Task<Call> NextAsync(string expected)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            Call call = await _calls.Reader.ReadAsync(patience.Token);
            Assert.Equal(expected, call.What);
            Assert.False(_calls.Reader.TryPeek(out Call? other), $"{other?.What} runs beside {expected}.");
            return call;
        }

        public async ValueTask WriteAsync(Batch batch, CancellationToken cancellationToken) =>
            await CallAsync($"write {((FixedColumn<long>)batch.Columns[0])[0]}");

        public async ValueTask FlushAsync(CancellationToken cancellationToken) => await CallAsync("flush");

        public async ValueTask<byte[]?> PrepareCommitAsync(long checkpointId, CancellationToken cancellationToken)
        {
            await CallAsync($"prepare {checkpointId}");
            return [(byte)checkpointId];
        }

        public async ValueTask CommitAsync(byte[] committable, CancellationToken cancellationToken) =>
            await CallAsync($"commit {committable[0]}");

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private Task CallAsync(string what)
        {
            var call = new Call(what, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            _calls.Writer.TryWrite(call);
            return call.Done.Task;
        }
    }
}
