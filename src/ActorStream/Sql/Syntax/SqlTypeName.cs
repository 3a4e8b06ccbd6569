namespace ActorStream.Sql.Syntax;

/// <summary>A field of a ROW type.</summary>
internal sealed record SqlTypeField(SourcePosition Position, string Name, SqlTypeName Type, string? Comment) : SqlNode(Position);

/// <summary>
/// A type as written. The name is canonical: <c>INT</c>, <c>STRING</c>, <c>TIMESTAMP_LTZ</c>, <c>ARRAY</c> with one argument,
/// <c>MAP</c> with two, <c>ROW</c> with fields; another name is a user's type.
/// </summary>
internal sealed record SqlTypeName(SourcePosition Position, string Name) : SqlNode(Position)
{
    public int? Precision { get; init; }

    public int? Scale { get; init; }

    public bool IsNotNull { get; init; }

    public IReadOnlyList<SqlTypeName> Arguments { get; init; } = [];

    public IReadOnlyList<SqlTypeField> Fields { get; init; } = [];

    public SqlIntervalQualifier? Interval { get; init; }
}
