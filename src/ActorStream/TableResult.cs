using System.Runtime.CompilerServices;
using System.Threading.Channels;
using ActorStream.Types;

namespace ActorStream;

/// <summary>What a statement was.</summary>
public enum TableResultKind
{
    /// <summary>It changed the session (CREATE, DROP, SET, USE): there is nothing to show.</summary>
    Done,

    /// <summary>It answers with rows that were computed at once (SHOW, DESCRIBE, EXPLAIN).</summary>
    Rows,

    /// <summary>A SELECT: a job whose rows come through <see cref="TableResult.ReadAsync"/>.</summary>
    Query,

    /// <summary>An INSERT or statement set: a job that writes tables.</summary>
    Insert,
}

/// <summary>The result of a statement.</summary>
public sealed class TableResult
{
    private readonly ChannelReader<Batch>? _batches;
    private readonly Batch? _rows;

    internal TableResult(TableResultKind kind, Schema schema, Batch? rows, JobClient? job, ChannelReader<Batch>? batches)
    {
        Kind = kind;
        Schema = schema;
        Job = job;
        _rows = rows;
        _batches = batches;
    }

    /// <summary>What the statement was.</summary>
    public TableResultKind Kind { get; }

    /// <summary>The columns of its rows; empty where there are none.</summary>
    public Schema Schema { get; }

    /// <summary>The job of a query or insert, else null.</summary>
    public JobClient? Job { get; }

    /// <summary>The rows: of a query as the job gives them, until it ends; of other statements at once. Read once.</summary>
    /// <exception cref="JobFailedException">The query's job failed.</exception>
    public async IAsyncEnumerable<Batch> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (_rows is not null) yield return _rows;
        if (_batches is null) yield break;
        await foreach (Batch batch in _batches.ReadAllAsync(cancellationToken)) yield return batch;
    }
}
