using ActorStream.Connectors;
using ActorStream.Sql.Syntax;

namespace ActorStream.Sql;

/// <summary>That no two columns of a table come from the same metadata, in Flink's words.</summary>
internal static class MetadataKeys
{
    /// <summary>Checks the columns of a table that is used.</summary>
    /// <exception cref="SqlException">Two of them have one key.</exception>
    public static void RequireDistinct(IEnumerable<TableColumn> columns, SourcePosition position)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (TableColumn column in columns)
        {
            if (column.Kind != TableColumnKind.Metadata) continue;
            string key = column.MetadataKey ?? column.Name;
            if (names.TryAdd(key, column.Name)) continue;
            throw SqlException.Validation(
                position,
                $"The column `{names[key]}` and `{column.Name}` in the table are both from the same metadata key '{key}'. Please specify "
                    + "one of the columns as the metadata column and use the computed column syntax to specify the others.",
                $"Write `{column.Name}` AS `{names[key]}`.");
        }
    }
}
