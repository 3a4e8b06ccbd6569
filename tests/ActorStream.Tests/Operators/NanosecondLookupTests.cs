using ActorStream.Connectors;
using ActorStream.Expressions;
using ActorStream.Operators;
using ActorStream.State;
using ActorStream.Types;

namespace ActorStream.Tests.Operators;

/// <summary>Keys, cached rows and waiting rows that differ by a nanosecond only.</summary>
public sealed class NanosecondLookupTests
{
    private static readonly DataType Nano = DataType.Timestamp(9);

    [Fact]
    public void TheySurviveACheckpoint()
    {
        var asked = new List<LookupRequest>();
        (LookupJoin before, _) = Make(asked.Add);
        before.Process(Moments(1, 2));
        LookupRequest first = Assert.Single(asked);
        Assert.Equal(2, first.Keys.Count);
        before.TakeAnswer(new LookupAnswer(before, [first.Entities[0]], Moments(1001), [0], Generation: 0, IsDegraded: false));
        var writer = new SegmentWriter();
        before.Snapshot(writer, full: false);

        asked.Clear();
        (LookupJoin after, List<string> output) = Make(asked.Add);
        after.Restore(new SegmentReader("s", writer.ToArray()));
        after.Restored();
        LookupRequest again = Assert.Single(asked);
        Assert.Equal(2, ((FixedColumn<Int128>)again.Keys.Columns[0])[0]);
        after.Process(Moments(1));
        Assert.Equal(["+I[1970-01-01T00:00:00.000000001, 1970-01-01T00:00:00.000001001]"], output);
        after.TakeAnswer(new LookupAnswer(after, again.Entities, Moments(1002), [0], Generation: 0, IsDegraded: false));
        Assert.Equal("+I[1970-01-01T00:00:00.000000002, 1970-01-01T00:00:00.000001002]", output[^1]);
        Assert.Equal(2, output.Count);
    }

    private static (LookupJoin Join, List<string> Output) Make(Action<LookupRequest> ask)
    {
        var plan = new LookupJoinPlan
        {
            Table = "dim",
            Keys = [new ColumnExpression(0, "t", Nano)],
            InputTypes = [Nano],
            Columns = [new Field("v", Nano)],
            IsLeft = true,
            KeepsOrder = false,
            Options = new LookupOptions { CacheEnabled = true },
        };
        var join = new LookupJoin(plan, new EvaluationContext(TimeZoneInfo.Utc), ask) { Id = "join" };
        var output = new List<string>();
        join.AddOutput(new Collect(output) { Id = "out" });
        return (join, output);
    }

    private static Batch Moments(params Int128[] nanos) => new([new FixedColumn<Int128>(nanos, nanos.Length)], nanos.Length);

    private sealed class Collect(List<string> rows) : Operator
    {
        private readonly RowFormatter _formatter = new(new Schema([new Field("t", Nano), new Field("v", Nano)]));

        public override void Process(Batch batch) =>
            rows.AddRange(Enumerable.Range(0, batch.Count).Select(row => _formatter.Format(batch, row)));
    }
}
