using System.Data;
using System.Data.Common;
using System.Globalization;
using ActorStream.Connectors.Sql;
using Microsoft.Data.Sqlite;

namespace ActorStream.Connectors.Sqlite;

/// <summary>SQLite: a file, one writer at a time, types by value.</summary>
internal sealed partial class SqliteDialect : SqlDialect
{
    private const int Error = 1;
    private const int Schema = 17;
    private const int Busy = 5;
    private const int BusySnapshot = 517;
    private const int Locked = 6;
    private const int ConstraintForeignKey = 787;
    private const int ConstraintPrimaryKey = 1555;
    private const int ConstraintUnique = 2067;
    private const int ReadOnly = 8;
    private const int InputOutput = 10;
    private const int CannotOpen = 14;
    private const int Full = 13;

    static SqliteDialect() => SQLitePCL.Batteries_V2.Init();

    private SqliteDialect()
    {
    }

    public static SqliteDialect Instance { get; } = new();

    public override string Name => "SQLite";

    public override int MaxParameters => 32_766;

    public override IsolationLevel Isolation => IsolationLevel.Serializable;

    public override string ForUpdate => "";

    public override string BlobType => "BLOB";

    public override bool IsBlocking => true;

    public override Task<DbConnection> OpenAsync(SqlEndpoint endpoint, CancellationToken cancellationToken) =>
        Task.FromResult<DbConnection>(Open(endpoint));

    private static SqliteConnection Open(SqlEndpoint endpoint)
    {
        if (endpoint.CreatesFile) Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(endpoint.Database))!);
        var text = new SqliteConnectionStringBuilder
        {
            DataSource = endpoint.Database,
            Mode = endpoint.CreatesFile ? SqliteOpenMode.ReadWriteCreate : SqliteOpenMode.ReadWrite,
            Pooling = false,
            ForeignKeys = true,
            DefaultTimeout = (int)Math.Max(1, endpoint.Timeout.TotalSeconds),
        };
        var connection = new SqliteConnection(text.ToString());
        try
        {
            connection.Open();
            UseWriteAheadLog(connection, isOwn: endpoint.CreatesFile);
            using SqliteCommand command = connection.CreateCommand();
            // A commit survives the loss of power, as Kafka's does on its replicas.
            command.CommandText = "PRAGMA synchronous = FULL";
            command.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public override SqlFault? Classify(Exception exception) => exception switch
    {
        SqliteException { SqliteExtendedErrorCode: BusySnapshot } or SqliteException { SqliteErrorCode: Locked } => SqlFault.Conflict,
        SqliteException { SqliteErrorCode: Busy } => SqlFault.Locked,
        SqliteException { SqliteErrorCode: Full } => SqlFault.Full,
        SqliteException { SqliteErrorCode: InputOutput } => SqlFault.Disk,
        SqliteException { SqliteExtendedErrorCode: ConstraintPrimaryKey or ConstraintUnique } => SqlFault.DuplicateKey,
        SqliteException { SqliteExtendedErrorCode: ConstraintForeignKey } => SqlFault.MissingReference,
        // SQLite has one number for every statement that its schema does not fit; statements that are sent have fitted before.
        SqliteException { SqliteErrorCode: Error or Schema or CannotOpen } => SqlFault.Missing,
        SqliteException => SqlFault.Permanent,
        IOException or UnauthorizedAccessException => SqlFault.Permanent,
        _ => null,
    };

    public override bool IsGone(DbConnection connection) => SqliteFile.IsGone((SqliteConnection)connection);

    public override string? LockHolder(SqlEndpoint endpoint) => SqliteFile.Holder(endpoint.Database);

    public override string Quote(string identifier) => "\"" + identifier.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

    public override string Parameter(int index) => string.Create(CultureInfo.InvariantCulture, $"@p{index}");

    public override DbParameter AddParameter(DbCommand command, int index)
    {
        var parameter = new SqliteParameter { ParameterName = Parameter(index) };
        command.Parameters.Add(parameter);
        return parameter;
    }

    public override string KeyType(int length) => "TEXT";

    public override async Task<IReadOnlyList<string>> CheckDurabilityAsync(SqlSession session, SqlEndpoint endpoint)
    {
        long synchronous = (await session.QueryAsync(r => r.GetInt64(0), "PRAGMA synchronous"))[0];
        string journal = (await session.QueryAsync(r => r.GetString(0), "PRAGMA journal_mode"))[0];
        var warnings = new List<string>();
        if (synchronous < 2) warnings.Add($"{endpoint.Address} has synchronous = {synchronous}: a loss of power can lose checkpoints.");
        if (journal is "memory" or "off") warnings.Add($"{endpoint.Address} has journal_mode = {journal}: a crash can damage the file.");
        return warnings;
    }

    /// <summary>So that a job may write a file that it reads: without it, a long scan keeps every writer out.</summary>
    private static void UseWriteAheadLog(SqliteConnection connection, bool isOwn)
    {
        try
        {
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "PRAGMA journal_mode = WAL";
            if (!isOwn) command.CommandTimeout = 1;
            command.ExecuteNonQuery();
        }
        catch (SqliteException e) when (!isOwn && e.SqliteErrorCode is Busy or Locked or ReadOnly)
        {
            // A file that is read-only, or busy just now, stays as it is.
        }
    }

    public override string? Hint(Exception exception) => exception is SqliteException { SqliteErrorCode: CannotOpen }
        ? "The file must exist and be writable; with a local folder, jdbc:mysql://host/NAME is the file NAME.db in it, and an INSERT "
            + "INTO one of its tables makes it."
        : exception is SqliteException e ? SqliteFile.Remedy(e) : null;
}
