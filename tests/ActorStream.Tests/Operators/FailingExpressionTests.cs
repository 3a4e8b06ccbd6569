using System.Globalization;
using ActorStream.Connectors;

namespace ActorStream.Tests.Operators;

/// <summary>A value that fails ends the job; the rows before it are written, and no other.</summary>
public sealed class FailingExpressionTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("actorstream-calc-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(700, 560)]
    [InlineData(1021, 817)]
    public async Task RowsBeforeAValueThatDoesNotCastPassTheFilter(int bad, int expected)
    {
        await WriteAsync(bad);
        string[] rows = await FailAsync("SELECT id, CAST(v AS INT) FROM t WHERE status = 'OK'");
        int[] ids = [.. Enumerable.Range(0, bad).Where(i => i % 5 != 3)];
        Assert.Equal(expected, ids.Length);
        Assert.Equal(ids.Select(i => $"+I[{i}, {i}]"), rows);
    }

    [Fact]
    public async Task RowsBeforeAFilterThatFailsArePassed()
    {
        await WriteAsync(700);
        string[] rows = await FailAsync("SELECT id, id + 1 FROM t WHERE CAST(v AS INT) >= 0 AND status = 'OK'");
        Assert.Equal(Enumerable.Range(0, 700).Where(i => i % 5 != 3).Select(i => $"+I[{i}, {i + 1}]"), rows);
    }

    [Fact]
    public async Task RowsBeforeAnArrayThatFailsAreUnnested()
    {
        await WriteAsync(700);
        string[] rows = await FailAsync("SELECT id, e FROM t CROSS JOIN UNNEST(ARRAY[CAST(v AS INT), -1]) AS u (e)");
        Assert.Equal(Enumerable.Range(0, 700).SelectMany(i => (string[])[$"+I[{i}, {i}]", $"+I[{i}, -1]"]), rows);
    }

    private async Task WriteAsync(int bad)
    {
        await File.WriteAllLinesAsync(Path.Combine(_root, "in.json"), Enumerable.Range(0, 1024).Select(i =>
        {
            string value = i == bad ? "bad" : i.ToString(CultureInfo.InvariantCulture);
            return $$"""{"id":{{i}},"v":"{{value}}","status":"{{(i % 5 == 3 ? "NO" : "OK")}}"}""";
        }));
    }

    private async Task<string[]> FailAsync(string query)
    {
        var output = new StringWriter { NewLine = "\n" };
        var environment = new StreamEnvironment(new StreamOptions { Registry = new ConnectorRegistry(), StandardOutput = output });
        string script = $"""
            CREATE TABLE t (id INT, v STRING, status STRING) WITH ('connector' = 'filesystem', 'path' = '{_root}/in.json',
              'format' = 'json');
            CREATE TABLE o (id INT, v INT) WITH ('connector' = 'print');
            INSERT INTO o {query};
            """;
        await Assert.ThrowsAnyAsync<ActorStreamException>(async () =>
        {
            await foreach (TableResult result in environment.ExecuteAsync(script))
            {
                if (result.Job is { } job) await job.WaitAsync();
            }
        });
        return output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
