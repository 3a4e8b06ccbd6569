using System.Text.RegularExpressions;

namespace ActorStream.Tests.Cli;

public sealed partial class DemoCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("demo").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task EveryReportIsEnrichedOnceOverTwoStarts()
    {
        using var interrupt = new CancellationTokenSource(TimeSpan.FromSeconds(3));
        string[] arguments = ["demo", "--dir", _folder, "--rest", "off", "--rate"];
        CliRun first = await CliRun.InvokeAsync(interrupt.Token, [.. arguments, "300"]);
        Assert.Equal(0, first.ExitCode);
        CliRun second = await CliRun.InvokeAsync([.. arguments, "100000"]);
        Assert.Equal(0, second.ExitCode);
        string[] rows = [.. Rows(first), .. Rows(second)];
        // Printing is at least once: rows that waited for the database at the stop may be printed by both starts.
        Assert.Equal(6_000, rows.Distinct().Count());
        Assert.All(rows, static r => Assert.Matches(Row(), r));
        Assert.Contains(rows, static r => r.Contains("UNKNOWN, UNKNOWN, , 0]", StringComparison.Ordinal));
        CliRun topic = await CliRun.InvokeAsync("topic", "list", "--local", _folder);
        Assert.Matches(@"rich-iot-data +1 +6,000\n", topic.Output);
        CliRun enriched = await CliRun.InvokeAsync(
            "topic", "consume", "rich-iot-data", "--local", _folder, "--from-beginning", "--count", "6000");
        Assert.Equal(6_000, Rows(enriched).Distinct().Count());
        CliRun third = await CliRun.InvokeAsync([.. arguments, "1000"]);
        Assert.Contains("--fresh starts over", third.Error, StringComparison.Ordinal);
        Assert.Empty(Rows(third));
    }

    private static string[] Rows(CliRun run) => run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex(@"^Kafka-MySQL-Lookup> \+I\[[0-9a-f]{6}, 2018-08-01 12:\d\d:\d\d\.000, \d+\.\d\d, 4\d\.\d{7}, \d+\.\d{7}, "
        + @"(DEV-\d{3}, CC-\d+, 2018-.*, [01]|UNKNOWN, UNKNOWN, , 0)\]$")]
    private static partial Regex Row();
}
