using ActorStream.Expressions;
using ActorStream.Tests.Connectors.Formats;
using ActorStream.Tests.Expressions;
using ActorStream.Types;

namespace ActorStream.Tests.Fuzz;

/// <summary>Whatever a function, a cast, a text or an encoder is given, it gives a value or the engine's own error.</summary>
public sealed class HostileArgumentsTests
{
    private const int RowsOfACall = 12;

    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");

    /// <summary>What only special syntax binds, which hands over more than expressions.</summary>
    private static readonly HashSet<string> BoundElsewhere =
        ["JSON_ARRAY", "JSON_OBJECT", "JSON_VALUE", "JSON_QUERY", "EXTRACT", "TIMESTAMPADD", "TIMESTAMPDIFF", "FIELD"];

    private readonly List<string> _raw = [];

    public static TheoryData<string> Names => [.. FunctionRegistry.AllNames.Where(n => !BoundElsewhere.Contains(n))];

    [Theory]
    [MemberData(nameof(Names))]
    public void AFunctionGivesAValueOrAnErrorOfTheEngine(string name)
    {
        ScalarFunction function = FunctionRegistry.Find(name)!;
        int bound = 0;
        Campaign.Run(1, random => bound += CallAll(function, random));
        Assert.True(bound > 0, $"{name} was never bound.");
    }

    private int CallAll(ScalarFunction function, Random random)
    {
        int bound = 0;
        for (int arity = 0; arity <= 4; arity++)
        {
            int calls = 0;
            int attempts = arity switch { 0 => 1, 1 => 300, 2 => 600, _ => 1500 };
            for (int attempt = 0; attempt < attempts && calls < 14; attempt++)
            {
                if (Bind(function, arity, random, out Batch rows) is not { } call) continue;
                calls++;
                string what = $"{function.Name}({string.Join(", ", call.Children.Select(c => c.Type))})";
                Run(what, () => ExpressionCompiler.Compile(call), call.Type, rows);
            }
            bound += calls;
        }
        Assert.True(_raw.Count == 0, string.Join('\n', _raw.Distinct().Take(8)));
        return bound;
    }

    /// <summary>What has a syntax of its own, by way of SQL: each hostile text as value, path, pattern and unit.</summary>
    [Theory]
    [InlineData("JSON_VALUE(s, {0})")]
    [InlineData("JSON_VALUE({0}, '$.a' RETURNING INTEGER DEFAULT 1 ON EMPTY ERROR ON ERROR)")]
    [InlineData("JSON_QUERY(s, {0} WITH WRAPPER)")]
    [InlineData("JSON_QUERY({0}, 'strict $.a' ERROR ON EMPTY ERROR ON ERROR)")]
    [InlineData("JSON_EXISTS(s, {0})")]
    [InlineData("JSON_OBJECT(KEY {0} VALUE s)")]
    [InlineData("JSON_OBJECT({0} VALUE JSON_QUERY(s, '$'))")]
    [InlineData("JSON_ARRAY(s, {0}, JSON({0}))")]
    [InlineData("JSON_STRING({0})")]
    [InlineData("s SIMILAR TO {0}")]
    [InlineData("s LIKE {0} ESCAPE {0}")]
    [InlineData("s SIMILAR TO 'a' ESCAPE {0}")]
    [InlineData("EXTRACT(YEAR FROM TRY_CAST({0} AS TIMESTAMP(3)))")]
    [InlineData("TIMESTAMPADD(MONTH, TRY_CAST({0} AS INT), TIMESTAMP '2024-01-31 00:00:00')")]
    [InlineData("TIMESTAMPDIFF(SECOND, TRY_CAST({0} AS TIMESTAMP(3)), TIMESTAMP '9999-12-31 00:00:00')")]
    [InlineData("CAST(CAST({0} AS BYTES) AS STRING)")]
    [InlineData("TRIM(BOTH {0} FROM s)")]
    [InlineData("OVERLAY(s PLACING {0} FROM 2 FOR 1)")]
    [InlineData("TO_TIMESTAMP(s, {0})")]
    [InlineData("DATE_FORMAT(TIMESTAMP '2024-01-31 00:00:00', {0})")]
    [InlineData("FROM_UNIXTIME(9223372036854775807, {0})")]
    public async Task SpecialSyntaxGivesAValueOrAnErrorOfTheEngine(string expression)
    {
        foreach (string text in HostileArguments.AllTexts)
        {
            string literal = "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";
            string select = "SELECT " + expression.Replace("{0}", literal, StringComparison.Ordinal)
                + " FROM (VALUES ('{\"a\":[1,{\"b\":\"c\"}]}'), ('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!'), ('')) AS t (s)";
            try
            {
                var environment = new StreamEnvironment(new StreamOptions { Registry = Coded.Registry });
                await foreach (TableResult result in environment.ExecuteAsync(select))
                {
                    await foreach (Batch _ in result.ReadAsync()) { }
                    if (result.Job is { } job) await job.WaitAsync();
                }
            }
            catch (ActorStreamException error)
            {
                for (Exception? cause = error.InnerException; cause is not null; cause = cause.InnerException)
                {
                    if (cause is not (ActorStreamException or System.Text.RegularExpressions.RegexMatchTimeoutException
                        or FormatException or ArgumentException or System.Text.Json.JsonException)) _raw.Add($"{select}: {cause}");
                }
                if (error is JobFailedException && error.InnerException is not ActorStreamException)
                    _raw.Add($"{select}: {error.InnerException}");
            }
            catch (Exception raw)
            {
                _raw.Add($"{select}: {raw}");
            }
        }
        Assert.True(_raw.Count == 0, string.Join('\n', _raw.Distinct().Take(8)));
    }

    [Fact]
    public void APatternThatDoesNotEndIsAnError()
    {
        Expression similar = Bound.Call("SIMILAR TO", Bound.Text(new string('a', 60)), Bound.Text("(a|a|aa)+b"));
        Assert.Contains("took more than 2 s", Assert.Throws<EvaluationException>(() => Bound.ConstantValue(similar)).Message);
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public void ATimestampOutsideOfTheYearsOfDateTimeHasATextAndNoObject(long micros)
    {
        var text = new RowText(new Schema([new Field("c", DataType.Timestamp(6))]), Zone);
        var batch = new Batch([new FixedColumn<long>([micros], 1)], 1);
        Assert.Contains(micros > 0 ? "+I[+294247-01-10T" : "+I[-290308-12-21T", text.Changelog(batch, 0));
        string message = Assert.Throws<EvaluationException>(() => text.Row(batch, 0)).Message;
        Assert.Contains("has no .NET object, which holds the years 1 to 9999.", message);
    }

    [Fact]
    public void ACastGivesAValueOrAnErrorOfTheEngine()
    {
        var random = new Random(5);
        foreach (DataType from in HostileArguments.Types)
        {
            foreach (DataType to in HostileArguments.Types)
            {
                foreach (bool isTry in (bool[])[false, true])
                {
                    if (Casts.Create(from, to, isTry) is null) continue;
                    Column column = HostileArguments.Column(from, 60, random);
                    var cast = new CastExpression(new ColumnExpression(0, "c", from), to, isTry);
                    string what = $"{(isTry ? "TRY_" : "")}CAST({from} AS {to})";
                    Run(what, () => ExpressionCompiler.Compile(cast), to, new Batch([column], 60));
                }
            }
        }
        Assert.True(_raw.Count == 0, string.Join('\n', _raw.Distinct().Take(8)));
    }

    [Theory]
    [InlineData("json")]
    [InlineData("csv")]
    [InlineData("raw")]
    public void AnEncoderGivesARecordOrAnErrorOfTheEngine(string format)
    {
        var random = new Random(6);
        foreach (DataType type in HostileArguments.Types)
        {
            Field[] fields = [new("c", type)];
            if (!CanEncode(format, fields)) continue;
            Column column = HostileArguments.Column(type, 100, random);
            for (int row = 0; row < 100; row++)
            {
                var one = new Batch([column.Take([row])], 1);
                Guard($"{format} of {type}", one, () => Coded.Encode(format, fields, "", one));
            }
        }
        Assert.True(_raw.Count == 0, string.Join('\n', _raw.Distinct().Take(8)));
    }

    private static bool CanEncode(string format, Field[] fields)
    {
        try
        {
            Coded.Encode(format, fields, "", new Batch([ColumnBuilder.Create(fields[0].Type).Build()], 0));
            return true;
        }
        catch (ActorStreamException)
        {
            return false;
        }
    }

    /// <summary>A call over columns and literals of arbitrary types, where the function takes them.</summary>
    private Expression? Bind(ScalarFunction function, int arity, Random random, out Batch rows)
    {
        var columns = new List<Column>();
        var arguments = new Expression[arity];
        for (int i = 0; i < arity; i++)
        {
            DataType type = random.Next(3) switch
            {
                0 => DataType.String,
                1 when i > 0 => arguments[i - 1].Type.Nullable(),
                _ => HostileArguments.Types[random.Next(HostileArguments.Types.Count)],
            };
            Column column = HostileArguments.Column(type, RowsOfACall, random);
            object? literal = random.Next(4) == 0 && !column.IsNull(0) ? Literal(type, column) : null;
            arguments[i] = literal is null
                ? new ColumnExpression(columns.Count, "c", type) : new LiteralExpression(literal, type.NotNull());
            if (literal is null) columns.Add(column);
        }
        rows = new Batch([.. columns], RowsOfACall);
        try
        {
            return function.Bind(arguments);
        }
        catch (ActorStreamException)
        {
            return null;
        }
        catch (Exception raw)
        {
            _raw.Add($"{function.Name}({string.Join(", ", arguments.Select(a => a.Type))}) when bound: {raw}");
            return null;
        }
    }

    private static object? Literal(DataType type, Column column) => column switch
    {
        BytesColumn text when type.IsText => Encoding(text),
        BytesColumn binary => binary[0].ToArray(),
        FixedColumn<bool> c => c[0],
        FixedColumn<sbyte> c => c[0],
        FixedColumn<short> c => c[0],
        FixedColumn<int> c => c[0],
        FixedColumn<long> c => c[0],
        FixedColumn<Int128> c => c[0],
        FixedColumn<float> c => c[0],
        FixedColumn<double> c => c[0],
        _ => null,
    };

    /// <summary>Literals may hold lone surrogates, which columns cannot.</summary>
    private static string Encoding(BytesColumn text)
    {
        string decoded = System.Text.Encoding.UTF8.GetString(text[0]);
        return decoded.Length % 7 == 3 ? decoded + "\uD800" : decoded;
    }

    /// <summary>Computes each row by itself, so that one error hides no other, and writes the value in every way that there is.</summary>
    private void Run(string what, Func<Evaluator> compile, DataType type, Batch rows)
    {
        Evaluator? evaluator = null;
        Guard(what, null, () => evaluator = compile());
        if (evaluator is null) return;
        var context = new EvaluationContext(Zone) { MaxValueBytes = 100_000, NowMicros = 1_700_000_000_000_000 };
        var text = new RowText(new Schema([new Field("c", type)]), Zone);
        for (int row = 0; row < rows.Count; row++)
        {
            var one = new Batch([.. rows.Columns.Select(c => c.Take([row]))], 1);
            Guard(what, one, () =>
            {
                var value = new Batch([evaluator.Evaluate(one, context)], 1);
                text.Changelog(value, 0);
                text.Cell(value, 0, 0);
                _ = text.Row(value, 0).ToString();
            });
        }
    }

    private void Guard(string what, Batch? arguments, Action action)
    {
        try
        {
            action();
        }
        catch (ActorStreamException)
        {
        }
        catch (Exception raw)
        {
            string values = arguments is null ? "" : " of " + string.Join(", ", arguments.Columns.Select(Shown));
            _raw.Add($"{what}{values}: {raw}");
        }
    }

    private static string Shown(Column column) => column.IsNull(0) ? "NULL" : column switch
    {
        BytesColumn bytes => $"'{System.Text.Encoding.UTF8.GetString(bytes[0])}'",
        FixedColumn<int> c => c[0].ToString(),
        FixedColumn<long> c => c[0].ToString(),
        FixedColumn<Int128> c => c[0].ToString(),
        FixedColumn<double> c => c[0].ToString(),
        _ => column.GetType().Name,
    };
}
