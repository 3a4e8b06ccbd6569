namespace ActorStream;

/// <summary>The step at which a SQL text was refused.</summary>
public enum SqlErrorPhase
{
    /// <summary>The text is not SQL.</summary>
    Parse,

    /// <summary>The text is SQL, but names or types do not fit.</summary>
    Validation,
}

/// <summary>A SQL text was refused.</summary>
public sealed partial class SqlException : ActorStreamException
{
    internal SqlException(SqlErrorPhase phase, string message, int line, int column, string? hint = null, Exception? innerException = null)
        : base(message, ErrorDomain.User, isTransient: false, hint, innerException)
    {
        Phase = phase;
        Line = line;
        Column = column;
    }

    /// <summary>The step at which it was refused.</summary>
    public SqlErrorPhase Phase { get; }

    /// <summary>The line in the script, from 1; 0 where none is known.</summary>
    public int Line { get; }

    /// <summary>The column in that line, from 1, in UTF-16 units.</summary>
    public int Column { get; }
}
