using System.Data;
using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;
using ActorStream.Connectors.Sql;
using Npgsql;

namespace ActorStream.Connectors.Postgres;

/// <summary>PostgreSQL.</summary>
internal sealed partial class PostgresDialect : SqlDialect
{
    private PostgresDialect()
    {
    }

    public static PostgresDialect Instance { get; } = new();

    public override string Name => "PostgreSQL";

    public override int MaxParameters => 32_767;

    public override IsolationLevel Isolation => IsolationLevel.ReadCommitted;

    public override string ForUpdate => " FOR UPDATE";

    public override string BlobType => "BYTEA";

    public override async Task<DbConnection> OpenAsync(SqlEndpoint endpoint, CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(ConnectionString(endpoint));
        try
        {
            await connection.OpenAsync(cancellationToken);
            // The server's default may be off; a checkpoint that Kafka points at must be there after a crash.
            await using NpgsqlCommand command = connection.CreateCommand();
            command.CommandText = string.Create(
                CultureInfo.InvariantCulture,
                $"SET synchronous_commit = on; "
                    + $"SET idle_in_transaction_session_timeout = {endpoint.IdleTransactionTimeout.TotalMilliseconds:0}");
            await command.ExecuteNonQueryAsync(cancellationToken);
            if (endpoint.Role != SqlRole.Any) await RequireRoleAsync(connection, endpoint, cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>As pgjdbc decides it: a primary is who takes writes.</summary>
    private static async Task RequireRoleAsync(NpgsqlConnection connection, SqlEndpoint endpoint, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = connection.CreateCommand();
        command.CommandText = "SHOW transaction_read_only";
        SqlRole role = (string?)await command.ExecuteScalarAsync(cancellationToken) == "off" ? SqlRole.Primary : SqlRole.Secondary;
        if (role == endpoint.Role) return;
        throw new IOException(role == SqlRole.Primary ? "it is the primary, but the URL's targetServerType is secondary"
            : "it only reads, but the URL's targetServerType is primary");
    }

    public override SqlFault? Classify(Exception exception) => exception switch
    {
        PostgresException e => e.SqlState switch
        {
            // A lock, a deadlock, a statement that was stopped, too many connections, out of memory for now.
            "40001" or "40P01" or "55P03" or "57014" or "53300" or "53200" or "53000" or "53400" => SqlFault.Conflict,
            // A server that starts, ends or was told to end the connection; one that only reads, which a primary becomes when another
            // takes its place.
            "57P01" or "57P02" or "57P03" or "57P05" or "25P03" or "25006" => SqlFault.ConnectionLost,
            // No such database, schema, table, column; a prepared statement whose result changed its type.
            "3D000" or "3F000" or "42P01" or "42703" or "0A000" => SqlFault.Missing,
            "53100" => SqlFault.Full,
            "23505" or "42P07" or "42710" => SqlFault.DuplicateKey,
            "23503" => SqlFault.MissingReference,
            _ => e.SqlState.StartsWith("08", StringComparison.Ordinal) ? SqlFault.ConnectionLost : SqlFault.Permanent,
        },
        // The client's own: about the connection where it says that a retry may help; else about a password, a certificate, a value.
        NpgsqlException { InnerException: AuthenticationException } => SqlFault.Untrusted,
        NpgsqlException { IsTransient: false } e when e.Message.Contains("SSL", StringComparison.Ordinal) => SqlFault.Untrusted,
        NpgsqlException e => e.IsTransient ? SqlFault.ConnectionLost : SqlFault.Permanent,
        IOException or TimeoutException or SocketException => SqlFault.ConnectionLost,
        InvalidCastException or OverflowException => SqlFault.Permanent,
        _ => null,
    };

    public override string Quote(string identifier) => "\"" + identifier.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

    public override string Parameter(int index) => string.Create(CultureInfo.InvariantCulture, $"${index + 1}");

    public override DbParameter AddParameter(DbCommand command, int index)
    {
        var parameter = new NpgsqlParameter();
        command.Parameters.Add(parameter);
        return parameter;
    }

    public override string KeyType(int length) => string.Create(CultureInfo.InvariantCulture, $"VARCHAR({length}) COLLATE \"C\"");

    public override async Task<IReadOnlyList<string>> CheckDurabilityAsync(SqlSession session, SqlEndpoint endpoint)
    {
        (bool standby, string fsync, string fullPages) = (await session.QueryAsync(
            r => (r.GetBoolean(0), r.GetString(1), r.GetString(2)),
            "SELECT pg_is_in_recovery(), current_setting('fsync'), current_setting('full_page_writes')"))[0];
        if (standby)
        {
            throw new ConnectorException("checkpoint-store", null, $"{endpoint.Address} is a standby and cannot be written.",
                hint: "Name the primary server.");
        }
        var warnings = new List<string>();
        if (fsync != "on") warnings.Add($"{endpoint.Address} has fsync = {fsync}: a crash of its machine can lose or damage checkpoints.");
        if (fullPages != "on")
            warnings.Add($"{endpoint.Address} has full_page_writes = {fullPages}: a crash of its machine can damage checkpoints.");
        return warnings;
    }

    private static string ConnectionString(SqlEndpoint endpoint)
    {
        int timeout = (int)Math.Clamp(endpoint.Timeout.TotalSeconds, 1, 1024);
        var text = new NpgsqlConnectionStringBuilder
        {
            Host = endpoint.Host,
            Port = endpoint.Port,
            Database = endpoint.Database,
            Username = endpoint.User,
            Password = endpoint.Password,
            Pooling = false,
            Timeout = (int)Math.Max(1, endpoint.ConnectTimeout.TotalSeconds),
            TcpKeepAlive = true,
            CommandTimeout = timeout,
            Multiplexing = false,
            PersistSecurityInfo = false,
            IncludeErrorDetail = false,
            LogParameters = false,
            ApplicationName = endpoint.Settings.GetValueOrDefault("applicationname") ?? "actorstream",
            SslMode = Ssl(endpoint.Tls.Mode),
        };
        if (endpoint.Tls.AuthorityFile is { } authority) text.RootCertificate = authority;
        if (endpoint.Settings.TryGetValue("currentschema", out string? schema)) text.SearchPath = schema;
        return text.ToString();
    }

    private static SslMode Ssl(TlsMode mode) => mode switch
    {
        TlsMode.Disable => SslMode.Disable,
        TlsMode.Allow => SslMode.Allow,
        TlsMode.Prefer => SslMode.Prefer,
        TlsMode.Require => SslMode.Require,
        TlsMode.VerifyCa => SslMode.VerifyCA,
        TlsMode.VerifyFull => SslMode.VerifyFull,
        _ => throw new UnreachableException(),
    };
}
