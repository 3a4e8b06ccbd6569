using ActorStream.Connectors;
using ActorStream.Plan;
using ActorStream.Sql.Syntax;

namespace ActorStream.Sql;

/// <content>What a query asks of its lookup joins: by hints, the table's options, and SET.</content>
internal sealed partial class Binder
{
    private const string OutputModeOption = "lookup.output-mode";
    private const string OutputModeSetting = "table.exec.async-lookup.output-mode";

    /// <summary>The hint for a dimension table: the first one that names it.</summary>
    private static LookupHint? HintFor(SqlTableReference reference, TableDefinition table, IReadOnlyList<SqlHint> hints) =>
        LookupHint.ReadAll(hints).FirstOrDefault(h => IsNamed(h, reference, table));

    /// <summary>Its alias, or where it has none its name, with or without the database's and the catalog's.</summary>
    private static bool IsNamed(LookupHint hint, SqlTableReference reference, TableDefinition table) =>
        reference.Alias is { } alias ? hint.Table == alias
            : hint.Table == table.Name || hint.Table == $"{table.Database}.{table.Name}"
                || hint.Table == $"{table.Catalog}.{table.Database}.{table.Name}";

    /// <summary>Refuses a hint that names none of the dimension tables that are joined beside it. Where none is joined, hints mean
    /// nothing.</summary>
    private void CheckLookupHints(SqlRelation from, IReadOnlyList<SqlHint> hints)
    {
        if (hints.Count == 0) return;
        IReadOnlyList<LookupHint> read = LookupHint.ReadAll(hints);
        List<SqlTableReference> dimensions = [];
        for (SqlRelation? relation = from; relation is SqlJoin join; relation = join.Left)
        {
            if (join.Right is SqlTableReference { SystemTime: not null } reference) dimensions.Add(reference);
        }
        if (dimensions.Count == 0) return;
        foreach (LookupHint hint in read)
        {
            if (dimensions.Any(d => IsNamed(hint, d, Dimension(d).Definition))) continue;
            throw SqlException.Validation(
                hint.Position, $"The hint LOOKUP names '{hint.Table}', which is no dimension table of this query.",
                $"It has {string.Join(", ", dimensions.Select(d => d.Alias ?? d.Name.Last))}.");
        }
    }

    /// <summary>The order of a lookup join's rows: the hint goes before the table's option, and that before the session's setting.
    /// </summary>
    private LookupOutputMode OutputMode(
        LookupHint? hint, SqlTableReference reference, IReadOnlyDictionary<string, string> options, TableDefinition table)
    {
        if (hint?.OutputMode is { } asked) return asked;
        if (options.TryGetValue(OutputModeOption, out string? option))
        {
            return LookupHint.OutputModeOf(option) ?? throw SqlException.Validation(
                reference.Position,
                $"Option '{OutputModeOption}' of table {table.QualifiedName} must be {LookupHint.OutputModes}, but is '{option}'.", null);
        }

        return _settings.Get(OutputModeSetting) is not { } setting
            ? LookupOutputMode.Ordered
            : LookupHint.OutputModeOf(setting) ?? throw SqlException.Validation(
                reference.Position, $"Setting '{OutputModeSetting}' must be {LookupHint.OutputModes}, but is '{setting}'.", null);
    }
}
