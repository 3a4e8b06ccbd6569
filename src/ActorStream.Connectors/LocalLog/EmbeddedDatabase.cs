using System.Data;
using System.Globalization;
using System.Text.Json;
using ActorStream.Connectors.Sql;
using ActorStream.Connectors.Sqlite;
using Microsoft.Data.Sqlite;

namespace ActorStream.Connectors.LocalLog;

/// <summary>The SQLite file of an embedded log: topics, extents, ends, offsets of groups, owners of transactional ids. One of its
/// transactions is the log's commit. Two connections, each under a lock: one reads, one writes.</summary>
internal sealed class EmbeddedDatabase : IDisposable
{
    private const int SchemaVersion = 1;

    /// <summary>How long a write waits for other processes', which take milliseconds.</summary>
    private const int LockTimeoutSeconds = 10;

    private const string Schema = """
        CREATE TABLE topics(id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, partitions INTEGER NOT NULL, settings TEXT);
        CREATE TABLE partitions(topic INTEGER NOT NULL, partition INTEGER NOT NULL, end_offset INTEGER NOT NULL,
            PRIMARY KEY(topic, partition)) WITHOUT ROWID;
        CREATE TABLE extents(topic INTEGER NOT NULL, partition INTEGER NOT NULL, base INTEGER NOT NULL, count INTEGER NOT NULL,
            file TEXT NOT NULL, position INTEGER NOT NULL, length INTEGER NOT NULL, max_time INTEGER NOT NULL,
            PRIMARY KEY(topic, partition, base)) WITHOUT ROWID;
        CREATE TABLE files(name TEXT PRIMARY KEY, writer INTEGER NOT NULL, length INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE offsets(grp TEXT NOT NULL, topic TEXT NOT NULL, partition INTEGER NOT NULL, next INTEGER NOT NULL,
            PRIMARY KEY(grp, topic, partition)) WITHOUT ROWID;
        CREATE TABLE owners(id TEXT PRIMARY KEY, epoch INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE writers(id INTEGER PRIMARY KEY AUTOINCREMENT);
        """;

    private readonly string _path;
    private readonly SqliteConnection _reads;
    private SqliteConnection _writes;
    private readonly Lock _readLock = new();
    private readonly Lock _writeLock = new();
    private readonly SqliteCommand _dataVersion;
    private readonly SqliteCommand _extents;
    private readonly SqliteCommand _end;
    private bool _disposed;

    public EmbeddedDatabase(string path)
    {
        _path = path;
        _writes = Connect();
        try
        {
            CreateSchema();
            _reads = Connect();
        }
        catch
        {
            _writes.Dispose();
            throw;
        }
        _dataVersion = Command(_reads, "PRAGMA data_version");
        _end = Command(_reads, "SELECT end_offset FROM partitions WHERE topic = $topic AND partition = $partition", "$topic", "$partition");
        _extents = Command(
            _reads,
            """
            SELECT base, count, file, position, length FROM extents
            WHERE topic = $topic AND partition = $partition AND base >= coalesce(
                (SELECT max(base) FROM extents WHERE topic = $topic AND partition = $partition AND base <= $from), 0)
                AND base + count > $from
            ORDER BY base LIMIT 256
            """,
            "$topic", "$partition", "$from");
    }

    /// <summary>A number that changes when another connection, of this process or another, has committed.</summary>
    public long DataVersion() => Read(() => (long)_dataVersion.ExecuteScalar()!);

    public IReadOnlyList<EmbeddedTopic> Topics(string? name) =>
        Read(() =>
        {
            using SqliteCommand command =
                Command(_reads, "SELECT id, name, partitions FROM topics WHERE $name IS NULL OR name = $name ORDER BY name", "$name");
            command.Parameters[0].Value = (object?)name ?? DBNull.Value;
            using SqliteDataReader reader = command.ExecuteReader();
            var topics = new List<EmbeddedTopic>();
            while (reader.Read()) topics.Add(new EmbeddedTopic(reader.GetInt64(0), reader.GetString(1), reader.GetInt32(2)));
            return topics;
        });

    public bool CreateTopic(string name, int partitions, IReadOnlyDictionary<string, string>? settings) =>
        Write(transaction =>
        {
            using SqliteCommand insert = Command(
                _writes, "INSERT OR IGNORE INTO topics(name, partitions, settings) VALUES ($name, $partitions, $settings)",
                "$name", "$partitions", "$settings");
            insert.Transaction = transaction;
            insert.Parameters[0].Value = name;
            insert.Parameters[1].Value = partitions;
            insert.Parameters[2].Value = settings is null ? DBNull.Value : JsonSerializer.Serialize(settings);
            if (insert.ExecuteNonQuery() == 0) return false;
            InsertPartitions(transaction, name, 0, partitions);
            return true;
        });

    /// <summary>Raises a topic's number of partitions; false where it has as many.</summary>
    public bool AddPartitions(string name, int partitions) =>
        Write(transaction =>
        {
            using SqliteCommand read = Command(_writes, "SELECT partitions FROM topics WHERE name = $name", "$name");
            read.Transaction = transaction;
            read.Parameters[0].Value = name;
            int present = Convert.ToInt32(read.ExecuteScalar(), CultureInfo.InvariantCulture);
            if (present >= partitions) return false;
            InsertPartitions(transaction, name, present, partitions);
            using SqliteCommand raise = Command(
                _writes, "UPDATE topics SET partitions = $partitions WHERE name = $name", "$name", "$partitions");
            raise.Transaction = transaction;
            raise.Parameters[0].Value = name;
            raise.Parameters[1].Value = partitions;
            raise.ExecuteNonQuery();
            return true;
        });

    public long EndOffset(long topic, int partition) =>
        Read(() =>
        {
            _end.Parameters[0].Value = topic;
            _end.Parameters[1].Value = partition;
            return (long)_end.ExecuteScalar()!;
        });

    /// <summary>The extents from the one that holds an offset, some hundred at most.</summary>
    public List<EmbeddedExtent> Extents(long topic, int partition, long from) =>
        Read(() =>
        {
            _extents.Parameters[0].Value = topic;
            _extents.Parameters[1].Value = partition;
            _extents.Parameters[2].Value = from;
            using SqliteDataReader reader = _extents.ExecuteReader();
            var extents = new List<EmbeddedExtent>();
            while (reader.Read())
                extents.Add(new EmbeddedExtent(reader.GetInt64(0), reader.GetInt32(1), reader.GetString(2), reader.GetInt64(3),
                    reader.GetInt64(4)));
            return extents;
        });

    /// <summary>The first extent that holds a record of this time or later, or null.</summary>
    public EmbeddedExtent? FirstExtentAtTime(long topic, int partition, long timeMs) =>
        Read(() =>
        {
            using SqliteCommand command = Command(
                _reads,
                """
                SELECT base, count, file, position, length FROM extents
                WHERE topic = $topic AND partition = $partition AND max_time >= $time ORDER BY base LIMIT 1
                """,
                "$topic", "$partition", "$time");
            command.Parameters[0].Value = topic;
            command.Parameters[1].Value = partition;
            command.Parameters[2].Value = timeMs;
            using SqliteDataReader reader = command.ExecuteReader();
            return reader.Read()
                ? new EmbeddedExtent(reader.GetInt64(0), reader.GetInt32(1), reader.GetString(2), reader.GetInt64(3), reader.GetInt64(4))
                : (EmbeddedExtent?)null;
        });

    public IReadOnlyList<LogOffset> Offsets(string group, IReadOnlyList<LogPartition> partitions) =>
        Read<IReadOnlyList<LogOffset>>(() =>
        {
            using SqliteCommand command = Command(
                _reads, "SELECT next FROM offsets WHERE grp = $group AND topic = $topic AND partition = $partition", "$group", "$topic",
                "$partition");
            // One read transaction, so that offsets which one commit moved together are seen together.
            using SqliteTransaction transaction = _reads.BeginTransaction(deferred: true);
            command.Transaction = transaction;
            command.Parameters[0].Value = group;
            var found = new List<LogOffset>();
            foreach (LogPartition partition in partitions)
            {
                command.Parameters[1].Value = partition.Topic;
                command.Parameters[2].Value = partition.Partition;
                if (command.ExecuteScalar() is long next) found.Add(new LogOffset(partition, next));
            }
            return found;
        });

    /// <summary>Takes a transactional id: whoever had it before can no longer commit.</summary>
    /// <returns>The new owner's epoch.</returns>
    public long TakeOwnership(string transactionalId) =>
        Write(transaction =>
        {
            using SqliteCommand command = Command(
                _writes, "INSERT INTO owners(id, epoch) VALUES ($id, 1) ON CONFLICT(id) DO UPDATE SET epoch = epoch + 1 RETURNING epoch",
                "$id");
            command.Transaction = transaction;
            command.Parameters[0].Value = transactionalId;
            return (long)command.ExecuteScalar()!;
        });

    /// <summary>The log's commit: extents become visible and offsets move, or nothing happens.</summary>
    /// <returns>False where the transactional id has another owner.</returns>
    public bool Commit(
        string? transactionalId, long epoch, long writer, IReadOnlyList<EmbeddedPending> pending,
        IReadOnlyDictionary<string, IReadOnlyList<LogOffset>>? offsets) =>
        Write(transaction =>
        {
            if (transactionalId is not null && !IsOwner(transaction, transactionalId, epoch)) return false;
            if (pending.Count > 0) Link(transaction, writer, pending);
            if (offsets is not null) MoveOffsets(transaction, offsets);
            return true;
        });

    /// <summary>Registers a writer. <paramref name="takeLock"/> is called with its id before anyone else can see it.</summary>
    public long RegisterWriter(Action<long> takeLock) =>
        Write(transaction =>
        {
            using SqliteCommand command = Command(_writes, "INSERT INTO writers DEFAULT VALUES RETURNING id");
            command.Transaction = transaction;
            long id = (long)command.ExecuteScalar()!;
            takeLock(id);
            return id;
        });

    /// <summary>Forgets writers that are gone. <paramref name="isGone"/> tells by the id; <paramref name="clean"/> gets the committed
    /// lengths of its files.</summary>
    public void RemoveWriters(Func<long, bool> isGone, Action<long, IReadOnlyDictionary<string, long>> clean) =>
        Write(transaction =>
        {
            var ids = new List<long>();
            using (SqliteCommand list = Command(_writes, "SELECT id FROM writers"))
            {
                list.Transaction = transaction;
                using SqliteDataReader reader = list.ExecuteReader();
                while (reader.Read()) ids.Add(reader.GetInt64(0));
            }
            foreach (long id in ids.Where(isGone))
            {
                using SqliteCommand files = Command(_writes, "SELECT name, length FROM files WHERE writer = $writer", "$writer");
                files.Transaction = transaction;
                files.Parameters[0].Value = id;
                var lengths = new Dictionary<string, long>(StringComparer.Ordinal);
                using (SqliteDataReader reader = files.ExecuteReader())
                {
                    while (reader.Read()) lengths.Add(reader.GetString(0), reader.GetInt64(1));
                }
                clean(id, lengths);
                using SqliteCommand delete = Command(_writes, "DELETE FROM writers WHERE id = $id", "$id");
                delete.Transaction = transaction;
                delete.Parameters[0].Value = id;
                delete.ExecuteNonQuery();
            }
            return true;
        });

    public void Dispose()
    {
        lock (_readLock)
        {
            lock (_writeLock)
            {
                if (_disposed) return;
                _disposed = true;
                _dataVersion.Dispose();
                _extents.Dispose();
                _end.Dispose();
                _reads.Dispose();
                _writes.Dispose();
            }
        }
    }

    /// <summary>Looks whether the file is still the one that was opened.</summary>
    /// <exception cref="StateException">It is not.</exception>
    public void RequireFile()
    {
        lock (_readLock)
        {
            if (!_disposed && SqliteFile.IsGone(_reads)) throw Gone();
        }
    }

    /// <summary>The error for what SQLite says.</summary>
    public static ConnectorException Failed(string path, SqliteException cause)
    {
        string database = $"The embedded log's database \"{path}\"";
        SqlFault? fault = SqliteDialect.Instance.Classify(cause);
        return fault is SqlFault.Locked or SqlFault.Conflict
            ? new ConnectorException(
                "kafka", null, $"{database} is kept locked by {SqliteFile.Holder(path) ?? "another process"}.", isTransient: true,
                "Let that process go on, or end it.", cause) { IsLocked = true }
            : new ConnectorException(
                "kafka", null, $"{database} {SqliteFile.Trouble(cause)}: {cause.Message.TrimEnd('.')}.",
                isTransient: fault is SqlFault.Full or SqlFault.Disk, SqliteFile.Remedy(cause), cause);
    }

    private static SqliteCommand Command(SqliteConnection connection, string text, params string[] parameters)
    {
        SqliteCommand command = connection.CreateCommand();
        command.CommandText = text;
        foreach (string name in parameters)
        {
            SqliteParameter parameter = command.CreateParameter();
            parameter.ParameterName = name;
            command.Parameters.Add(parameter);
        }
        return command;
    }

    private StateException Gone() => StateException.Gone($"The embedded log's database \"{_path}\"");

    private SqliteConnection Connect()
    {
        var text = new SqliteConnectionStringBuilder { DataSource = _path, Pooling = false, DefaultTimeout = LockTimeoutSeconds };
        var connection = new SqliteConnection(text.ToString());
        try
        {
            connection.Open();
            Execute(connection, null, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private void CreateSchema()
    {
        using SqliteTransaction transaction = _writes.BeginTransaction(deferred: false);
        using SqliteCommand version = Command(_writes, "PRAGMA user_version");
        version.Transaction = transaction;
        long found = (long)version.ExecuteScalar()!;
        if (found > SchemaVersion)
        {
            throw new ConnectorException(
                "kafka", null, $"The embedded log at \"{_path}\" has format {found}, but this version reads formats up to {SchemaVersion}.",
                hint: "Use the version that wrote it, or another folder.");
        }
        if (found == 0)
        {
            Execute(_writes, transaction, Schema);
            Execute(_writes, transaction, "PRAGMA user_version = " + SchemaVersion.ToString(CultureInfo.InvariantCulture));
        }
        transaction.Commit();
    }

    private static void Execute(SqliteConnection connection, SqliteTransaction? transaction, string text)
    {
        using SqliteCommand command = Command(connection, text);
        command.Transaction = transaction;
        command.ExecuteNonQuery();
    }

    private void InsertPartitions(SqliteTransaction transaction, string topic, int from, int to)
    {
        using SqliteCommand insert = Command(
            _writes, "INSERT INTO partitions(topic, partition, end_offset) SELECT id, $partition, 0 FROM topics WHERE name = $name",
            "$name", "$partition");
        insert.Transaction = transaction;
        insert.Parameters[0].Value = topic;
        for (int i = from; i < to; i++)
        {
            insert.Parameters[1].Value = i;
            insert.ExecuteNonQuery();
        }
    }

    private T Read<T>(Func<T> query)
    {
        lock (_readLock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            try
            {
                return query();
            }
            catch (SqliteException e)
            {
                throw Failed(_path, e);
            }
        }
    }

    /// <summary>Runs a write transaction. It holds SQLite's write lock from its start, so what it reads cannot change under it.</summary>
    private T Write<T>(Func<SqliteTransaction, T> action)
    {
        lock (_writeLock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            try
            {
                if (_writes.State != ConnectionState.Open) _writes = Connect();
                if (SqliteFile.IsGone(_writes)) throw Gone();
                SqliteTransaction transaction = _writes.BeginTransaction(deferred: false);
                try
                {
                    T result = action(transaction);
                    transaction.Commit();
                    return result;
                }
                finally
                {
                    End(transaction);
                }
            }
            catch (SqliteException e)
            {
                throw Failed(_path, e);
            }
        }
    }

    /// <summary>Takes back what was not committed. Some errors (a full disk, say) end SQLite's transaction by themselves, of which the
    /// client then knows nothing: neither could it take back, nor begin another one. The next write makes a connection anew.</summary>
    private void End(SqliteTransaction transaction)
    {
        try
        {
            transaction.Dispose();
        }
        catch (SqliteException)
        {
            _writes.Dispose();
        }
    }

    private bool IsOwner(SqliteTransaction transaction, string id, long epoch)
    {
        using SqliteCommand command = Command(_writes, "SELECT epoch FROM owners WHERE id = $id", "$id");
        command.Transaction = transaction;
        command.Parameters[0].Value = id;
        return command.ExecuteScalar() is long current && current == epoch;
    }

    private void Link(SqliteTransaction transaction, long writer, IReadOnlyList<EmbeddedPending> pending)
    {
        using SqliteCommand end = Command(
            _writes,
            """
            UPDATE partitions SET end_offset = end_offset + $count WHERE topic = $topic AND partition = $partition
            RETURNING end_offset - $count
            """,
            "$count", "$topic", "$partition");
        using SqliteCommand extent = Command(
            _writes, "INSERT INTO extents VALUES ($topic, $partition, $base, $count, $file, $position, $length, $time)",
            "$topic", "$partition", "$base", "$count", "$file", "$position", "$length", "$time");
        using SqliteCommand file = Command(
            _writes, "INSERT INTO files VALUES ($name, $writer, $length) ON CONFLICT(name) DO UPDATE SET length = excluded.length",
            "$name", "$writer", "$length");
        (end.Transaction, extent.Transaction, file.Transaction) = (transaction, transaction, transaction);
        foreach (EmbeddedPending p in pending)
        {
            SetAll(end, p.Count, p.TopicId, p.Partition);
            long start = (long)end.ExecuteScalar()!;
            SetAll(extent, p.TopicId, p.Partition, start, p.Count, p.File, p.Position, p.Length, p.MaxTimeMs);
            extent.ExecuteNonQuery();
            SetAll(file, p.File, writer, p.Position + p.Length);
            file.ExecuteNonQuery();
        }
    }

    private void MoveOffsets(SqliteTransaction transaction, IReadOnlyDictionary<string, IReadOnlyList<LogOffset>> offsets)
    {
        using SqliteCommand command = Command(
            _writes, "INSERT INTO offsets VALUES ($group, $topic, $partition, $next) ON CONFLICT DO UPDATE SET next = excluded.next",
            "$group", "$topic", "$partition", "$next");
        command.Transaction = transaction;
        foreach ((string group, IReadOnlyList<LogOffset> list) in offsets)
        {
            foreach (LogOffset offset in list)
            {
                SetAll(command, group, offset.Partition.Topic, offset.Partition.Partition, offset.Offset);
                command.ExecuteNonQuery();
            }
        }
    }

    private static void SetAll(SqliteCommand command, params ReadOnlySpan<object> values)
    {
        for (int i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i];
    }
}
