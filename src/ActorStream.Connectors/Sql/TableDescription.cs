namespace ActorStream.Connectors.Sql;

/// <summary>A column as the database has it.</summary>
/// <param name="Name">Its name there.</param>
/// <param name="TypeName">Its type's name there, in lower case, without length.</param>
/// <param name="Detail">Collation, length and the like, as the dialect needs it; empty where there is none.</param>
internal sealed record ColumnDescription(string Name, string TypeName, string Detail = "");

/// <summary>A table or view as the database has it.</summary>
/// <param name="QuotedName">Its name, quoted and, where it was given so, with its schema.</param>
/// <param name="Columns">Its columns, in order.</param>
/// <param name="UniqueKeys">Column names of each unique index.</param>
internal sealed record TableDescription(
    string QuotedName, IReadOnlyList<ColumnDescription> Columns, IReadOnlyList<IReadOnlyList<string>> UniqueKeys)
{
    /// <summary>The column of that name; else, as databases fold names, the one that differs in case only.</summary>
    public ColumnDescription? Find(string name) =>
        Columns.FirstOrDefault(c => string.Equals(c.Name, name, StringComparison.Ordinal))
        ?? Columns.FirstOrDefault(c => string.Equals(c.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether at most one row has the same values in these columns.</summary>
    public bool IsUnique(IReadOnlyCollection<string> columns) => UniqueKeys.Any(key => key.All(columns.Contains));
}
