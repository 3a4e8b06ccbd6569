
namespace ActorStream.Expressions.Functions;

/// <summary>Functions of a time and a unit: EXTRACT and YEAR to SECOND, FLOOR and CEIL, TIMESTAMPDIFF, TIMESTAMPADD; OVERLAPS.</summary>
internal static class TimeUnitFunctions
{
    public static IEnumerable<(string Name, ScalarFunction Function)> All()
    {
        yield return ("EXTRACT", new ExtractFunction("EXTRACT", null));
        yield return ("YEAR", new ExtractFunction("YEAR", TimeUnit.Year));
        yield return ("QUARTER", new ExtractFunction("QUARTER", TimeUnit.Quarter));
        yield return ("MONTH", new ExtractFunction("MONTH", TimeUnit.Month));
        yield return ("WEEK", new ExtractFunction("WEEK", TimeUnit.Week));
        yield return ("DAYOFYEAR", new ExtractFunction("DAYOFYEAR", TimeUnit.Doy));
        yield return ("DAYOFMONTH", new ExtractFunction("DAYOFMONTH", TimeUnit.Day));
        yield return ("DAYOFWEEK", new ExtractFunction("DAYOFWEEK", TimeUnit.Dow));
        yield return ("HOUR", new ExtractFunction("HOUR", TimeUnit.Hour));
        yield return ("MINUTE", new ExtractFunction("MINUTE", TimeUnit.Minute));
        yield return ("SECOND", new ExtractFunction("SECOND", TimeUnit.Second));
        yield return ("FLOOR", new RoundTimeFunction("FLOOR", isCeiling: false));
        yield return ("CEIL", new RoundTimeFunction("CEIL", isCeiling: true));
        yield return ("CEILING", new RoundTimeFunction("CEILING", isCeiling: true));
        yield return ("TIMESTAMPDIFF", new TimestampDiffFunction());
        yield return ("TIMESTAMPADD", new TimestampAddFunction());
        yield return ("OVERLAPS", new OverlapsFunction());
    }
}
