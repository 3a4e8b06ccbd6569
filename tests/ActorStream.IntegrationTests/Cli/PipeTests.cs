using ActorStream.IntegrationTests.Support;

namespace ActorStream.IntegrationTests.Cli;

/// <summary>What a shell puts the command line's output into.</summary>
public sealed class PipeTests
{
    private const string Endless =
        "CREATE TABLE t (a INT) WITH ('connector' = 'datagen', 'rows-per-second' = '100'); SELECT * FROM t";

    [Fact]
    public async Task AQueryWithoutEndEndsWithHead()
    {
        ProcessResult result = await ShellAsync($"sql -e \"{Endless}\" | head -2; echo ${{PIPESTATUS[0]}}");
        Assert.Equal(["+----+-------------+", "| op |           a |", "141"], result.Output);
        Assert.Empty(result.Errors);
    }

    [Fact]
    public async Task AnErrorIsToldOnceInOneFile()
    {
        string file = Path.Combine(Machine.NewFolder("pipe"), "all");
        await ShellAsync($"sql -e 'SELECT nope' > {file} 2>&1");
        Assert.Equal(["ERROR Column \"nope\" not found in any table. (line 1, column 8)", "  SELECT nope", "         ^"],
            await File.ReadAllLinesAsync(file));
        ProcessResult apart = await ShellAsync("sql -e 'SELECT nope'");
        Assert.Equal(["ERROR Column \"nope\" not found in any table."], apart.Output);
        Assert.StartsWith("Error: Column \"nope\"", apart.Errors[0], StringComparison.Ordinal);
    }

    private static async Task<ProcessResult> ShellAsync(string line)
    {
        string dll = Path.Combine(AppContext.BaseDirectory, "ActorStream.Cli.dll");
        await using ChildProcess shell = ChildProcess.Start("bash", ["-c", $"dotnet {dll} {line}"]);
        return await shell.WaitForExitAsync();
    }
}
