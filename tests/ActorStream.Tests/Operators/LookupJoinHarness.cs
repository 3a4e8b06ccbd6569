using System.Text;
using ActorStream.Connectors;
using ActorStream.Expressions;
using ActorStream.Operators;
using ActorStream.State;
using ActorStream.Types;

namespace ActorStream.Tests.Operators;

/// <summary>A lookup join without its shard: rows go in as texts, requests are answered by the test, and what comes out is text.</summary>
internal sealed class LookupJoinHarness
{
    private static readonly DataType[] InputTypes = [DataType.String, DataType.BigInt];
    private readonly EvaluationContext _context = new(TimeZoneInfo.Utc) { NowMicros = 1_000_000_000 };

    public LookupJoinHarness(LookupOptions options, long? maxKeys = null, bool isLeft = true, Expression? condition = null,
        bool keepsOrder = true)
    {
        var plan = new LookupJoinPlan
        {
            Table = "dim",
            Keys = [new ColumnExpression(0, "k", DataType.String)],
            InputTypes = InputTypes,
            Columns = [new Field("v", DataType.String)],
            Condition = condition,
            IsLeft = isLeft,
            KeepsOrder = keepsOrder,
            Options = options,
            MaxKeys = maxKeys,
        };
        Join = new LookupJoin(plan, _context, Ask) { Id = "join" };
        Join.AddOutput(new Collect(Output, BatchSizes) { Id = "out" });
    }

    public LookupJoin Join { get; }

    public List<string> Output { get; } = [];

    public List<int> BatchSizes { get; } = [];

    public List<string> Asked { get; } = [];

    /// <summary>The generation in which each key was last asked for.</summary>
    public Dictionary<string, int> Generations { get; } = [];

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

    public void Answer(params string[] found) => AnswerKeys([.. found.Select(f => f[..1]).Distinct()], found);

    public void AnswerNothing(string key, bool isDegraded = false) => AnswerKeys([key], [], isDegraded);

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

    /// <summary>Answers these keys: each found row as <c>key=value</c>. All in the generation in which they were last asked for, or in
    /// another.</summary>
    public void AnswerKeys(string[] keys, string[] found, bool isDegraded = false, int? generation = null)
    {
        foreach (IGrouping<int, string> asked in keys.GroupBy(k => generation ?? Generations[k]))
        {
            string[] group = [.. asked];
            string[] rows = [.. found.Where(f => group.Contains(f[..1]))];
            int[] entities = [.. group.Select(k => Join.Rows.GetOrAdd(Encoding.UTF8.GetBytes(k)))];
            var values = new BytesColumnBuilder();
            foreach (string row in rows) values.Append(row.AsSpan(2));
            int[] keyRows = [.. rows.Select(f => Array.IndexOf(group, f[..1]))];
            Join.TakeAnswer(new LookupAnswer(Join, entities, new Batch([values.Build()], rows.Length), keyRows, asked.Key, isDegraded));
        }
    }

    private void Ask(LookupRequest request)
    {
        string[] keys = [.. Enumerable.Range(0, request.Keys.Count).Select(i => Encoding.UTF8.GetString(request.EncodedKeys[i]))];
        foreach (string key in keys) Generations[key] = request.Generation;
        if (keys.Length > 0) Asked.Add(string.Join(',', keys));
    }

    private sealed class Collect(List<string> rows, List<int> sizes) : Operator
    {
        public override void Process(Batch batch)
        {
            sizes.Add(batch.Count);
            for (int row = 0; row < batch.Count; row++)
                rows.Add($"{Text(batch.Columns[0], row)}{((FixedColumn<long>)batch.Columns[1])[row]}={Text(batch.Columns[2], row)}");
        }

        private static string Text(Column column, int row) => column.IsNull(row) ? "NULL"
            : Encoding.UTF8.GetString(((BytesColumn)column)[row]);
    }
}
