using ActorStream.Expressions;
using ActorStream.Plan;
using ActorStream.Sql.Syntax;

namespace ActorStream.Sql;

/// <summary>What a time column stands for beside its value.</summary>
internal enum TimeAttribute { None, ProcessingTime, EventTime }

/// <summary>A column of a bound relation.</summary>
internal sealed record BoundColumn(string Name, DataType Type, TimeAttribute Time = TimeAttribute.None)
{
    /// <summary>What stands for the column where it is no field of the node: a dimension table's computed column.</summary>
    public Expression? Inline { get; init; }

    /// <summary>Left out of <c>*</c> and of unqualified names: the second column of a USING pair.</summary>
    public bool IsHidden { get; init; }

    /// <summary>The type as DESCRIBE writes it.</summary>
    public string TypeText => Type.Nullable() + Time switch
    {
        TimeAttribute.ProcessingTime => " *PROCTIME*",
        TimeAttribute.EventTime => " *ROWTIME*",
        _ => "",
    };
}

/// <summary>A plan node with what is known of its columns; there are as many as its schema has fields.</summary>
internal sealed record BoundRelation(LogicalNode Node, IReadOnlyList<BoundColumn> Columns);

/// <summary>One relation of FROM: the names that it goes by, and where its columns begin in the joined row.</summary>
internal sealed record ScopeRelation(string? Alias, IReadOnlyList<string> Path, IReadOnlyList<BoundColumn> Columns, int Offset)
{
    private ILookup<string, int>? _indexes;

    /// <summary>Where columns of that name are, in order.</summary>
    public IEnumerable<int> IndexesOf(string column)
    {
        _indexes ??= Enumerable.Range(0, Columns.Count).ToLookup(i => Columns[i].Name, StringComparer.Ordinal);
        return _indexes[column];
    }

    /// <summary>Whether a qualifier means this relation.</summary>
    public bool IsNamed(ReadOnlySpan<string> qualifier)
    {
        if (Alias is null || qualifier[^1] != Alias)
        {
            return false;
        }

        if (qualifier.Length == 1)
        {
            return true;
        }

        if (Path.Count < qualifier.Length)
        {
            return false;
        }

        for (int i = 1; i <= qualifier.Length; i++)
        {
            if (Path[^i] != qualifier[^i])
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>The columns that names can refer to.</summary>
internal sealed class Scope(IReadOnlyList<ScopeRelation> relations)
{
    public static Scope Empty { get; } = new([]);

    public IReadOnlyList<ScopeRelation> Relations { get; } = relations;

    /// <summary>The column of the joined row at an index.</summary>
    public BoundColumn ColumnAt(int index)
    {
        foreach (ScopeRelation relation in Relations)
        {
            if (index >= relation.Offset && index < relation.Offset + relation.Columns.Count)
            {
                return relation.Columns[index - relation.Offset];
            }
        }

        throw new ArgumentOutOfRangeException(nameof(index));
    }

    /// <summary>The column that a name means, and how many of the name's parts it took; the rest are fields of it.</summary>
    public (Expression Column, int Parts) Resolve(SqlIdentifier name)
    {
        string[] parts = [.. name.Parts];
        for (int qualifier = parts.Length - 1; qualifier >= 1; qualifier--)
        {
            foreach (ScopeRelation relation in Relations)
            {
                if (relation.IsNamed(parts.AsSpan(0, qualifier)))
                {
                    Expression column = Find([relation], parts[qualifier], name, withHidden: true)
                        ?? FindField([relation], parts[qualifier], name)
                        ?? throw NotFound(name, parts[qualifier], $"table \"{relation.Alias}\"", [relation]);
                    return (column, qualifier + 1);
                }
            }
        }

        if (FindAnywhere(parts[0], name) is { } found)
        {
            return (found, 1);
        }

        throw parts.Length == 1 ? NotFound(name, parts[0], "any table", Relations) : TableNotFound(name.Position, parts[0]);
    }

    /// <summary>Whether an unqualified name means a column.</summary>
    public bool Contains(string column) => Relations.Any(r => r.IndexesOf(column).Any());

    /// <summary>The relations that <c>qualifier.*</c> means.</summary>
    public ScopeRelation? FindRelation(IReadOnlyList<string> qualifier)
    {
        string[] parts = [.. qualifier];
        return Relations.FirstOrDefault(r => r.IsNamed(parts));
    }

    public SqlException TableNotFound(SourcePosition position, string name) => SqlException.Validation(
        position, $"Table \"{name}\" not found in FROM.",
        Suggestions.Hint(name, Relations.Where(r => r.Alias is not null).Select(r => r.Alias!)));

    private static Expression? Find(IReadOnlyList<ScopeRelation> relations, string column, SqlIdentifier name, bool withHidden)
    {
        Expression? found = null;
        foreach (ScopeRelation relation in relations)
        {
            foreach (int i in relation.IndexesOf(column))
            {
                BoundColumn candidate = relation.Columns[i];
                if (candidate.IsHidden && !withHidden)
                {
                    continue;
                }

                if (found is not null)
                {
                    throw SqlException.Validation(name.Position, $"Column \"{column}\" is ambiguous.",
                        "Put the table's name or alias before it.");
                }

                found = candidate.Inline ?? new ColumnExpression(relation.Offset + i, column, candidate.Type);
            }
        }

        return found;
    }

    /// <summary>A column, or a field within ROW columns, by an unqualified name. A field of one relation hides behind that relation's
    /// columns, but not behind those of another: then the name is ambiguous, as in Flink.</summary>
    private Expression? FindAnywhere(string column, SqlIdentifier name)
    {
        Expression? found = Find(Relations, column, name, withHidden: false);
        ScopeRelation[] others = [.. Relations.Where(r => !r.IndexesOf(column).Any())];
        if (FindField(others, column, name) is not { } field)
        {
            return found;
        }

        return found is null ? field : throw SqlException.Validation(name.Position, $"Column \"{column}\" is ambiguous.",
            "Put the table's name or alias before it: a ROW column of another table has a field of that name.");
    }

    /// <summary>A field of a ROW column by its own name, the least deep one, as Flink finds it where no column has that name.</summary>
    private static Expression? FindField(IReadOnlyList<ScopeRelation> relations, string field, SqlIdentifier name)
    {
        Expression? found = null;
        foreach (ScopeRelation relation in relations)
        {
            List<Expression> rows = [.. RowsOf(relation)];
            while (rows.Count > 0)
            {
                Expression[] holders = [.. rows.Where(r => r.Type.FieldNames.Contains(field))];
                if (holders.Length > 1 || holders.Length == 1 && found is not null)
                {
                    throw SqlException.Validation(name.Position, $"Field \"{field}\" is ambiguous.", "Put its column's name before it.");
                }

                if (holders.Length == 1)
                {
                    found = Binder.BindField(holders[0], field, name.Position);
                    break;
                }

                rows = [.. rows.SelectMany(r => InnerRows(r, name))];
            }
        }

        return found;
    }

    private static IEnumerable<Expression> RowsOf(ScopeRelation relation) => relation.Columns
        .Select((c, i) => (Column: c, Index: relation.Offset + i))
        .Where(c => c.Column.Type.Root == TypeRoot.Row && c.Column.Inline is null)
        .Select(c => new ColumnExpression(c.Index, c.Column.Name, c.Column.Type));

    private static IEnumerable<Expression> InnerRows(Expression row, SqlIdentifier name) => row.Type.FieldNames
        .Where((_, i) => row.Type.Children[i].Root == TypeRoot.Row)
        .Select(f => Binder.BindField(row, f, name.Position));

    private static SqlException NotFound(SqlIdentifier name, string column, string where, IReadOnlyList<ScopeRelation> relations) =>
        SqlException.Validation(
            name.Position,
            $"Column \"{column}\" not found in {where}.",
            Suggestions.Hint(column, relations.SelectMany(r => r.Columns).Select(c => c.Name)));
}
