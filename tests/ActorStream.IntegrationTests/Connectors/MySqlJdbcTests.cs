using ActorStream.Connectors;
using ActorStream.IntegrationTests.Support;
using ActorStream.Tests.Connectors.Jdbc;
using MySqlConnector;
using static ActorStream.Tests.Connectors.Jdbc.JdbcRows;

namespace ActorStream.IntegrationTests.Connectors;

public sealed class MySqlJdbcTests : JdbcContract, IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly string _database = SharedServers.UniqueName("jdbc");
    private MariaDbServer? _server;

    public async Task InitializeAsync()
    {
        if (MariaDbServer.Missing is not null) return;
        _server = await SharedServers.MariaDbAsync();
        await _server.ExecuteAsync($"CREATE DATABASE {_database} CHARACTER SET utf8mb4");
    }

    public async Task DisposeAsync()
    {
        if (_server is not null) await _server.ExecuteAsync($"DROP DATABASE {_database}");
    }

    protected override Dictionary<string, string> Connection => new()
    {
        ["url"] = $"jdbc:mysql://127.0.0.1:{_server!.Port}/{_database}?useSSL=false&serverTimezone=UTC",
        ["username"] = "test",
        ["password"] = "test",
    };

    protected override string Timestamp => "DATETIME(6)";

    protected override string Quote(string name) => "`" + name.Replace("`", "``", StringComparison.Ordinal) + "`";

    protected override async Task ExecuteAsync(string sql)
    {
        await using var connection = new MySqlConnection(_server!.ConnectionString);
        await connection.OpenAsync();
        await connection.ChangeDatabaseAsync(_database);
        await using MySqlCommand command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    [RequiresMariaDbTheory]
    [InlineData("BIGINT UNSIGNED", "18446744073709551615", "DECIMAL(20, 0)", "18446744073709551615")]
    [InlineData("TINYINT(1)", "1", "BOOLEAN", "true")]
    [InlineData("TINYINT(1)", "1", "TINYINT", "1")]
    [InlineData("TINYINT(1)", "5", "TINYINT", "5")]
    [InlineData("BIT(1)", "b'1'", "BOOLEAN", "true")]
    [InlineData("BIT(1)", "b'0'", "BOOLEAN", "false")]
    [InlineData("INT UNSIGNED", "4294967295", "BIGINT", "4294967295")]
    [InlineData("DATETIME", "'2024-02-29 01:02:03'", "TIMESTAMP(3)", "2024-02-29 01:02:03.000000")]
    [InlineData("DATETIME(6)", "'2024-02-29 01:02:03.123456'", "TIMESTAMP(3)", "2024-02-29 01:02:03.123000")]
    [InlineData("DATETIME(6)", "'2024-02-29 01:02:03.123456'", "TIMESTAMP(6)", "2024-02-29 01:02:03.123456")]
    [InlineData("TIMESTAMP(3) NULL", "'2024-02-29 01:02:03.125'", "TIMESTAMP(3)", "2024-02-29 01:02:03.125000")]
    [InlineData("DATE", "'2024-02-29'", "DATE", "2024-02-29")]
    [InlineData("TIME", "'23:59:58'", "TIME(0)", "23:59:58")]
    [InlineData("CHAR(36)", "'not a uuid'", "STRING", "not a uuid")]
    [InlineData("CHAR(36)", "'D0A5E0B0-0000-4000-8000-00000000000F'", "STRING", "D0A5E0B0-0000-4000-8000-00000000000F")]
    [InlineData("BINARY(16)", "x'000102030405060708090a0b0c0d0e0f'", "BYTES", "000102030405060708090A0B0C0D0E0F")]
    [InlineData("VARBINARY(10)", "x'00ff'", "BYTES", "00FF")]
    [InlineData("ENUM('a', 'b')", "'b'", "STRING", "b")]
    [InlineData("JSON", "'{\"a\": 1}'", "STRING", "{\"a\": 1}")]
    [InlineData("MEDIUMTEXT", "'x'", "STRING", "x")]
    [InlineData("YEAR", "2024", "INT", "2024")]
    [InlineData("FLOAT", "1.5", "FLOAT", "1.5")]
    [InlineData("DECIMAL(10, 2)", "1.05", "DECIMAL(10, 1)", "1.1")]
    [InlineData("DECIMAL(65, 0)", "123456789012345678901234567890123456789012", "DECIMAL(38, 0)", "NULL")]
    [InlineData("INT", "7", "STRING", "7")]
    [InlineData("DATE", "'2019-03-16'", "STRING", "2019-03-16")]
    [InlineData("DATETIME", "'2019-03-16 01:02:03'", "STRING", "2019-03-16 01:02:03")]
    [InlineData("DATETIME(6)", "'2019-03-16 01:02:03.12'", "STRING", "2019-03-16 01:02:03.120000")]
    [InlineData("TIMESTAMP NULL", "'2019-03-16 01:02:03'", "STRING", "2019-03-16 01:02:03")]
    [InlineData("TIME(3)", "'-12:02:03.1'", "STRING", "-12:02:03.100")]
    [InlineData("YEAR", "2019", "STRING", "2019")]
    [InlineData("DOUBLE", "1e20", "STRING", "1e20")]
    [InlineData("DOUBLE", "0.1", "STRING", "0.1")]
    [InlineData("FLOAT", "1.5", "STRING", "1.5")]
    [InlineData("DECIMAL(10, 2)", "1.5", "STRING", "1.50")]
    [InlineData("BIGINT UNSIGNED", "18446744073709551615", "STRING", "18446744073709551615")]
    [InlineData("TINYINT(1)", "2", "STRING", "2")]
    [InlineData("SET('a', 'b')", "'a,b'", "STRING", "a,b")]
    public async Task ServersTypeBecomesTheDeclaredType(string type, string literal, string declared, string expected)
    {
        await ExecuteAsync($"CREATE TABLE v (v {type}); INSERT INTO v VALUES ({literal})");
        Assert.Equal([expected], await ScanAsync("v", [("v", JdbcTypes.Parse(declared))], []));
        await using ILookup lookup = await OpenLookupAsync(["v"], "v", [("v", JdbcTypes.Parse(declared))],
            [("v", JdbcTypes.Parse(declared))]);
    }

    [RequiresMariaDbTheory]
    [InlineData("DATETIME", "'2024-02-29 01:02:03'", "INT")]
    [InlineData("VARCHAR(10)", "'x'", "TIMESTAMP(3)")]
    [InlineData("BIGINT", "3000000000", "INT")]
    [InlineData("BIGINT UNSIGNED", "18446744073709551615", "BIGINT")]
    [InlineData("DOUBLE", "1.5", "BIGINT")]
    public async Task ServersTypeThatDoesNotFitNamesTheColumn(string type, string literal, string declared)
    {
        await ExecuteAsync($"CREATE TABLE v (v {type}); INSERT INTO v VALUES ({literal})");
        var e = await Assert.ThrowsAsync<ConnectorException>(() => ScanAsync("v", [("v", JdbcTypes.Parse(declared))], []));
        Assert.StartsWith($"Column \"v\" of table \"t\" is declared as {declared}, but MySQL gave ", e.Message, StringComparison.Ordinal);
    }

    [RequiresMariaDbTheory]
    [InlineData("", "unique")]
    [InlineData("", "")]
    [InlineData("COLLATE utf8mb4_bin", "")]
    public async Task CollationDecidesWhichKeysMatch(string collation, string unique)
    {
        string rows = unique.Length > 0 ? "('a', 1), ('b', 3), ('D', 4), ('e ', 5), ('Ü', 6)"
            : "('a', 1), ('A', 2), ('b', 3), ('D', 4), ('e ', 5), ('Ü', 6)";
        await ExecuteAsync($"CREATE TABLE c (id VARCHAR(20) {collation} {unique}, n INT); INSERT INTO c VALUES {rows}");
        string[] asked = ["a", "A", "B", "b", "d", "c", "e", "E  ", "a ", "u", "zz", "Ü", "ü"];
        var alone = new List<string>();
        await using ILookup lookup = await OpenLookupAsync(["id"], "c", [("n", DataType.Int)],
            [("id", DataType.String), ("n", DataType.Int)]);
        for (int i = 0; i < asked.Length; i++)
        {
            LookupRows one = await lookup.LookupAsync(Keys(asked[i]), None);
            for (int r = 0; r < one.Rows.Count; r++) alone.Add($"{asked[i]}: {Cell(one.Rows.Columns[0], r, DataType.Int)}");
        }
        LookupRows all = await lookup.LookupAsync(Keys(asked), None);
        Assert.Equal(alone.Order(), all.KeyRows.Select((k, i) => $"{asked[k]}: {Cell(all.Rows.Columns[0], i, DataType.Int)}").Order());
        Assert.Contains("e: 5", alone);
        Assert.Equal(collation.Length == 0, alone.Contains("A: 1"));
    }

    [RequiresMariaDbFact]
    public async Task PaddedCharMatchesAsTheServerCompares()
    {
        await ExecuteAsync("CREATE TABLE c (id CHAR(5) PRIMARY KEY, n INT); INSERT INTO c VALUES ('ab', 1), ('cd', 2)");
        await using ILookup lookup = await OpenLookupAsync(["id"], "c", [("n", DataType.Int)],
            [("id", DataType.String), ("n", DataType.Int)]);
        LookupRows rows = await lookup.LookupAsync(Keys("ab", "ab   ", "cd", "x"), None);
        Assert.Equal(["0: 1", "1: 1", "2: 2"],
            rows.KeyRows.Select((k, i) => $"{k}: {Cell(rows.Rows.Columns[0], i, DataType.Int)}").Order());
    }

    [RequiresMariaDbFact]
    public Task NumbersAndTimesAreTheServersOwnTextInLookups() => TextsOfOtherTypesAsync("'2019-03-16'", "1e20");

    [RequiresMariaDbFact]
    public async Task TheNextHostIsTriedWhereOneDoesNotAnswer()
    {
        await ExecuteAsync("CREATE TABLE h (n INT); INSERT INTO h VALUES (1)");
        await FailOverAsync($"jdbc:mysql://127.0.0.1:{Machine.FreePort()},127.0.0.1:{_server!.Port}/{_database}", "h");
    }

    [RequiresMariaDbFact]
    public async Task ZeroDateIsAnErrorOrNull()
    {
        await ExecuteAsync("SET sql_mode = ''; CREATE TABLE z (d DATETIME NOT NULL); INSERT INTO z VALUES ('0000-00-00 00:00:00')");
        (string, DataType)[] columns = [("d", DataType.Timestamp(3))];
        var e = await Assert.ThrowsAsync<ConnectorException>(() => ScanAsync("z", columns, []));
        Assert.Contains("holds a zero date", e.Message, StringComparison.Ordinal);
        await using ISource source = Connector.CreateSource(
            Context("z", columns, [], null, ("url", Connection["url"] + "&zeroDateTimeBehavior=CONVERT_TO_NULL")));
        await source.OpenAsync(None);
        await using ISourceReader reader = source.CreateReader(
            await source.ResolveAsync([new SplitStart(new SourceSplit("0"), null)], None));
        Assert.Equal(["NULL"], ShowRows((await reader.ReadAsync(None))!.Rows, [DataType.Timestamp(3)]));
    }

    [RequiresMariaDbFact]
    public async Task DeadAndReturningServerIsTransient()
    {
        await using MariaDbServer server = await MariaDbServer.StartAsync();
        await server.ExecuteAsync("CREATE TABLE d (id VARCHAR(10) PRIMARY KEY, n INT); INSERT INTO d VALUES ('a', 1)");
        (string, DataType)[] columns = [("id", DataType.String), ("n", DataType.Int)];
        await using ILookup lookup = await OpenLookupAsync(["id"], "d", columns, columns, ("url", server.JdbcUrl),
            ("lookup.max-concurrency", "2"));
        Assert.Equal(1, (await lookup.LookupAsync(Keys("a"), None)).Rows.Count);
        await server.KillAsync();
        for (int i = 0; i < 3; i++)
        {
            var e = await Assert.ThrowsAsync<ConnectorException>(async () => await lookup.LookupAsync(Keys("a"), None));
            Assert.True(e.IsTransient, e.ToString());
        }
        await server.StartAgainAsync();
        for (int i = 0; i < 3; i++) Assert.Equal(1, (await lookup.LookupAsync(Keys("a"), None)).Rows.Count);
    }

    [RequiresMariaDbFact]
    public Task KilledConnectionsAreMadeAnew() => OutliveAsync(async () =>
    {
        await using var connection = new MySqlConnection(_server!.ConnectionString);
        await connection.OpenAsync();
        await using var list = new MySqlCommand(
            $"SELECT ID FROM information_schema.PROCESSLIST WHERE DB = '{_database}' AND ID <> CONNECTION_ID()", connection);
        var ids = new List<ulong>();
        await using (MySqlDataReader reader = await list.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync()) ids.Add(reader.GetUInt64(0));
        }
        Assert.True(ids.Count >= 3, $"{ids.Count} connections");
        foreach (ulong id in ids)
        {
            await using var kill = new MySqlCommand($"KILL {id}", connection);
            await kill.ExecuteNonQueryAsync();
        }
    });

    [RequiresMariaDbFact]
    public async Task AServerThatOnlyReadsForAWhileIsWaitedFor()
    {
        await using MariaDbServer server = await MariaDbServer.StartAsync();
        await server.ExecuteAsync($"CREATE DATABASE {_database}");
        // Who may administer a server writes to it even then.
        await using (var root = new MySqlConnection($"Server=127.0.0.1;Port={server.Port};User ID=root;Pooling=false;SslMode=Disabled"))
        {
            await root.OpenAsync();
            await using var grant = new MySqlCommand(
                $"CREATE USER plain IDENTIFIED BY 'plain'; GRANT ALL ON {_database}.* TO plain", root);
            await grant.ExecuteNonQueryAsync();
        }
        MariaDbServer shared = _server!;
        _server = server;
        try
        {
            await OutliveReadOnlyAsync(
                isReadOnly => server.ExecuteAsync($"SET GLOBAL read_only = {(isReadOnly ? 1 : 0)}"),
                ("username", "plain"), ("password", "plain"));
        }
        finally
        {
            _server = shared;
        }
    }

    [RequiresMariaDbFact]
    public async Task DeadlockIsRetriedAndTransient()
    {
        await ExecuteAsync("CREATE TABLE d (id INT PRIMARY KEY, n INT); INSERT INTO d VALUES (1, 1)");
        await using var connection = new MySqlConnection(_server!.ConnectionString);
        await connection.OpenAsync();
        await connection.ChangeDatabaseAsync(_database);
        await using MySqlTransaction transaction = await connection.BeginTransactionAsync();
        await using var command = new MySqlCommand("SET GLOBAL innodb_lock_wait_timeout = 1; SELECT * FROM d FOR UPDATE", connection,
            transaction);
        await command.ExecuteNonQueryAsync();
        (string, DataType)[] columns = [("id", DataType.Int), ("n", DataType.Int)];
        await using ISink sink = Connector.CreateSink(Context("d", columns, ["id"], null, ("sink.max-retries", "0")));
        await sink.OpenAsync(None);
        await using ISinkWriter writer = sink.CreateWriter(new SinkWriterContext { Shard = 0, ShardCount = 1 });
        await writer.WriteAsync(Rows([DataType.Int, DataType.Int], [1, 2]), None);
        var e = await Assert.ThrowsAsync<ConnectorException>(async () => await writer.FlushAsync(None));
        Assert.True(e.IsTransient);
        await transaction.RollbackAsync();
        await writer.FlushAsync(None);
        Assert.Equal(["1, 2"], await ScanAsync("d", columns, ["id"]));
        await ExecuteAsync("SET GLOBAL innodb_lock_wait_timeout = 50");
    }
}
