using ActorStream.Connectors;
using ActorStream.Tests.Support;
using ActorStream.Types;

namespace ActorStream.Tests;

/// <summary>
/// Runs every script in SqlScripts and compares what it prints with what Flink 2.2.1 printed (recorded by tests/record_flink.py, whose
/// head says what the cases' first lines mean).
/// </summary>
public sealed class SqlScriptTests
{
    private static readonly string Root = Path.Combine(SourceTree.Root, "tests", "ActorStream.Tests", "SqlScripts");

    private static readonly HashSet<string> KnownDifferences =
    [
        .. File.ReadLines(Path.Combine(Root, "known-differences.txt"))
            .Where(l => l.Length > 0 && l[0] != '#').Select(l => l.Split(' ')[0]),
    ];

    public static TheoryData<string> Cases
    {
        get
        {
            var cases = new TheoryData<string>();
            foreach (string file in Directory.EnumerateFiles(Root, "*.sql", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
                cases.Add(Path.ChangeExtension(Path.GetRelativePath(Root, file), null).Replace('\\', '/'));
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task AnswersAsFlink(string name)
    {
        string file = Path.Combine(Root, name + ".sql");
        string folder = Path.GetDirectoryName(file)!;
        string text = await File.ReadAllTextAsync(file);
        string[] head = [.. text.Split('\n').TakeWhile(l => l.StartsWith("--", StringComparison.Ordinal)).Select(l => l.Trim())];
        string expected = await File.ReadAllTextAsync(Path.ChangeExtension(file, ".expected"));
        (string output, string error) = await RunAsync(text.Replace("${DIR}", folder, StringComparison.Ordinal));
        string actual = output.Replace(folder, "${DIR}", StringComparison.Ordinal);
        if (head.Contains("-- unordered")) (expected, actual) = (Sorted(expected), Sorted(actual));
        if (KnownDifferences.Contains(name))
        {
            Assert.False(expected == actual, $"{name} answers as Flink now: take it off known-differences.txt.");
            return;
        }
        Assert.True(expected == actual, $"{name}\n--- expected\n{expected}\n--- actual\n{actual}\n--- error\n{error}\n--- script\n{text}");
    }

    [Fact]
    public void EveryKnownDifferenceIsACase() =>
        Assert.All(KnownDifferences, name => Assert.True(File.Exists(Path.Combine(Root, name + ".sql")), name));

    /// <summary>Runs a script as <c>sql --format changelog</c> does; a failing statement ends it with a line ERROR.</summary>
    private static async Task<(string Output, string Error)> RunAsync(string script)
    {
        var output = new StringWriter { NewLine = "\n" };
        var environment = new StreamEnvironment(new StreamOptions
        {
            Registry = new ConnectorRegistry(),
            StandardOutput = output,
            StandardError = output,
        });
        string error = "";
        try
        {
            await foreach (TableResult result in environment.ExecuteAsync(script))
            {
                var formatter = new RowFormatter(result.Schema);
                await foreach (Batch batch in result.ReadAsync())
                {
                    for (int row = 0; row < batch.Count; row++) output.WriteLine(formatter.Format(batch, row));
                }
                if (result.Job is { } job) await job.WaitAsync();
            }
        }
        catch (ActorStreamException failure)
        {
            output.WriteLine("ERROR");
            error = failure.ToString();
        }
        return (output.ToString(), error);
    }

    private static string Sorted(string text) => string.Join('\n', text.Split('\n').Order(StringComparer.Ordinal));
}
