namespace ActorStream.Types;

/// <summary>Converts columns of one type to another. Made by <see cref="Casts.Create"/>; stateless.</summary>
internal abstract class Cast
{
    /// <summary>Converts every row; NULL stays NULL. Throws <see cref="EvaluationException"/> where CAST fails; TRY_CAST gives
    /// NULL.</summary>
    public abstract Column Apply(Column column, TimeZoneInfo zone);

    /// <summary>Whether it may throw for some value.</summary>
    public virtual bool CanFail => false;
}
