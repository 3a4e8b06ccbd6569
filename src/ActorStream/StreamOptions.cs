using ActorStream.Connectors;
using ActorStream.Jobs;
using Akka.Actor;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorStream;

/// <summary>What a <see cref="StreamEnvironment"/> is made of. Read once, when it is made.</summary>
public sealed record StreamOptions
{
    /// <summary>Connectors and formats.</summary>
    public required IConnectorRegistry Registry { get; init; }

    /// <summary>Opens the store for checkpoints, once for each attempt at a job; null: jobs keep none and cannot be recovered.</summary>
    public Func<ICheckpointStore>? CheckpointStore { get; init; }

    /// <summary>The folder of the embedded log and databases, which then stand in for Kafka and SQL servers; null: the real ones.</summary>
    public string? LocalDirectory { get; init; }

    /// <summary>Replaces references to secrets in an option's text by the secrets; null: there are none.</summary>
    public Func<string, string>? Secrets { get; init; }

    /// <summary>Hides the secrets that were put for references from a text that is shown, such as EXPLAIN's; null: nothing is
    /// hidden.</summary>
    public Func<string, string>? HideSecrets { get; init; }

    /// <summary>The clock. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where log messages go. Default: nowhere.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <summary>Where the print connector writes. Default: nowhere.</summary>
    public TextWriter StandardOutput { get; init; } = TextWriter.Null;

    /// <summary>Where the print connector writes with <c>standard-error</c>. Default: nowhere.</summary>
    public TextWriter StandardError { get; init; } = TextWriter.Null;

    /// <summary>The cluster's name, a prefix of topics, groups and transactional ids. Default <c>actorstream</c>.</summary>
    public string Cluster { get; init; } = "actorstream";

    /// <summary>This node's name, the last part of transactional ids. Default <c>local</c>.</summary>
    public string Node { get; init; } = "local";

    /// <summary>Settings that hold until a script SETs them.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Time between checkpoints of a job whose script sets no <c>execution.checkpointing.interval</c>; null: it takes a last
    /// checkpoint only, when it stops. Default null, as in Flink.</summary>
    public TimeSpan? DefaultCheckpointInterval { get; init; }

    /// <summary>Batches that may be on their way from a split to its shard, or from a shard to a sink, before the sender waits. More
    /// smooths bursts, less keeps memory and latency low. Default 4.</summary>
    public int MailboxCapacity { get; init; } = 4;

    /// <summary>Rows of one shard that may wait for lookups before it takes no more. Default 8192.</summary>
    public int MaxWaitingRows { get; init; } = 8192;

    /// <summary>Bytes that those rows may keep alive before the shard takes no more. Default 64 MiB.</summary>
    public long MaxWaitingBytes { get; init; } = 64 << 20;

    /// <summary>Bytes that one shard may hold back while a commit is under way before it waits. Default 32 MiB.</summary>
    public long MaxHeldBytes { get; init; } = 32 << 20;

    /// <summary>Bytes that one value may have: a text that a function makes, or a record that is read from a file. More is an error, so
    /// that neither a packed file nor a number written too large takes all memory. At most 1 GiB counts. Default 64 MiB.</summary>
    public long MaxValueBytes { get; init; } = 64 << 20;

    /// <summary>The system of actors in which jobs live, below <c>/user/jobs</c>; it is its owner's to end, after its jobs. Null: one
    /// that the process makes for itself.</summary>
    public ActorSystem? ActorSystem { get; init; }

    /// <summary>How long closing waits for what does not answer.</summary>
    internal TimeSpan CloseTimeout { get; init; } = new JobOptions { Name = "" }.CloseTimeout;
}
