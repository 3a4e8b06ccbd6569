using ActorStream.Checkpoints;
using ActorStream.Connectors;
using ActorStream.Jobs;
using ActorStream.Plan;
using ActorStream.Runtime;
using ActorStream.Sql;
using ActorStream.Sql.Syntax;
using ActorStream.State;
using ActorStream.Types;

namespace ActorStream.Tests.Jobs;

/// <summary>A script that has changed since its checkpoint: what fits is kept, caches that do not are dropped with a sentence, and the
/// rest is refused by name.</summary>
public sealed class StateFitTests
{
    private const string Join = "INSERT INTO o SELECT s.id, d.name FROM s LEFT JOIN dim FOR SYSTEM_TIME AS OF s.p AS d ON s.k = d.id;";
    private const string Cache = "lookup-join:dim/entries", Rows = "lookup-join:dim/rows", Held = "lookup-join:dim/stash";

    [Fact]
    public void TheSameScriptKeepsEverything()
    {
        RestoredShard saved = Save(Join, Cache, Rows, Held);
        Assert.Same(saved, Fit(saved, Join).Shard);
    }

    [Theory]
    [InlineData("s.k = d.id", "s.k = d.other", "join key")]
    [InlineData("s.k = d.id", "CAST(s.k AS INT) = d.small", "join key")]
    [InlineData("s.k = d.id", "s.k = d.id AND d.other = 7", "join key")]
    [InlineData("d.name", "d.note", "columns")]
    [InlineData("s.k = d.id", "s.k = d.id AND s.id > 3", null)]
    [InlineData("INSERT INTO o", "INSERT INTO o2", null)]
    [InlineData("LEFT JOIN", "JOIN", null)]
    [InlineData("FROM s LEFT", "FROM (SELECT id, k, p FROM s WHERE n > 3) AS s LEFT", null)]
    public void ACacheIsKeptOnlyWhereItAnswersTheSameQuestion(string old, string changed, string? named)
    {
        AssertCache(Fit(Save(Join, Cache, Rows), Join.Replace(old, changed, StringComparison.Ordinal)), named);
    }

    [Theory]
    [InlineData("'table-name' = 'dim'", "'table-name' = 'dim2'", "table-name")]
    [InlineData("//localhost/f", "//otherhost/f", "url")]
    [InlineData("'username' = 'u'", "'username' = 'v'", "username")]
    [InlineData("'password' = 'p'", "'password' = 'q'", null)]
    [InlineData("'100'", "'200'", null)]
    [InlineData("'lookup.cache' = 'PARTIAL', 'lookup.partial-cache.max-rows' = '100',", "", "lookup cache")]
    [InlineData("'format' = 'json'", "'format' = 'csv'", null)]
    [InlineData("name STRING", "name VARCHAR(9)", "columns")]
    public void ACacheIsKeptOnlyWhereItsTableIsTheSame(string old, string changed, string? named) => AssertCache(
        Fit(Save(Join, Cache, Rows), Join, Tables.Replace(old, changed, StringComparison.Ordinal)), named);

    [Fact]
    public void TheCacheOfAJoinThatIsGoneIsDropped()
    {
        (RestoredShard shard, StateFit fit) = Fit(Save(Join, Cache, Rows), "INSERT INTO o SELECT id, CAST(k AS STRING) FROM s");
        Assert.Equal(["The lookup cache of \"lookup-join:dim\" is dropped: the script has no such join any more."], fit.Dropped);
        Assert.Empty(Sections(shard));
    }

    [Fact]
    public void RowsThatWaitFollowTheirJoinWhereStatementsChangePlaces()
    {
        string other = Join.Replace("INTO o", "INTO o2", StringComparison.Ordinal).Replace("s.k = d.id", "s.n = d.id",
            StringComparison.Ordinal);
        RestoredShard saved = Save($"EXECUTE STATEMENT SET BEGIN {Join} {other} END", Held, Cache, Rows, "lookup-join:dim:2/entries");
        (RestoredShard shard, StateFit fit) = Fit(saved, $"EXECUTE STATEMENT SET BEGIN {other} {Join} END");
        Assert.Empty(fit.Dropped);
        Assert.Equal(
            ["lookup-join:dim/entries", "lookup-join:dim:2/entries", "lookup-join:dim:2/rows", "lookup-join:dim:2/stash"],
            Sections(shard));
        Assert.True(shard.NeedsBase);
    }

    [Fact]
    public void RowsThatWaitStayWithTheJoinThatAsksTheSameWhereAllThatIsReadHasChanged()
    {
        string other = Join.Replace("INTO o", "INTO o2", StringComparison.Ordinal).Replace("d.id", "d.other", StringComparison.Ordinal);
        RestoredShard saved = Save($"EXECUTE STATEMENT SET BEGIN {Join} {other} END", Held, Cache, Rows);
        // Neither join reads what it read before, and they change places.
        (RestoredShard shard, StateFit fit) = Fit(saved, $"EXECUTE STATEMENT SET BEGIN {Filter(other)} {Filter(Join)} END");
        Assert.Empty(fit.Dropped);
        Assert.Equal(["lookup-join:dim:2/entries", "lookup-join:dim:2/rows", "lookup-join:dim:2/stash"], Sections(shard));

        static string Filter(string statement) => statement.Replace(";", " WHERE s.id <> 7;", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SELECT s.id, d.name FROM s", "SELECT s.id, CONCAT(s.t, d.name) FROM s", "has changed: input columns.")]
    [InlineData(", d.name FROM s LEFT JOIN dim FOR SYSTEM_TIME AS OF s.p AS d ON s.k = d.id", ", t FROM s",
        "which the script does not have any more, or has more than once.")]
    public void RowsThatWaitAndDoNotFitAreRefused(string old, string changed, string message)
    {
        string script = Join.Replace(old, changed, StringComparison.Ordinal);
        StateException refused = Assert.Throws<StateException>(() => Fit(Save(Join, Cache, Rows, Held), script));
        Assert.Contains("\"lookup-join:dim\"", refused.Message, StringComparison.Ordinal);
        Assert.EndsWith(message, refused.Message, StringComparison.Ordinal);
        // Without rows that wait there is nothing to lose.
        Assert.NotNull(Fit(Save(Join, Cache, Rows), script).Shard);
    }

    [Theory]
    [InlineData("LIMIT 10", "LIMIT 20", "\"limit:1\" of job \"j\" does not fit to the script, in which this has changed: FETCH.")]
    [InlineData("LIMIT 10", "LIMIT 10 OFFSET 1", "\"limit:1\" of job \"j\" does not fit to the script, in which this has changed: OFFSET.")]
    [InlineData("LIMIT 10", "", "has a part of \"limit:1\", which the script does not have any more, or has more than once.")]
    public void ALimitThatHasCountedIsNotChanged(string old, string changed, string message)
    {
        const string script = "INSERT INTO o SELECT id, t FROM s LIMIT 10";
        StateException refused = Assert.Throws<StateException>(
            () => Fit(Save(script, "limit:1"), script.Replace(old, changed, StringComparison.Ordinal)));
        Assert.EndsWith(message, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LimitsKeepTheirCountsWhereStatementsChangePlaces()
    {
        const string one = "INSERT INTO o SELECT id, t FROM s LIMIT 10;", two = "INSERT INTO o2 SELECT id, t FROM s WHERE n > 1 LIMIT 10;";
        RestoredShard saved = Save($"EXECUTE STATEMENT SET BEGIN {one} {two} END", "limit:1");
        Assert.Equal(["limit:2"], Sections(Fit(saved, $"EXECUTE STATEMENT SET BEGIN {two} {one} END").Shard));
    }

    [Theory]
    [InlineData("INSERT INTO o SELECT id, t FROM u", "The script reads \"source:u\", of which the state of job \"j\" has no position.")]
    [InlineData("EXECUTE STATEMENT SET BEGIN INSERT INTO o SELECT id, t FROM s; INSERT INTO o SELECT id, t FROM u; END",
        "The script reads \"source:u\", of which the state of job \"j\" has no position.")]
    public void ATableThatHasNoPositionIsRefused(string script, string message) => Assert.Equal(
        message, Assert.Throws<StateException>(() => Fit(Save("INSERT INTO o SELECT id, t FROM s"), script)).Message);

    [Fact]
    public void ATableThatIsNotReadAnyMoreIsRefused() => Assert.Equal(
        "The state of job \"j\" has a part of \"source:u\", which the script does not have any more, or has more than once.",
        Assert.Throws<StateException>(() => Fit(
            Save("EXECUTE STATEMENT SET BEGIN INSERT INTO o SELECT id, t FROM s; INSERT INTO o SELECT id, t FROM u; END"),
            "INSERT INTO o SELECT id, t FROM s")).Message);

    [Fact]
    public void PositionsFollowTheirScansWhereStatementsChangePlaces()
    {
        const string one = "INSERT INTO o SELECT id, t FROM u;";
        const string two = "INSERT INTO o2 SELECT id, t FROM u /*+ OPTIONS('path' = '/tmp/b') */;";
        RestoredShard saved = Save($"EXECUTE STATEMENT SET BEGIN {one} {two} END");
        Assert.Equal(["source:u", "source:u:2"], saved.Body.Positions.Select(p => p.SourceId));
        RestoredShard shard = Fit(saved, $"EXECUTE STATEMENT SET BEGIN {two} {one} END").Shard;
        Assert.Equal([("source:u:2", 0L), ("source:u", 1L)], shard.Body.Positions.Select(p => (p.SourceId, p.Offset)));
    }

    [Theory]
    [InlineData("'/tmp/u'", "'/tmp/v'", "path")]
    [InlineData("'/tmp/u', 'format' = 'json'", "'/tmp/u', 'format' = 'csv'", "format's records")]
    [InlineData("PRIMARY KEY (id)", "PRIMARY KEY (other)", "order of rows")]
    [InlineData("'table-name' = 'dim'", "'table-name' = 'dim2'", "table-name")]
    public void AnOffsetThatCountsOtherRowsIsRefused(string old, string changed, string named)
    {
        const string script =
            "EXECUTE STATEMENT SET BEGIN INSERT INTO o SELECT id, t FROM u; INSERT INTO o SELECT small, name FROM dim; END";
        StateException refused = Assert.Throws<StateException>(
            () => Fit(Save(script), script, Tables.Replace(old, changed, StringComparison.Ordinal)));
        Assert.EndsWith($"in which this has changed: {named}.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OtherValuesAreNotTakenForThoseThatWereWritten() => Assert.EndsWith(
        "in which this has changed: VALUES.",
        Assert.Throws<StateException>(() => Fit(
            Save("INSERT INTO o VALUES (1, 'a'), (2, 'b')"), "INSERT INTO o VALUES (3, 'c'), (4, 'd')")).Message,
        StringComparison.Ordinal);

    [Fact]
    public void WhatAManifestSaysOfItsOperatorsComesBack()
    {
        ManifestBody body = Save(Join).Body;
        IReadOnlyList<OperatorState> back = ManifestBody.Decode(body.Encode()).Operators!;
        Assert.Equal(body.Operators!.Select(Text), back.Select(Text));
        Assert.Equal(2, back.Count);
        Assert.DoesNotContain("localhost", System.Text.Encoding.UTF8.GetString(body.Encode()), StringComparison.Ordinal);

        static string Text(OperatorState state) =>
            $"{state.Id} {state.Kind} {state.Digest} {string.Join(',', state.Required)} {string.Join(',', state.Cache)}";
    }

    private const string Tables = """
        CREATE TABLE s (id INT, k BIGINT, n BIGINT, t STRING, p AS PROCTIME())
        WITH ('connector' = 'kafka', 'topic' = 's', 'properties.bootstrap.servers' = 'localhost:1', 'format' = 'json');
        CREATE TABLE u (id INT, t STRING) WITH ('connector' = 'filesystem', 'path' = '/tmp/u', 'format' = 'json');
        CREATE TABLE dim (id BIGINT, other BIGINT, small INT, name STRING, note STRING, PRIMARY KEY (id) NOT ENFORCED)
        WITH ('connector' = 'jdbc', 'url' = 'jdbc:mysql://localhost/f', 'table-name' = 'dim', 'username' = 'u', 'password' = 'p',
            'lookup.cache' = 'PARTIAL', 'lookup.partial-cache.max-rows' = '100', 'lookup.max-retries' = '1');
        CREATE TABLE o (id INT, t STRING) WITH ('connector' = 'blackhole');
        CREATE TABLE o2 (id INT, t STRING) WITH ('connector' = 'blackhole');
        """;

    private static void AssertCache((RestoredShard Shard, StateFit Fit) result, string? named)
    {
        if (named is null)
        {
            Assert.Empty(result.Fit.Dropped);
            Assert.Equal([Cache, Rows], Sections(result.Shard));
            return;
        }
        Assert.Equal(
            [$"The lookup cache of \"lookup-join:dim\" is dropped, because this has changed in the script: {named}."], result.Fit.Dropped);
        Assert.Empty(Sections(result.Shard));
        Assert.True(result.Shard.NeedsBase);
    }

    private static (RestoredShard Shard, StateFit Fit) Fit(RestoredShard saved, string script, string tables = Tables)
    {
        var fit = new StateFit(Graph(tables + script));
        return (fit.Apply(saved), fit);
    }

    /// <summary>The checkpoint of a script with one row in each of these sections, and for each source its number as an offset.</summary>
    private static RestoredShard Save(string script, params string[] sections)
    {
        JobGraph graph = Graph(Tables + script);
        var writer = new SegmentWriter();
        foreach (string section in sections) writer.Add(section, new Batch([new FixedColumn<long>([1], 1)], 1), [DataType.BigInt]);
        SplitPosition[] positions =
            [.. graph.Sources.Select((s, i) => new SplitPosition(s.Id, new SourceSplit("split"), i, IsEnded: false))];
        var manifest = new CheckpointManifest
        {
            Job = "j", Shard = 0, CheckpointId = 1, ParentId = 0, Epoch = 1, TimestampMs = 0, Segments = [], Body = [], Crc32 = 0,
        };
        return new RestoredShard(
            manifest, new ManifestBody(graph.Fingerprint(), positions, []) { Operators = graph.States() },
            sections.Length == 0 ? [] : [new SegmentReader("s", writer.ToArray())]);
    }

    private static IEnumerable<string> Sections(RestoredShard shard) =>
        shard.Segments.SelectMany(s => s.SectionNames).Order(StringComparer.Ordinal);

    private static JobGraph Graph(string script)
    {
        var registry = new ConnectorRegistry();
        var executor = new StatementExecutor(registry, new SessionSettings());
        LogicalPlan? plan = null;
        foreach (SqlStatement statement in Parser.ParseScript(script)) plan = executor.Execute(statement).Plan ?? plan;
        return JobPlanner.Plan(plan!, new ConnectorEnvironment { Registry = registry }, null);
    }
}
