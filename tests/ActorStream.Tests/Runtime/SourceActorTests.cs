using System.Threading.Channels;
using ActorStream.Actors;
using ActorStream.Connectors;
using ActorStream.Runtime;
using ActorStream.Tests.Support;
using ActorStream.Types;
using Akka.Actor;
using Akka.TestKit;

namespace ActorStream.Tests.Runtime;

public sealed class SourceActorTests : ActorTests
{
    private static readonly SourceSplit A = new("a");
    private static readonly SourceSplit B = new("b");

    private readonly ScriptedSource _source = new();
    private readonly TestProbe _shardOfA;
    private readonly TestProbe _shardOfB;

    public SourceActorTests()
    {
        _shardOfA = CreateTestProbe();
        _shardOfB = CreateTestProbe();
    }

    [Fact]
    public async Task NothingMoreIsReadThanShardsHaveGivenCreditFor()
    {
        StartSource(maxBatches: 2);
        for (int i = 1; i <= 5; i++) await _source.GiveAsync(new SourceBatch(A, Row(i), i));
        ShardBatch first = _shardOfA.ExpectMsg<ShardBatch>();
        _shardOfA.ExpectMsg<ShardBatch>();
        // A third one has been read and is kept; no fourth one is.
        await _source.UntilReadAsync(3);
        _shardOfA.ExpectNoMsg(TimeSpan.Zero);
        first.Reader.Tell(new SourceCredit("a", first.Credit));
        Assert.Equal(3, _shardOfA.ExpectMsg<ShardBatch>().Batch.NextOffset);
        await _source.UntilReadAsync(4);
        Assert.Equal(4, _source.Reads);
    }

    [Fact]
    public async Task ASplitThatEndsIsToldWithItsLastRowsAndTheOthersWhenThereIsNoMore()
    {
        StartSource(maxBatches: 4);
        await _source.GiveAsync(new SourceBatch(A, Row(1), 1) { IsEnd = true });
        await _source.GiveAsync(null);
        Assert.True(_shardOfA.ExpectMsg<ShardBatch>().Batch.IsEnd);
        Assert.Equal(B, _shardOfB.ExpectMsg<SplitEnded>().Split);
        _shardOfA.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public async Task AFailedReadFailsTheActorWithWhatItThrew()
    {
        StartSource(maxBatches: 4);
        await _source.FailAsync(new IOException("The line is dead."));
        Assert.Equal("The line is dead.", ExpectMsg<IOException>().Message);
    }

    [Fact]
    public void ADecoderKeepsTheOrderOfItsSplit()
    {
        IActorRef decoder = Start(() => new DecoderActor("in", _shardOfA.Ref));
        for (int i = 1; i <= 3; i++)
        {
            var encoded = new SourceBatch(A, Row(0), i);
            int number = i;
            decoder.Tell(new Undecoded(encoded with { Decode = () => encoded with { Rows = Row(number) } }, TestActor, 10 + i));
        }
        decoder.Tell(new SplitEnded("in", A));
        for (int i = 1; i <= 3; i++)
        {
            ShardBatch batch = _shardOfA.ExpectMsg<ShardBatch>();
            Assert.Equal((i, 10 + i), (((FixedColumn<long>)batch.Batch.Rows.Columns[0])[0], batch.Credit));
        }
        _shardOfA.ExpectMsg<SplitEnded>();
    }

    private static Batch Row(long number) => new([new FixedColumn<long>([number], 1)], 1);

    private void StartSource(int maxBatches)
    {
        var parts = new SourceActorParts
        {
            SourceId = "in",
            Source = _source,
            Splits =
            [
                new SourceActorSplit(new SplitStart(A, 0), _shardOfA.Ref, null),
                new SourceActorSplit(new SplitStart(B, 0), _shardOfB.Ref, null),
            ],
            MaxBatches = maxBatches,
            MaxBytes = 1 << 20,
            Edge = new Edge("in", Dispatcher.ThreadPool, new FirstFailure(), default),
        };
        StartBelow(TestActor, () => new SourceActor(parts));
    }

    /// <summary>Gives what the test gives it.</summary>
    private sealed class ScriptedSource : ISource, ISourceReader
    {
        private readonly Channel<Func<SourceBatch?>> _script = Channel.CreateUnbounded<Func<SourceBatch?>>();
        private readonly Channel<int> _read = Channel.CreateUnbounded<int>();

        public int Reads { get; private set; }

        public bool IsBounded => false;

        public ChangelogMode ChangelogMode => ChangelogMode.InsertOnly;

        public string Description => "scripted";

        public ValueTask GiveAsync(SourceBatch? batch) => _script.Writer.WriteAsync(() => batch);

        public ValueTask FailAsync(Exception failure) => _script.Writer.WriteAsync(() => throw failure);

        /// <summary>Waits until as many reads have returned.</summary>
        public async Task UntilReadAsync(int count)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            while (await _read.Reader.ReadAsync(patience.Token) < count)
            {
            }
        }

        public ValueTask OpenAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask<IReadOnlyList<SourceSplit>> DiscoverSplitsAsync(CancellationToken cancellationToken) => new([A, B]);

        public ValueTask<IReadOnlyList<SplitStart>> ResolveAsync(IReadOnlyList<SplitStart> splits, CancellationToken cancellationToken) =>
            new(splits);

        public ISourceReader CreateReader(IReadOnlyList<SplitStart> splits) => this;

        public async ValueTask<SourceBatch?> ReadAsync(CancellationToken cancellationToken)
        {
            SourceBatch? batch = (await _script.Reader.ReadAsync(cancellationToken))();
            _read.Writer.TryWrite(++Reads);
            return batch;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
