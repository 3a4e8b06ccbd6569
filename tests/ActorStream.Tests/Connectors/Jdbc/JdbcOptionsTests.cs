using ActorStream.Connectors;
using ActorStream.Connectors.Jdbc;

namespace ActorStream.Tests.Connectors.Jdbc;

public sealed class JdbcOptionsTests
{
    [Fact]
    public void DefaultsAreFlinks()
    {
        JdbcOptions options = Read();
        Assert.Equal(new LookupOptions(), options.Lookup);
        Assert.False(options.Lookup.CacheEnabled);
        Assert.Equal((3, 100, TimeSpan.FromSeconds(1)), (options.SinkMaxRetries, options.SinkMaxRows, options.SinkInterval));
        Assert.Equal(TimeSpan.FromSeconds(60), options.Endpoint.Timeout);
        Assert.Null(options.Partitions);
    }

    [Fact]
    public void OldCacheOptionsMakeACache()
    {
        LookupOptions lookup = Read(("lookup.cache.max-rows", "1000"), ("lookup.cache.ttl", "5min"), ("lookup.max-retries", "3")).Lookup;
        Assert.Equal(
            new LookupOptions { CacheEnabled = true, MaxRows = 1000, ExpireAfterWrite = TimeSpan.FromMinutes(5), MaxRetries = 3 }, lookup);
        Assert.False(Read(("lookup.cache.max-rows", "-1"), ("lookup.cache.ttl", "5min")).Lookup.CacheEnabled);
        Assert.False(Read(("lookup.cache.max-rows", "10"), ("lookup.cache.ttl", "0 s")).Lookup.CacheEnabled);
        Assert.False(Read(("lookup.cache.max-rows", "10"), ("lookup.cache.ttl", "1 s"),
            ("lookup.cache.caching-missing-key", "false")).Lookup.CacheMissingKey);
    }

    [Fact]
    public void NewCacheOptionsReplaceTheOldOnes()
    {
        LookupOptions lookup = Read(
            ("lookup.cache", "PARTIAL"), ("lookup.cache.max-rows", "10"), ("lookup.cache.ttl", "1 s"),
            ("lookup.partial-cache.max-rows", "20"),
            ("lookup.partial-cache.expire-after-write", "2 s"), ("lookup.partial-cache.expire-after-access", "3 s"),
            ("lookup.partial-cache.cache-missing-key", "false")).Lookup;
        Assert.Equal(
            new LookupOptions
            {
                CacheEnabled = true,
                MaxRows = 20,
                ExpireAfterWrite = TimeSpan.FromSeconds(2),
                ExpireAfterAccess = TimeSpan.FromSeconds(3),
                CacheMissingKey = false,
            },
            lookup);
        Assert.False(Read(("lookup.partial-cache.max-rows", "20")).Lookup.CacheEnabled);
    }

    [Fact]
    public void OurLookupOptions()
    {
        LookupOptions lookup = Read(
            ("lookup.on-failure", "null"), ("lookup.missing-key.ttl", "7 s"), ("lookup.batch-size", "64"), ("lookup.max-concurrency", "2"),
            ("lookup.retry-backoff", "50 ms")).Lookup;
        Assert.Equal(
            new LookupOptions
            {
                OnFailure = LookupFailurePolicy.Null,
                MissingKeyTtl = TimeSpan.FromSeconds(7),
                BatchSize = 64,
                MaxConcurrency = 2,
                RetryBackoff = TimeSpan.FromMilliseconds(50),
            },
            lookup);
    }

    [Theory]
    [InlineData("lookup.max-retries=-1", "The value of 'lookup.max-retries' option shouldn't be negative, but is -1.")]
    [InlineData("sink.max-retries=-1", "The value of 'sink.max-retries' option shouldn't be negative, but is -1.")]
    [InlineData("username=u", "Either all or none of the following options should be provided:\nusername\npassword")]
    [InlineData("lookup.cache.max-rows=1",
        "Either all or none of the following options should be provided:\nlookup.cache.max-rows\nlookup.cache.ttl")]
    [InlineData("scan.partition.column=a;scan.partition.num=2", "Either all or none of the following options should be provided:\n"
        + "scan.partition.column\nscan.partition.num\nscan.partition.lower-bound\nscan.partition.upper-bound")]
    [InlineData("scan.partition.column=a;scan.partition.num=2;scan.partition.lower-bound=5;scan.partition.upper-bound=4",
        "'scan.partition.lower-bound'='5' must not be larger than 'scan.partition.upper-bound'='4'.")]
    [InlineData("connection.max-retry-timeout=100 ms",
        "The value of 'connection.max-retry-timeout' option must be in second granularity and "
            + "shouldn't be smaller than 1 second, but is 100 ms.")]
    [InlineData("lookup.cache=FULL", "Option 'lookup.cache' of table \"t\" must be NONE or PARTIAL for the jdbc connector, but is 'FULL'.")]
    [InlineData("lookup.cache=SOME", "Option 'lookup.cache' of table \"t\" must be one of 'NONE', 'PARTIAL', 'FULL', but is 'SOME'.")]
    [InlineData("lookup.on-failure=maybe", "Option 'lookup.on-failure' of table \"t\" must be one of 'fail', 'null', but is 'maybe'.")]
    [InlineData("lookup.batch-size=0", "Option 'lookup.batch-size' of table \"t\" must be a number from 1 to 4096, but is '0'.")]
    [InlineData("filter.handling.policy=sometimes",
        "Option 'filter.handling.policy' of table \"t\" must be one of 'always', 'never', but is 'sometimes'.")]
    public void WrongOptionSaysWhatIsExpected(string given, string message)
    {
        (string, string)[] options = [.. given.Split(';').Select(o =>
            (o[..o.IndexOf('=', StringComparison.Ordinal)], o[(o.IndexOf('=', StringComparison.Ordinal) + 1)..]))];
        Assert.Equal(message, Assert.Throws<ActorStreamException>(() => Read(options)).Message);
    }

    [Fact]
    public void EveryDocumentedOptionIsAccepted() => Read(
        ("driver", "com.mysql.cj.jdbc.Driver"), ("username", "u"), ("password", "p"), ("connection.max-retry-timeout", "60s"),
        ("scan.partition.column", "a"), ("scan.partition.num", "2"), ("scan.partition.lower-bound", "0"),
            ("scan.partition.upper-bound", "9"),
        ("scan.fetch-size", "100"), ("scan.auto-commit", "false"), ("filter.handling.policy", "never"), ("sink.buffer-flush.max-rows", "0"),
        ("sink.buffer-flush.interval", "0"), ("sink.parallelism", "2"), ("properties.useSSL", "false"));

    [Theory]
    [InlineData("table-name")]
    [InlineData("url")]
    public void RequiredOptionIsMissed(string key) => Assert.Equal(
        $"Table \"t\" lacks the option '{key}'.", Assert.Throws<ActorStreamException>(() => Read((key, null!))).Message);

    [Fact]
    public void DriversPropertiesGoThroughTheSameListAsTheUrl() => Assert.Contains(
        "'allowLoadLocalInfile' is not accepted",
        Assert.Throws<ActorStreamException>(() => Read(("properties.allowLoadLocalInfile", "true"))).Message, StringComparison.Ordinal);

    [Fact]
    public void TypeThatNoColumnCanHaveIsRefused()
    {
        TableContext context = Context([("m", DataType.Map(DataType.Int, DataType.Int))]);
        Assert.Equal("The MySQL dialect doesn't support type: MAP<INT, INT>.",
            Assert.Throws<ActorStreamException>(() => JdbcOptions.Read(context)).Message);
        context = Context([("ts", DataType.Timestamp(9))]);
        Assert.Equal("The precision of field 'ts' is out of the TIMESTAMP precision range [0, 6] supported by MySQL dialect.",
            Assert.Throws<ActorStreamException>(() => JdbcOptions.Read(context)).Message);
    }

    [Fact]
    public void DescriptionShowsNoPassword()
    {
        TableContext context = Context([("a", DataType.Int)], ("url", "jdbc:mysql://u:hunter2@h/d"));
        LookupTable lookup = new JdbcConnector().CreateLookup(context, ["a"]);
        Assert.Equal("jdbc(MySQL h:3306/d, x) by a", lookup.Description);
    }

    [Theory]
    [InlineData(0, 9, 3, "0-3 4-6 7-9")]
    [InlineData(0, 1, 5, "0-0 1-1")]
    [InlineData(5, 5, 1, "5-5")]
    [InlineData(-5, 4, 2, "-5--1 0-4")]
    [InlineData(long.MinValue, long.MaxValue, 2, "-9223372036854775808--1 0-9223372036854775807")]
    public void PartitionsCoverTheRange(long lower, long upper, int count, string expected) =>
        Assert.Equal(expected, string.Join(' ', new JdbcScanPartitions("a", count, lower, upper).Ranges().Select(r => $"{r.From}-{r.To}")));

    private static JdbcOptions Read(params (string, string)[] options)
    {
        TableContext context = Context([("a", DataType.Int)], options);
        var read = JdbcOptions.Read(context);
        context.Options.RefuseLeftovers();
        return read;
    }

    private static TableContext Context((string Name, DataType Type)[] columns, params (string, string)[] options)
    {
        var all = new Dictionary<string, string> { ["connector"] = "jdbc", ["url"] = "jdbc:mysql://h/d", ["table-name"] = "x" };
        foreach ((string key, string? value) in options)
        {
            if (value is null) all.Remove(key);
            else all[key] = value;
        }
        return new TableContext
        {
            Table = new TableDefinition("c", "d", "t")
            {
                Columns = [.. columns.Select(c => new TableColumn(c.Name, c.Type, TableColumnKind.Physical))],
                Options = all,
            },
            Options = new TableOptions("t", all),
            Columns = [.. columns.Select(c => new ConnectorColumn(c.Name, c.Type))],
            Environment = new ConnectorEnvironment { Registry = new ConnectorRegistry() },
        };
    }
}
