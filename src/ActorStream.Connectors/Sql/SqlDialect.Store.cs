namespace ActorStream.Connectors.Sql;

/// <summary>What the checkpoint store needs of a dialect.</summary>
internal abstract partial class SqlDialect
{
    /// <summary>A text of at most so many characters that is compared byte by byte and may be a key.</summary>
    public abstract string KeyType(int length);

    /// <summary>The type of byte strings of a few megabytes.</summary>
    public abstract string BlobType { get; }

    /// <summary>Whether a foreign key's columns get an index by themselves.</summary>
    public virtual bool IndexesForeignKeys => false;

    /// <summary>What follows the closing bracket of CREATE TABLE.</summary>
    public virtual string TableSuffix => "";

    /// <summary>Looks whether what this database commits stays committed.</summary>
    /// <returns>Warnings.</returns>
    /// <exception cref="ConnectorException">The database cannot be written.</exception>
    public abstract Task<IReadOnlyList<string>> CheckDurabilityAsync(SqlSession session, SqlEndpoint endpoint);

    /// <summary>Most bytes of data in one statement.</summary>
    public virtual Task<int> MaxStatementSizeBytesAsync(SqlSession session) => Task.FromResult(1 << 20);
}
