using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;

namespace ActorStream.Connectors.LocalLog;

/// <summary>
/// The embedded log: topics in a folder, for one machine, with Kafka's contract and nothing to install.
/// <para><c>log.db</c> (SQLite) holds the topics, each partition's extents and end, the offsets of groups and the owners of
/// transactional ids. <c>segments/TOPIC/PARTITION-WRITER-NUMBER.seg</c> hold the records. A writer appends to files of its own, which
/// no one else writes, so writers never wait for each other and never interleave. Records get their offsets when an SQLite transaction
/// names their place in the file as an extent: that transaction is the commit, of one appender's flush or of a job's outputs, input
/// offsets and pointers together. Whatever no extent names does not exist; it is removed when its writer is found dead.</para>
/// <para>Several processes may open one folder. Readers see commits of their own process at once, of others within some 15 ms.
/// Nothing is ever deleted: there is no retention. An open transaction is invisible to everyone, so
/// <see cref="LogIsolation.ReadUncommitted"/> shows what <see cref="LogIsolation.ReadCommitted"/> shows.</para>
/// </summary>
public sealed partial class EmbeddedLog : ILog
{
    /// <summary>The database's file in the folder.</summary>
    internal const string DatabaseFile = "log.db";

    private readonly Lock _lock = new();
    private readonly string _folder;
    private readonly ConcurrentDictionary<string, EmbeddedTopic> _topics = new(StringComparer.Ordinal);
    private EmbeddedDatabase? _database;
    private FileStream? _writerLock;
    private long _writerId;
    private int _fileNumber;
    private bool _disposed;

    /// <summary>The embedded log of a folder, which is created on first use.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="timeProvider">The clock, for records without a time and for polling.</param>
    public EmbeddedLog(string directory, TimeProvider? timeProvider = null)
    {
        _folder = Path.GetFullPath(directory);
        TimeProvider = timeProvider ?? TimeProvider.System;
        Signal = EmbeddedSignal.For(_folder);
    }

    /// <summary>Whether a folder holds an embedded log.</summary>
    public static bool IsIn(string directory) => File.Exists(Path.Combine(directory, DatabaseFile));

    /// <inheritdoc/>
    public string Address => _folder;

    /// <inheritdoc/>
    public string Identity => "local:" + _folder;

    internal TimeProvider TimeProvider { get; }

    internal EmbeddedSignal Signal { get; }

    internal string SegmentFolder => Path.Combine(_folder, "segments");

    internal EmbeddedDatabase Database
    {
        get
        {
            lock (_lock)
            {
                ObjectDisposedException.ThrowIf(_disposed, this);
                return _database ??= Open();
            }
        }
    }

    /// <summary>This log's number among all that ever wrote to the folder.</summary>
    internal long WriterId
    {
        get
        {
            EmbeddedDatabase database = Database;
            lock (_lock)
            {
                if (_writerLock is null) _writerId = database.RegisterWriter(id => _writerLock = LockWriter(id));
                return _writerId;
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> CreateTopicAsync(
        string topic, int partitions, IReadOnlyDictionary<string, string>? settings, CancellationToken cancellationToken)
    {
        if (!TopicName().IsMatch(topic) || topic is "." or "..")
        {
            throw new ActorStreamException(
                $"Topic name \"{topic}\" is not allowed.", ErrorDomain.User, hint: "Use 1 to 249 letters, digits, '.', '_' and '-'.");
        }
        ArgumentOutOfRangeException.ThrowIfLessThan(partitions, 1);
        return AskAsync(() => Database.CreateTopic(topic, partitions, settings), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<bool> AddPartitionsAsync(string topic, int partitions, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(partitions, 1);
        return AskAsync(
            () =>
            {
                RequireTopic(topic);
                bool isRaised = Database.AddPartitions(topic, partitions);
                ReadTopic(topic);
                return isRaised;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LogTopic>> ListTopicsAsync(CancellationToken cancellationToken) =>
        AskAsync<IReadOnlyList<LogTopic>>(
            () => [.. ReadTopics(null).Select(t => new LogTopic(t.Name, t.Partitions))], cancellationToken);

    /// <inheritdoc/>
    public ValueTask<LogTopic?> FindTopicAsync(string topic, CancellationToken cancellationToken) =>
        AskAsync(() => ReadTopic(topic) is { } found ? new LogTopic(found.Name, found.Partitions) : null, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LogOffset>> EarliestOffsetsAsync(
        IReadOnlyList<LogPartition> partitions, CancellationToken cancellationToken)
    {
        foreach (LogPartition partition in partitions) RequirePartition(partition);
        return ValueTask.FromResult<IReadOnlyList<LogOffset>>([.. partitions.Select(p => new LogOffset(p, 0))]);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LogOffset>> LatestOffsetsAsync(
        IReadOnlyList<LogPartition> partitions, LogIsolation isolation, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<LogOffset>>(
            [.. partitions.Select(p => new LogOffset(p, Database.EndOffset(RequirePartition(p).Id, p.Partition)))]);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<LogOffset>> OffsetsForTimeAsync(
        IReadOnlyList<LogPartition> partitions, long timestampMs, CancellationToken cancellationToken)
    {
        var found = new List<LogOffset>();
        foreach (LogPartition partition in partitions)
        {
            EmbeddedTopic topic = RequirePartition(partition);
            EmbeddedExtent? extent = Database.FirstExtentAtTime(topic.Id, partition.Partition, timestampMs);
            long offset = extent is null
                ? Database.EndOffset(topic.Id, partition.Partition)
                : await FirstAtTimeAsync(new LogOffset(partition, extent.Base), timestampMs, cancellationToken);
            found.Add(new LogOffset(partition, offset));
        }
        return found;
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LogOffset>> CommittedOffsetsAsync(
        string group, IReadOnlyList<LogPartition> partitions, CancellationToken cancellationToken) =>
        AskAsync(() => Database.Offsets(group, partitions), cancellationToken);

    /// <inheritdoc/>
    public ILogReader OpenReader(
        IReadOnlyList<LogOffset> starts, LogIsolation isolation = LogIsolation.ReadCommitted,
        IReadOnlyDictionary<string, string>? properties = null) => new EmbeddedReader(this, starts);

    /// <inheritdoc/>
    public ILogAppender OpenAppender(IReadOnlyDictionary<string, string>? properties = null) => new EmbeddedAppender(this);

    /// <inheritdoc/>
    public ValueTask<ILogTransaction> OpenTransactionAsync(
        string transactionalId, TimeSpan timeout, IReadOnlyDictionary<string, string>? properties, CancellationToken cancellationToken) =>
        AskAsync<ILogTransaction>(
            () => new EmbeddedTransaction(this, transactionalId, Database.TakeOwnership(transactionalId)), cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            if (_disposed) return ValueTask.CompletedTask;
            _disposed = true;
            try
            {
                // Its own leftovers go with those of the dead.
                _writerLock?.Dispose();
                if (_database is not null && _writerLock is not null) RemoveDeadWriters(_database);
            }
            catch (ActorStreamException)
            {
                // Another process holds the lock, or the folder is gone: whoever opens it next removes them.
            }
            finally
            {
                _database?.Dispose();
            }
        }
        return ValueTask.CompletedTask;
    }

    internal int NextFileNumber() => Interlocked.Increment(ref _fileNumber);

    internal EmbeddedTopic? FindTopic(string name) => _topics.TryGetValue(name, out EmbeddedTopic? topic) ? topic : ReadTopic(name);

    internal void ForgetTopics() => _topics.Clear();

    internal EmbeddedTopic RequireTopic(string name) => FindTopic(name) ?? throw LogErrors.TopicNotFound(name, Address);

    internal EmbeddedTopic RequirePartition(LogPartition partition)
    {
        EmbeddedTopic topic = RequireTopic(partition.Topic);
        // The topic may have been given partitions since it was read.
        if (partition.Partition >= topic.Partitions) topic = ReadTopic(partition.Topic) ?? topic;
        return (uint)partition.Partition < (uint)topic.Partitions ? topic
            : throw LogErrors.PartitionNotFound(partition, topic.Partitions, Address);
    }

    /// <summary>Asks the database aside from the caller's turn, because another process's lock can make it wait long.</summary>
    private static async ValueTask<T> AskAsync<T>(Func<T> question, CancellationToken cancellationToken) =>
        await Task.Run(question, CancellationToken.None).WaitAsync(cancellationToken);

    private EmbeddedTopic? ReadTopic(string name)
    {
        IReadOnlyList<EmbeddedTopic> found = ReadTopics(name);
        return found.Count == 0 ? null : _topics[name] = found[0];
    }

    /// <summary>Looking for a topic makes no folder.</summary>
    private IReadOnlyList<EmbeddedTopic> ReadTopics(string? name) => IsIn(_folder) ? Database.Topics(name) : [];

    [GeneratedRegex("^[a-zA-Z0-9._-]{1,249}$")]
    private static partial Regex TopicName();

    private async ValueTask<long> FirstAtTimeAsync(LogOffset start, long timestampMs, CancellationToken cancellationToken)
    {
        await using ILogReader reader = OpenReader([start]);
        while (true)
        {
            LogRecords records = await reader.ReadAsync(cancellationToken);
            for (int i = 0; i < records.Count; i++)
            {
                if (records.TimestampsMs[i] >= timestampMs) return records.Offsets[i];
            }
            if (records.IsAtEnd) return records.NextOffset;
        }
    }

    private EmbeddedDatabase Open()
    {
        try
        {
            Directory.CreateDirectory(SegmentFolder);
            Directory.CreateDirectory(WriterFolder());
            var database = new EmbeddedDatabase(Path.Combine(_folder, DatabaseFile));
            try
            {
                RemoveDeadWriters(database);
                return database;
            }
            catch
            {
                database.Dispose();
                throw;
            }
        }
        catch (SqliteException e)
        {
            throw EmbeddedDatabase.Failed(Path.Combine(_folder, DatabaseFile), e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConnectorException(
                "kafka", null, $"The folder \"{_folder}\" of the embedded log cannot be opened: {e.Message}",
                hint: "Check that the folder may be written and is on a local disk.", innerException: e);
        }
    }

    private string WriterFolder() => Path.Combine(_folder, "writers");

    private FileStream LockWriter(long id) =>
        new(Path.Combine(WriterFolder(), id.ToString(CultureInfo.InvariantCulture)), FileMode.OpenOrCreate, FileAccess.ReadWrite,
            FileShare.None);

    private void RemoveDeadWriters(EmbeddedDatabase database) => database.RemoveWriters(IsGone, Clean);

    /// <summary>A writer holds its lock file as long as its process lives, frozen or not.</summary>
    private bool IsGone(long id)
    {
        try
        {
            LockWriter(id).Dispose();
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private void Clean(long id, IReadOnlyDictionary<string, long> committedLengths)
    {
        string middle = "-" + id.ToString(CultureInfo.InvariantCulture) + "-";
        foreach (string path in Directory.EnumerateFiles(SegmentFolder, "*" + middle + "*.seg", SearchOption.AllDirectories))
        {
            string name = Path.GetRelativePath(SegmentFolder, path).Replace('\\', '/');
            if (!committedLengths.TryGetValue(name, out long length))
            {
                File.Delete(path);
            }
            else if (new FileInfo(path).Length > length)
            {
                using FileStream file = new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
                file.SetLength(length);
            }
        }
        File.Delete(Path.Combine(WriterFolder(), id.ToString(CultureInfo.InvariantCulture)));
    }
}
