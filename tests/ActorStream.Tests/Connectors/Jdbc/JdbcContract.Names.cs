using ActorStream.Connectors;
using ActorStream.Types;
using static ActorStream.Tests.Connectors.Jdbc.JdbcRows;

namespace ActorStream.Tests.Connectors.Jdbc;

/// <summary>Names and values that a client could take for something else than names and values.</summary>
public abstract partial class JdbcContract
{
    private static readonly string[] HostileTexts =
    [
        "", " ", "  two  spaces  ", "back\\slash", "\\", "\\\\", "\\'", "\\0", "quo'te", "''", "'", "dou\"ble", "\"", "back`tick", "`",
        "per%cent", "under_score", "%", "_", "a?b", "?", "@p0", "$1", ":name", "{0}", "{d '2024-01-01'}", "semi;colon", "-- comment",
        "/* open", "*/", "# hash", "'; DROP TABLE x; --", "\" OR 1=1 --", "` OR 1=1 #", "null", "NULL", "DEFAULT", "tab\there",
        "line\nbreak", "carriage\rreturn", "\u0001\u001a\u007f", "ключ", "键", "ñandú", "e\u0301", "\u200bzero width", "\ufeffmark",
        "🔑👩‍💻", "\u2028",
    ];

    /// <summary>A name as an identifier of the database's own.</summary>
    protected virtual string Quote(string name) => "\"" + name.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

    [StoreTheory]
    [InlineData("back\\slash")]
    [InlineData("\\")]
    [InlineData("ends\\")]
    [InlineData("\\'\\\"\\`")]
    [InlineData("quo'te")]
    [InlineData("dou\"ble")]
    [InlineData("back`tick")]
    [InlineData("``'\"")]
    [InlineData("per%cent_")]
    [InlineData("sp ace")]
    [InlineData("select")]
    [InlineData("ORDER")]
    [InlineData("ключ键ñ")]
    [InlineData("a.b")]
    [InlineData("q?m")]
    [InlineData("at@p0")]
    [InlineData("@p0")]
    [InlineData("$1")]
    [InlineData("co:lon")]
    [InlineData("{0}")]
    [InlineData("x; DROP TABLE y; --")]
    [InlineData("# not a comment")]
    [InlineData("/* nor this")]
    [InlineData("1st")]
    [InlineData("line\nbreak")]
    public async Task AnyNameServesTablesAndColumnsForAnyValue(string name)
    {
        string other = name + "2";
        await ExecuteAsync($"CREATE TABLE {Quote(name)} ({Quote(name)} {Text} NOT NULL PRIMARY KEY, {Quote(other)} {Text})");
        (string, DataType)[] columns = [(name, DataType.String), (other, DataType.String)];
        // A number before the text keeps apart what a collation would find equal.
        string[] keys = [.. HostileTexts.Select((text, i) => $"{i:00}{text}")];
        Batch rows = Rows(Types(columns), [.. keys.Select((key, i) => new object?[] { key, HostileTexts[^(i + 1)] })]);
        await WriteAsync(name, columns, [name], Rows(Types(columns), [.. keys.Select(key => new object?[] { key, "old" })]));
        await WriteAsync(name, columns, [name], rows);
        string[] expected = [.. keys.Select((key, i) => $"{key}, {HostileTexts[^(i + 1)]}")];
        Assert.Equal(expected, (await ScanAsync(name, columns, [name])).Order(StringComparer.Ordinal));
        await using (ILookup lookup = await OpenLookupAsync([name], name, columns, columns))
        {
            LookupRows found = await lookup.LookupAsync(Keys(keys), None);
            Assert.Equal(expected, ShowRows(found.Rows, Types(columns)).Order(StringComparer.Ordinal));
            for (int i = 0; i < keys.Length; i += 10)
                Assert.Equal([expected[i]], ShowRows((await lookup.LookupAsync(Keys(keys[i]), None)).Rows, Types(columns)));
        }
        await WriteAsync(name, columns, [name], new Batch(rows.Columns, rows.Count, [.. keys.Select(_ => RowKind.Delete)]));
        Assert.Empty(await ScanAsync(name, columns, [name]));
    }
}
