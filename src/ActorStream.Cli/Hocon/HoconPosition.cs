namespace ActorStream.Cli.Hocon;

/// <summary>A place in a HOCON file; line and column count from 1.</summary>
internal readonly record struct HoconPosition(string File, int Line, int Column)
{
    public override string ToString() => $"{File}:{Line}:{Column}";
}
