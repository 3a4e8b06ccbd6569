namespace ActorStream.Connectors;

/// <summary>What kinds of rows a plan's edge carries.</summary>
public enum ChangelogMode
{
    /// <summary>Only <c>+I</c>.</summary>
    InsertOnly,

    /// <summary><c>+I</c>, <c>+U</c> and <c>-D</c> by a unique key.</summary>
    Upsert,

    /// <summary><c>+I</c>, <c>-U</c>, <c>+U</c> and <c>-D</c>.</summary>
    Retract,
}
