using System.Globalization;
using ActorStream.Connectors.Sql;

namespace ActorStream.Connectors.Jdbc;

/// <summary>The options of a table with <c>'connector' = 'jdbc'</c>: Flink's with Flink's defaults, and ours for lookups.</summary>
internal sealed record JdbcOptions
{
    /// <summary>The database.</summary>
    public required SqlEndpoint Endpoint { get; init; }

    /// <summary>The table's name there.</summary>
    public required string TableName { get; init; }

    /// <summary>The partitions of a scan, or null for one.</summary>
    public JdbcScanPartitions? Partitions { get; init; }

    /// <summary>Cache, retries and batches of lookups.</summary>
    public required LookupOptions Lookup { get; init; }

    /// <summary>Most rows that a sink holds back; 0: no bound. Default 100.</summary>
    public int SinkMaxRows { get; init; }

    /// <summary>How long a sink holds a row back at most; zero: until a bound or a checkpoint. Default 1 s.</summary>
    public TimeSpan SinkInterval { get; init; }

    /// <summary>A sink's tries after the first one. Default 3.</summary>
    public int SinkMaxRetries { get; init; }

    /// <summary>Takes and checks a table's options.</summary>
    /// <exception cref="ActorStreamException">One is missing or wrong.</exception>
    public static JdbcOptions Read(TableContext context)
    {
        TableOptions options = context.Options;
        options.Take("connector");
        string url = options.TakeRequired("url");
        string table = options.TakeRequired("table-name");
        (string? user, string? password) = (options.Take("username"), options.Take("password"));
        RequireAllOrNone(("username", user), ("password", password));
        if (options.Take("driver") is { Length: 0 }) throw options.Wrong("driver", "a class name", "");
        TimeSpan timeout = options.TakeDuration("connection.max-retry-timeout") ?? TimeSpan.FromSeconds(60);
        if (timeout < TimeSpan.FromSeconds(1))
        {
            throw Error("The value of 'connection.max-retry-timeout' option must be in second granularity and "
                + "shouldn't be smaller than 1 second, "
                + $"but is {options.Take("connection.max-retry-timeout")}.");
        }
        IReadOnlyDictionary<string, string> properties = options.TakePrefixed("properties.");
        options.TakeInt("scan.fetch-size", 0, min: 0);
        options.TakeBoolean("scan.auto-commit", true);
        options.TakeChoice("filter.handling.policy", "always", ("always", "always"), ("never", "never"));
        options.TakeLong("sink.parallelism", min: 1);
        SqlEndpoint endpoint = JdbcUrl.Parse(WithProperties(url, properties), user, password, context.Environment.LocalDirectory, timeout);
        foreach (string setting in endpoint.UnusedSettings)
        {
            context.Environment.Warn($"The setting '{setting}' of the URL of table \"{context.Table.Name}\" changes nothing here.");
        }
        CheckTypes(context, endpoint.Dialect);
        return new JdbcOptions
        {
            Endpoint = endpoint,
            TableName = table,
            Partitions = JdbcScanPartitions.Read(options),
            Lookup = ReadLookup(options),
            SinkMaxRows = options.TakeInt("sink.buffer-flush.max-rows", 100, min: 0, max: 100_000),
            SinkInterval = options.TakeDuration("sink.buffer-flush.interval") ?? TimeSpan.FromSeconds(1),
            SinkMaxRetries = Retries(options, "sink.max-retries"),
        };
    }

    private static LookupOptions ReadLookup(TableOptions options)
    {
        int maxRetries = Retries(options, "lookup.max-retries");
        long? legacyRows = options.TakeLong("lookup.cache.max-rows");
        // The planner has read it already; a table that is never looked up may have it, too.
        options.TakeChoice("lookup.output-mode", "ordered", ("ordered", "ordered"), ("allow_unordered", "allow_unordered"));
        TimeSpan? legacyTtl = options.TakeDuration("lookup.cache.ttl");
        bool legacyMissing = options.TakeBoolean("lookup.cache.caching-missing-key", true);
        RequireAllOrNone(("lookup.cache.max-rows", legacyRows), ("lookup.cache.ttl", legacyTtl));
        string cache = options.TakeChoice("lookup.cache", "NONE", ("NONE", "NONE"), ("PARTIAL", "PARTIAL"), ("FULL", "FULL"));
        long? partialRows = options.TakeLong("lookup.partial-cache.max-rows", min: 1);
        TimeSpan? afterWrite = options.TakeDuration("lookup.partial-cache.expire-after-write");
        TimeSpan? afterAccess = options.TakeDuration("lookup.partial-cache.expire-after-access");
        bool partialMissing = options.TakeBoolean("lookup.partial-cache.cache-missing-key", true);
        if (cache == "FULL")
        {
            throw new ActorStreamException(
                $"Option 'lookup.cache' of table \"{options.Table}\" must be NONE or PARTIAL for the jdbc connector, but is 'FULL'.",
                ErrorDomain.User, hint: "Use 'lookup.cache' = 'PARTIAL' without 'lookup.partial-cache.max-rows'.");
        }
        bool isPartial = cache == "PARTIAL";
        bool isLegacy = !isPartial && legacyRows > 0 && legacyTtl > TimeSpan.Zero;
        return new LookupOptions
        {
            CacheEnabled = isPartial || isLegacy,
            MaxRows = isPartial ? partialRows : isLegacy ? legacyRows : null,
            ExpireAfterWrite = isPartial ? afterWrite : isLegacy ? legacyTtl : null,
            ExpireAfterAccess = isPartial ? afterAccess : null,
            CacheMissingKey = isPartial ? partialMissing : legacyMissing,
            MissingKeyTtl = options.TakeDuration("lookup.missing-key.ttl"),
            MaxRetries = maxRetries,
            RetryBackoff = options.TakeDuration("lookup.retry-backoff") ?? TimeSpan.FromSeconds(1),
            OnFailure = options.TakeChoice(
                "lookup.on-failure", LookupFailurePolicy.Fail, ("fail", LookupFailurePolicy.Fail), ("null", LookupFailurePolicy.Null)),
            BatchSize = options.TakeInt("lookup.batch-size", 256, min: 1, max: 4096),
            MaxConcurrency = options.TakeInt("lookup.max-concurrency", 4, min: 1, max: 64),
        };
    }

    private static int Retries(TableOptions options, string key)
    {
        int retries = options.TakeInt(key, 3);
        return retries >= 0
            ? retries
            : throw Error($"The value of '{key}' option shouldn't be negative, but is {retries.ToString(CultureInfo.InvariantCulture)}.");
    }

    private static void CheckTypes(TableContext context, SqlDialect dialect)
    {
        foreach (TableColumn column in context.PhysicalColumns)
        {
            if (!dialect.Supports(column.Type))
                throw Error($"The {dialect.Name} dialect doesn't support type: {column.Type.Nullable()}.");
            if (column.Type.IsTimestamp && column.Type.Precision > dialect.MaxTimestampPrecision)
            {
                throw Error($"The precision of field '{column.Name}' is out of the TIMESTAMP "
                    + $"precision range [0, {dialect.MaxTimestampPrecision}] "
                    + $"supported by {dialect.Name} dialect.");
            }
        }
    }

    /// <summary>Flink hands <c>properties.*</c> to the driver, as the URL's settings are; so the same list decides.</summary>
    private static string WithProperties(string url, IReadOnlyDictionary<string, string> properties)
    {
        if (properties.Count == 0) return url;
        string text = string.Join('&', properties.Select(p => Uri.EscapeDataString(p.Key) + "=" + Uri.EscapeDataString(p.Value)));
        return url + (url.Contains('?', StringComparison.Ordinal) ? "&" : "?") + text;
    }

    internal static void RequireAllOrNone(params (string Key, object? Value)[] options)
    {
        int given = options.Count(o => o.Value is not null);
        if (given == 0 || given == options.Length) return;
        throw Error("Either all or none of the following options should be provided:\n" + string.Join('\n', options.Select(o => o.Key)));
    }

    internal static ActorStreamException Error(string message) => new(message, ErrorDomain.User);
}

/// <summary>A scan in parts by ranges of a number: <c>scan.partition.*</c>.</summary>
/// <param name="Column">The column.</param>
/// <param name="Count">How many parts.</param>
/// <param name="Lower">The least value.</param>
/// <param name="Upper">The greatest value.</param>
internal sealed record JdbcScanPartitions(string Column, int Count, long Lower, long Upper)
{
    /// <summary>Takes the four options.</summary>
    public static JdbcScanPartitions? Read(TableOptions options)
    {
        string? column = options.Take("scan.partition.column");
        long? count = options.TakeLong("scan.partition.num", min: 1, max: 10_000);
        long? lower = options.TakeLong("scan.partition.lower-bound");
        long? upper = options.TakeLong("scan.partition.upper-bound");
        if (lower > upper)
        {
            throw JdbcOptions.Error(string.Create(CultureInfo.InvariantCulture,
                $"'scan.partition.lower-bound'='{lower}' must not be larger than 'scan.partition.upper-bound'='{upper}'."));
        }
        JdbcOptions.RequireAllOrNone(
            ("scan.partition.column", column), ("scan.partition.num", count), ("scan.partition.lower-bound", lower),
            ("scan.partition.upper-bound", upper));
        return column is null ? null : new JdbcScanPartitions(column, (int)count!.Value, lower!.Value, upper!.Value);
    }

    /// <summary>The ranges, both ends within, as Flink cuts them: the first ones are longer by one where it does not come out
    /// even.</summary>
    public IReadOnlyList<(long From, long To)> Ranges()
    {
        Int128 elements = (Int128)Upper - Lower + 1;
        int parts = (int)Int128.Min(Count, elements);
        (Int128 size, Int128 larger) = Int128.DivRem(elements, parts);
        var ranges = new List<(long, long)>(parts);
        Int128 start = Lower;
        for (int i = 0; i < parts; i++)
        {
            Int128 end = start + size - (i < larger ? 0 : 1);
            ranges.Add(((long)start, (long)end));
            start = end + 1;
        }
        return ranges;
    }
}
