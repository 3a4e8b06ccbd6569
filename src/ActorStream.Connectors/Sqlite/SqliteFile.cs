using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ActorStream.Connectors.Sqlite;

/// <summary>What SQLite's own API says of a database's file, and the machine of its locks.</summary>
internal static partial class SqliteFile
{
    private const int HasMoved = 20;

    /// <summary>Whether the file that the connection reads and writes is no longer the one at its path: it was removed, moved away, or
    /// another was put in its place. What is written then, nobody will find.</summary>
    public static bool IsGone(SqliteConnection connection)
    {
        if (connection.Handle is not { IsInvalid: false } handle) return false;
        int moved = 0;
        int result = sqlite3_file_control(handle.DangerousGetHandle(), "main", HasMoved, ref moved);
        return result == raw.SQLITE_OK && moved != 0;
    }

    /// <summary>Who keeps others from writing to a database, for people: <c>process 4711 (dotnet, stopped)</c>; null where that cannot
    /// be seen. A stopped process (Ctrl-Z, a debugger) keeps its locks for as long as it is stopped.</summary>
    public static string? Holder(string path)
    {
        if (!OperatingSystem.IsLinux()) return null;
        try
        {
            string[] files = [Path.GetFullPath(path), Path.GetFullPath(path) + "-shm", Path.GetFullPath(path) + "-wal"];
            foreach (string line in File.ReadLines("/proc/locks"))
            {
                // 1: POSIX  ADVISORY  WRITE 4711 fe:00:12402848 120 120
                string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (words.Length < 5 || words[1] != "POSIX" || words[3] != "WRITE") continue;
                if (!int.TryParse(words[4], CultureInfo.InvariantCulture, out int process) || process == Environment.ProcessId) continue;
                if (HasOpen(process, files)) return Describe(process);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another user's process, or no such file system: then it is not told.
        }
        return null;
    }

    /// <summary>What SQLite's error means for its file, as what comes after the file's name.</summary>
    public static string Trouble(SqliteException e) => e.SqliteErrorCode switch
    {
        raw.SQLITE_FULL => "has no room left for what is written",
        raw.SQLITE_IOERR => "could not be read or written",
        raw.SQLITE_READONLY => "may not be written",
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => "is damaged",
        raw.SQLITE_CANTOPEN => "could not be opened",
        _ => "refused a statement",
    };

    /// <summary>What to do about it; null where the error itself must tell.</summary>
    public static string? Remedy(SqliteException e) => e.SqliteErrorCode switch
    {
        raw.SQLITE_FULL => "Make room on the disk that holds it; nothing of the statement was kept.",
        raw.SQLITE_IOERR => "Look at the disk that holds it: whether it has room left, and what the system's log says of it.",
        raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN => "Look at the permissions of the file, of those beside it, and of their folder.",
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => "Restore the folder from a copy, or start anew in another one.",
        _ => null,
    };

    private static bool HasOpen(int process, string[] files)
    {
        string folder = $"/proc/{process}/fd";
        return Directory.Exists(folder)
            && Directory.EnumerateFiles(folder).Any(f => files.Contains(new FileInfo(f).LinkTarget, StringComparer.Ordinal));
    }

    private static string Describe(int process)
    {
        string name = File.ReadAllText($"/proc/{process}/comm").Trim();
        bool isStopped = File.ReadLines($"/proc/{process}/status")
            .Any(l => l.StartsWith("State:\tT", StringComparison.Ordinal) || l.StartsWith("State:\tt", StringComparison.Ordinal));
        return string.Create(CultureInfo.InvariantCulture, $"process {process} ({name}{(isStopped ? ", stopped" : "")})");
    }

    [LibraryImport("e_sqlite3", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int sqlite3_file_control(IntPtr database, string name, int operation, ref int argument);
}
