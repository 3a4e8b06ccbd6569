using System.Buffers.Binary;
using System.Globalization;
using ActorStream.Connectors;
using ActorStream.Expressions;
using ActorStream.Operators;
using ActorStream.State;
using ActorStream.Types;

namespace ActorStream.Tests.Growth;

/// <summary>Keys that come and go: what a lookup join holds follows what it remembers, not what has passed through it. A build runs some
/// millions; <c>ACTORSTREAM_CHURN_KEYS=50000000</c> runs as many and looks at the heap, too, where nothing else may run beside.</summary>
public sealed class LookupChurnTests
{
    private const int RowsPerBatch = 1000;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ManyKeysThroughASmallCacheLeaveItsSizeAsItWas(bool isCached)
    {
        int? many = Environment.GetEnvironmentVariable("ACTORSTREAM_CHURN_KEYS") is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture) : null;
        var test = new Churn(new LookupOptions { CacheEnabled = isCached }, maxKeys: 1000);
        test.Run(200_000);
        long size = test.Join.Rows.SizeBytes;
        long heap = GC.GetTotalMemory(forceFullCollection: true);
        test.Run(many ?? 3_000_000);
        if (many is not null) Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - heap, -heap, 1 << 20);
        Assert.InRange(test.Join.Rows.SizeBytes, 1, size * 2);
        Assert.InRange(size, 1, 1 << 20);
        Assert.Equal(isCached ? 1000 : 0, test.Join.Rows.EntryCount);
    }

    [Fact]
    public void ManyKeysBetweenCheckpointsLeaveTheSizeOfASnapshotAsItWas()
    {
        var test = new Churn(new LookupOptions { CacheEnabled = true }, maxKeys: 1000);
        test.Run(200_000);
        test.Snapshot();
        test.Run(10_000);
        int size = test.Snapshot();
        test.Run(2_000_000);
        Assert.InRange(test.Snapshot(), size / 2, size * 2);
    }

    /// <summary>A join over keys that are numbers, each new, whose answers come at once.</summary>
    private sealed class Churn
    {
        private static readonly DataType[] InputTypes = [DataType.BigInt];
        private readonly EvaluationContext _context = new(TimeZoneInfo.Utc) { NowMicros = 1_000_000_000 };
        private LookupRequest? _request;
        private long _next;

        public Churn(LookupOptions options, long maxKeys)
        {
            var plan = new LookupJoinPlan
            {
                Table = "dim",
                Keys = [new ColumnExpression(0, "k", DataType.BigInt)],
                InputTypes = InputTypes,
                Columns = [new Field("v", DataType.Bytes)],
                IsLeft = true,
                Options = options,
                MaxKeys = maxKeys,
            };
            Join = new LookupJoin(plan, _context, request => _request = request) { Id = "join" };
        }

        public LookupJoin Join { get; }

        public void Run(int keys)
        {
            long rowsOut = Join.RowsOut;
            for (int done = 0; done < keys; done += RowsPerBatch)
            {
                long[] numbers = new long[RowsPerBatch];
                for (int i = 0; i < RowsPerBatch; i++) numbers[i] = _next++;
                Join.Process(new Batch([new FixedColumn<long>(numbers, RowsPerBatch)], RowsPerBatch));
                Answer();
            }
            Assert.Equal(keys, Join.RowsOut - rowsOut);
        }

        public int Snapshot()
        {
            var writer = new SegmentWriter();
            Join.Snapshot(writer, full: false);
            return writer.ToArray().Length;
        }

        private void Answer()
        {
            LookupRequest request = _request!;
            var values = new BytesColumnBuilder();
            int[] keyRows = new int[request.Entities.Length];
            Span<byte> value = stackalloc byte[24];
            for (int i = 0; i < keyRows.Length; i++)
            {
                keyRows[i] = i;
                BinaryPrimitives.WriteInt64LittleEndian(value, _next + i);
                values.Append(value[..(8 + i % 17)]);
            }
            Join.TakeAnswer(new LookupAnswer(Join, request.Entities, new Batch([values.Build()], keyRows.Length), keyRows, 0, false));
        }
    }
}
