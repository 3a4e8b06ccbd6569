using ActorStream.Plan;
using ActorStream.Sql;

namespace ActorStream.Tests.Sql;

/// <summary>The LOOKUP hint: what Flink 2.2.1 takes is taken, what it refuses is refused. Options that Flink does not know and ignores
/// are refused, too.</summary>
public sealed class LookupHintTests
{
    private const string Retry = "'retry-predicate'='lookup_miss', 'retry-strategy'='fixed_delay', 'fixed-delay'='10s', 'max-attempts'='3'";

    [Theory]
    [InlineData("LOOKUP('table'='d')")]
    [InlineData("lookup('table'='d')")]
    [InlineData("LOOKUP('table'='e', 'table'='d')")]
    [InlineData("LOOKUP('table'='d', 'async'='true')")]
    [InlineData("LOOKUP('table'='d', 'async'='False')")]
    [InlineData("LOOKUP('table'='d', 'capacity'='10')")]
    [InlineData("LOOKUP('table'='d', 'capacity'='-1')")]
    [InlineData("LOOKUP('table'='d', 'timeout'='10s')")]
    [InlineData("LOOKUP('table'='d', 'timeout'='0')")]
    [InlineData("LOOKUP('table'='d', 'shuffle'='TRUE')")]
    [InlineData("LOOKUP('table'='d', 'shuffle'='true'), LOOKUP('table'='d', 'shuffle'='false')")]
    [InlineData("BROADCAST(d)")]
    public void WhatChangesNoRowIsTaken(string hint)
    {
        LookupJoinNode join = Join(hint);
        Assert.Equal(LookupOutputMode.Ordered, join.OutputMode);
        Assert.Null(join.Retry);
    }

    [Theory]
    [InlineData("LOOKUP('table'='d', 'output-mode'='ordered')", true)]
    [InlineData("LOOKUP('table'='d', 'output-mode'='Allow_Unordered')", false)]
    [InlineData("LOOKUP('table'='d', 'output-mode'='ordered', 'output-mode'='allow_unordered')", false)]
    [InlineData("LOOKUP('table'='d', 'shuffle'='true'), LOOKUP('table'='d', 'output-mode'='allow_unordered')", true)]
    public void TheOrderIsThatOfTheFirstHint(string hint, bool isOrdered) =>
        Assert.Equal(isOrdered ? LookupOutputMode.Ordered : LookupOutputMode.AllowUnordered, Join(hint).OutputMode);

    [Theory]
    [InlineData(Retry, "retry=[lookup_miss, FIXED_DELAY, 10000ms, 3]")]
    [InlineData("'retry-predicate'='LOOKUP_MISS', 'retry-strategy'='Fixed_Delay', 'fixed-delay'='10', 'max-attempts'='1'",
        "retry=[lookup_miss, FIXED_DELAY, 10ms, 1]")]
    public void AMissIsLookedUpAgain(string options, string shown) => Assert.Contains(
        shown, Join($"LOOKUP('table'='d', {options})").Describe(), StringComparison.Ordinal);

    [Theory]
    [InlineData("LOOKUP", "The hint LOOKUP lacks 'table', which names the dimension table or its alias.")]
    [InlineData("LOOKUP()", "The hint LOOKUP lacks 'table', which names the dimension table or its alias.")]
    [InlineData("LOOKUP('async'='true')", "The hint LOOKUP lacks 'table', which names the dimension table or its alias.")]
    [InlineData("LOOKUP('d')", "The hint LOOKUP takes pairs such as 'table' = 'd', but not 'd'.")]
    [InlineData("LOOKUP(d)", "The hint LOOKUP takes pairs such as 'table' = 'd', but not 'd'.")]
    [InlineData("LOOKUP('TABLE'='d')", "The hint LOOKUP does not take 'TABLE'.")]
    [InlineData("LOOKUP('table'='d', 'unknown'='x')", "The hint LOOKUP does not take 'unknown'.")]
    [InlineData("LOOKUP('table'='D')", "The hint LOOKUP names 'D', which is no dimension table of this query.")]
    [InlineData("LOOKUP('table'='dim')", "The hint LOOKUP names 'dim', which is no dimension table of this query.")]
    [InlineData("LOOKUP('table'='s')", "The hint LOOKUP names 's', which is no dimension table of this query.")]
    [InlineData("LOOKUP('table'='')", "The hint LOOKUP names '', which is no dimension table of this query.")]
    [InlineData("LOOKUP('table'='d'), LOOKUP('table'='x')", "The hint LOOKUP names 'x', which is no dimension table of this query.")]
    [InlineData("LOOKUP('table'='d', 'table'='x')", "The hint LOOKUP names 'x', which is no dimension table of this query.")]
    [InlineData("LOOKUP('table'='d', 'async'='maybe')", "'async' of the hint LOOKUP must be 'true' or 'false', but is 'maybe'.")]
    [InlineData("LOOKUP('table'='d', 'async'='')", "'async' of the hint LOOKUP must be 'true' or 'false', but is ''.")]
    [InlineData("LOOKUP('table'='d', 'shuffle'='yes')", "'shuffle' of the hint LOOKUP must be 'true' or 'false', but is 'yes'.")]
    [InlineData("LOOKUP('table'='d', 'output-mode'='allow-unordered')",
        "'output-mode' of the hint LOOKUP must be 'ordered' or 'allow_unordered', but is 'allow-unordered'.")]
    [InlineData("LOOKUP('table'='d', 'capacity'='1.5')", "'capacity' of the hint LOOKUP must be a whole number, but is '1.5'.")]
    [InlineData("LOOKUP('table'='d', 'timeout'='x')", "'timeout' of the hint LOOKUP must be a duration such as '10 s', but is 'x'.")]
    [InlineData("LOOKUP('table'='d', 'timeout'='-1s')", "'timeout' of the hint LOOKUP must be a duration such as '10 s', but is '-1s'.")]
    [InlineData("LOOKUP('table'='d', 'retry-predicate'='lookup_miss')",
        "The hint LOOKUP lacks 'retry-strategy': options of the retry after a miss are given together.")]
    [InlineData("LOOKUP('table'='d', 'max-attempts'='3')",
        "The hint LOOKUP lacks 'retry-predicate': options of the retry after a miss are given together.")]
    [InlineData("NOPE('table'='d')", "Hint \"NOPE\" not found.")]
    public void WhatFlinkRefusesIsRefused(string hint, string message) => AssertRefused(hint, message);

    [Theory]
    [InlineData("lookup_miss", "exception", "'retry-predicate' of the hint LOOKUP must be 'lookup_miss', but is 'exception'.")]
    [InlineData("fixed_delay", "exponential", "'retry-strategy' of the hint LOOKUP must be 'fixed_delay', but is 'exponential'.")]
    [InlineData("10s", "0s", "'fixed-delay' of the hint LOOKUP must be a duration above zero, such as '10 s', but is '0s'.")]
    [InlineData("10s", "-1s", "'fixed-delay' of the hint LOOKUP must be a duration above zero, such as '10 s', but is '-1s'.")]
    [InlineData("'3'", "'0'", "'max-attempts' of the hint LOOKUP must be a whole number from 1 on, but is '0'.")]
    [InlineData("'3'", "'2147483648'", "'max-attempts' of the hint LOOKUP must be a whole number from 1 on, but is '2147483648'.")]
    public void ARetryThatFlinkRefusesIsRefused(string old, string changed, string message) =>
        AssertRefused($"LOOKUP('table'='d', {Retry.Replace(old, changed, StringComparison.Ordinal)})", message);

    [Theory]
    [InlineData("dim")]
    [InlineData("default_database.dim")]
    [InlineData("default_catalog.default_database.dim")]
    public void ATableWithoutAnAliasIsNamedByItsName(string name) => Assert.Equal(
        LookupOutputMode.AllowUnordered,
        Assert.Single(Joins($"SELECT /*+ LOOKUP('table'='{name}', 'output-mode'='allow_unordered') */ s.id FROM s "
            + "JOIN dim FOR SYSTEM_TIME AS OF s.p ON s.k = dim.id")).OutputMode);

    [Fact]
    public void EachJoinTakesItsOwnHint()
    {
        IReadOnlyList<LookupJoinNode> joins = Joins($"SELECT /*+ LOOKUP('table'='e', 'output-mode'='allow_unordered'), "
            + $"LOOKUP('table'='d', {Retry}) */ s.id FROM s JOIN dim FOR SYSTEM_TIME AS OF s.p AS d ON s.k = d.id "
            + "JOIN dim FOR SYSTEM_TIME AS OF s.p AS e ON s.id = e.id");
        Assert.Equal([LookupOutputMode.AllowUnordered, LookupOutputMode.Ordered], joins.Select(j => j.OutputMode));
        Assert.Equal([false, true], joins.Select(j => j.Retry is not null));
    }

    [Fact]
    public void AHintBesideNoLookupJoinMeansNothing()
    {
        Assert.Empty(Joins("SELECT /*+ LOOKUP('table'='x') */ id FROM s"));
        Assert.Null(Assert.Single(Joins($"SELECT /*+ LOOKUP('table'='d', {Retry}) */ id FROM "
            + "(SELECT s.id FROM s JOIN dim FOR SYSTEM_TIME AS OF s.p AS d ON s.k = d.id)")).Retry);
    }

    private static void AssertRefused(string hint, string message)
    {
        SqlException refused = Assert.Throws<SqlException>(() => Join(hint));
        Assert.Equal(message, refused.Message.Split('\n')[0]);
    }

    private static LookupJoinNode Join(string hint) => Assert.Single(
        Joins($"SELECT /*+ {hint} */ s.id FROM s LEFT JOIN dim FOR SYSTEM_TIME AS OF s.p AS d ON s.k = d.id"));

    /// <summary>The query's lookup joins, the last one first.</summary>
    private static List<LookupJoinNode> Joins(string query)
    {
        var executor = new StatementExecutor(registry: null, new SessionSettings());
        executor.Execute(Parser.ParseStatement("CREATE TABLE s (id INT, k BIGINT, p AS PROCTIME()) WITH ('connector' = 'datagen')"));
        executor.Execute(Parser.ParseStatement("CREATE TABLE dim (id BIGINT, status STRING) WITH ('connector' = 'jdbc')"));
        LogicalPlan plan = executor.Execute(Parser.ParseStatement(query)).Plan!;
        return [.. plan.Nodes().OfType<LookupJoinNode>().Reverse()];
    }
}
