using System.Diagnostics;
using System.Globalization;
using ActorStream.Connectors;
using ActorStream.Expressions;
using ActorStream.Operators;
using ActorStream.Types;

namespace ActorStream.Benchmarks.Operators;

/// <summary>
/// What the order of rows costs a lookup join: the operator alone, over batches of 1,024 rows of keys drawn at random, with answers that
/// come two batches after their requests. Each share of keys that the cache holds is run with rows that leave as they came and with rows
/// of which only each key's keep their order, in turn.
/// </summary>
internal static class LookupOrderBenchmark
{
    private const int Devices = 10_000;
    private const int BatchesUnderWay = 2;

    public static void Run(TextWriter output, int batches)
    {
        output.WriteLine("| cache holds | order | rows/s of one core | B allocated a row | hits |");
        output.WriteLine("|---|---|---|---|---|");
        foreach (double share in (double[])[1, 0.9, 0.1])
        {
            for (int round = 0; round < 3; round++)
            {
                foreach (bool keepsOrder in (bool[])[true, false]) Measure(output, share, keepsOrder, batches, isShown: round > 0);
            }
        }
    }

    private static void Measure(TextWriter output, double share, bool keepsOrder, int batches, bool isShown)
    {
        var run = new Feed((long)(Devices * share), keepsOrder);
        // Every key once: what the cache can hold is in it.
        run.Process(Devices / Batch.TargetRows + 1);
        Batch[] input = [.. Enumerable.Range(0, 64).Select(_ => run.Draw())];
        (long hits, long misses) = (run.Join.Hits, run.Join.Misses);
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.StartNew();
        for (int i = 0; i < batches; i++) run.Process(input[i % input.Length]);
        run.AnswerAll();
        watch.Stop();
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        double rows = (double)batches * Batch.TargetRows;
        (hits, misses) = (run.Join.Hits - hits, run.Join.Misses - misses);
        if (run.Join.WaitingRows > 0 || hits + misses != (long)rows) throw new InvalidOperationException("Rows were lost.");
        if (isShown) output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {share:P0} | {(keepsOrder ? "of the input" : "of each key")} | {rows / watch.Elapsed.TotalSeconds:N0} | "
                + $"{allocated / rows:N0} | {hits / rows:P1} |"));
    }

    /// <summary>A join of device numbers, each of which has one row of three columns.</summary>
    private sealed class Feed
    {
        private readonly Random _random = new(7);
        private readonly Queue<LookupRequest?> _underWay = new();
        private LookupRequest? _request;

        public Feed(long maxKeys, bool keepsOrder)
        {
            var plan = new LookupJoinPlan
            {
                Table = "dim",
                Keys = [new ColumnExpression(0, "k", DataType.BigInt)],
                InputTypes = [DataType.BigInt, DataType.String, DataType.Double],
                Columns = [new Field("id", DataType.BigInt), new Field("name", DataType.String), new Field("status", DataType.String)],
                IsLeft = true,
                KeepsOrder = keepsOrder,
                Options = new LookupOptions { CacheEnabled = true },
                MaxKeys = maxKeys,
            };
            Join = new LookupJoin(plan, new EvaluationContext(TimeZoneInfo.Utc) { NowMicros = 1 }, request => _request = request)
            {
                Id = "join",
            };
        }

        public LookupJoin Join { get; }

        public Batch Draw()
        {
            long[] keys = new long[Batch.TargetRows];
            for (int i = 0; i < keys.Length; i++) keys[i] = _random.Next(Devices);
            return Rows(keys);
        }

        public void Process(int batches)
        {
            for (int b = 0; b < batches; b++)
            {
                long[] keys = new long[Batch.TargetRows];
                for (int i = 0; i < keys.Length; i++) keys[i] = (b * Batch.TargetRows + i) % Devices;
                Process(Rows(keys));
            }
            AnswerAll();
        }

        public void Process(Batch batch)
        {
            Join.Process(batch);
            _underWay.Enqueue(_request);
            _request = null;
            if (_underWay.Count > BatchesUnderWay) Answer(_underWay.Dequeue());
        }

        public void AnswerAll()
        {
            while (_underWay.TryDequeue(out LookupRequest? request)) Answer(request);
        }

        private void Answer(LookupRequest? request)
        {
            if (request is null) return;
            var ids = (FixedColumn<long>)request.Keys.Columns[0];
            (BytesColumnBuilder names, BytesColumnBuilder states) = (new(), new());
            int[] keyRows = new int[ids.Length];
            for (int i = 0; i < keyRows.Length; i++)
            {
                keyRows[i] = i;
                names.Append($"device-{ids[i]}");
                states.Append("active");
            }
            var rows = new Batch([ids, names.Build(), states.Build()], keyRows.Length);
            Join.TakeAnswer(new LookupAnswer(Join, request.Entities, rows, keyRows, request.Generation, IsDegraded: false));
        }

        private static Batch Rows(long[] keys)
        {
            var texts = new BytesColumnBuilder();
            double[] values = new double[keys.Length];
            for (int i = 0; i < keys.Length; i++)
            {
                texts.Append($"event-{i}");
                values[i] = i;
            }
            return new Batch(
                [new FixedColumn<long>(keys, keys.Length), texts.Build(), new FixedColumn<double>(values, keys.Length)], keys.Length);
        }
    }
}
