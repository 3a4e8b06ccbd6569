using ActorStream.Connectors;
using ActorStream.Sql.Syntax;

namespace ActorStream.Sql;

/// <summary>ALTER TABLE: the table anew, with one change.</summary>
internal sealed partial class TableBuilder
{
    public static CatalogTable Alter(Catalog catalog, Binder binder, CatalogTable table, SqlAlter alter)
    {
        TableDefinition definition = table.Definition;
        SqlIdentifier name = alter.NewName ?? new SqlIdentifier(
            alter.Name.Position, [definition.Catalog, definition.Database, definition.Name]);
        var syntax = new SqlCreateTable(alter.Position, name)
        {
            IsTemporary = definition.IsTemporary,
            Comment = definition.Comment,
            Constraints = alter.Constraints,
            Watermarks = alter.Watermarks,
        };
        var builder = new TableBuilder(catalog, binder, syntax);
        builder.Take(table);
        builder.Apply(alter);
        return builder.Finish();
    }

    private void Apply(SqlAlter alter)
    {
        if (alter.DropsPrimaryKey || (alter.Modifies && alter.Constraints.Count > 0))
        {
            _primaryKey = [];
        }

        if (alter.DropsWatermark || (alter.Modifies && alter.Watermarks.Count > 0))
        {
            _watermark = null;
            _watermarkSyntax = null;
        }

        foreach (SqlOption option in alter.SetOptions)
        {
            _options[option.Key] = option.Value;
        }

        foreach (SqlIdentifier key in alter.ResetKeys)
        {
            if (key.Last == "connector")
            {
                throw SqlException.Validation(key.Position, "RESET cannot take the option 'connector' away.", null);
            }

            _options.Remove(key.Last);
        }

        if (alter.NewColumn is not null)
        {
            Rename(alter.Dropped[0], alter.NewColumn);
        }
        else
        {
            foreach (SqlIdentifier column in alter.Dropped)
            {
                DropColumn(column);
            }
        }

        foreach (SqlAlteredColumn column in alter.Columns)
        {
            Place(column, alter.Modifies);
        }
    }

    private int IndexOf(SqlIdentifier column)
    {
        int index = _columns.FindIndex(c => c.Name == column.ToString());
        return index >= 0 ? index : throw SqlException.Validation(
            column.Position, $"Column \"{column}\" not found.", Suggestions.Hint(column.ToString(), _columns.Select(c => c.Name)));
    }

    private void Rename(SqlIdentifier old, SqlIdentifier name)
    {
        int index = IndexOf(old);
        if (_columns.Any(c => c.Name == name.Last))
        {
            throw SqlException.Validation(name.Position, $"Column \"{name}\" is there already.", null);
        }

        CheckUnused(old);
        _primaryKey = [.. _primaryKey.Select(k => k == old.Last ? name.Last : k)];
        _partitionKeys = [.. _partitionKeys.Select(k => k == old.Last ? name.Last : k)];
        _columns[index] = _columns[index] with { Name = name.Last };
        if (_computed.Remove(old.Last, out SqlExpression? expression))
        {
            _computed.Add(name.Last, expression);
        }
    }

    private void DropColumn(SqlIdentifier column)
    {
        int index = IndexOf(column);
        if (_primaryKey.Contains(column.Last) || _partitionKeys.Contains(column.Last))
        {
            throw SqlException.Validation(column.Position, $"Column \"{column}\" is part of a key.", "DROP PRIMARY KEY first.");
        }

        CheckUnused(column);
        _columns.RemoveAt(index);
        _computed.Remove(column.Last);
    }

    /// <summary>The watermark and computed columns would lose the column.</summary>
    private void CheckUnused(SqlIdentifier column)
    {
        string quoted = SqlWriter.Quote(column.Last);
        bool watermark = _watermark is { } w && (w.Column == column.Last || w.Expression.Contains(quoted, StringComparison.Ordinal));
        TableColumn? computed = _columns.FirstOrDefault(
            c => c.Name != column.Last && c.Expression?.Contains(quoted, StringComparison.Ordinal) == true);
        if (watermark || computed is not null)
        {
            throw SqlException.Validation(
                column.Position,
                $"Column \"{column}\" is used by {(watermark ? "the watermark" : $"the computed column \"{computed!.Name}\"")}.",
                "DROP that first.");
        }
    }

    private void Place(SqlAlteredColumn altered, bool modifies)
    {
        int at = _columns.Count;
        if (modifies)
        {
            at = IndexOf(new SqlIdentifier(altered.Position, [altered.Column.Name]));
            _columns.RemoveAt(at);
            _computed.Remove(altered.Column.Name);
        }

        Add(altered.Column);
        TableColumn column = _columns[^1];
        _columns.RemoveAt(_columns.Count - 1);
        at = altered.IsFirst ? 0 : altered.After is not null ? IndexOf(altered.After) + 1 : at;
        _columns.Insert(at, column);
    }
}
