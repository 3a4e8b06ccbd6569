using System.Globalization;
using ActorStream.Connectors;
using ActorStream.Plan;
using ActorStream.Sql.Syntax;

namespace ActorStream.Sql;

/// <summary>
/// <c>/*+ LOOKUP('table' = 'd', …) */</c>, with all options that Flink takes, checked as Flink checks them. Of an option that is given
/// twice the last one counts. <c>async</c>, <c>capacity</c>, <c>timeout</c> and <c>shuffle</c> say how to get there, and lookups get
/// there by themselves: they are asynchronous and batched, and a split has one shard.
/// </summary>
/// <param name="Position">Where it stands.</param>
/// <param name="Table">The alias of the dimension table, or its name where it has none.</param>
/// <param name="OutputMode">The order of rows, where it is given.</param>
/// <param name="Retry">Whether a key without a row is looked up again.</param>
internal sealed record LookupHint(SourcePosition Position, string Table, LookupOutputMode? OutputMode, MissRetry? Retry)
{
    public const string OutputModes = "'ordered' or 'allow_unordered'";
    private const string Name = "LOOKUP";
    private const string MissPredicate = "lookup_miss";

    private static readonly string[] Keys =
    [
        "table", "async", "output-mode", "capacity", "timeout", "retry-predicate", "retry-strategy", "fixed-delay", "max-attempts",
        "shuffle",
    ];

    private static readonly string[] RetryKeys = ["retry-predicate", "retry-strategy", "fixed-delay", "max-attempts"];

    /// <summary>Whether a hint is one of these.</summary>
    public static bool Is(SqlHint hint) => hint.Name.Equals(Name, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads the hints of this kind.</summary>
    public static IReadOnlyList<LookupHint> ReadAll(IReadOnlyList<SqlHint> hints) => [.. hints.Where(Is).Select(Read)];

    /// <summary>An output mode as people write it; null where it is none.</summary>
    public static LookupOutputMode? OutputModeOf(string text) => text.ToLowerInvariant() switch
    {
        "ordered" => LookupOutputMode.Ordered,
        "allow_unordered" => LookupOutputMode.AllowUnordered,
        _ => null,
    };

    private static LookupHint Read(SqlHint hint)
    {
        var given = new Dictionary<string, SqlHintArgument>(StringComparer.Ordinal);
        foreach (SqlHintArgument argument in hint.Arguments)
        {
            if (argument.Key is null) throw Error(
                argument.Position, $"The hint {Name} takes pairs such as 'table' = 'd', but not '{argument.Value}'.");
            if (!Keys.Contains(argument.Key)) throw SqlException.Validation(
                argument.Position, $"The hint {Name} does not take '{argument.Key}'.", $"It takes {string.Join(", ", Keys)}.");
            given[argument.Key] = argument;
        }
        if (!given.TryGetValue("table", out SqlHintArgument? table)) throw Error(
            hint.Position, $"The hint {Name} lacks 'table', which names the dimension table or its alias.");
        foreach (string key in (string[])["async", "shuffle"]) Take<bool>(given, key, "'true' or 'false'", bool.TryParse);
        Take<int>(given, "capacity", "a whole number", TryParseInt);
        Take<TimeSpan>(given, "timeout", "a duration such as '10 s'", OptionText.TryParseDuration);
        return new LookupHint(
            hint.Position, table.Value, Take<LookupOutputMode>(given, "output-mode", OutputModes, TryParseMode), ReadRetry(hint, given));
    }

    private static MissRetry? ReadRetry(SqlHint hint, Dictionary<string, SqlHintArgument> given)
    {
        string[] missing = [.. RetryKeys.Where(k => !given.ContainsKey(k))];
        if (missing.Length == RetryKeys.Length) return null;
        Take<bool>(given, "retry-predicate", $"'{MissPredicate}'", IsText(MissPredicate));
        Take<bool>(given, "retry-strategy", "'fixed_delay'", IsText("fixed_delay"));
        TimeSpan? delay = Take<TimeSpan>(given, "fixed-delay", "a duration above zero, such as '10 s'", TryParseDelay);
        int? attempts = Take<int>(given, "max-attempts", "a whole number from 1 on", TryParseAttempts);
        if (missing.Length > 0) throw SqlException.Validation(
            hint.Position, $"The hint {Name} lacks '{missing[0]}': options of the retry after a miss are given together.",
            $"They are {string.Join(", ", RetryKeys)}.");
        return new MissRetry(delay!.Value, attempts!.Value);
    }

    private delegate bool Parse<T>(string text, out T value);

    private static T? Take<T>(Dictionary<string, SqlHintArgument> given, string key, string expected, Parse<T> parse)
        where T : struct
    {
        if (!given.TryGetValue(key, out SqlHintArgument? argument)) return null;
        return parse(argument.Value, out T value) ? value
            : throw Error(argument.Position, $"'{key}' of the hint {Name} must be {expected}, but is '{argument.Value}'.");
    }

    private static Parse<bool> IsText(string expected) =>
        (string text, out bool value) => value = text.Equals(expected, StringComparison.OrdinalIgnoreCase);

    private static bool TryParseInt(string text, out int value) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    private static bool TryParseAttempts(string text, out int value) => TryParseInt(text, out value) && value > 0;

    private static bool TryParseDelay(string text, out TimeSpan value) =>
        OptionText.TryParseDuration(text, out value) && value.TotalMilliseconds >= 1;

    private static bool TryParseMode(string text, out LookupOutputMode value)
    {
        LookupOutputMode? mode = OutputModeOf(text);
        value = mode.GetValueOrDefault();
        return mode is not null;
    }

    private static SqlException Error(SourcePosition position, string message) => SqlException.Validation(position, message, null);
}
