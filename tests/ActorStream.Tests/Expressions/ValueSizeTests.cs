using System.IO.Compression;
using ActorStream.Connectors;
using ActorStream.Types;

namespace ActorStream.Tests.Expressions;

/// <summary>No value grows beyond the bound, whatever makes it.</summary>
public sealed class ValueSizeTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("actorstream-size-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData("REPEAT(s, n)")]
    [InlineData("LPAD(s, n, 'ab')")]
    [InlineData("RPAD(s, n, 'ab')")]
    [InlineData("LPAD(s, n, 'ä')")]
    [InlineData("PRINTF('%2000000000d', 1)")]
    [InlineData("PRINTF('%-2000000000s', s)")]
    [InlineData("REPEAT(s, 600) || REPEAT(s, 600)")]
    [InlineData("CONCAT(REPEAT(s, 600), REPEAT(s, 600))")]
    [InlineData("CONCAT_WS(',', REPEAT(s, 600), REPEAT(s, 600))")]
    [InlineData("REPLACE(REPEAT(s, 600), 'x', 'ab')")]
    [InlineData("REGEXP_REPLACE(REPEAT(s, 600), 'x', 'ab')")]
    [InlineData("HEX(REPEAT(s, 600))")]
    [InlineData("TO_BASE64(REPEAT(s, 900))")]
    [InlineData("URL_ENCODE(REPEAT('ä', 300))")]
    [InlineData("JSON_ARRAY(REPEAT(s, 600), REPEAT(s, 600))")]
    [InlineData("ARRAY_JOIN(ARRAY[REPEAT(s, 600), REPEAT(s, 600)], ',')")]
    [InlineData("OVERLAY(REPEAT(s, 600) PLACING REPEAT(s, 600) FROM 600 FOR 1)")]
    public async Task ATextBeyondTheBoundIsAnError(string expression)
    {
        ActorStreamException error = await Assert.ThrowsAnyAsync<ActorStreamException>(() =>
            RowsAsync($"SELECT {expression} FROM (VALUES ('x', 2000000000)) AS t (s, n)"));
        Assert.Contains("A value would have more than 1000 bytes, the most that one may have.", error.Message);
    }

    [Fact]
    public async Task ATextThatNoRowNeedsIsNotMade() => Assert.Equal(
        ["+I[-]", "+I[xxx]"],
        await RowsAsync("SELECT CASE WHEN n > 1000 THEN '-' ELSE REPEAT(s, n) END FROM (VALUES ('x', 2000000000), ('x', 3)) AS t (s, n)"));

    [Fact]
    public async Task TheBoundIsExact()
    {
        Assert.Equal(["+I[1000]"], await RowsAsync("SELECT CHAR_LENGTH(REPEAT(s, 1000)) FROM (VALUES ('x')) AS t (s)"));
        await Assert.ThrowsAnyAsync<ActorStreamException>(
            () => RowsAsync("SELECT CHAR_LENGTH(REPEAT(s, 1001)) FROM (VALUES ('x')) AS t (s)"));
    }

    [Fact]
    public async Task ManyLargeValuesOfABatchComeInSmallerBatches()
    {
        List<string> rows = await RowsAsync(
            "SELECT CHAR_LENGTH(REPEAT(s, 900)) FROM (VALUES " + string.Join(", ", Enumerable.Repeat("('x')", 100)) + ") AS t (s)");
        Assert.Equal(Enumerable.Repeat("+I[900]", 100), rows);
    }

    [Theory]
    [InlineData("raw", "s STRING")]
    [InlineData("csv", "s STRING")]
    [InlineData("json", "s STRING")]
    public async Task APackedFileOfOneEndlessRecordIsAnError(string format, string columns)
    {
        string path = Path.Combine(_root, "x.gz");
        await using (var packed = new GZipStream(File.Create(path), CompressionLevel.Fastest))
        {
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 16; i++) await packed.WriteAsync(zeros);
        }
        ActorStreamException error = await Assert.ThrowsAnyAsync<ActorStreamException>(() => RowsAsync(
            $"CREATE TABLE t ({columns}) WITH ('connector' = 'filesystem', 'path' = '{path}', 'format' = '{format}'); SELECT * FROM t"));
        Assert.Contains("After record 0: the next one has more than 1000 bytes, the most that one may have.", error.Message);
    }

    private static async Task<List<string>> RowsAsync(string script)
    {
        var environment = new StreamEnvironment(new StreamOptions { Registry = new ConnectorRegistry(), MaxValueBytes = 1000 });
        var rows = new List<string>();
        await foreach (TableResult result in environment.ExecuteAsync(script))
        {
            var formatter = new RowFormatter(result.Schema);
            await foreach (Batch batch in result.ReadAsync())
            {
                for (int row = 0; row < batch.Count; row++) rows.Add(formatter.Format(batch, row));
            }
            if (result.Job is { } job) await job.WaitAsync();
        }
        return rows;
    }
}
