using ActorStream.Connectors.Jdbc;
using ActorStream.Connectors.Sql;
using ActorStream.Connectors.Sqlite;

namespace ActorStream.Connectors;

/// <summary>Makes checkpoint stores from URLs.</summary>
public static class CheckpointStoreFactory
{
    /// <summary>The file that a folder stands for.</summary>
    public const string FileName = "checkpoints.db";

    /// <summary>Makes a store; it connects when it is opened.</summary>
    /// <param name="url"><c>sqlite:PATH</c> or <c>jdbc:sqlite:PATH</c> (a file), <c>file:///FOLDER</c> (the file
    /// <c>checkpoints.db</c> in it), <c>jdbc:mysql://host:port/database</c>, <c>jdbc:mariadb:…</c>, <c>jdbc:postgresql:…</c>.</param>
    /// <param name="user">The user, or null: the URL's.</param>
    /// <param name="password">The password, or null: the URL's.</param>
    /// <param name="timeout">How long connecting and a statement may take. Default 60 s, and 20 s for a file: only a process that holds
    /// its lock makes one wait.</param>
    /// <exception cref="ActorStreamException">The URL is none of these.</exception>
    public static ICheckpointStore Create(string url, string? user = null, string? password = null, TimeSpan? timeout = null)
    {
        TimeSpan limit = timeout ?? TimeSpan.FromSeconds(20);
        if (url.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
        {
            string folder = JdbcUrl.FilePath(url);
            if (folder.Length == 0) throw JdbcUrl.Wrong(url, "it names no folder", "Write file:///FOLDER.");
            return File(Path.Combine(folder, FileName), limit);
        }
        if (url.StartsWith("sqlite:", StringComparison.OrdinalIgnoreCase)) url = "jdbc:" + url;
        if (url.StartsWith("jdbc:", StringComparison.OrdinalIgnoreCase))
        {
            bool isFile = url.StartsWith("jdbc:sqlite:", StringComparison.OrdinalIgnoreCase);
            TimeSpan? ofUrl = isFile ? limit : timeout;
            return new SqlCheckpointStore(JdbcUrl.Parse(url, user, password, timeout: ofUrl, createsFile: true));
        }
        throw JdbcUrl.Wrong(url, "it begins with none of sqlite:, file:, jdbc:");
    }

    private static SqlCheckpointStore File(string path, TimeSpan timeout) => new(
        new SqlEndpoint { Dialect = SqliteDialect.Instance, Database = path, CreatesFile = true, Timeout = timeout });
}
