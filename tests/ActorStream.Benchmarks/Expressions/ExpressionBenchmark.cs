using System.Diagnostics;
using ActorStream.Expressions;
using ActorStream.Types;

namespace ActorStream.Benchmarks.Expressions;

/// <summary>What expressions cost a row: nanoseconds and bytes allocated, best of several rounds over batches of 1,024 rows.</summary>
internal static class ExpressionBenchmark
{
    private const int Rows = 1024;
    private static readonly EvaluationContext Context = new(TimeZoneInfo.Utc);

    private static readonly ColumnExpression I = new(0, "i", DataType.Int.NotNull());
    private static readonly ColumnExpression L = new(1, "l", DataType.BigInt.NotNull());
    private static readonly ColumnExpression D = new(2, "d", DataType.Double.NotNull());
    private static readonly ColumnExpression M = new(3, "m", DataType.Decimal(10, 2).NotNull());
    private static readonly ColumnExpression W = new(4, "w", DataType.Decimal(30, 10).NotNull());
    private static readonly ColumnExpression S = new(5, "s", DataType.String);
    private static readonly ColumnExpression Ts = new(6, "ts", DataType.Timestamp(3).NotNull());
    private static readonly ColumnExpression Number = new(7, "number", DataType.String.NotNull());
    private static readonly ColumnExpression Moment = new(8, "moment", DataType.String.NotNull());

    public static void Run(TextWriter output, int rounds)
    {
        Batch batch = MakeBatch();
        Expression three = Call("AND", Call("AND", Call(">", I, Int(10)), Call("<", D, Double(0.9))), Call("<>", M, Decimal(500)));
        var selection = Selection.Compile(three);
        int[] selected = new int[Rows];
        Measure(output, "filter of 3 comparisons", rounds, () => selection.Select(batch, Context, selected));
        Measure(output, "i + 1", batch, Call("+", I, Int(1)), rounds);
        Measure(output, "l * i (with a cast)", batch, Call("*", L, I), rounds);
        Measure(output, "m * 1.10", batch, Call("*", M, Decimal(110)), rounds);
        Measure(output, "m / 3.00", batch, Call("/", M, Decimal(300)), rounds);
        Measure(output, "w + w", batch, Call("+", W, W), rounds);
        Measure(output, "w * w", batch, Call("*", W, W), rounds);
        Measure(output, "s = 'device-0500'", batch, Call("=", S, Text("device-0500")), rounds);
        Measure(output, "s LIKE 'dev%'", batch, Call("LIKE", S, Text("dev%")), rounds);
        Measure(output, "s IN (20 texts)", batch, Call("IN", [S, .. Enumerable.Range(0, 20).Select(n => Text($"device-{n:0000}"))]),
            rounds);
        Measure(output, "COALESCE(s, 'unknown'), 10 % NULL", batch, Call("COALESCE", S, Text("unknown")), rounds);
        Measure(output, "CASE WHEN i > 500 THEN 'a' ELSE s END", batch,
            new CaseExpression([Call(">", I, Int(500)), Text("a"), S], DataType.String), rounds);
        Measure(output, "CAST(ts AS STRING)", batch, new CastExpression(Ts, DataType.String.NotNull(), isTry: false), rounds);
        Measure(output, "CAST(d AS STRING)", batch, new CastExpression(D, DataType.String.NotNull(), isTry: false), rounds);
        Measure(output, "TRY_CAST(number AS DOUBLE)", batch, new CastExpression(Number, DataType.Double, isTry: true), rounds);
        Measure(output, "TRY_CAST(number AS DECIMAL(10, 2))", batch, new CastExpression(Number, DataType.Decimal(10, 2), isTry: true),
            rounds);
        Measure(output, "TRY_CAST(moment AS TIMESTAMP(3))", batch, new CastExpression(Moment, DataType.Timestamp(3), isTry: true), rounds);
        var keys = new GroupKeyEncoder([DataType.BigInt]);
        Measure(output, "group key of a BIGINT", rounds, () => keys.Encode([batch.Columns[1]], Rows));
        var textKeys = new GroupKeyEncoder([DataType.String, DataType.Int]);
        Measure(output, "group key of a STRING and an INT", rounds, () => textKeys.Encode([batch.Columns[5], batch.Columns[0]], Rows));
    }

    private static void Measure(TextWriter output, string name, Batch batch, Expression expression, int rounds)
    {
        Evaluator evaluator = ExpressionCompiler.Compile(expression);
        Measure(output, name, rounds, () => evaluator.Evaluate(batch, Context));
    }

    private static void Measure(TextWriter output, string name, int rounds, Action work)
    {
        // Long enough for the JIT's last tier.
        long warm = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(warm).TotalMilliseconds < 500) work();
        double best = double.MaxValue;
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int k = 0; k < 5; k++)
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < rounds; i++) work();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalNanoseconds / rounds / Rows);
        }
        double bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / 5.0 / rounds / Rows;
        output.WriteLine($"{name,-40} {best,8:0.00} ns a row {bytes,8:0.0} B a row");
    }

    private static Expression Call(string name, params Expression[] arguments) => FunctionRegistry.Find(name)!.Bind(arguments)!;

    private static LiteralExpression Int(int value) => new(value, DataType.Int.NotNull());

    private static LiteralExpression Double(double value) => new(value, DataType.Double.NotNull());

    private static LiteralExpression Decimal(long unscaled) => new(unscaled, DataType.Decimal(3, 2).NotNull());

    private static LiteralExpression Text(string value) => new(value, DataType.Char(value.Length).NotNull());

    private static Batch MakeBatch()
    {
        var random = new Random(1);
        ColumnExpression[] columns = [I, L, D, M, W, S, Ts, Number, Moment];
        ColumnBuilder[] builders = [.. columns.Select(c => ColumnBuilder.Create(c.Type))];
        for (int row = 0; row < Rows; row++)
        {
            ((FixedColumnBuilder<int>)builders[0]).Append(random.Next(1000));
            ((FixedColumnBuilder<long>)builders[1]).Append(random.NextInt64(1_000_000_000));
            ((FixedColumnBuilder<double>)builders[2]).Append(Math.Round(random.NextDouble() * 100, 2));
            ((FixedColumnBuilder<long>)builders[3]).Append(random.Next(1_000_000));
            ((FixedColumnBuilder<Int128>)builders[4]).Append((Int128)random.NextInt64() * 1000);
            if (row % 10 == 0) builders[5].AppendNull();
            else ((BytesColumnBuilder)builders[5]).Append($"device-{random.Next(1000):0000}".AsSpan());
            ((FixedColumnBuilder<long>)builders[6]).Append(1_700_000_000_000_000 + random.NextInt64(100_000_000_000) * 1000);
            ((BytesColumnBuilder)builders[7]).Append($"{random.Next(100)}.{random.Next(100):00}".AsSpan());
            string date = $"2024-0{random.Next(1, 10)}-1{random.Next(10)}";
            ((BytesColumnBuilder)builders[8]).Append($"{date} 10:11:{random.Next(10, 60)}.123".AsSpan());
        }
        return new Batch([.. builders.Select(b => b.Build())], Rows);
    }
}
