namespace ActorStream;

/// <summary>The value of an INTERVAL of years and months.</summary>
/// <param name="Months">All of it in months.</param>
public readonly record struct YearMonthInterval(int Months)
{
    /// <summary>As Java's Period: <c>P18M</c>.</summary>
    public override string ToString() => Months == 0 ? "P0D" : $"P{Months}M";
}
