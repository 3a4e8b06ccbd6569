namespace ActorStream.Sql.Syntax;

/// <summary>Where a token or node begins: offset from 0, line and column from 1.</summary>
internal readonly record struct SourcePosition(int Offset, int Line, int Column)
{
    public static SourcePosition Start => new(0, 1, 1);
}
