using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using ActorStream.Connectors;
using ActorStream.Diagnostics;
using ActorStream.Jobs;
using ActorStream.Plan;
using ActorStream.Runtime;
using ActorStream.Sql;
using ActorStream.Sql.Syntax;
using ActorStream.Types;
using Microsoft.Extensions.Logging;

namespace ActorStream;

/// <summary>
/// A session: a catalog of tables and views, settings, and the jobs that its statements start. Not thread-safe; the jobs are on their
/// own.
/// </summary>
public sealed class StreamEnvironment
{
    /// <summary>Ended jobs that can still be looked at; older ones are forgotten.</summary>
    public const int MaxEndedJobs = 1000;

    private readonly StreamOptions _options;
    private readonly StatementExecutor _executor;
    private readonly List<JobClient> _jobs = [];
    private int _anonymousJobs;

    /// <summary>Makes a session with an empty catalog.</summary>
    public StreamEnvironment(StreamOptions options)
    {
        _options = options;
        _executor = new StatementExecutor(options.Registry, new SessionSettings(options.Settings))
        {
            Notes = Describe,
            MaxValueBytes = options.MaxValueBytes,
        };
    }

    /// <summary>The session's settings.</summary>
    public IReadOnlyDictionary<string, string> Settings => _executor.Settings.Values;

    /// <summary>The session's time zone.</summary>
    public TimeZoneInfo LocalTimeZone => _executor.Settings.LocalTimeZone;

    /// <summary>The jobs that were started here, oldest first; of those that have ended, the last <see cref="MaxEndedJobs"/>.</summary>
    public IReadOnlyList<JobClient> Jobs
    {
        get
        {
            lock (_jobs) return [.. _jobs];
        }
    }

    /// <summary>
    /// Carries out a script, statement by statement, each when the one before was taken: read a query's rows, or wait for an insert's
    /// job, before you go on. A statement is parsed when its turn comes, so what stands before an error is carried out.
    /// </summary>
    /// <exception cref="SqlException">A statement is not right.</exception>
    public async IAsyncEnumerable<TableResult> ExecuteAsync(string script,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (SqlStatement statement in Parser.ReadScript(script))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return Execute(statement);
        }
        await Task.CompletedTask;
    }

    /// <summary>
    /// Runs a script as one job: its INSERTs and statement sets together, so that what they share is read and computed once.
    /// </summary>
    /// <param name="script">The script.</param>
    /// <param name="name">The job's name where the script sets no <c>pipeline.name</c>; its state is found again under it.</param>
    /// <param name="onRows">Given what SHOW, DESCRIBE and EXPLAIN answer.</param>
    /// <param name="savepoint">The savepoint to start from, or null: the job's last checkpoint.</param>
    /// <param name="isFresh">Whether to start anew and forget the checkpoints that were taken under this name.</param>
    /// <exception cref="SqlException">A statement is not right: nothing was started.</exception>
    public JobClient Run(
        string script, string name, Action<TableResult>? onRows = null, string? savepoint = null, bool isFresh = false)
    {
        var inserts = new List<SqlInsert>();
        SourcePosition first = default!;
        foreach (SqlStatement statement in Parser.ReadScript(script))
        {
            if (inserts.Count == 0) first = statement.Position;
            switch (statement)
            {
                case SqlInsert insert:
                    inserts.Add(insert);
                    break;
                case SqlStatementSet set:
                    inserts.AddRange(set.Inserts);
                    break;
                case SqlCreateTable { AsQuery: not null } create:
                    inserts.Add(_executor.CreateTableAs(create));
                    break;
                case SqlQueryStatement:
                    throw new SqlException(
                        SqlErrorPhase.Validation, "A script that runs as a job has INSERTs, but this is a SELECT.", statement.Position.Line,
                        statement.Position.Column, "INSERT its rows INTO a table, or use 'sql' to see them.");
                default:
                    TableResult result = Execute(statement);
                    if (result.Kind == TableResultKind.Rows) onRows?.Invoke(result);
                    break;
            }
        }
        if (inserts.Count == 0) throw new ActorStreamException(
            "The script has no INSERT, so there is no job to run.", ErrorDomain.User,
            hint: "Add INSERT INTO … SELECT …; a SELECT alone is for 'sql'.");
        StatementResult planned = _executor.Execute(new SqlStatementSet(first, inserts));
        return Start(planned.Plan!, name, _options.CheckpointStore, collect: null, savepoint, isFresh);
    }

    private TableResult Execute(SqlStatement statement)
    {
        StatementResult result = _executor.Execute(statement);
        switch (result.Kind)
        {
            case StatementKind.Done:
                return new TableResult(TableResultKind.Done, result.Schema, null, null, null);
            case StatementKind.Rows:
                return new TableResult(TableResultKind.Rows, result.Schema, ToBatch(result), null, null);
            case StatementKind.Query:
                var collect = new CollectSink();
                JobClient query = Start(result.Plan!, NextName(), null, collect, null);
                return new TableResult(TableResultKind.Query, result.Schema, null, query, collect.Batches);
            default:
                return new TableResult(TableResultKind.Insert, result.Schema, null, Start(result.Plan!, NextName(), null, null, null),
                    null);
        }
    }

    private string NextName() => $"statement-{++_anonymousJobs}";

    private JobClient Start(LogicalPlan plan, string name, Func<ICheckpointStore>? store, CollectSink? collect, string? savepoint,
        bool isFresh = false)
    {
        JobOptions options = JobOptions.FromSettings(Settings, name) with
        {
            Cluster = _options.Cluster,
            Node = _options.Node,
            LocalTimeZone = _executor.Settings.LocalTimeZone,
            MailboxCapacity = _options.MailboxCapacity,
            MaxWaitingRows = _options.MaxWaitingRows,
            MaxWaitingBytes = _options.MaxWaitingBytes,
            MaxHeldBytes = _options.MaxHeldBytes,
            MaxValueBytes = _options.MaxValueBytes,
            CloseTimeout = _options.CloseTimeout,
        };
        if (savepoint is not null) options = options with { Savepoint = savepoint };
        if (isFresh) options = options with { IsFresh = true };
        if (options.CheckpointInterval is null && store is not null && _options.DefaultCheckpointInterval is { } interval)
            options = options with { CheckpointInterval = interval,
                RestartStrategy = RestartStrategy.FromSettings(Settings, hasCheckpoints: true) };
        // Without a store nothing can be recovered, so a second attempt would repeat what the first one wrote.
        if (store is null) options = options with { RestartStrategy = RestartStrategy.None };
        var client = new JobClient(Job.Start(
            options, plan, Environment(options.Name), store, collect, _options.LoggerFactory, _options.ActorSystem));
        Remember(client);
        return client;
    }

    /// <summary>A session that runs a query a second must not keep all of them.</summary>
    private void Remember(JobClient client)
    {
        lock (_jobs)
        {
            _jobs.Add(client);
            int over = _jobs.Count(HasEnded) - MaxEndedJobs;
            if (over > 0) _jobs.RemoveAll(j => over > 0 && HasEnded(j) && over-- > 0);
        }
    }

    private static bool HasEnded(JobClient job) => job.Status is JobStatus.Finished or JobStatus.Failed or JobStatus.Canceled;

    private ConnectorEnvironment Environment(string jobName) => new()
    {
        MaxValueBytes = _options.MaxValueBytes,
        Registry = _options.Registry,
        TimeProvider = _options.TimeProvider,
        LocalTimeZone = _executor.Settings.LocalTimeZone,
        LocalDirectory = _options.LocalDirectory,
        JobName = jobName,
        Secrets = _options.Secrets,
        StandardOutput = _options.StandardOutput,
        StandardError = _options.StandardError,
        Warn = Warn(jobName),
    };

    /// <summary>Writes what connectors warn of into the log, each text once.</summary>
    private Action<string> Warn(string jobName)
    {
        ILogger logger = _options.LoggerFactory.CreateLogger("ActorStream.Connectors");
        var known = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        return text =>
        {
            if (known.TryAdd(text, true)) Log.ConnectorWarning(logger, jobName, text);
        };
    }

    /// <summary>What EXPLAIN says of sources, lookups and sinks.</summary>
    private Dictionary<LogicalNode, string> Describe(LogicalPlan plan)
    {
        JobGraph graph = JobPlanner.Plan(plan, Environment("explain"), () => new CollectSink());
        var notes = new Dictionary<LogicalNode, string>(ReferenceEqualityComparer.Instance);
        foreach (GraphSource source in graph.Sources)
            notes[source.Node] = $"{source.Source.Description}, {(source.Source.IsBounded ? "bounded" : "unbounded")}";
        foreach (GraphLookup lookup in graph.Lookups) notes[lookup.Node] = lookup.Table.Description;
        foreach (GraphSink sink in graph.Sinks)
            notes[sink.Node] = $"{sink.Sink.Description}, delivery guarantee: {Word(sink.Sink.Guarantee)}";
        if (_options.HideSecrets is not { } hide) return notes;
        foreach ((LogicalNode node, string note) in notes) notes[node] = hide(note);
        return notes;
    }

    private static string Word(DeliveryGuarantee guarantee) => guarantee switch
    {
        DeliveryGuarantee.ExactlyOnce => "exactly-once",
        DeliveryGuarantee.AtLeastOnce => "at-least-once",
        _ => "none",
    };

    private static Batch ToBatch(StatementResult result)
    {
        ColumnBuilder[] builders = [.. result.Schema.Fields.Select(f => ColumnBuilder.Create(f.Type))];
        foreach (object?[] row in result.Rows)
        {
            for (int i = 0; i < builders.Length; i++)
            {
                switch (row[i])
                {
                    case string text:
                        ((BytesColumnBuilder)builders[i]).Append(text.AsSpan());
                        break;
                    case bool truth:
                        ((FixedColumnBuilder<bool>)builders[i]).Append(truth);
                        break;
                    default:
                        builders[i].AppendNull();
                        break;
                }
            }
        }
        return new Batch([.. builders.Select(b => b.Build())], result.Rows.Count);
    }
}
