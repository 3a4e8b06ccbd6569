using ActorStream.Connectors;
using ActorStream.Plan;
using ActorStream.Sql.Syntax;

namespace ActorStream.Sql;

/// <content>What a query asks of its lookup joins: <c>/*+ LOOKUP('table' = 'd', …) */</c>, and SET.</content>
internal sealed partial class Binder
{
    private const string OutputModeOption = "lookup.output-mode";
    private const string OutputModeSetting = "table.exec.async-lookup.output-mode";
    private const string OutputModes = "'ordered' or 'allow_unordered'";

    private static readonly string[] LookupHintKeys =
    [
        "table", "async", "output-mode", "capacity", "timeout", "retry-predicate", "retry-strategy", "fixed-delay", "max-attempts",
            "shuffle",
    ];

    /// <summary>Checks the hints on a lookup join, which is asynchronous and batched anyway, and takes the order of its rows: the hint
    /// goes before the table's option, and that before the session's setting.</summary>
    private LookupOutputMode OutputMode(
        IReadOnlyList<SqlHint> hints, SqlTableReference reference, IReadOnlyDictionary<string, string> options, TableDefinition table)
    {
        LookupOutputMode? hinted = null;
        foreach (SqlHint hint in hints.Where(h => h.Name.Equals("LOOKUP", StringComparison.OrdinalIgnoreCase)))
        {
            bool isMine = hint.Arguments.Any(a => a.Key == "table" && (a.Value == reference.Alias || a.Value == reference.Name.Last));
            foreach (SqlHintArgument argument in hint.Arguments)
            {
                LookupOutputMode? mode = CheckLookupHint(argument, isMine);
                if (isMine) hinted ??= mode;
            }
        }

        if (hinted is { } asked) return asked;
        if (options.TryGetValue(OutputModeOption, out string? option))
        {
            return OutputModeOf(option) ?? throw SqlException.Validation(
                reference.Position,
                $"Option '{OutputModeOption}' of table {table.QualifiedName} must be {OutputModes}, but is '{option}'.", null);
        }

        return _settings.Get(OutputModeSetting) is not { } setting
            ? LookupOutputMode.Ordered
            : OutputModeOf(setting) ?? throw SqlException.Validation(
                reference.Position, $"Setting '{OutputModeSetting}' must be {OutputModes}, but is '{setting}'.", null);
    }

    private static LookupOutputMode? CheckLookupHint(SqlHintArgument argument, bool isMine)
    {
        if (argument.Key is null || !LookupHintKeys.Contains(argument.Key))
        {
            throw SqlException.Validation(
                argument.Position,
                $"The hint LOOKUP does not take '{argument.Key ?? argument.Value}'.",
                $"It takes {string.Join(", ", LookupHintKeys)}.");
        }

        if (isMine && argument.Key == "retry-predicate")
        {
            throw SqlException.NotSupported(argument.Position, "Looking up again after a miss ('retry-predicate')");
        }

        if (argument.Key != "output-mode") return null;
        return OutputModeOf(argument.Value) ?? throw SqlException.Validation(
            argument.Position, $"'output-mode' of the hint LOOKUP must be {OutputModes}, but is '{argument.Value}'.", null);
    }

    private static LookupOutputMode? OutputModeOf(string text) => text.ToLowerInvariant() switch
    {
        "ordered" => LookupOutputMode.Ordered,
        "allow_unordered" => LookupOutputMode.AllowUnordered,
        _ => null,
    };
}
