using ActorStream.Sql.Syntax;

namespace ActorStream.Sql;

/// <summary>Full names for the text of a view: tables with catalog and database, columns with their relation, stars spelled out.</summary>
internal sealed class ViewNames(Binder binder)
{
    private readonly Stack<Scope> _scopes = new();

    public void Enter(SqlQuery query) => binder.PushCommonTables(query);

    public void Leave(SqlQuery _) => binder.PopCommonTables();

    public void Enter(SqlSelect select)
    {
        try
        {
            _scopes.Push(select.From is null ? Scope.Empty : Named(binder.ScopeOf(select)));
        }
        catch (SqlException)
        {
            // A table of the view is gone: its text is shown as it was written.
            _scopes.Push(Scope.Empty);
        }
    }

    public void Leave(SqlSelect _) => _scopes.Pop();

    public IReadOnlyList<string> Table(SqlIdentifier name) => binder.FullName(name);

    /// <summary>A column with the relation that it is of.</summary>
    public IReadOnlyList<string> Column(SqlIdentifier name)
    {
        if (!_scopes.TryPeek(out Scope? scope) || name.Parts.Count > 1)
        {
            return name.Parts;
        }

        ScopeRelation? relation = scope.Relations.FirstOrDefault(r => r.Columns.Any(c => c.Name == name.Last && !c.IsHidden));
        return relation?.Alias is null ? name.Parts : [relation.Alias, name.Last];
    }

    /// <summary>The columns that a star stands for, with the names that they get.</summary>
    public IEnumerable<(IReadOnlyList<string> Column, string Name)> Expand(SqlStar star)
    {
        Scope scope = _scopes.Peek();
        ScopeRelation? one = star.Qualifier.Count == 0 ? null : scope.FindRelation(star.Qualifier);
        foreach (ScopeRelation relation in one is null ? scope.Relations : [one])
        {
            foreach (BoundColumn column in relation.Columns.Where(c => !c.IsHidden || one is not null))
            {
                yield return ([relation.Alias!, column.Name], column.Name);
            }
        }
    }

    /// <summary>The alias that a relation without one gets: numbered in their order.</summary>
    public static string AnonymousAlias(int number) => $"EXPR${number}";

    private static Scope Named(Scope scope)
    {
        int next = 0;
        return new Scope([.. scope.Relations.Select(r => r.Alias is null ? r with { Alias = AnonymousAlias(next++) } : r)]);
    }
}
