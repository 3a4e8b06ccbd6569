using ActorStream.Benchmarks.Expressions;
using ActorStream.Benchmarks.Formats;
using ActorStream.Benchmarks.Jdbc;
using ActorStream.Benchmarks.Logs;
using ActorStream.Benchmarks.Operators;
using ActorStream.Benchmarks.SeedJob;

const string Usage = """
    Benchmarks:
      expressions [ROUNDS]
      json [ROUNDS]
      log [--kafka HOST:PORT] [--records N]
      lookup [--url JDBC-URL --user U --password P]
      lookup-order [BATCHES]
      seed-job [--events N] [--only VARIANT] [--no-flink]
    """;

switch (args.Length > 0 ? args[0] : "")
{
    case "expressions":
        ExpressionBenchmark.Run(Console.Out, args.Length > 1 ? int.Parse(args[1]) : 2000);
        return 0;
    case "json":
        JsonFormatBenchmark.Run(Console.Out, args.Length > 1 ? int.Parse(args[1]) : 3000);
        return 0;
    case "log":
        await LogBenchmark.RunAsync(Console.Out, Option("--kafka"), int.Parse(Option("--records") ?? "2000000"));
        return 0;
    case "lookup":
        await LookupBenchmark.RunAsync(
            Console.Out, Option("--url") ?? "jdbc:mysql://localhost:3306/testdb", Option("--user") ?? "test", Option("--password")
                ?? "test");
        return 0;
    case "lookup-order":
        LookupOrderBenchmark.Run(Console.Out, args.Length > 1 ? int.Parse(args[1]) : 5000);
        return 0;
    case "seed-job":
        int events = int.Parse(Option("--events") ?? "10000000");
        await SeedJobBenchmark.RunAsync(Console.Out, events, withFlink: !args.Contains("--no-flink"), Option("--only"));
        return 0;
    default:
        Console.Error.WriteLine(Usage);
        return 2;
}

string? Option(string name) => Array.IndexOf(args, name) is >= 0 and int at && at + 1 < args.Length ? args[at + 1] : null;
