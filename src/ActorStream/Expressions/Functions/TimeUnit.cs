namespace ActorStream.Expressions.Functions;

/// <summary>Units of EXTRACT, FLOOR, CEIL, TIMESTAMPDIFF and TIMESTAMPADD.</summary>
internal enum TimeUnit
{
    Millennium,
    Century,
    Decade,
    Year,
    IsoYear,
    Quarter,
    Month,
    Week,
    Day,
    Doy,
    Dow,
    IsoDow,
    Hour,
    Minute,
    Second,
    Millisecond,
    Microsecond,
    Nanosecond,
    Epoch,
}

/// <summary>Reads the names of units.</summary>
internal static class TimeUnits
{
    /// <summary>The unit that a constant argument names, or null.</summary>
    public static TimeUnit? Read(Expression argument) =>
        Constants.Text(argument) is { } name && Enum.TryParse(name, ignoreCase: true, out TimeUnit unit) && !char.IsAsciiDigit(name[0])
            ? unit : null;
}
