using ActorStream.Types;

namespace ActorStream.Connectors;

/// <summary>Finds rows by key. Calls may overlap.</summary>
public interface ILookup : IAsyncDisposable
{
    /// <summary>Connects. Errors say what was not reached.</summary>
    ValueTask OpenAsync(CancellationToken cancellationToken);

    /// <summary>Finds the rows of these keys.</summary>
    /// <param name="keys">One row a key: distinct, none with a NULL; columns as given to <see
    /// cref="ILookupConnector.CreateLookup"/>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The rows found, each with the key that it belongs to.</returns>
    /// <exception cref="ConnectorException">With <see cref="ActorStreamException.IsTransient"/> where a retry may help.</exception>
    ValueTask<LookupRows> LookupAsync(Batch keys, CancellationToken cancellationToken);
}

/// <summary>An answer to a lookup.</summary>
/// <param name="Rows">Rows of the columns that were asked for.</param>
/// <param name="KeyRows">For each of them the row of the keys' batch that it matches.</param>
public sealed record LookupRows(Batch Rows, int[] KeyRows);

/// <summary>A lookup with the table's options for its use.</summary>
/// <param name="Lookup">The lookup.</param>
/// <param name="Options">Cache, retries, what to do on failure.</param>
/// <param name="Description">How it appears in EXPLAIN, without secrets.</param>
public sealed record LookupTable(ILookup Lookup, LookupOptions Options, string Description);

/// <summary>What to do when a lookup still fails after its retries.</summary>
public enum LookupFailurePolicy
{
    /// <summary>The job fails, as in Flink.</summary>
    Fail,

    /// <summary>The key counts as not found: a LEFT JOIN pads with NULL; counted as a stale serve.</summary>
    Null,
}

/// <summary>A lookup table's options.</summary>
public sealed record LookupOptions
{
    /// <summary>Whether found rows are kept. Default false, as Flink's <c>lookup.cache = NONE</c>.</summary>
    public bool CacheEnabled { get; init; }

    /// <summary>Most keys kept, least recently used go first; null: no bound.</summary>
    public long? MaxRows { get; init; }

    /// <summary>How long after its load an entry serves; null: for ever.</summary>
    public TimeSpan? ExpireAfterWrite { get; init; }

    /// <summary>How long after its last use an entry serves; null: for ever.</summary>
    public TimeSpan? ExpireAfterAccess { get; init; }

    /// <summary>Whether it is remembered that a key has no row. Default true.</summary>
    public bool CacheMissingKey { get; init; } = true;

    /// <summary>How long a missing key is remembered; null: as a found one.</summary>
    public TimeSpan? MissingKeyTtl { get; init; }

    /// <summary>Tries after the first one. Default 3.</summary>
    public int MaxRetries { get; init; } = 3;

    /// <summary>The pause before the second retry; the first one comes at once, and each later one after a pause more, up to 30 s.
    /// Default 1 s, as Flink's.</summary>
    public TimeSpan RetryBackoff { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>What to do when the retries are used up. Default: the job fails.</summary>
    public LookupFailurePolicy OnFailure { get; init; } = LookupFailurePolicy.Fail;

    /// <summary>Most keys in one query. Default 256.</summary>
    public int BatchSize { get; init; } = 256;

    /// <summary>Most queries under way at once. Default 4.</summary>
    public int MaxConcurrency { get; init; } = 4;
}
