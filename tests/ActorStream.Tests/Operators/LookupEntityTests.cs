using System.Text;
using ActorStream.Connectors;
using ActorStream.Expressions;
using ActorStream.Operators;
using ActorStream.Sql;
using ActorStream.State;
using ActorStream.Types;

namespace ActorStream.Tests.Operators;

/// <summary>Entities are found by their keys as people see them, and forgotten, without a look at the others.</summary>
public sealed class LookupEntityTests
{
    [Theory]
    [InlineData("BIGINT", "42", "42", "-42")]
    [InlineData("INT,STRING", "7,a", "7,a", "7,")]
    [InlineData("STRING,STRING", "a,b,c", "a,b|c", "a|b,c", "a,b,c|")]
    [InlineData("STRING,INT", "x,1,2", "x,1|2", "x|1")]
    [InlineData("DECIMAL(10, 2)", "1.25", "1.25", "1.26")]
    [InlineData("DOUBLE", "0.1", "0.1", "0.2")]
    [InlineData("BOOLEAN", "TRUE", "TRUE", "FALSE")]
    [InlineData("DATE", "2024-02-29", "2024-02-29", "2024-03-01")]
    [InlineData("TIMESTAMP(3)", "2024-02-29 01:02:03.004", "2024-02-29 01:02:03.004", "2024-02-29 01:02:03.005")]
    [InlineData("TIMESTAMP(9)", "2024-02-29 01:02:03.000000001", "2024-02-29 01:02:03.000000001", "2024-02-29 01:02:03.000000002")]
    [InlineData("BYTES", "abc", "abc", "abd")]
    public void AKeyIsFoundAsItIsWritten(string types, string asked, params string[] keys)
    {
        var test = new Joined([.. types.Replace(", ", ";", StringComparison.Ordinal).Split(',').Select(Type)]);
        foreach (string key in keys) test.Add(key.Contains('|', StringComparison.Ordinal) ? key.Split('|') : key.Split(',', test.Parts));
        EntityInfo found = Assert.Single(test.Find(asked));
        Assert.Equal(asked, found.Key);
        Assert.Equal("found", found.Kind);
        Assert.Equal(1, test.Join.Invalidate(null, asked));
        Assert.Empty(test.Find(asked));
    }

    [Theory]
    [InlineData("BIGINT", "42", "042")]
    [InlineData("BIGINT", "42", "42,")]
    [InlineData("BIGINT", "42", "x")]
    [InlineData("BIGINT", "42", "")]
    [InlineData("DECIMAL(10, 2)", "1.25", "1.254")]
    [InlineData("INT,INT", "1,2", "1")]
    [InlineData("INT,INT", "1,2", "1,2,3")]
    public void ATextThatIsNoKeyFindsNothing(string types, string key, string asked)
    {
        var test = new Joined([.. types.Replace(", ", ";", StringComparison.Ordinal).Split(',').Select(Type)]);
        test.Add(key.Split(',', test.Parts));
        Assert.Empty(test.Find(asked));
        Assert.Equal(0, test.Join.Invalidate(null, asked));
        Assert.Single(test.Find(key));
    }

    [Fact]
    public void AmongManyEntitiesAQuestionAndAnInvalidationTouchFew()
    {
        const int count = 200_000;
        var test = new Joined([DataType.BigInt]);
        test.AddNumbers(count);
        test.Snapshot();
        test.Find("1");
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal("77777", Assert.Single(test.Find("77777")).Key);
        Assert.Equal(1, test.Join.Invalidate(null, "77778"));
        Assert.Empty(test.Find("77778"));
        Assert.Equal(count - 1, test.Join.Invalidate(null, null));
        Assert.Empty(test.Find("77777"));
        Assert.Empty(test.Find(null));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - allocated, 1, 200_000);
        Assert.Equal(count - 1, test.Join.Rows.OutdatedCount);
        Assert.Equal(0, test.Join.Rows.EntryCount);

        // They go some at a time, and none is in the next snapshot.
        test.Add("1");
        Assert.Equal(1, test.Join.Rows.EntryCount);
        Assert.InRange(test.Join.Rows.OutdatedCount, 1, count - 1000);
        byte[] snapshot = test.Snapshot();
        Assert.Equal(0, test.Join.Rows.OutdatedCount);
        Assert.Equal(1, test.Join.Rows.Rows.Count);
        var after = new Joined([DataType.BigInt]);
        after.Restore(snapshot);
        Assert.Equal("1", Assert.Single(after.Find(null)).Key);
    }

    [Fact]
    public void TheOldestEntryIsKnownWhateverIsUsedAndGoes()
    {
        var test = new Joined([DataType.BigInt]);
        Assert.Null(test.Oldest);
        for (int i = 1; i <= 4; i++)
        {
            test.NowMs = i;
            test.Add($"{i}");
        }
        Assert.Equal(1, test.Oldest);
        test.Add("1");
        Assert.Equal(1, test.Oldest);
        test.Join.Invalidate(null, "1");
        Assert.Equal(2, test.Oldest);
        test.Join.Invalidate(null, "3");
        test.Join.Invalidate(null, "2");
        Assert.Equal(4, test.Oldest);
        test.NowMs = 9;
        test.Add("2");
        // 4 was used last, and is written first; 2 is younger.
        test.Add("4");
        var after = new Joined([DataType.BigInt]);
        after.Restore(test.Snapshot());
        Assert.Equal(4, after.Oldest);
        after.Join.Invalidate(null, null);
        Assert.Null(after.Oldest);
        after.NowMs = 20;
        after.Add("5");
        Assert.Equal(20, after.Oldest);
    }

    private static DataType Type(string text) => TypeBinder.Bind(Parser.ParseType(text.Replace(";", ", ", StringComparison.Ordinal)));

    /// <summary>A join of a key of these types, each of which has one row.</summary>
    private sealed class Joined
    {
        private readonly EvaluationContext _context = new(TimeZoneInfo.Utc) { NowMicros = 1000 };
        private readonly DataType[] _types;
        private LookupRequest? _request;

        public Joined(DataType[] types)
        {
            _types = types;
            var plan = new LookupJoinPlan
            {
                Table = "dim",
                Keys = [.. types.Select((t, i) => new ColumnExpression(i, $"k{i}", t))],
                InputTypes = types,
                Columns = [new Field("v", DataType.BigInt)],
                IsLeft = true,
                Options = new LookupOptions { CacheEnabled = true },
            };
            Join = new LookupJoin(plan, _context, request => _request = request) { Id = "join" };
        }

        public LookupJoin Join { get; }

        public int Parts => _types.Length;

        public long NowMs
        {
            set => _context.NowMicros = value * 1000;
        }

        public long? Oldest => Join.Cache!.OldestLoadedAtMs;

        public void Add(params string[] key) => Process(new Batch([.. key.Select((text, i) => Value(text, _types[i]))], 1));

        public void AddNumbers(int count) => Process(
            new Batch([new FixedColumn<long>([.. Enumerable.Range(0, count).Select(i => (long)i)], count)], count));

        public List<EntityInfo> Find(string? key)
        {
            var found = new List<EntityInfo>();
            Join.FindEntities(new EntityQuery(key, 10, 0, 0), found);
            return found;
        }

        public byte[] Snapshot()
        {
            var writer = new SegmentWriter();
            Join.Snapshot(writer, full: true);
            return writer.ToArray();
        }

        public void Restore(byte[] segment)
        {
            Join.Restore(new SegmentReader("s", segment));
            Join.Restored();
        }

        private void Process(Batch batch)
        {
            _request = null;
            Join.Process(batch);
            if (_request is not { } request) return;
            int count = request.Entities.Length;
            var rows = new Batch([new FixedColumn<long>(new long[count], count)], count);
            Join.TakeAnswer(
                new LookupAnswer(Join, request.Entities, rows, [.. Enumerable.Range(0, count)], request.Generation, IsDegraded: false));
        }

        private static Column Value(string text, DataType type)
        {
            var builder = new BytesColumnBuilder();
            builder.Append(Encoding.UTF8.GetBytes(text));
            return ExpressionCompiler.Compile(new CastExpression(new ColumnExpression(0, "", DataType.String), type, isTry: false))
                .Evaluate(new Batch([builder.Build()], 1), new EvaluationContext(TimeZoneInfo.Utc));
        }
    }
}
