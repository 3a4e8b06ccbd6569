using ActorStream.Benchmarks.Formats;

switch (args.Length > 0 ? args[0] : "")
{
    case "json":
        JsonFormatBenchmark.Run(Console.Out, args.Length > 1 ? int.Parse(args[1]) : 3000);
        return 0;
    default:
        Console.Error.WriteLine("Benchmarks: json [ROUNDS]");
        return 2;
}
