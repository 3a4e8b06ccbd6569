using System.Net.Sockets;
using System.Security.Authentication;
using ActorStream.Connectors.Sql;
using MySqlConnector;

namespace ActorStream.Connectors.MySql;

/// <summary>What the errors of MySQL and MariaDB and of their client mean, by number.</summary>
internal static class MySqlFaults
{
    /// <summary>What an exception of the client means; null where it is none of the client's.</summary>
    public static SqlFault? Classify(Exception exception) => exception switch
    {
        // The client has one number for this and for a server that is not there.
        MySqlException { Number: 1042, Message: "Server does not support SSL" } => SqlFault.Untrusted,
        MySqlException e => OfCause(e) ?? OfNumber(e.Number),
        IOException or TimeoutException or SocketException => SqlFault.ConnectionLost,
        // The client's own about values that it cannot read.
        MySqlConversionException or FormatException or OverflowException or InvalidCastException => SqlFault.Permanent,
        _ => null,
    };

    private static SqlFault? OfCause(MySqlException e)
    {
        for (Exception? inner = e.InnerException; inner is not null; inner = inner.InnerException)
        {
            // A certificate that is not accepted will not be the next time.
            if (inner is AuthenticationException) return SqlFault.Untrusted;
            if (inner is IOException or TimeoutException or SocketException) return SqlFault.ConnectionLost;
        }
        return null;
    }

    private static SqlFault OfNumber(int number) => number switch
    {
        // The client's: 0 about connecting and reading, −1 a statement whose time is up, 2000 on as the C library's.
        0 or -1 or (>= 2000 and < 2100) => SqlFault.ConnectionLost,

        // No connection (1042), a handshake that broke off (1043), a server that starts or ends (1053, 1077, 1079), a connection that it
        // aborted or was told to end (1152, 1184, 1927, 3169, 4031), network errors (1158 to 1161); and a server that only reads, which
        // a primary becomes when another takes its place (1290, 1792, 1836).
        1042 or 1043 or 1047 or 1053 or 1077 or 1079 or 1152 or 1158 or 1159 or 1160 or 1161 or 1184 or 1927 or 3169 or 4031
            or 1290 or 1792 or 1836 => SqlFault.ConnectionLost,

        // Too many connections (1040, 1203, 1226), out of memory for now (1037, 1038, 1041), a lock or a deadlock (1205, 1213, 1614), too
        // many transactions (1637), a row that changed meanwhile (1020), a statement that was stopped or took too long (1317, 1969, 3024).
        1040 or 1203 or 1226 or 1037 or 1038 or 1041 or 1205 or 1213 or 1614 or 1637 or 1020 or 1317 or 1969 or 3024
            => SqlFault.Conflict,

        // No such database (1049), column (1054), table (1146); a table whose definition changed (1412) or cannot be opened (1016, 1932),
        // a view over what is not there (1356).
        1049 or 1054 or 1146 or 1412 or 1016 or 1932 or 1356 => SqlFault.Missing,

        // The disk (1021) or a table (1114) is full.
        1021 or 1114 => SqlFault.Full,
        1062 or 1022 or 1586 => SqlFault.DuplicateKey,
        1452 or 1216 => SqlFault.MissingReference,
        _ => SqlFault.Permanent,
    };
}
