using ActorStream.Connectors;
using ActorStream.IntegrationTests.Support;
using ActorStream.Tests.Connectors.Jdbc;
using Npgsql;
using static ActorStream.Tests.Connectors.Jdbc.JdbcRows;

namespace ActorStream.IntegrationTests.Connectors;

public sealed class PostgresJdbcTests : JdbcContract, IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly string _schema = SharedServers.UniqueName("jdbc");
    private PostgresServer? _server;

    public async Task InitializeAsync()
    {
        if (PostgresServer.Missing is not null) return;
        _server = await SharedServers.PostgresAsync();
        await _server.ExecuteAsync($"CREATE SCHEMA {_schema}");
    }

    public async Task DisposeAsync()
    {
        if (_server is not null) await _server.ExecuteAsync($"DROP SCHEMA {_schema} CASCADE");
    }

    protected override Dictionary<string, string> Connection => new()
    {
        ["url"] = $"jdbc:postgresql://127.0.0.1:{_server!.Port}/testdb?currentSchema={_schema}&ApplicationName={_schema}",
        ["username"] = "test",
        ["password"] = "test",
    };

    protected override string Bytes => "BYTEA";

    protected override async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_server!.ConnectionString);
        await connection.OpenAsync();
        await using NpgsqlCommand command = connection.CreateCommand();
        command.CommandText = $"SET search_path = {_schema}; {sql}";
        await command.ExecuteNonQueryAsync();
    }

    [RequiresPostgresTheory]
    [InlineData("BOOLEAN", "true", "BOOLEAN", "true")]
    [InlineData("SMALLINT", "-7", "SMALLINT", "-7")]
    [InlineData("BIGINT", "7", "INT", "7")]
    [InlineData("REAL", "1.5", "FLOAT", "1.5")]
    [InlineData("NUMERIC", "1.05", "DECIMAL(10, 1)", "1.1")]
    [InlineData("NUMERIC(38)", "12345678901234567890123456789012345678", "DECIMAL(38, 0)", "12345678901234567890123456789012345678")]
    [InlineData("CHAR(5)", "'ab'", "STRING", "ab   ")]
    [InlineData("UUID", "'d0a5e0b0-0000-4000-8000-00000000000f'", "STRING", "d0a5e0b0-0000-4000-8000-00000000000f")]
    [InlineData("JSONB", "'{\"a\": 1}'", "STRING", "{\"a\": 1}")]
    [InlineData("INET", "'10.0.0.1'", "STRING", "10.0.0.1/32")]
    [InlineData("INTEGER", "7", "STRING", "7")]
    [InlineData("DATE", "'2019-03-16'", "STRING", "2019-03-16")]
    [InlineData("TIMESTAMP", "'2019-03-16 01:02:03.5'", "STRING", "2019-03-16 01:02:03.5")]
    [InlineData("TIME", "'01:02:03'", "STRING", "01:02:03")]
    [InlineData("DOUBLE PRECISION", "1e20", "STRING", "1e+20")]
    [InlineData("REAL", "0.1", "STRING", "0.1")]
    [InlineData("NUMERIC", "1.50", "STRING", "1.50")]
    [InlineData("BOOLEAN", "true", "STRING", "true")]
    [InlineData("BIT(3)", "b'101'", "STRING", "101")]
    [InlineData("INTERVAL", "'1 day 02:00:00'", "STRING", "1 day 02:00:00")]
    [InlineData("TIMESTAMP", "'2024-02-29 01:02:03.123456'", "TIMESTAMP(3)", "2024-02-29 01:02:03.123000")]
    [InlineData("TIMESTAMPTZ", "'2024-02-29 01:02:03+02'", "TIMESTAMP_LTZ(3)", "2024-02-28 23:02:03.000000")]
    [InlineData("DATE", "'2024-02-29'", "DATE", "2024-02-29")]
    [InlineData("TIME", "'23:59:58'", "TIME(0)", "23:59:58")]
    [InlineData("BYTEA", "'\\x00ff'", "BYTES", "00FF")]
    [InlineData("INT[]", "'{1,NULL,3}'", "ARRAY<INT>", "list")]
    public async Task ServersTypeBecomesTheDeclaredType(string type, string literal, string declared, string expected)
    {
        await ExecuteAsync($"CREATE TABLE v (v {type}); INSERT INTO v VALUES ({literal})");
        Assert.Equal([expected], await ScanAsync("v", [("v", JdbcTypes.Parse(declared))], []));
    }

    [RequiresPostgresFact]
    public async Task KeyOfAnyServerTypeIsFoundByItsText()
    {
        const string Id = "d0a5e0b0-0000-4000-8000-00000000000f";
        await ExecuteAsync($"CREATE TABLE u (id UUID PRIMARY KEY, n INT); INSERT INTO u VALUES ('{Id}', 1)");
        await using ILookup lookup = await OpenLookupAsync(["id"], "u", [("n", DataType.Int)],
            [("id", DataType.String), ("n", DataType.Int)]);
        LookupRows rows = await lookup.LookupAsync(Keys(Id, Id.ToUpperInvariant(), "00000000-0000-0000-0000-000000000000"), None);
        Assert.Equal([0, 1], rows.KeyRows.Order());
    }

    [RequiresPostgresFact]
    public Task NumbersAndTimesAreTheServersOwnTextInLookups() => TextsOfOtherTypesAsync("'2019-03-16'", "1e+20");

    [RequiresPostgresFact]
    public async Task TheNextHostIsTriedWhereOneDoesNotAnswerOrIsNotWhatIsWanted()
    {
        await ExecuteAsync("CREATE TABLE h (n INT); INSERT INTO h VALUES (1)");
        string hosts = $"127.0.0.1:{Machine.FreePort()},127.0.0.1:{_server!.Port}";
        string url = $"jdbc:postgresql://{hosts}/testdb?currentSchema={_schema}&targetServerType=";
        await FailOverAsync(url + "any", "h");
        await FailOverAsync(url + "primary", "h");
        await FailOverAsync(url + "preferSecondary", "h");
        var e = await Assert.ThrowsAsync<ConnectorException>(() => FailOverAsync(url + "secondary", "h"));
        Assert.Contains("it is the primary, but the URL's targetServerType is secondary", e.Message, StringComparison.Ordinal);
        Assert.True(e.IsTransient);
    }

    [RequiresPostgresFact]
    public async Task NamesInDoubleQuotesAreTheServersOwn()
    {
        const string Devices = "\"De\"\"v.ices\"";
        await ExecuteAsync($"CREATE TABLE {Devices} (\"Id\" TEXT PRIMARY KEY, \"na me\" INT, plain INT); "
            + $"INSERT INTO {Devices} VALUES ('a', 1, 2)");
        (string, DataType)[] columns = [("\"Id\"", DataType.String), ("\"na me\"", DataType.Int), ("\"plain\"", DataType.Int)];
        string[] tables = [Devices, $"{_schema}.{Devices}", $"\"{_schema}\".{Devices}", $"TestDb.\"{_schema}\".{Devices}"];
        foreach (string table in tables)
        {
            Assert.Equal(["a, 1, 2"], await ScanAsync(table, columns, ["\"Id\""]));
            await WriteAsync(table, columns, ["\"Id\""], Rows(Types(columns), ["b", 3, 4]));
            await using ILookup lookup = await OpenLookupAsync(["\"Id\""], table, columns, columns);
            LookupRows found = await lookup.LookupAsync(Keys("b"), None);
            Assert.Equal(["b, 3, 4"], ShowRows(found.Rows, Types(columns)));
            await ExecuteAsync($"DELETE FROM {Devices} WHERE \"Id\" = 'b'");
        }
        string[] others = [Devices.ToLowerInvariant(), "\"De\"\"v.ices", $"other.\"{_schema}\".{Devices}", "\"\".\"x\"", "\"a\"b"];
        foreach (string table in others)
        {
            var e = await Assert.ThrowsAsync<ConnectorException>(() => ScanAsync(table, columns, []));
            Assert.StartsWith($"Table \"{table}\" not found in ", e.Message, StringComparison.Ordinal);
        }
        var missing = await Assert.ThrowsAsync<ConnectorException>(() => ScanAsync(Devices, [("\"id\"", DataType.String)], []));
        Assert.StartsWith("Column \"\"id\"\" not found", missing.Message, StringComparison.Ordinal);
    }

    [RequiresPostgresFact]
    public async Task CollationThatIgnoresCaseDecidesWhichKeysMatch()
    {
        await ExecuteAsync("CREATE COLLATION nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false); "
            + "CREATE TABLE c (id TEXT COLLATE nocase, n INT); INSERT INTO c VALUES ('a', 1), ('A', 2), ('b', 3), ('D', 4)");
        await using ILookup lookup = await OpenLookupAsync(["id"], "c", [("n", DataType.Int)],
            [("id", DataType.String), ("n", DataType.Int)]);
        LookupRows rows = await lookup.LookupAsync(Keys("a", "A", "B", "b", "d", "c"), None);
        Assert.Equal(["0: 1", "0: 2", "1: 1", "1: 2", "2: 3", "3: 3", "4: 4"],
            rows.KeyRows.Select((k, i) => $"{k}: {Cell(rows.Rows.Columns[0], i, DataType.Int)}").Order());
    }

    [RequiresPostgresFact]
    public async Task PaddedCharMatchesAsTheServerCompares()
    {
        await ExecuteAsync("CREATE TABLE c (id CHAR(5) PRIMARY KEY, n INT); INSERT INTO c VALUES ('ab', 1), ('cd', 2)");
        await using ILookup lookup = await OpenLookupAsync(["id"], "c", [("n", DataType.Int)],
            [("id", DataType.String), ("n", DataType.Int)]);
        LookupRows rows = await lookup.LookupAsync(Keys("ab", "ab   ", "cd", "x"), None);
        Assert.Equal(["0: 1", "1: 1", "2: 2"],
            rows.KeyRows.Select((k, i) => $"{k}: {Cell(rows.Rows.Columns[0], i, DataType.Int)}").Order());
    }

    [RequiresPostgresFact]
    public async Task UnquotedNamesOfTheServerAreFoundAndSchemasToo()
    {
        await ExecuteAsync($"CREATE TABLE DeviceMeta (DeviceId TEXT PRIMARY KEY, n INT); INSERT INTO DeviceMeta VALUES ('a', 1)");
        (string, DataType)[] columns = [("deviceId", DataType.String), ("n", DataType.Int)];
        Assert.Equal(["a, 1"], await ScanAsync("DeviceMeta", columns, []));
        Assert.Equal(["a, 1"], await ScanAsync($"{_schema}.devicemeta", columns, ["deviceId"]));
    }

    [RequiresPostgresFact]
    public Task KilledConnectionsAreMadeAnew() => OutliveAsync(async () =>
    {
        await using var connection = new NpgsqlConnection(_server!.ConnectionString);
        await connection.OpenAsync();
        await using var kill = new NpgsqlCommand(
            $"SELECT count(pg_terminate_backend(pid, 10000)) FROM pg_stat_activity WHERE application_name = '{_schema}'", connection);
        Assert.True((long)(await kill.ExecuteScalarAsync())! >= 3);
    });

    [RequiresPostgresFact]
    public async Task AServerThatOnlyReadsForAWhileIsWaitedFor()
    {
        await using PostgresServer server = await PostgresServer.StartAsync();
        await server.ExecuteAsync($"CREATE SCHEMA {_schema}");
        PostgresServer shared = _server!;
        _server = server;
        try
        {
            await OutliveReadOnlyAsync(async isReadOnly =>
            {
                await using var connection = new NpgsqlConnection(server.ConnectionString);
                await connection.OpenAsync();
                foreach (string statement in (string[])["SET default_transaction_read_only = off",
                    $"ALTER DATABASE testdb SET default_transaction_read_only = {(isReadOnly ? "on" : "off")}",
                    $"SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE application_name = '{_schema}'"])
                {
                    await using var command = new NpgsqlCommand(statement, connection);
                    await command.ExecuteNonQueryAsync();
                }
            });
        }
        finally
        {
            _server = shared;
        }
    }

    [RequiresPostgresFact]
    public async Task DeadAndReturningServerIsTransient()
    {
        await using PostgresServer server = await PostgresServer.StartAsync();
        await server.ExecuteAsync("CREATE TABLE d (id TEXT PRIMARY KEY, n INT); INSERT INTO d VALUES ('a', 1)");
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
}
