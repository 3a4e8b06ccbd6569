using System.Text;
using ActorStream.Connectors;

namespace ActorStream.Sql;

/// <summary>SHOW CREATE TABLE and SHOW CREATE VIEW, laid out as Flink does; secrets are masked.</summary>
internal static class TableText
{
    public static string Create(CatalogTable table)
    {
        TableDefinition definition = table.Definition;
        List<string> lines = [.. definition.Columns.Select(Column)];
        if (definition.Watermark is { } watermark)
        {
            lines.Add($"WATERMARK FOR {SqlWriter.Quote(watermark.Column)} AS {watermark.Expression}");
        }

        if (definition.PrimaryKey.Count > 0)
        {
            string name = SqlWriter.Quote(definition.PrimaryKeyName ?? "PK");
            lines.Add($"CONSTRAINT {name} PRIMARY KEY ({Names(definition.PrimaryKey)}) NOT ENFORCED");
        }

        var text = new StringBuilder($"CREATE {(table.IsTemporary ? "TEMPORARY " : "")}TABLE {table.QualifiedName} (\n  ");
        text.AppendJoin(",\n  ", lines).Append("\n)\n");
        AddComment(text, definition.Comment);
        if (definition.PartitionKeys.Count > 0)
        {
            text.Append($"PARTITIONED BY ({Names(definition.PartitionKeys)})\n");
        }

        IEnumerable<string> options = Redaction.Options(definition.Options)
            .OrderBy(o => o.Key, StringComparer.Ordinal)
            .Select(o => $"{SqlWriter.QuoteString(o.Key)} = {SqlWriter.QuoteString(o.Value)}");
        return definition.Options.Count == 0 ? text.ToString() : text.Append("WITH (\n  ").AppendJoin(",\n  ", options).Append(
            "\n)\n").ToString();
    }

    /// <param name="view">The view.</param>
    /// <param name="names">Gives the names in its query their qualifiers.</param>
    public static string Create(CatalogView view, ViewNames names)
    {
        var text = new StringBuilder($"CREATE {(view.IsTemporary ? "TEMPORARY " : "")}VIEW {view.QualifiedName} (\n  ");
        text.AppendJoin(",\n  ", view.Columns.Select(c => SqlWriter.Quote(c.Name))).Append("\n)\n");
        AddComment(text, view.Comment);
        return text.Append("AS ").Append(SqlWriter.Write(view.Query, names)).Append('\n').ToString();
    }

    /// <summary><c>METADATA FROM 'key' VIRTUAL</c>.</summary>
    public static string Metadata(TableColumn column) =>
        "METADATA" + (column.MetadataKey is null ? "" : $" FROM {SqlWriter.QuoteString(column.MetadataKey)}")
            + (column.IsVirtual ? " VIRTUAL" : "");

    private static void AddComment(StringBuilder text, string? comment)
    {
        if (!string.IsNullOrEmpty(comment))
        {
            text.Append($"COMMENT {SqlWriter.QuoteString(comment)}\n");
        }
    }

    private static string Names(IEnumerable<string> names) => string.Join(", ", names.Select(SqlWriter.Quote));

    private static string Column(TableColumn column)
    {
        string type = column.Kind switch
        {
            TableColumnKind.Computed => $"AS {column.Expression}",
            TableColumnKind.Metadata => $"{Type(column.Type)} {Metadata(column)}",
            _ => Type(column.Type),
        };
        string comment = string.IsNullOrEmpty(column.Comment) ? "" : $" COMMENT {SqlWriter.QuoteString(column.Comment)}";
        return $"{SqlWriter.Quote(column.Name)} {type}{comment}";
    }

    /// <summary>A type without the short names that DESCRIBE uses.</summary>
    public static string Type(DataType type)
    {
        string text = type.Root switch
        {
            TypeRoot.VarChar => $"VARCHAR({type.Precision})",
            TypeRoot.VarBinary => $"VARBINARY({type.Precision})",
            TypeRoot.TimestampLtz => $"TIMESTAMP({type.Precision}) WITH LOCAL TIME ZONE",
            TypeRoot.Array => $"ARRAY<{Type(type.Children[0])}>",
            TypeRoot.Multiset => $"MULTISET<{Type(type.Children[0])}>",
            TypeRoot.Map => $"MAP<{Type(type.Children[0])}, {Type(type.Children[1])}>",
            TypeRoot.Row => $"ROW<{string.Join(", ", type.FieldNames.Select((n, i) => $"{SqlWriter.Quote(n)} {Type(type.Children[i])}"))}>",
            _ => type.Nullable().ToString(),
        };
        return type.IsNullable ? text : text + " NOT NULL";
    }
}
