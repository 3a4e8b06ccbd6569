using ActorStream.Connectors;
using ActorStream.Types;

namespace ActorStream.Tests.Expressions;

/// <summary>Functions over collections look values up by hash once there are many; they answer as they do for few.</summary>
public sealed class LargeCollectionTests
{
    private const string Elements =
        "CAST('NaN' AS DOUBLE), -0e0, 0e0, 1e0, CAST(NULL AS DOUBLE), 1e0, CAST('NaN' AS DOUBLE)";

    [Theory]
    [InlineData("ARRAY_DISTINCT(ARRAY_CONCAT({0}, {1}))", "ARRAY_DISTINCT({0})")]
    [InlineData("ARRAY_UNION(ARRAY_CONCAT({0}, {1}), {0})", "ARRAY_UNION({0}, {0})")]
    [InlineData("ARRAY_EXCEPT(ARRAY_CONCAT({0}, {1}), ARRAY[1e0, 0e0])", "ARRAY_EXCEPT({0}, ARRAY[1e0, 0e0])")]
    [InlineData("ARRAY_INTERSECT(ARRAY_CONCAT({0}, {1}), {0})", "ARRAY_INTERSECT({0}, {0})")]
    public async Task ManyElementsAreComparedAsFewAre(string large, string small)
    {
        // The same element often, so that only what few elements give remains.
        string array = $"ARRAY[{Elements}]";
        string filler = $"ARRAY[{string.Join(", ", Enumerable.Repeat("1e0", 60))}]";
        string Select(string text) => "SELECT " + text.Replace("{0}", array, StringComparison.Ordinal)
            .Replace("{1}", filler, StringComparison.Ordinal) + " FROM (VALUES (1)) AS t (n)";
        Assert.Equal(await RowsAsync(Select(small)), await RowsAsync(Select(large)));
    }

    [Fact]
    public async Task OfManyEqualKeysTheLastCounts()
    {
        string keys = string.Join(", ", Enumerable.Range(0, 100).Select(i => i % 50)), values = string.Join(", ", Enumerable.Range(0, 100));
        string[] rows = await RowsAsync(
            $"SELECT CARDINALITY(m), m[7], m[49] FROM (SELECT MAP_FROM_ARRAYS(ARRAY[{keys}], ARRAY[{values}]) AS m FROM (VALUES (1)))");
        Assert.Equal(["+I[50, 57, 99]"], rows);
        rows = await RowsAsync($"""
            SELECT CARDINALITY(u), u[7], u[49], u[-1] FROM (
              SELECT MAP_UNION(MAP_FROM_ARRAYS(ARRAY[{keys}], ARRAY[{values}]), MAP[7, -7, -1, -2], MAP[-1, -3]) AS u
              FROM (VALUES (1)) AS t (n))
            """);
        Assert.Equal(["+I[51, -7, 99, -3]"], rows);
    }

    [Fact]
    public void ATypeOfEveryFormIsFoundAgain()
    {
        var random = new Random(11);
        foreach (DataType type in Support.SomeColumns.Types)
        {
            if (type.Root == TypeRoot.Null) continue;
            Column column = Support.SomeColumns.Of(type, 200, random);
            var index = new ValueIndex(type, ValueComparison.AreEqual);
            for (int row = 0; row < column.Length; row++)
            {
                int expected = Enumerable.Range(0, row).FirstOrDefault(i => ValueComparison.AreEqual(type, column, i, column, row), -1);
                Assert.Equal(expected, index.Find(column, row));
                Assert.Equal(expected < 0, index.Add(column, row));
            }
        }
    }

    private static async Task<string[]> RowsAsync(string select)
    {
        var environment = new StreamEnvironment(new StreamOptions { Registry = new ConnectorRegistry() });
        var rows = new List<string>();
        await foreach (TableResult result in environment.ExecuteAsync(select))
        {
            var formatter = new RowFormatter(result.Schema);
            await foreach (Batch batch in result.ReadAsync())
            {
                for (int row = 0; row < batch.Count; row++) rows.Add(formatter.Format(batch, row));
            }
            if (result.Job is { } job) await job.WaitAsync();
        }
        return [.. rows];
    }
}
