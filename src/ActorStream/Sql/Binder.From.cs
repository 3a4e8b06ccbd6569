using System.Collections.Immutable;
using ActorStream.Plan;
using ActorStream.Sql.Syntax;

namespace ActorStream.Sql;

/// <summary>FROM: tables, views, WITH queries, derived tables.</summary>
internal sealed partial class Binder
{
    private static readonly HashSet<string> PlanHints = new(StringComparer.OrdinalIgnoreCase)
    {
        "BROADCAST", "SHUFFLE_HASH", "SHUFFLE_MERGE", "NEST_LOOP", "STATE_TTL",
    };

    private (LogicalNode Node, Scope Scope) BindFrom(SqlSelect select)
    {
        SqlRelation from = select.From!;
        if (from is SqlJoin join && IsLookupByWhere(join) && select.Where is not null)
        {
            from = join with { Kind = SqlJoinKind.Inner, On = select.Where };
        }

        CheckLookupHints(from, select.Hints);
        (LogicalNode node, IReadOnlyList<ScopeRelation> relations) = BindRelation(from, select.Hints);
        return (node, new Scope(relations));
    }

    private (LogicalNode Node, IReadOnlyList<ScopeRelation> Relations) BindRelation(SqlRelation relation, IReadOnlyList<SqlHint> hints)
    {
        switch (relation)
        {
            case SqlJoin { Alias: not null } join:
                throw SqlException.NotSupported(join.Position, "An alias of a join", "Give the alias to its tables.");
            case SqlJoin { Right: SqlTableReference { SystemTime: not null } } join:
                return BindLookupJoin(join, hints);
            case SqlJoin { Right: SqlUnnest unnest } join:
                return BindUnnest(join, unnest, hints);
            case SqlUnnest unnest:
                return BindUnnest(null, unnest, hints);
            case SqlJoin join when BindConstantJoin(join, hints) is { } joined:
                return joined;
            case SqlJoin join:
                throw SqlException.NotSupported(
                    join.Position,
                    "A join of two streams",
                    "A lookup join is: JOIN dimension FOR SYSTEM_TIME AS OF t.proctime AS d ON t.key = d.key.");
            case SqlTableReference { SystemTime: not null } table:
                throw SqlException.NotSupported(table.SystemTime.Position, "FOR SYSTEM_TIME AS OF outside of a join");
            case SqlTableFunction function:
                string name = function.Call is SqlCall call ? call.FunctionName.ToUpperInvariant() : "TABLE(...)";
                throw SqlException.NotSupported(function.Position, $"The table function {name}");
            case SqlDerivedTable { IsLateral: true } derived:
                throw SqlException.NotSupported(derived.Position, "LATERAL");
        }

        BoundRelation bound = relation is SqlDerivedTable table2 ? BindQuery(table2.Query) : BindTable((SqlTableReference)relation);
        bound = ApplyAliases(relation, bound);
        IReadOnlyList<string> path = [];
        string? alias = relation.Alias;
        if (alias is null && relation is SqlTableReference named)
        {
            alias = named.Name.Last;
            path = FullPath(named.Name);
        }

        return (bound.Node, [new ScopeRelation(alias, path, bound.Columns, 0)]);
    }

    /// <summary>The relations of a select, for the text of a view.</summary>
    public Scope ScopeOf(SqlSelect select) => BindFrom(select).Scope;

    /// <summary>A table's name with catalog and database; that of a WITH query as it is.</summary>
    public IReadOnlyList<string> FullName(SqlIdentifier name) => IsCommonTable(name) ? name.Parts : FullPath(name);

    private bool IsCommonTable(SqlIdentifier name) => name.Parts.Count == 1
        && _commonTables.TryPeek(out ImmutableDictionary<string, CommonTable>? visible) && visible.ContainsKey(name.Last);

    private IReadOnlyList<string> FullPath(SqlIdentifier name) => name.Parts.Count switch
    {
        1 => [Catalog.CatalogName, _defaultDatabase ?? catalog.CurrentDatabase, name.Last],
        2 => [Catalog.CatalogName, .. name.Parts],
        _ => name.Parts,
    };

    private static BoundRelation ApplyAliases(SqlRelation relation, BoundRelation bound)
    {
        if (relation.Columns.Count == 0)
        {
            return bound;
        }

        if (relation.Columns.Count != bound.Columns.Count)
        {
            throw SqlException.Validation(
                relation.Columns[0].Position,
                $"The alias \"{relation.Alias}\" names {relation.Columns.Count} columns, but its relation has {bound.Columns.Count}: "
                    + $"{string.Join(", ", bound.Columns.Select(c => c.Name))}.",
                null);
        }

        return bound with { Columns = [.. bound.Columns.Select((c, i) => c with { Name = relation.Columns[i].Last })] };
    }

    private BoundRelation BindTable(SqlTableReference reference)
    {
        foreach (SqlHint hint in reference.Hints)
        {
            CheckHint(hint, isTable: true);
        }

        if (reference.Name.Parts.Count == 1 && _commonTables.TryPeek(out ImmutableDictionary<string, CommonTable>? visible)
            && visible.TryGetValue(reference.Name.Last, out CommonTable? common))
        {
            return common.Bound ?? BindCommonTable(common);
        }

        CatalogObject found = catalog.Get(reference.Name, _defaultDatabase);
        if (found is CatalogView view)
        {
            return reference.Hints.Count == 0
                ? BindView(view, reference)
                : throw SqlException.Validation(reference.Hints[0].Position, $"The hint {reference.Hints[0].Name} stands behind a view.",
                    "Give it to the view's tables.");
        }

        return BindScan((CatalogTable)found, reference);
    }

    private BoundRelation BindCommonTable(CommonTable common)
    {
        _commonTables.Push(common.Visible);
        BoundRelation bound;
        try
        {
            bound = BindQuery(common.Syntax.Query);
        }
        finally
        {
            _commonTables.Pop();
        }

        if (common.Syntax.Columns.Count > 0)
        {
            if (common.Syntax.Columns.Count != bound.Columns.Count)
            {
                throw SqlException.Validation(
                    common.Syntax.Position,
                    $"Query \"{common.Syntax.Name}\" names {common.Syntax.Columns.Count} columns, but has {bound.Columns.Count}.",
                    null);
            }

            bound = Rename(bound, [.. common.Syntax.Columns.Select(c => c.Last)]);
        }

        common.Bound = bound;
        return bound;
    }

    private BoundRelation BindView(CatalogView view, SqlTableReference reference)
    {
        if (_views.TryGetValue(view, out BoundRelation? known))
        {
            return known;
        }

        int depth = ++_viewDepth;
        if (depth > MaxViewDepth)
        {
            throw SqlException.Validation(reference.Position, $"Views nest more than {MaxViewDepth} levels deep.",
                "Is a view defined by itself?");
        }

        string? database = _defaultDatabase;
        _defaultDatabase = view.DefaultDatabase;
        _commonTables.Push(ImmutableDictionary.Create<string, CommonTable>(StringComparer.Ordinal));
        BoundRelation bound;
        try
        {
            bound = BindQuery(view.Query);
        }
        catch (SqlException e) when (depth == 1)
        {
            // Only the view that the statement names: views within views would each repeat the message.
            throw SqlException.Validation(reference.Position, $"View {view.QualifiedName} is out of order: {e.Message}", e.Hint);
        }
        finally
        {
            _commonTables.Pop();
            _defaultDatabase = database;
            _viewDepth--;
        }

        if (bound.Columns.Count != view.Columns.Count)
        {
            throw SqlException.Validation(
                reference.Position,
                $"View {view.QualifiedName} had {view.Columns.Count} columns when it was made, now it has {bound.Columns.Count}.",
                "DROP and CREATE it again.");
        }

        bound = Rename(bound, [.. view.Columns.Select(c => c.Name)]);
        _views.Add(view, bound);
        return bound;
    }

    private BoundRelation BindScan(CatalogTable table, SqlTableReference reference)
    {
        IReadOnlyDictionary<string, string> options = OptionsOf(table, reference.Hints);
        return new TableBinder(this, table, options, reference.Position, registry).Scan();
    }

    /// <summary>A table's columns as declared, with their time attributes.</summary>
    public IReadOnlyList<BoundColumn> DeclaredColumns(CatalogTable table)
    {
        var binder = new TableBinder(this, table, table.Definition.Options, SourcePosition.Start, registry: null);
        return binder.Scan().Columns;
    }

    /// <summary>A table's options with those of OPTIONS hints over them.</summary>
    private static IReadOnlyDictionary<string, string> OptionsOf(CatalogTable table, IReadOnlyList<SqlHint> hints)
    {
        if (hints.Count == 0)
        {
            return table.Definition.Options;
        }

        var options = new Dictionary<string, string>(table.Definition.Options, StringComparer.Ordinal);
        foreach (SqlHintArgument argument in hints.SelectMany(h => h.Arguments))
        {
            if (argument.Key is null)
            {
                throw SqlException.Validation(argument.Position, "The hint OPTIONS takes pairs.", "Write OPTIONS('key' = 'value').");
            }

            if (argument.Key == "connector" && options.GetValueOrDefault("connector") != argument.Value)
            {
                throw SqlException.Validation(argument.Position, "The hint OPTIONS cannot change the connector.", null);
            }

            options[argument.Key] = argument.Value;
        }

        return options;
    }

    private static void CheckHint(SqlHint hint, bool isTable = false)
    {
        bool known = isTable
            ? hint.Name.Equals("OPTIONS", StringComparison.OrdinalIgnoreCase)
            : LookupHint.Is(hint) || PlanHints.Contains(hint.Name);
        if (!known)
        {
            throw SqlException.Validation(
                hint.Position,
                $"Hint \"{hint.Name}\" not found.",
                isTable ? "Behind a table stands OPTIONS('key' = 'value')." : "Behind SELECT stands LOOKUP('table' = 'd', ...).");
        }
    }
}
