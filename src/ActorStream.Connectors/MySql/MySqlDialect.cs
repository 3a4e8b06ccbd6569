using System.Data;
using System.Data.Common;
using System.Globalization;
using ActorStream.Connectors.Sql;
using MySql.Data.MySqlClient;

namespace ActorStream.Connectors.MySql;

/// <summary>MySQL and MariaDB. The client library appears in this folder's files that bear its types only.</summary>
internal sealed partial class MySqlDialect : SqlDialect
{
    private const int MaxPartSizeBytes = 1 << 20;
    private const int MinPartSizeBytes = 1 << 10;

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

    public override DbConnection Open(SqlEndpoint endpoint)
    {
        var connection = new MySqlConnection(ConnectionString(endpoint));
        try
        {
            connection.Open();
            MySqlReadBuffer.Attach(connection);
            if (connection.ServerVersion.Contains("MariaDB", StringComparison.OrdinalIgnoreCase))
            {
                using MySqlCommand command = connection.CreateCommand();
                command.CommandText = string.Create(
                    CultureInfo.InvariantCulture,
                    $"SET SESSION idle_transaction_timeout = {endpoint.IdleTransactionTimeout.TotalSeconds:0}");
                command.ExecuteNonQuery();
            }
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
        MySqlException e => Classify(e),
        IOException or TimeoutException or System.Net.Sockets.SocketException => SqlFault.ConnectionLost,
        // The client says so of a connection that the server closed.
        InvalidOperationException e when e.Message.Contains("onnection", StringComparison.Ordinal) => SqlFault.ConnectionLost,
        // The client trips over itself where its connection broke.
        NullReferenceException { Source: "MySql.Data" } => SqlFault.ConnectionLost,
        global::MySql.Data.Types.MySqlConversionException or FormatException => SqlFault.Permanent,
        _ => null,
    };

    public override string Quote(string identifier) => "`" + identifier.Replace("`", "``", StringComparison.Ordinal) + "`";

    public override string Parameter(int index) => string.Create(CultureInfo.InvariantCulture, $"@p{index}");

    public override DbParameter AddParameter(DbCommand command, int index)
    {
        var parameter = new MySqlParameter { ParameterName = Parameter(index) };
        command.Parameters.Add(parameter);
        return parameter;
    }

    public override string InsertIgnore(string rest) => $"INSERT IGNORE {rest}";

    public override string KeyType(int length) =>
        string.Create(CultureInfo.InvariantCulture, $"VARCHAR({length}) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin");

    public override int MaxStatementSizeBytes(SqlSession session)
    {
        long packet = session.Query(r => Convert.ToInt64(r.GetValue(0), CultureInfo.InvariantCulture), "SELECT @@max_allowed_packet")[0];
        // Half: the client escapes byte strings, which can double them; and some room for the statement around them.
        return (int)Math.Clamp(packet / 2 - 16 * 1024, MinPartSizeBytes, MaxPartSizeBytes);
    }

    public override IReadOnlyList<string> CheckDurability(SqlSession session, SqlEndpoint endpoint)
    {
        (long readOnly, long flush, long binaryLog, long syncBinaryLog) = session.Query(
            r => (Number(r, 0), Number(r, 1), Number(r, 2), Number(r, 3)),
            "SELECT @@read_only, @@innodb_flush_log_at_trx_commit, @@log_bin, @@sync_binlog")[0];
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

    private static SqlFault Classify(MySqlException e)
    {
        for (Exception? inner = e.InnerException; inner is not null; inner = inner.InnerException)
        {
            if (inner is IOException or TimeoutException or System.Net.Sockets.SocketException) return SqlFault.ConnectionLost;
        }
        return e.Number switch
        {
            1205 or 1213 or 1040 or 1203 or 1226 or 3024 or 1969 => SqlFault.Conflict,
            // 0: the client's own errors, all about connecting and reading. 1053: shutdown; 1927: killed; 2xxx: the client's.
            0 or 1042 or 1043 or 1047 or 1053 or 1077 or 1079 or 1152 or 1153 or 1158 or 1159 or 1160 or 1161 or 1184 or 1927 or 4031
                or (>= 2000 and < 2100) => e.Number == 1153 ? SqlFault.Permanent : SqlFault.ConnectionLost,
            1062 or 1022 or 1586 => SqlFault.DuplicateKey,
            1452 or 1216 => SqlFault.MissingReference,
            _ => SqlFault.Permanent,
        };
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
            AllowZeroDateTime = true,
            ConnectionTimeout = (uint)Math.Max(1, endpoint.ConnectTimeout.TotalSeconds),
            DefaultCommandTimeout = (uint)Math.Clamp(endpoint.Timeout.TotalSeconds, 1, 3600),
            SslMode = SslMode(endpoint.Settings),
            AllowPublicKeyRetrieval = endpoint.Settings.TryGetValue("allowpublickeyretrieval", out string? allow) && bool.Parse(allow),
        };
        return text.ToString();
    }

    private static MySqlSslMode SslMode(IReadOnlyDictionary<string, string> settings)
    {
        if (settings.TryGetValue("sslmode", out string? mode))
        {
            return mode.ToUpperInvariant() switch
            {
                "DISABLED" or "DISABLE" => MySqlSslMode.Disabled,
                "REQUIRED" or "TRUST" => MySqlSslMode.Required,
                "VERIFY_CA" or "VERIFY-CA" => MySqlSslMode.VerifyCA,
                "VERIFY_IDENTITY" or "VERIFY-FULL" => MySqlSslMode.VerifyFull,
                _ => MySqlSslMode.Preferred,
            };
        }
        if (!settings.TryGetValue("usessl", out string? useSsl)) return MySqlSslMode.Preferred;
        if (useSsl.Equals("false", StringComparison.OrdinalIgnoreCase)) return MySqlSslMode.Disabled;
        bool verifies = settings.TryGetValue("verifyservercertificate", out string? verify)
            && verify.Equals("true", StringComparison.OrdinalIgnoreCase);
        if (verifies) return MySqlSslMode.VerifyCA;
        bool requires = settings.TryGetValue("requiressl", out string? require)
            && require.Equals("true", StringComparison.OrdinalIgnoreCase);
        return requires ? MySqlSslMode.Required : MySqlSslMode.Preferred;
    }
}
