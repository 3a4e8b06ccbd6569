using ActorStream.Connectors;
using ActorStream.Types;

namespace ActorStream.Tests.Operators;

public sealed class UnnestTests
{
    private const string Rows = """
        (VALUES (1, ARRAY['a', 'b']), (2, CAST(NULL AS ARRAY<STRING>)), (3, ARRAY['c'])) AS t (id, arr)
        """;

    [Theory]
    [InlineData("SELECT id, e FROM " + Rows + " CROSS JOIN UNNEST(arr) AS u (e)", "+I[1, a] +I[1, b] +I[3, c]")]
    [InlineData("SELECT id, e FROM " + Rows + " LEFT JOIN UNNEST(arr) AS u (e) ON TRUE", "+I[1, a] +I[1, b] +I[2, null] +I[3, c]")]
    [InlineData("SELECT id, e, o FROM " + Rows + " LEFT JOIN UNNEST(arr) WITH ORDINALITY AS u (e, o) ON TRUE",
        "+I[1, a, 1] +I[1, b, 2] +I[2, null, null] +I[3, c, 1]")]
    [InlineData("SELECT id, e FROM " + Rows + " JOIN UNNEST(arr) AS u (e) ON e <> 'a'", "+I[1, b] +I[3, c]")]
    [InlineData("SELECT k, v FROM UNNEST(MAP['x', 1, 'y', 2]) AS u (k, v)", "+I[x, 1] +I[y, 2]")]
    [InlineData("SELECT n, s FROM UNNEST(ARRAY[ROW(1, 'p'), ROW(2, 'q')]) AS u (n, s)", "+I[1, p] +I[2, q]")]
    public async Task ElementsBecomeRows(string sql, string expected)
    {
        var environment = new StreamEnvironment(new StreamOptions { Registry = new ConnectorRegistry() });
        var rows = new List<string>();
        await foreach (TableResult result in environment.ExecuteAsync(sql))
        {
            var formatter = new RowFormatter(result.Schema);
            await foreach (Batch batch in result.ReadAsync())
            {
                rows.AddRange(Enumerable.Range(0, batch.Count).Select(row => formatter.Format(batch, row)));
            }
        }

        Assert.Equal(expected, string.Join(' ', rows));
    }
}
