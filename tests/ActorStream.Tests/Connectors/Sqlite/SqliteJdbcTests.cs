using ActorStream.Connectors;
using ActorStream.Tests.Connectors.Jdbc;
using ActorStream.Types;
using Microsoft.Data.Sqlite;
using static ActorStream.Tests.Connectors.Jdbc.JdbcRows;

namespace ActorStream.Tests.Connectors.Sqlite;

public sealed class SqliteJdbcTests : JdbcContract, IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly string _folder = Directory.CreateTempSubdirectory("jdbc").FullName;

    public SqliteJdbcTests() => Run("PRAGMA journal_mode = DELETE; CREATE TABLE made (x)");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    protected override Dictionary<string, string> Connection => new() { ["url"] = $"jdbc:sqlite:{_folder}/testdb.db" };

    // A DECIMAL column of SQLite's is a floating-point number.
    protected override string Decimal(int precision, int scale) => "TEXT";

    protected override Task ExecuteAsync(string sql)
    {
        Run(sql);
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData("'7'", "INT", "7")]
    [InlineData("7.0", "INT", "7")]
    [InlineData("1", "BOOLEAN", "true")]
    [InlineData("'false'", "BOOLEAN", "false")]
    [InlineData("12", "STRING", "12")]
    [InlineData("1.25", "STRING", "1.25")]
    [InlineData("1e20", "STRING", "1.0e+20")]
    [InlineData("3.0", "STRING", "3.0")]
    [InlineData("1.25", "DECIMAL", "1.3")]
    [InlineData("'1.05'", "DECIMAL", "1.1")]
    [InlineData("-1.25", "DECIMAL", "-1.3")]
    [InlineData("123456", "DECIMAL", "NULL")]
    [InlineData("3", "DOUBLE", "3")]
    [InlineData("'2.5e1'", "DOUBLE", "25")]
    [InlineData("'2024-02-29'", "DATE", "2024-02-29")]
    [InlineData("'2024-02-29 10:00:00'", "DATE", "2024-02-29")]
    [InlineData("'10:11:12'", "TIME", "10:11:12")]
    [InlineData("'2024-02-29 10:11:12.3456789123'", "TIMESTAMP", "2024-02-29 10:11:12.345000")]
    [InlineData("'2024-02-29T10:11'", "TIMESTAMP", "2024-02-29 10:11:00.000000")]
    [InlineData("'2024-02-29T10:11:12.5+02:00'", "TIMESTAMP_LTZ", "2024-02-29 08:11:12.500000")]
    [InlineData("'2024-02-29 10:11:12Z'", "TIMESTAMP_LTZ", "2024-02-29 10:11:12.000000")]
    [InlineData("'2024-02-29 10:11:12.123456789'", "TIMESTAMP(9)", "2024-02-29T10:11:12.123456789")]
    [InlineData("'2024-02-29 10:11:12.12345+02:00'", "TIMESTAMP_LTZ(8)", "2024-02-29T08:11:12.123450Z")]
    [InlineData("'1969-12-31T23:59:59.123456789Z'", "TIMESTAMP_LTZ(8)", "1969-12-31T23:59:59.123456780Z")]
    [InlineData("'2024-02-29'", "TIMESTAMP(9)", "2024-02-29T00:00")]
    [InlineData("'abc'", "BYTES", "616263")]
    [InlineData("NULL", "INT", "NULL")]
    public async Task ValueOfAnyKindBecomesTheDeclaredType(string literal, string type, string expected)
    {
        Run($"CREATE TABLE v (v); INSERT INTO v VALUES ({literal})");
        Assert.Equal([expected], await ScanAsync("v", [("v", Declared(type))], []));
    }

    [Theory]
    [InlineData("'x'", "INT", "the text 'x'")]
    [InlineData("7.5", "INT", "7.5 (Double)")]
    [InlineData("3000000000", "INT", "3000000000 (Int64)")]
    [InlineData("x'00ff'", "STRING", "2 bytes")]
    [InlineData("5", "TIMESTAMP", "5 (Int64)")]
    [InlineData("'2024-02-30'", "DATE", "the text '2024-02-30'")]
    [InlineData("'maybe'", "BOOLEAN", "the text 'maybe'")]
    public async Task ValueThatIsNotOfTheDeclaredTypeIsAnError(string literal, string type, string got)
    {
        Run($"CREATE TABLE v (v); INSERT INTO v VALUES ({literal})");
        var e = await Assert.ThrowsAsync<ConnectorException>(() => ScanAsync("v", [("v", Declared(type))], []));
        Assert.EndsWith($"but SQLite gave {got}.", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NanosecondsAreWrittenReadBackAndLookedUp()
    {
        Run("CREATE TABLE n (k TEXT PRIMARY KEY, l TEXT)");
        (string, DataType)[] columns = [("k", DataType.Timestamp(9)), ("l", DataType.TimestampLtz(9))];
        DataType[] types = [.. columns.Select(c => c.Item2)];
        Int128 first = DateTimeMath.ToNanos(-62_135_596_800_000_000, 1), last = DateTimeMath.ToNanos(253_402_300_799_999_999, 999);
        Batch rows = Rows(types, [At(first), At(last)], [At(-1), At(120_000_000)], [At(0), null]);
        await WriteAsync("n", columns, ["k"], rows);
        Assert.Equal(ShowRows(rows, types).Order(), (await ScanAsync("n", columns, ["k"])).Order());
        await using ILookup lookup = await OpenLookupAsync(["k"], "n", [columns[1]], columns);
        LookupRows found = await lookup.LookupAsync(Rows([types[0]], [At(-2)], [At(-1)], [At(first)]), None);
        Assert.Equal(["1: 1970-01-01T00:00:00.120Z", "2: 9999-12-31T23:59:59.999999999Z"],
            found.KeyRows.Select((k, i) => $"{k}: {Cell(found.Rows.Columns[0], i, types[1])}").Order());

        static object At(Int128 nanos) => new NanoTimestamp(nanos, false);
    }

    [Fact]
    public async Task NanosecondsOutsideOfTheDatabasesYearsAreRefused()
    {
        Run("CREATE TABLE n (k TEXT)");
        Batch rows = Rows([DataType.Timestamp(9)], [new NanoTimestamp(DateTimeMath.ToNanos(253_402_300_800_000_000), false)]);
        var e = await Assert.ThrowsAnyAsync<ActorStreamException>(() => WriteAsync("n", [("k", DataType.Timestamp(9))], [], rows));
        Assert.Contains("years 1 to 9999", e.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CollationThatIgnoresCaseDecidesWhichKeysMatch()
    {
        Run("CREATE TABLE c (id TEXT COLLATE NOCASE, n INT); INSERT INTO c VALUES ('a', 1), ('A', 2), ('b', 3), ('D', 4)");
        await using ILookup lookup = await OpenLookupAsync(["id"], "c", [("n", DataType.Int)],
            [("id", DataType.String), ("n", DataType.Int)]);
        LookupRows rows = await lookup.LookupAsync(Keys("a", "A", "B", "b", "d", "c"), None);
        Assert.Equal(["0: 1", "0: 2", "1: 1", "1: 2", "2: 3", "3: 3", "4: 4"],
            rows.KeyRows.Select((k, i) => $"{k}: {Cell(rows.Rows.Columns[0], i, DataType.Int)}").Order());
    }

    [Fact]
    public async Task NumericColumnsMatchTextsAsTheDatabaseConvertsThem()
    {
        Run("CREATE TABLE c (id INTEGER PRIMARY KEY, n INT); INSERT INTO c VALUES (1, 10), (2, 20)");
        await using ILookup lookup = await OpenLookupAsync(["id"], "c", [("n", DataType.Int)],
            [("id", DataType.String), ("n", DataType.Int)]);
        LookupRows rows = await lookup.LookupAsync(Keys("1", "01", "2", "x"), None);
        Assert.Equal(["0: 10", "1: 10", "2: 20"], rows.KeyRows.Select((k, i) =>
            $"{k}: {Cell(rows.Rows.Columns[0], i, DataType.Int)}").Order());
    }

    [Fact]
    public async Task MissingFileIsNotMade()
    {
        var e = await Assert.ThrowsAsync<ConnectorException>(
            () => OpenLookupAsync(["id"], "x", [("id", DataType.Int)], [("id", DataType.Int)], ("url", $"jdbc:sqlite:{_folder}/none.db")));
        Assert.Contains("unable to open database file", e.Message, StringComparison.Ordinal);
        Assert.False(File.Exists($"{_folder}/none.db"));
    }

    private static DataType Declared(string type) => type switch
    {
        "INT" => DataType.Int,
        "BOOLEAN" => DataType.Boolean,
        "STRING" => DataType.String,
        "DECIMAL" => DataType.Decimal(5, 1),
        "DOUBLE" => DataType.Double,
        "DATE" => DataType.Date,
        "TIME" => DataType.Time(0),
        "TIMESTAMP" => DataType.Timestamp(3),
        "TIMESTAMP(9)" => DataType.Timestamp(9),
        "TIMESTAMP_LTZ(8)" => DataType.TimestampLtz(8),
        "TIMESTAMP_LTZ" => DataType.TimestampLtz(3),
        _ => DataType.Bytes,
    };

    private void Run(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_folder}/testdb.db;Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
