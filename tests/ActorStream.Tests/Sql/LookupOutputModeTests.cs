using ActorStream.Plan;
using ActorStream.Sql;

namespace ActorStream.Tests.Sql;

/// <summary>Who says in which order rows leave a lookup join: the hint, else the table's option, else the session.</summary>
public sealed class LookupOutputModeTests
{
    [Theory]
    [InlineData(null, null, null, true)]
    [InlineData("allow_unordered", null, null, false)]
    [InlineData("ALLOW_UNORDERED", "ordered", null, true)]
    [InlineData(null, "Allow_Unordered", null, false)]
    [InlineData("allow_unordered", "allow_unordered", "ordered", true)]
    [InlineData(null, "ordered", "allow_unordered", false)]
    public void TheNearestWordDecides(string? setting, string? option, string? hint, bool isOrdered)
    {
        LookupJoinNode join = Lookup(setting, option, hint is null ? "" : $"/*+ LOOKUP('table'='m', 'output-mode'='{hint}') */");
        Assert.Equal(isOrdered ? LookupOutputMode.Ordered : LookupOutputMode.AllowUnordered, join.OutputMode);
        Assert.Equal(!isOrdered, join.Describe().Contains("outputMode=[ALLOW_UNORDERED]", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("fast", null, "",
        "Setting 'table.exec.async-lookup.output-mode' must be 'ordered' or 'allow_unordered', but is 'fast'.")]
    [InlineData(null, "fast", "",
        "Option 'lookup.output-mode' of table `default_catalog`.`default_database`.`dim` must be 'ordered' or 'allow_unordered', "
        + "but is 'fast'.")]
    [InlineData(null, null, "/*+ LOOKUP('table'='m', 'output-mode'='fast') */",
        "'output-mode' of the hint LOOKUP must be 'ordered' or 'allow_unordered', but is 'fast'.")]
    public void AnyOtherWordIsRefused(string? setting, string? option, string hint, string message)
    {
        SqlException refused = Assert.Throws<SqlException>(() => Lookup(setting, option, hint));
        Assert.StartsWith(message, refused.Message, StringComparison.Ordinal);
    }

    private static LookupJoinNode Lookup(string? setting, string? option, string hint)
    {
        var settings = new SessionSettings();
        if (setting is not null) settings.Set("table.exec.async-lookup.output-mode", setting);
        var executor = new StatementExecutor(registry: null, settings);
        executor.Execute(Parser.ParseStatement("CREATE TABLE a (id INT, p AS PROCTIME()) WITH ('connector' = 'datagen')"));
        executor.Execute(Parser.ParseStatement("CREATE TABLE dim (id INT, s STRING) WITH ('connector' = 'jdbc')"));
        string options = option is null ? "" : $"/*+ OPTIONS('lookup.output-mode' = '{option}') */";
        LogicalNode node = executor.Execute(Parser.ParseStatement(
            $"SELECT {hint} a.id FROM a JOIN dim {options} FOR SYSTEM_TIME AS OF a.p AS m ON a.id = m.id")).Plan!.Sinks[0];
        while (node is not LookupJoinNode) node = node.Inputs[0];
        return (LookupJoinNode)node;
    }
}
