using ActorStream.Expressions;
using ActorStream.Tests.Cli;
using ActorStream.Types;

namespace ActorStream.Tests.Sql;

/// <summary>Statements as programs write them: long lists. A stack that overflows would end the test run.</summary>
public sealed class LargeStatementTests
{
    [Theory]
    [InlineData("INT", "(", "+I[7]\n")]
    [InlineData("INT", "(y, ", "+I[7]\n")]
    [InlineData("STRING", "('x', ", "+I[7]\n")]
    [InlineData("DOUBLE", "(", "+I[7.0]\n")]
    [InlineData("DECIMAL(10, 1)", "(y, ", "+I[7.0]\n")]
    public async Task AnInListMayHaveFiftyThousandItems(string type, string start, string expected)
    {
        string items = string.Join(", ", Enumerable.Range(0, 50_000).Select(i => i.ToString()));
        string sql = $"SELECT x FROM (VALUES (CAST(7 AS {type}), 1), (CAST(-7 AS {type}), 2)) AS t(x, y) WHERE x IN {start}{items})";
        await AnswersAsync(expected, sql);
    }

    [Theory]
    [InlineData("AND", "x <> ", "+I[false, 1]\n+I[true, -1]\n")]
    [InlineData("OR", "x > ", "+I[true, 1]\n+I[false, -1]\n")]
    public async Task ConditionsMayBeManyThousands(string joint, string comparison, string expected)
    {
        string condition = string.Join($" {joint} ", Enumerable.Range(0, 30_000).Select(i => comparison + i));
        await AnswersAsync(expected, $"SELECT {condition}, x FROM (VALUES (1), (-1)) AS t(x)");
    }

    [Theory]
    [InlineData("GREATEST(", "x + ", ")", "+I[20000]\n")]
    [InlineData("COALESCE(", "NULLIF(x, 1) + ", ", 5)", "+I[5]\n")]
    [InlineData("CHAR_LENGTH(CONCAT(CAST(x AS STRING), ", "'a' || ", "'a'))", null)]
    public async Task CallsMayHaveManyThousandArguments(string start, string item, string end, string? expected)
    {
        string items = expected is null
            ? string.Concat(Enumerable.Repeat(item, 20_000)) : string.Join(", ", Enumerable.Range(0, 20_000).Select(i => item + i));
        await AnswersAsync(expected ?? "+I[20002]\n", $"SELECT {start}{items}{end} FROM (VALUES (1)) AS t(x)");
    }

    [Fact]
    public async Task ACaseMayHaveThousandsOfBranches()
    {
        string branches = string.Join(' ', Enumerable.Range(0, 5_000).Select(i => $"WHEN {i} THEN 'v{i}'"));
        await AnswersAsync("+I[v4999]\n+I[z]\n", $"SELECT CASE x {branches} ELSE 'z' END FROM (VALUES (4999), (-1)) AS t(x)");
    }

    [Fact]
    public async Task ValuesMayBeTwentyThousandRows()
    {
        string rows = string.Join(", ", Enumerable.Range(0, 20_000).Select(i => $"({i}, 'v{i}')"));
        await AnswersAsync("+I[v19999]\n", $"SELECT s FROM (VALUES {rows}) AS t(a, s) WHERE a = 19999");
    }

    [Fact]
    public async Task ATableMayHaveFiveThousandColumns()
    {
        string columns = string.Join(", ", Enumerable.Range(0, 5_000).Select(i => $"c{i} INT"));
        string names = string.Join(", ", Enumerable.Range(0, 5_000).Select(i => $"c{i}"));
        await AnswersAsync("+I[1]\n", $"""
            CREATE TABLE d ({columns}) WITH ('connector' = 'datagen', 'number-of-rows' = '1', 'fields.c4999.min' = '1',
                'fields.c4999.max' = '1');
            CREATE TABLE b ({columns}) WITH ('connector' = 'blackhole');
            CREATE VIEW v AS SELECT * FROM d;
            INSERT INTO b ({names}) SELECT {names} FROM v;
            SELECT c4999 FROM (SELECT * FROM v)
            """);
    }

    [Theory]
    [InlineData("SELECT 1", " UNION ALL SELECT 1", "A chain of set operations has more than 500 links.")]
    [InlineData("SELECT 1", " + 1", "A chain of operators has more than 500 links.")]
    [InlineData("SELECT 1 FROM (VALUES (1)) AS t(x)", ", (VALUES (1)) AS u(y)", "A chain of relations has more than 500 links.")]
    [InlineData("SELECT NOT", " NOT", "The statement nests more than 200 levels deep.")]
    public async Task WhatIsTooLongIsRefused(string start, string link, string message)
    {
        CliRun run = await CliRun.InvokeAsync("sql", "-e", start + string.Concat(Enumerable.Repeat(link, 5_000)));
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("ERROR " + message, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void ASetOfConstantsIsBuiltInLinearWork()
    {
        Expression[] items = [.. Enumerable.Range(0, 20_000).Select(i => new LiteralExpression(i, DataType.Int.NotNull()))];
        Expression x = new ColumnExpression(0, "x", DataType.Int.NotNull());
        Evaluator evaluator = ExpressionCompiler.Compile(FunctionRegistry.Find("IN")!.Bind([x, .. items])!);
        var batch = new Batch([new FixedColumn<int>([7], 1)], 1);
        long before = GC.GetAllocatedBytesForCurrentThread();
        evaluator.Evaluate(batch, new EvaluationContext(TimeZoneInfo.Utc));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000_000);
    }

    private static async Task AnswersAsync(string expected, string sql)
    {
        CliRun run = await CliRun.InvokeAsync("sql", "--format", "changelog", "-e", sql);
        Assert.Equal((0, expected, ""), (run.ExitCode, run.Output, run.Error));
    }
}
