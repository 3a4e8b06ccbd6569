namespace ActorStream;

/// <summary>What a row does to the table that a changelog describes. The values are Flink's wire values.</summary>
public enum RowKind : byte
{
    /// <summary><c>+I</c>: a new row.</summary>
    Insert = 0,

    /// <summary><c>-U</c>: the old content of a row that is updated.</summary>
    UpdateBefore = 1,

    /// <summary><c>+U</c>: the new content of a row that is updated.</summary>
    UpdateAfter = 2,

    /// <summary><c>-D</c>: a row that goes.</summary>
    Delete = 3,
}

/// <summary>Texts of row kinds.</summary>
public static class RowKinds
{
    /// <summary>The short form that Flink prints: <c>+I</c>, <c>-U</c>, <c>+U</c>, <c>-D</c>.</summary>
    public static string ToShortString(this RowKind kind) => kind switch
    {
        RowKind.Insert => "+I",
        RowKind.UpdateBefore => "-U",
        RowKind.UpdateAfter => "+U",
        _ => "-D",
    };
}
