using System.Data;
using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using ActorStream.Connectors.Sql;
using MySqlConnector;

namespace ActorStream.Connectors.MySql;

/// <summary>MySQL and MariaDB. The client library appears in this folder's files that bear its types only.</summary>
internal sealed partial class MySqlDialect : SqlDialect
{
    private const int MaxPartSizeBytes = 1 << 20;
    private const uint KeepaliveSeconds = 30;
    private const int MinPartSizeBytes = 1 << 10;

    // A server that takes no backslash as an escape would read texts otherwise than the client writes them.
    private const string SessionSetup = "SET SESSION sql_mode = REPLACE(@@sql_mode, 'NO_BACKSLASH_ESCAPES', '')";

    private MySqlDialect()
    {
    }

    public static MySqlDialect Instance { get; } = new();

    public override string Name => "MySQL";

    public override int MaxParameters => 65_535;

    public override IsolationLevel Isolation => IsolationLevel.ReadCommitted;

    public override string ForUpdate => " FOR UPDATE";

    public override string BlobType => "MEDIUMBLOB";

    public override bool IndexesForeignKeys => true;

    public override string TableSuffix => " ENGINE = InnoDB";

    public override async Task<DbConnection> OpenAsync(SqlEndpoint endpoint, CancellationToken cancellationToken)
    {
        var connection = new MySqlConnection(ConnectionString(endpoint));
        try
        {
            await connection.OpenAsync(cancellationToken);
            await using MySqlCommand command = connection.CreateCommand();
            command.CommandText = SessionSetup;
            if (connection.ServerVersion.Contains("MariaDB", StringComparison.OrdinalIgnoreCase))
            {
                command.CommandText += string.Create(
                    CultureInfo.InvariantCulture,
                    $", SESSION idle_transaction_timeout = {endpoint.IdleTransactionTimeout.TotalSeconds:0}");
            }
            await command.ExecuteNonQueryAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public override SqlFault? Classify(Exception exception) => MySqlFaults.Classify(exception);

    public override string Quote(string identifier) => "`" + identifier.Replace("`", "``", StringComparison.Ordinal) + "`";

    public override string Parameter(int index) => "?";

    public override DbParameter AddParameter(DbCommand command, int index)
    {
        var parameter = new MySqlParameter();
        command.Parameters.Add(parameter);
        return parameter;
    }

    public override string InsertIgnore(string rest) => $"INSERT IGNORE {rest}";

    public override string KeyType(int length) =>
        string.Create(CultureInfo.InvariantCulture, $"VARCHAR({length}) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin");

    public override async Task<int> MaxStatementSizeBytesAsync(SqlSession session)
    {
        List<long> packet = await session.QueryAsync(
            r => Convert.ToInt64(r.GetValue(0), CultureInfo.InvariantCulture), "SELECT @@max_allowed_packet");
        // Half: the client escapes byte strings, which can double them; and some room for the statement around them.
        return (int)Math.Clamp(packet[0] / 2 - 16 * 1024, MinPartSizeBytes, MaxPartSizeBytes);
    }

    public override async Task<IReadOnlyList<string>> CheckDurabilityAsync(SqlSession session, SqlEndpoint endpoint)
    {
        (long readOnly, long flush, long binaryLog, long syncBinaryLog) = (await session.QueryAsync(
            r => (Number(r, 0), Number(r, 1), Number(r, 2), Number(r, 3)),
            "SELECT @@read_only, @@innodb_flush_log_at_trx_commit, @@log_bin, @@sync_binlog"))[0];
        if (readOnly != 0)
        {
            throw new ConnectorException("checkpoint-store", null, $"{endpoint.Address} is read-only.",
                hint: "Name the primary server, not a replica.");
        }
        var warnings = new List<string>();
        if (flush != 1)
        {
            warnings.Add($"{endpoint.Address} has innodb_flush_log_at_trx_commit = {flush}: a crash of its machine "
                + "can lose checkpoints that "
                + "Kafka knows of, and the job then stops. Set it to 1.");
        }
        if (binaryLog != 0 && syncBinaryLog != 1)
        {
            warnings.Add($"{endpoint.Address} has sync_binlog = {syncBinaryLog}: its replicas can lack checkpoints "
                + "after a crash. Set it to 1.");
        }
        return warnings;

        static long Number(DbDataReader reader, int ordinal) => Convert.ToInt64(reader.GetValue(ordinal), CultureInfo.InvariantCulture);
    }

    private static string ConnectionString(SqlEndpoint endpoint)
    {
        var text = new MySqlConnectionStringBuilder
        {
            Server = endpoint.Host,
            Port = (uint)endpoint.Port,
            Database = endpoint.Database,
            UserID = endpoint.User ?? "",
            Password = endpoint.Password ?? "",
            Pooling = false,
            CharacterSet = "utf8mb4",
            AllowLoadLocalInfile = false,
            AllowUserVariables = false,
            PersistSecurityInfo = false,
            TreatTinyAsBoolean = false,
            GuidFormat = MySqlGuidFormat.None,
            Keepalive = KeepaliveSeconds,
            AllowZeroDateTime = true,
            ConnectionTimeout = (uint)Math.Max(1, endpoint.ConnectTimeout.TotalSeconds),
            DefaultCommandTimeout = (uint)Math.Clamp(endpoint.Timeout.TotalSeconds, 1, 3600),
            SslMode = SslMode(endpoint.Tls.Mode),
            SslCa = endpoint.Tls.AuthorityFile ?? "",
            // As the Java drivers: they ask nobody whether a certificate was revoked, and a private authority could not answer.
            SkipCertificateRevocationCheck = endpoint.Tls.Mode == TlsMode.VerifyFull,
            AllowPublicKeyRetrieval = endpoint.Settings.TryGetValue("allowpublickeyretrieval", out string? allow) && bool.Parse(allow),
        };
        return text.ToString();
    }

    private static MySqlSslMode SslMode(TlsMode mode) => mode switch
    {
        TlsMode.Disable => MySqlSslMode.Disabled,
        TlsMode.Allow or TlsMode.Prefer => MySqlSslMode.Preferred,
        TlsMode.Require => MySqlSslMode.Required,
        TlsMode.VerifyCa => MySqlSslMode.VerifyCA,
        TlsMode.VerifyFull => MySqlSslMode.VerifyFull,
        _ => throw new UnreachableException(),
    };
}
