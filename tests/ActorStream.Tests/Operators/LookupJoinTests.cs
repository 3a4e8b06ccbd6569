using System.Text;
using ActorStream.Connectors;
using ActorStream.Expressions;
using ActorStream.Operators;
using ActorStream.State;
using ActorStream.Types;

namespace ActorStream.Tests.Operators;

public sealed class LookupJoinTests
{
    private static readonly LookupOptions Cached = new() { CacheEnabled = true };

    [Fact]
    public void RowsOfKnownKeysPassRowsOfWaitingKeysWait()
    {
        var test = new Harness(Cached);
        test.Process("a1", "b2", "a3");
        Assert.Empty(test.Output);
        Assert.Equal(["a,b"], test.Asked);
        test.Answer("a=A");
        Assert.Equal(["a1=A", "a3=A"], test.TakeOutput());
        test.Process("a4", "b5");
        Assert.Equal(["a4=A"], test.TakeOutput());
        Assert.Single(test.Asked);
        test.Answer("b=B");
        Assert.Equal(["b2=B", "b5=B"], test.TakeOutput());
        Assert.Equal(0, test.Join.WaitingRows);
    }

    [Fact]
    public void SeveralMatchesComeInTheOrderOfTheAnswer()
    {
        var test = new Harness(Cached);
        test.Process("a1");
        test.Answer("a=X", "a=Y", "a=Z");
        test.Process("a2");
        Assert.Equal(["a1=X", "a1=Y", "a1=Z", "a2=X", "a2=Y", "a2=Z"], test.TakeOutput());
    }

    [Theory]
    [InlineData(true, new[] { "a1=NULL" })]
    [InlineData(false, new string[0])]
    public void AMissingRowPadsALeftJoinAndEndsAnInnerOne(bool isLeft, string[] expected)
    {
        var test = new Harness(Cached, isLeft: isLeft);
        test.Process("a1");
        test.AnswerNothing("a");
        Assert.Equal(expected, test.TakeOutput());
        test.Process("a1");
        Assert.Equal(expected, test.TakeOutput());
        Assert.Single(test.Asked);
    }

    [Fact]
    public void WithoutCachingOfMissingKeysTheyAreAskedForAgain()
    {
        var test = new Harness(Cached with { CacheMissingKey = false });
        test.Process("a1");
        test.AnswerNothing("a");
        test.Process("a2");
        Assert.Equal(["a", "a"], test.Asked);
    }

    [Fact]
    public void ANullKeyMatchesNothingAndAsksNothing()
    {
        var test = new Harness(Cached);
        test.Process("!1");
        Assert.Equal(["NULL1=NULL"], test.TakeOutput());
        Assert.Empty(test.Asked);
    }

    [Fact]
    public void WithoutACacheEveryRowIsLookedUp()
    {
        var test = new Harness(new LookupOptions());
        test.Process("a1");
        test.Answer("a=A");
        test.Process("a2");
        test.Answer("a=B");
        Assert.Equal(["a1=A", "a2=B"], test.TakeOutput());
        Assert.Equal(0, test.Join.Rows.Entities.Count);
    }

    [Fact]
    public void AnEntryServesUntilItsTtlAfterItsLoad()
    {
        var test = new Harness(Cached with { ExpireAfterWrite = TimeSpan.FromSeconds(10) });
        test.Process("a1");
        test.Answer("a=A");
        test.Advance(9_999);
        test.Process("a2");
        Assert.Equal(["a1=A", "a2=A"], test.TakeOutput());
        test.Advance(1);
        test.Process("a3");
        Assert.Empty(test.Output);
        test.Answer("a=B");
        Assert.Equal(["a3=B"], test.TakeOutput());
        Assert.Equal(1, test.Join.Rows.Expirations);
    }

    [Fact]
    public void TheLeastRecentlyUsedKeyMakesRoom()
    {
        var test = new Harness(Cached, maxKeys: 2);
        test.Process("a1", "b1");
        test.Answer("a=A", "b=B");
        test.Process("a2", "c1");
        test.Answer("c=C");
        test.TakeOutput();
        test.Process("a3", "c2", "b2");
        Assert.Equal(["a3=A", "c2=C"], test.TakeOutput());
        Assert.Equal("b", test.Asked[^1]);
        Assert.Equal(1, test.Join.Rows.Evictions);
    }

    [Fact]
    public void ADegradedAnswerPadsAndIsNotRemembered()
    {
        var test = new Harness(Cached with { OnFailure = LookupFailurePolicy.Null });
        test.Process("a1");
        test.AnswerNothing("a", isDegraded: true);
        Assert.Equal(["a1=NULL"], test.TakeOutput());
        Assert.Equal(1, test.Join.DegradedRows);
        test.Process("a2");
        Assert.Equal(2, test.Asked.Count);
    }

    [Fact]
    public void TheRestOfTheConditionDropsPairsAndPadsInPlace()
    {
        Expression condition = new CallExpression(
            FunctionRegistry.Find("<>")!, [new ColumnExpression(2, "v", DataType.String), new LiteralExpression("X", DataType.String)],
            DataType.Boolean);
        var test = new Harness(Cached, condition: FunctionRegistry.Find("<>")!.Bind(condition.Children));
        test.Process("a1", "b2");
        test.Answer("a=X", "b=X", "b=Y");
        Assert.Equal(["a1=NULL", "b2=Y"], test.TakeOutput());
    }

    [Fact]
    public void WaitingRowsAndTheCacheSurviveACheckpoint()
    {
        var before = new Harness(Cached);
        before.Process("a1");
        before.Answer("a=A");
        before.Process("b2", "a3", "b4");
        before.TakeOutput();
        var after = new Harness(Cached);
        after.Restore(before.Snapshot(full: false));
        Assert.Equal(["b"], after.Asked);
        after.Process("b5", "a6");
        Assert.Equal(["a6=A"], after.TakeOutput());
        after.Answer("b=B");
        Assert.Equal(["b2=B", "b4=B", "b5=B"], after.TakeOutput());
    }

    [Fact]
    public void ASnapshotHoldsOnlyWhatChanged()
    {
        var test = new Harness(Cached, maxKeys: 2);
        test.Process("a1", "b1");
        test.Answer("a=A", "b=B");
        byte[] first = test.Snapshot(full: false);
        Assert.True(new SegmentReader("s", test.Snapshot(full: false)).SectionNames.Count == 0);
        test.Process("c1");
        test.Answer("c=C");
        byte[] second = test.Snapshot(full: false);
        var restored = new Harness(Cached, maxKeys: 2);
        restored.Restore(first, second);
        restored.Process("a2", "b2", "c2");
        Assert.Equal(["b2=B", "c2=C"], restored.TakeOutput());
        Assert.Equal(["a"], restored.Asked);
    }

    [Fact]
    public void AFullSnapshotStandsForAllBeforeIt()
    {
        var test = new Harness(Cached);
        test.Process("a1", "b1");
        test.Answer("a=A", "b=B", "b=C");
        test.Snapshot(full: false);
        var restored = new Harness(Cached);
        restored.Restore(test.Snapshot(full: true));
        restored.Process("b2", "a2");
        Assert.Equal(["b2=B", "b2=C", "a2=A"], restored.TakeOutput());
    }

    private sealed class Harness
    {
        private static readonly DataType[] InputTypes = [DataType.String, DataType.BigInt];
        private readonly EvaluationContext _context = new(TimeZoneInfo.Utc) { NowMicros = 1_000_000_000 };
        private readonly List<LookupRequest> _requests = [];

        public Harness(LookupOptions options, long? maxKeys = null, bool isLeft = true, Expression? condition = null)
        {
            var plan = new LookupJoinPlan
            {
                Table = "dim",
                Keys = [new ColumnExpression(0, "k", DataType.String)],
                InputTypes = InputTypes,
                Columns = [new Field("v", DataType.String)],
                Condition = condition,
                IsLeft = isLeft,
                Options = options,
                MaxKeys = maxKeys,
            };
            Join = new LookupJoin(plan, _context, Ask) { Id = "join" };
            Join.AddOutput(new Collect(Output) { Id = "out" });
        }

        public LookupJoin Join { get; }

        public List<string> Output { get; } = [];

        public List<string> Asked { get; } = [];

        public string[] TakeOutput()
        {
            string[] taken = [.. Output];
            Output.Clear();
            return taken;
        }

        public void Advance(long milliseconds) => _context.NowMicros += milliseconds * 1000;

        /// <summary>Rows as a key of one letter and a number; <c>!</c> stands for a NULL key.</summary>
        public void Process(params string[] rows)
        {
            var keys = new BytesColumnBuilder();
            var numbers = new FixedColumnBuilder<long>();
            foreach (string row in rows)
            {
                if (row[0] == '!') keys.AppendNull();
                else keys.Append(row.AsSpan(0, 1));
                numbers.Append(row[1] - '0');
            }
            Join.Process(new Batch([keys.Build(), numbers.Build()], rows.Length));
        }

        public void Answer(params string[] found) => Answer([.. found.Select(f => f[..1]).Distinct()], found, isDegraded: false);

        public void AnswerNothing(string key, bool isDegraded = false) => Answer([key], [], isDegraded);

        public byte[] Snapshot(bool full)
        {
            var writer = new SegmentWriter();
            Join.Snapshot(writer, full);
            return writer.IsEmpty ? [.. SegmentWriter.Magic] : writer.ToArray();
        }

        public void Restore(params byte[][] segments)
        {
            foreach (byte[] segment in segments) Join.Restore(new SegmentReader("s", segment));
            Join.Restored();
        }

        private void Answer(string[] keys, string[] found, bool isDegraded)
        {
            int[] entities = [.. keys.Select(k => Join.Rows.GetOrAdd(Encoding.UTF8.GetBytes(k)))];
            var values = new BytesColumnBuilder();
            foreach (string row in found) values.Append(row.AsSpan(2));
            int[] keyRows = [.. found.Select(f => Array.IndexOf(keys, f[..1]))];
            Join.TakeAnswer(new LookupAnswer(Join, entities, new Batch([values.Build()], found.Length), keyRows, isDegraded));
        }

        private void Ask(LookupRequest request)
        {
            _requests.Add(request);
            Asked.Add(string.Join(',', Enumerable.Range(0, request.Keys.Count).Select(i =>
                Encoding.UTF8.GetString(request.EncodedKeys[i]))));
        }
    }

    private sealed class Collect(List<string> rows) : Operator
    {
        public override void Process(Batch batch)
        {
            for (int row = 0; row < batch.Count; row++)
                rows.Add($"{Text(batch.Columns[0], row)}{((FixedColumn<long>)batch.Columns[1])[row]}={Text(batch.Columns[2], row)}");
        }

        private static string Text(Column column, int row) => column.IsNull(row) ? "NULL"
            : Encoding.UTF8.GetString(((BytesColumn)column)[row]);
    }
}
