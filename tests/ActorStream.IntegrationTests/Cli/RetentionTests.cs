using ActorStream.IntegrationTests.Support;

namespace ActorStream.IntegrationTests.Cli;

/// <summary>Records that retention removes before a job has read them.</summary>
public sealed class RetentionTests
{
    [RequiresKafkaServerFact]
    public async Task AStoppedJobSaysWhatIsGoneAndGoesOnWhereItsTableSays()
    {
        await using KafkaServer server = await KafkaServer.StartAsync();
        await CliAsync("", "topic", "create", "t", "--bootstrap", server.Address);
        await CliAsync("{\"n\":0}\n{\"n\":1}\n", "topic", "produce", "t", "--bootstrap", server.Address);
        string folder = Machine.NewFolder("retention");

        ProcessResult first = await RunAsync(folder, server, "");
        Assert.Equal((0, "+I[0] +I[1]"), (first.ExitCode, Rows(first)));
        await CliAsync("{\"n\":2}\n{\"n\":3}\n{\"n\":4}\n", "topic", "produce", "t", "--bootstrap", server.Address);
        await server.DeleteRecordsAsync("t", 0, 3);

        ProcessResult stopped = await RunAsync(folder, server, "");
        Assert.Equal((3, ""), (stopped.ExitCode, Rows(stopped)));
        Assert.Contains("Offset 2 of t-0", stopped.ToString(), StringComparison.Ordinal);
        Assert.Contains("the log begins at 3", stopped.ToString(), StringComparison.Ordinal);
        Assert.Contains("'properties.auto.offset.reset'", stopped.ToString(), StringComparison.Ordinal);

        ProcessResult gone = await RunAsync(folder, server, "'properties.auto.offset.reset' = 'earliest',");
        Assert.Equal((0, "+I[3] +I[4]"), (gone.ExitCode, Rows(gone)));
        Assert.Contains("reads t-0 from offset 3 instead of 2", gone.ToString(), StringComparison.Ordinal);
    }

    [RequiresKafkaServerTheory]
    [InlineData("'scan.startup.mode' = 'specific-offsets', 'scan.startup.specific-offsets' = 'partition:0,offset:1',", "+I[2] +I[3]")]
    [InlineData("'scan.startup.mode' = 'specific-offsets', 'scan.startup.specific-offsets' = 'partition:0,offset:9',", "")]
    [InlineData("'scan.startup.mode' = 'earliest-offset',", "+I[2] +I[3]")]
    public async Task AStartOutsideOfTheLogIsMovedAsFlinkDoes(string start, string rows)
    {
        await using KafkaServer server = await KafkaServer.StartAsync();
        await CliAsync("", "topic", "create", "t", "--bootstrap", server.Address);
        await CliAsync("{\"n\":0}\n{\"n\":1}\n{\"n\":2}\n{\"n\":3}\n", "topic", "produce", "t", "--bootstrap", server.Address);
        await server.DeleteRecordsAsync("t", 0, 2);

        ProcessResult read = await RunAsync(Machine.NewFolder("retention"), server, start);
        Assert.Equal((0, rows), (read.ExitCode, Rows(read)));
    }

    private static string Rows(ProcessResult result) =>
        string.Join(' ', result.Output.Where(static l => l.StartsWith("+I[", StringComparison.Ordinal)));

    private static async Task<ProcessResult> RunAsync(string folder, KafkaServer server, string options)
    {
        string script = Path.Combine(folder, "job.sql");
        if (!options.Contains("scan.startup.mode", StringComparison.Ordinal)) options += "'scan.startup.mode' = 'earliest-offset',";
        await File.WriteAllTextAsync(script, $"""
            CREATE TABLE t (n INT) WITH ('connector' = 'kafka', 'topic' = 't', 'properties.bootstrap.servers' = '{server.Address}',
                'properties.group.id' = 'g', {options} 'scan.bounded.mode' = 'latest-offset', 'format' = 'json');
            CREATE TABLE o (n INT) WITH ('connector' = 'print');
            INSERT INTO o SELECT n FROM t;
            """);
        string dll = Path.Combine(AppContext.BaseDirectory, "ActorStream.Cli.dll");
        await using ChildProcess child = ChildProcess.Start("dotnet", [dll, "run", "-f", script, "--name", "retention"], folder);
        return await child.WaitForExitAsync();
    }

    private static async Task CliAsync(string input, params string[] arguments)
    {
        ProcessResult result = await ChildProcess.RunCliAsync(input, arguments);
        Assert.True(result.ExitCode == 0, result.ToString());
    }
}
