using System.Data;
using System.Data.Common;
using System.Text;

namespace ActorStream.Connectors.Sql;

/// <summary>What differs between databases: how to connect, quote, number parameters and read their errors.</summary>
internal abstract partial class SqlDialect
{
    /// <summary>The product's name.</summary>
    public abstract string Name { get; }

    /// <summary>Most parameters that a statement may have.</summary>
    public abstract int MaxParameters { get; }

    /// <summary>How a transaction is isolated that locks the rows it decides by.</summary>
    public abstract IsolationLevel Isolation { get; }

    /// <summary>What makes a SELECT lock the rows that it reads; empty where writers exclude each other anyway.</summary>
    public abstract string ForUpdate { get; }

    /// <summary>Whether the client library blocks its caller's thread while it waits.</summary>
    public virtual bool IsBlocking => false;

    /// <summary>Connects and sets the session up.</summary>
    public abstract Task<DbConnection> OpenAsync(SqlEndpoint endpoint, CancellationToken cancellationToken);

    /// <summary>What an exception of the client means; null where it is none of the client's.</summary>
    public abstract SqlFault? Classify(Exception exception);

    /// <summary>What to do about an error, where the dialect knows better than the kind of error tells.</summary>
    public virtual string? Hint(Exception exception) => null;

    /// <summary>Whether what the connection reads and writes is no longer where it was opened.</summary>
    public virtual bool IsGone(DbConnection connection) => false;

    /// <summary>Who keeps the database locked, for people; null where that is not known.</summary>
    public virtual string? LockHolder(SqlEndpoint endpoint) => null;

    /// <summary>A name as an identifier, whatever is in it.</summary>
    public abstract string Quote(string identifier);

    /// <summary>What a name in quotes of the database's own means, or null where it is none.</summary>
    public virtual string? Unquote(string identifier) => null;

    /// <summary>How parameter <paramref name="index"/> (from 0) stands in a statement.</summary>
    public abstract string Parameter(int index);

    /// <summary>Adds a parameter of that index without a value.</summary>
    public abstract DbParameter AddParameter(DbCommand command, int index);

    /// <summary>A statement written with <c>?</c> for each parameter, in this dialect. For texts without identifiers of users.</summary>
    public string Text(string statement)
    {
        var text = new StringBuilder(statement.Length + 32);
        int index = 0;
        foreach (char c in statement)
        {
            if (c == '?') text.Append(Parameter(index++));
            else text.Append(c);
        }
        return text.ToString();
    }

    /// <summary>An INSERT that passes over rows whose key exists; from <c>INTO table …</c> on.</summary>
    public virtual string InsertIgnore(string rest) => $"INSERT {rest} ON CONFLICT DO NOTHING";
}
