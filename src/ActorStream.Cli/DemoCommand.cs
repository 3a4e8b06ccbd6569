using System.CommandLine;
using ActorStream.Connectors.LocalLog;

namespace ActorStream.Cli;

/// <summary><c>demo</c>: the enrichment example, embedded, on real flight positions.</summary>
internal static class DemoCommand
{
    private const string JobName = "demo";
    private static readonly string[] Contents = ["log.db", "log.db-wal", "log.db-shm", "segments", "checkpoints.db", "checkpoints.db-wal",
        "checkpoints.db-shm", "testdb.db", "testdb.db-wal", "testdb.db-shm"];

    public static Command Create(Terminal terminal)
    {
        Option<string?> folder = CommandOptions.Text("--dir", "Where the demo keeps its data. Default: demo-data.", "DIR");
        Option<int?> rate = CommandOptions.Number("--rate", "Position reports a second. Default: 200.", 1, 1_000_000);
        Option<bool> fresh = CommandOptions.Flag("--fresh", "Start over: remove what an earlier start left.");
        Option<string?> rest = RunCommand.RestOption();
        var command = new Command(
            "demo", "Enrich real flight positions in a log and a database of its own. A second start goes on where the first stopped.")
        {
            folder, rate, fresh, rest,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            string directory = Path.GetFullPath(result.GetValue(folder) ?? "demo-data");
            if (result.GetValue(fresh)) RemoveContents(directory);
            Directory.CreateDirectory(directory);
            await using var log = new EmbeddedLog(directory, terminal.TimeProvider);
            var live = new LiveTerminal(terminal);
            var feed = new DemoFeed(log, live, result.GetValue(rate) ?? 200);
            await feed.PrepareAsync(directory, cancellationToken);
            var composition = new Composition(terminal, profile: "local", file: null, directory);
            return await new ForegroundJob(composition, live, result.GetValue(rest)).RunAsync(
                new JobRequest { Script = DemoFeed.Script, Name = JobName, Companion = feed.RunAsync }, cancellationToken);
        });
        return command;
    }

    // Nothing but what the demo itself makes: the folder is the user's.
    private static void RemoveContents(string directory)
    {
        foreach (string name in Contents)
        {
            string path = Path.Combine(directory, name);
            if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
            else File.Delete(path);
        }
    }
}
