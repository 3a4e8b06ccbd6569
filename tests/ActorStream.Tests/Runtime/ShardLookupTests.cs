using ActorStream.Connectors;
using ActorStream.Expressions;
using ActorStream.Operators;
using ActorStream.Runtime;
using ActorStream.State;
using ActorStream.Types;

namespace ActorStream.Tests.Runtime;

/// <summary>Rows that wait for lookups in a shard: in one join behind another, over a restart, before a LIMIT, and as many as are
/// allowed.</summary>
public sealed class ShardLookupTests
{
    [Fact]
    public void RowsThatWaitInTheSecondJoinStayBeforeThoseThatWaitInTheFirst()
    {
        var before = new Chain();
        before.Process(1, 2);
        Chain.Answer(before.First, 1, 2);
        before.Process(3);
        Assert.Equal((1, 2), (before.First.WaitingRows, before.Second.WaitingRows));

        var after = new Chain();
        after.Restore(before.Snapshot());
        Chain.Answer(after.First, 3);
        Chain.Answer(after.Second, 3);
        Assert.Empty(after.Output);
        Chain.Answer(after.Second, 2);
        Chain.Answer(after.Second, 1);
        Assert.Equal([1, 2, 3], after.Output);
    }

    [Fact]
    public void RowsOfTheFirstJoinThatGoOnAtOnceComeBehindThoseOfTheSecond()
    {
        var before = new Chain();
        before.Process(1, 2);
        Chain.Answer(before.First, 1, 2);
        // More rows than a batch comes back with: those of the first one find their answer in the cache at once.
        long[] many = [.. Enumerable.Repeat(1L, Batch.TargetRows + 100), 3];
        before.Process(many);
        var after = new Chain();
        after.Restore(before.Snapshot());
        Chain.Answer(after.First, 3);
        Chain.Answer(after.Second, 3);
        Chain.Answer(after.Second, 1, 2);
        Assert.Equal([1, 2, .. many], after.Output);
    }

    [Fact]
    public void ALimitHasItsRowsOnlyWhenThoseBeforeThemHaveCome()
    {
        var chain = new Chain(limit: 2);
        chain.Process(1, 2, 3);
        Chain.Answer(chain.First, 2, 3);
        chain.UpdateDone();
        Assert.False(chain.Limit!.IsDone);
        Assert.Empty(chain.Output);
        Chain.Answer(chain.First, 1);
        Chain.Answer(chain.Second, 2, 3);
        chain.UpdateDone();
        Assert.False(chain.Limit.IsDone);
        Chain.Answer(chain.Second, 1);
        chain.UpdateDone();
        Assert.True(chain.Limit.IsDone);
        Assert.Equal([1, 2], chain.Output);
    }

    [Fact]
    public void AJoinBehindALimitThatHasItsRowsIsNotDoneWhileSomeWait()
    {
        var chain = new Chain(limit: 2, isLimitFirst: true);
        chain.Process(1, 2, 3);
        chain.UpdateDone();
        Assert.True(chain.Limit!.IsDone);
        Assert.False(chain.First.IsDone);
        Chain.Answer(chain.First, 1, 2);
        chain.UpdateDone();
        Assert.True(chain.First.IsDone);
        Assert.False(chain.Second.IsDone);
        Chain.Answer(chain.Second, 1, 2);
        chain.UpdateDone();
        Assert.True(chain.Second.IsDone);
        Assert.Equal([1, 2], chain.Output);
    }

    [Theory]
    [InlineData(3, 1 << 20)]
    [InlineData(100, 24)]
    public void AShardTakesNoMoreWhileItsRowsWaitInNumberOrBytes(int rows, long bytes)
    {
        var chain = new Chain(maxRows: rows, maxBytes: bytes);
        Assert.True(chain.AcceptsData);
        chain.Process(1);
        Assert.True(chain.AcceptsData);
        chain.Process(2, 3);
        Assert.False(chain.AcceptsData);
        // What waits in both joins counts.
        Chain.Answer(chain.First, 1, 2, 3);
        Assert.False(chain.AcceptsData);
        Chain.Answer(chain.Second, 1, 2, 3);
        Assert.True(chain.AcceptsData);
        Assert.Equal([1, 2, 3], chain.Output);
        Assert.Equal(0, chain.Second.WaitingBytes);
    }

    /// <summary>A shard of two joins of a number with itself, whose answers the test gives, and a LIMIT before or behind them.</summary>
    private sealed class Chain
    {
        private readonly EvaluationContext _context = new(TimeZoneInfo.Utc) { NowMicros = 1_000_000_000 };
        private readonly PassThrough _entry = new() { Id = "entry" };
        private readonly Operator[] _operators;
        private readonly Shard _shard;

        public Chain(long? limit = null, bool isLimitFirst = false, int maxRows = 100, long maxBytes = 1 << 20)
        {
            First = Join("first", 1);
            Second = Join("second", 2);
            if (limit is not null) Limit = new Limit(0, limit) { Id = "limit:1" };
            Operator[] joins = [First, Second];
            Operator[] limits = Limit is null ? [] : [Limit];
            _operators = isLimitFirst ? [_entry, .. limits, .. joins, new Collect(Output) { Id = "out" }]
                : [_entry, .. joins, .. limits, new Collect(Output) { Id = "out" }];
            for (int i = 1; i < _operators.Length; i++) _operators[i - 1].AddOutput(_operators[i]);
            _shard = new Shard(new ShardParts
            {
                Number = 0,
                Context = _context,
                Entries = new Dictionary<string, Operator> { ["in"] = _entry },
                Operators = _operators,
                Sinks = [],
                DeadLetterSinks = new Dictionary<string, SinkPort>(),
                Positions = [],
                MaxWaitingRows = maxRows,
                MaxWaitingBytes = maxBytes,
                TimeProvider = TimeProvider.System,
                Metrics = new ShardMetrics(),
            });
        }

        public LookupJoin First { get; }

        public LookupJoin Second { get; }

        public Limit? Limit { get; }

        public List<long> Output { get; } = [];

        public bool AcceptsData => _shard.AcceptsData;

        public void Process(params long[] numbers) =>
            _entry.Process(new Batch([new FixedColumn<long>(numbers, numbers.Length)], numbers.Length));

        public static void Answer(LookupJoin join, params long[] numbers)
        {
            int[] entities = [.. numbers.Select(n => join.Rows.GetOrAdd(KeyEncoder.Encode([new FixedColumn<long>([n], 1)], 1)[0]))];
            var rows = new Batch([new FixedColumn<long>(numbers, numbers.Length)], numbers.Length);
            join.TakeAnswer(new LookupAnswer(join, entities, rows, [.. Enumerable.Range(0, numbers.Length)], 0, IsDegraded: false));
        }

        public void UpdateDone()
        {
            foreach (Operator op in _operators) op.UpdateDone();
        }

        public byte[] Snapshot()
        {
            var writer = new SegmentWriter();
            foreach (Operator op in _operators) op.Snapshot(writer, full: true);
            return writer.ToArray();
        }

        public void Restore(byte[] segment) => _shard.Restore([new SegmentReader("s", segment)]);

        private LookupJoin Join(string id, int columns) => new(
            new LookupJoinPlan
            {
                Table = id,
                Keys = [new ColumnExpression(0, "k", DataType.BigInt)],
                InputTypes = [.. Enumerable.Repeat(DataType.BigInt, columns)],
                Columns = [new Field("v", DataType.BigInt)],
                IsLeft = true,
                Options = new LookupOptions { CacheEnabled = true },
            },
            _context, static _ => { }) { Id = id };
    }

    private sealed class Collect(List<long> rows) : Operator
    {
        public override void Process(Batch batch) => rows.AddRange(((FixedColumn<long>)batch.Columns[0]).Values[..batch.Count]);
    }
}
