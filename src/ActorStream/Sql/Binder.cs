using System.Collections.Immutable;
using ActorStream.Connectors;
using ActorStream.Expressions;
using ActorStream.Plan;
using ActorStream.Sql.Syntax;
using ActorStream.Types;

namespace ActorStream.Sql;

/// <summary>
/// Syntax to a typed logical plan. One binder serves one statement or statement set: views and WITH queries that it meets twice are
/// bound once, so that their users share them.
/// </summary>
internal sealed partial class Binder(Catalog catalog, SessionSettings settings, IConnectorRegistry? registry)
{
    private const int MaxViewDepth = 50;

    /// <summary>How deep queries nest, counted through views and WITH queries.</summary>
    private const int MaxQueryDepth = 500;

    /// <summary>How large an expression may become: some operators evaluate an operand several times, and nested they multiply.</summary>
    private const int MaxExpressionSize = 1_000_000;

    /// <summary>How high a plan may grow: rules and operators go through it by recursion.</summary>
    private const int MaxPlanHeight = 2000;

    /// <summary>The database of unqualified names; null: the session's.</summary>
    public string? DefaultDatabase
    {
        init => _defaultDatabase = value;
    }

    private readonly SessionSettings _settings = settings;
    private readonly Dictionary<CatalogObject, BoundRelation> _views = new(ReferenceEqualityComparer.Instance);
    private readonly Stack<ImmutableDictionary<string, CommonTable>> _commonTables = new();
    private string? _defaultDatabase;
    private int _viewDepth;
    private int _queryDepth;

    /// <summary>A query of WITH: bound once, with the WITH queries that stand before it.</summary>
    private sealed class CommonTable(SqlCommonTable syntax, ImmutableDictionary<string, CommonTable> visible)
    {
        public SqlCommonTable Syntax { get; } = syntax;

        public ImmutableDictionary<string, CommonTable> Visible { get; } = visible;

        public BoundRelation? Bound { get; set; }
    }

    /// <summary>Binds a query whose rows go to whoever runs it: names are made unique.</summary>
    public LogicalNode BindResult(SqlQuery query)
    {
        BoundRelation relation = BindQuery(query);
        relation = Rename(relation, UniqueNames(relation.Columns));
        return new CollectNode(EnforceNotNull(relation.Node));
    }

    /// <summary>Makes the WITH queries of a query visible.</summary>
    public void PushCommonTables(SqlQuery query) => Declare(query);

    private List<CommonTable> Declare(SqlQuery query)
    {
        ImmutableDictionary<string, CommonTable> visible = _commonTables.TryPeek(out ImmutableDictionary<string, CommonTable>? outer)
            ? outer : ImmutableDictionary.Create<string, CommonTable>(StringComparer.Ordinal);
        var declared = new List<CommonTable>(query.With.Count);
        foreach (SqlCommonTable table in query.With)
        {
            var common = new CommonTable(table, visible);
            declared.Add(common);
            visible = visible.SetItem(table.Name, common);
        }

        _commonTables.Push(visible);
        return declared;
    }

    public void PopCommonTables() => _commonTables.Pop();

    public BoundRelation BindQuery(SqlQuery query)
    {
        if (query.IsRecursive)
        {
            throw SqlException.NotSupported(query.Position, "WITH RECURSIVE");
        }

        BoundRelation relation = BindWithin(query);
        if (query.OrderBy.Count > 0)
        {
            throw SqlException.NotSupported(query.OrderBy[0].Position, "ORDER BY", "Rows of a stream come in the order of their arrival.");
        }

        return query.Fetch is null && query.Offset is null ? relation : BindLimit(query, relation);
    }

    /// <summary>Binds a query's body where its WITH queries are visible.</summary>
    private BoundRelation BindWithin(SqlQuery query)
    {
        if (_queryDepth >= MaxQueryDepth)
        {
            throw SqlException.Validation(query.Position, $"Queries nest more than {MaxQueryDepth} levels deep, views included.",
                "Make fewer of them.");
        }

        _queryDepth++;
        List<CommonTable> declared = Declare(query);
        try
        {
            // In their order, so that a long chain of them does not nest; one that nobody uses must be right all the same.
            foreach (CommonTable common in declared)
            {
                _ = common.Bound ?? BindCommonTable(common);
            }

            BoundRelation relation = BindBody(query.Body);
            return relation.Node.Height <= MaxPlanHeight ? relation : throw SqlException.Validation(
                query.Position, $"The plan of the query is more than {MaxPlanHeight} operators deep.",
                "Make fewer views or WITH queries that read each other.");
        }
        finally
        {
            PopCommonTables();
            _queryDepth--;
        }
    }

    private static BoundRelation BindLimit(SqlQuery query, BoundRelation relation)
    {
        long offset = query.Offset is null ? 0 : Count(query.Offset, "OFFSET");
        long? fetch = query.Fetch is null ? null : Count(query.Fetch, "LIMIT");
        return relation with { Node = new LimitNode(relation.Node, offset, fetch) };
    }

    private static long Count(SqlExpression expression, string clause) =>
        expression is SqlNumber { IsApproximate: false } number && long.TryParse(number.Text, out long count)
            ? count
            : throw SqlException.Validation(expression.Position, $"{clause} needs a whole number.", null);

    private BoundRelation BindBody(SqlQueryBody body) => body switch
    {
        SqlQuery query => BindQuery(query),
        SqlSelect select => BindSelect(select),
        SqlValues values => BindValues(values),
        SqlTableQuery table => BindTable(new SqlTableReference(table.Position, table.Table)),
        SqlSetOperation { Operator: SqlSetOperator.Union, IsAll: true } union => BindUnion(union),
        SqlSetOperation operation => throw SqlException.NotSupported(
            operation.Position,
            operation.Operator.ToString().ToUpperInvariant() + (operation.IsAll ? " ALL" : ""),
            operation.Operator == SqlSetOperator.Union ? "UNION ALL keeps duplicates and is supported." : null),
        _ => throw SqlException.NotSupported(body.Position, "This query"),
    };

    private BoundRelation BindValues(SqlValues values)
    {
        var rows = new List<Expression[]>();
        foreach (SqlRow row in values.Rows)
        {
            Expression[] bound = [.. row.Items.Select(i => RefuseNull(Bind(i, Scope.Empty), i.Position))];
            if (rows.Count > 0 && bound.Length != rows[0].Length)
            {
                throw SqlException.Validation(
                    row.Position, $"A row of VALUES has {bound.Length} values, but the first has {rows[0].Length}.", null);
            }

            rows.Add(bound);
        }

        var columns = new BoundColumn[rows[0].Length];
        for (int i = 0; i < columns.Length; i++)
        {
            DataType type = TypeCoercion.ResultType([.. rows.Select(r => r[i].Type)]) ?? throw SqlException.Validation(
                values.Rows[^1].Position,
                $"Column {i + 1} of VALUES has types without a common one: "
                    + $"{string.Join(", ", rows.Select(r => r[i].Type.Nullable()).Distinct())}.",
                "CAST its values to one type.");
            columns[i] = new BoundColumn($"EXPR${i}", type);
        }

        IReadOnlyList<Expression>[] cast = [.. rows.Select(r => r.Select((e, i) => ImplicitCast.To(e, columns[i].Type)).ToArray())];
        return new BoundRelation(new ValuesNode(SchemaOf(columns), cast), columns);
    }

    private BoundRelation BindUnion(SqlSetOperation union)
    {
        BoundRelation[] inputs = [.. union.Inputs.Select(BindBody)];
        int count = inputs[0].Columns.Count;
        for (int i = 1; i < inputs.Length; i++)
        {
            if (inputs[i].Columns.Count != count)
            {
                throw SqlException.Validation(
                    union.Inputs[i].Position,
                    $"A query of UNION ALL has {inputs[i].Columns.Count} columns, but the first has {count}.",
                    null);
            }
        }

        var columns = new BoundColumn[count];
        for (int i = 0; i < count; i++)
        {
            DataType type = TypeCoercion.ResultType([.. inputs.Select(r => r.Columns[i].Type)]) ?? throw SqlException.Validation(
                union.Position,
                $"Column {i + 1} (\"{inputs[0].Columns[i].Name}\") of UNION ALL has types without a common one: "
                    + $"{string.Join(", ", inputs.Select(r => r.Columns[i].Type.Nullable()).Distinct())}.",
                "CAST it to one type.");
            TimeAttribute time = inputs.All(r => r.Columns[i].Time == inputs[0].Columns[i].Time) ? inputs[0].Columns[i].Time
                : TimeAttribute.None;
            columns[i] = new BoundColumn(inputs[0].Columns[i].Name, type, time);
        }

        LogicalNode[] nodes = [.. inputs.Select(r => CastTo(r.Node, columns))];
        return new BoundRelation(new UnionNode(nodes, SchemaOf(columns)), columns);
    }

    /// <summary>The node itself where names and types are right, else a projection that makes them so.</summary>
    private static LogicalNode CastTo(LogicalNode node, IReadOnlyList<BoundColumn> columns)
    {
        bool fits = true;
        for (int i = 0; i < columns.Count; i++)
        {
            fits &= node.Schema[i].Type.EqualsIgnoringNullability(columns[i].Type);
        }

        return fits ? node : new ProjectNode(node, [.. columns.Select((c, i) => ImplicitCast.To(Column(node, i), c.Type))],
            [.. columns.Select(c => c.Name)]);
    }

    private static ColumnExpression Column(LogicalNode node, int index) => new(index, node.Schema[index].Name, node.Schema[index].Type);

    private static Schema SchemaOf(IReadOnlyList<BoundColumn> columns) => new([.. columns.Select(c => new Field(c.Name, c.Type))]);

    private BoundRelation BindSelect(SqlSelect select)
    {
        CheckClauses(select);
        (LogicalNode node, Scope scope) = select.From is null ? NoRows(select) : BindFrom(select);
        if (select.From is null && select.Where is not null)
        {
            throw SqlException.Validation(select.Where.Position, "WHERE needs a FROM clause.", "Write FROM (VALUES (0)).");
        }

        SqlExpression? where = select.From is SqlJoin join && IsLookupByWhere(join) ? null : select.Where;
        if (where is not null)
        {
            node = new FilterNode(node, BindCondition(where, scope, "WHERE"));
        }

        var expressions = new List<Expression>();
        var columns = new List<BoundColumn>();
        foreach (SqlSelectItem item in select.Items)
        {
            if (item.Expression is SqlStar star)
            {
                Expand(star, scope, expressions, columns);
                continue;
            }

            Expression expression = RefuseNull(Bind(item.Expression, scope), item.Expression.Position);
            string name = item.Alias ?? DerivedName(item.Expression) ?? $"EXPR${columns.Count}";
            expressions.Add(expression);
            columns.Add(new BoundColumn(name, expression.Type, TimeOf(expression, scope)));
        }

        if (select.From is null)
        {
            return new BoundRelation(new ValuesNode(SchemaOf(columns), [expressions]), columns);
        }

        return new BoundRelation(new ProjectNode(node, expressions, [.. columns.Select(c => c.Name)]), columns);
    }

    /// <summary>What SELECT without FROM selects from: one row.</summary>
    private static (LogicalNode Node, Scope Scope) NoRows(SqlSelect select)
    {
        SqlSelectItem? star = select.Items.FirstOrDefault(i => i.Expression is SqlStar);
        return star is null
            ? (new ValuesNode(new Schema([]), [[]]), Scope.Empty)
            : throw SqlException.Validation(star.Position, "A star needs a FROM clause.", null);
    }

    private static void CheckClauses(SqlSelect select)
    {
        if (select.GroupBy is not null)
        {
            throw SqlException.NotSupported(select.GroupBy.Position, "GROUP BY");
        }

        if (select.Having is not null)
        {
            throw SqlException.NotSupported(select.Having.Position, "HAVING");
        }

        if (select.Distinct is not null)
        {
            throw SqlException.NotSupported(select.Distinct.Value, "SELECT DISTINCT");
        }

        if (select.Windows.Count > 0)
        {
            throw SqlException.NotSupported(select.Windows[0].Position, "WINDOW");
        }

        if (select.Qualify is not null)
        {
            throw SqlException.NotSupported(select.Qualify.Position, "QUALIFY");
        }

        foreach (SqlHint hint in select.Hints)
        {
            CheckHint(hint);
        }
    }

    private static void Expand(SqlStar star, Scope scope, List<Expression> expressions, List<BoundColumn> columns)
    {
        IReadOnlyList<ScopeRelation> relations = scope.Relations;
        if (star.Qualifier.Count > 0)
        {
            if (scope.FindRelation(star.Qualifier) is { } relation)
            {
                relations = [relation];
            }
            else
            {
                ExpandRow(star, scope, expressions, columns);
                return;
            }
        }

        var names = new HashSet<string>(columns.Select(c => c.Name), StringComparer.Ordinal);
        foreach (ScopeRelation relation in relations)
        {
            for (int i = 0; i < relation.Columns.Count; i++)
            {
                BoundColumn column = relation.Columns[i];
                if (column.IsHidden && star.Qualifier.Count == 0)
                {
                    continue;
                }

                if (relation.IndexesOf(column.Name).Skip(1).Any())
                {
                    throw SqlException.Validation(star.Position, $"Column \"{column.Name}\" is ambiguous.", "Give one of them an alias.");
                }

                expressions.Add(column.Inline ?? new ColumnExpression(relation.Offset + i, column.Name, column.Type));
                columns.Add(new BoundColumn(UniqueName(column.Name, names), column.Type, column.Time));
            }
        }
    }

    private static string UniqueName(string name, HashSet<string> taken)
    {
        string unique = name;
        for (int suffix = 0; !taken.Add(unique); suffix++)
        {
            unique = name + suffix;
        }

        return unique;
    }

    /// <summary><c>r.*</c> where r is a column of type ROW: its fields.</summary>
    private static void ExpandRow(SqlStar star, Scope scope, List<Expression> expressions, List<BoundColumn> columns)
    {
        Expression row;
        try
        {
            row = BindName(new SqlIdentifier(star.Position, star.Qualifier), scope);
        }
        catch (SqlException) when (star.Qualifier.Count == 1)
        {
            throw scope.TableNotFound(star.Position, star.Qualifier[0]);
        }

        foreach (string field in row.Type.Root == TypeRoot.Row
            ? row.Type.FieldNames
            : throw SqlException.Validation(star.Position, $"\"{string.Join('.', star.Qualifier)}\" is no table and no ROW.", null))
        {
            Expression value = BindField(row, field, star.Position);
            expressions.Add(value);
            columns.Add(new BoundColumn(field, value.Type));
        }
    }

    private static string? DerivedName(SqlExpression expression) => expression switch
    {
        SqlIdentifier name => name.Last,
        SqlCall { HasParentheses: false } call => call.FunctionName.ToUpperInvariant(),
        _ => null,
    };

    private static TimeAttribute TimeOf(Expression expression, Scope scope) => expression switch
    {
        ColumnExpression column => scope.ColumnAt(column.Index).Time,
        CallExpression { Function.Name: "PROCTIME" } => TimeAttribute.ProcessingTime,
        _ => TimeAttribute.None,
    };

    private static Expression RefuseNull(Expression expression, SourcePosition position) =>
        expression.Type.Root == TypeRoot.Null ? throw IllegalNull(position) : expression;

    /// <summary>A NULL where the type says NOT NULL (an overflow, a field that the payload lacks) fails the query, as a sink
    /// would.</summary>
    private static LogicalNode EnforceNotNull(LogicalNode node)
    {
        string[] names = [.. node.Schema.Fields.Select(f => f.Name)];
        switch (node)
        {
            case ValuesNode values:
                return new ValuesNode(values.Schema, [.. values.Rows.Select(r => r.Select((e, i) => NotNull(e, names[i])).ToArray())]);
            case ProjectNode project:
                return new ProjectNode(project.Input, [.. project.Expressions.Select((e, i) => NotNull(e, names[i]))], names);
            default:
                return node.Schema.Fields.All(f => f.Type.IsNullable)
                    ? node
                    : new ProjectNode(node, [.. names.Select((n, i) => NotNull(Column(node, i), n))], names);
        }
    }

    private static Expression NotNull(Expression value, string column) => value.Type.IsNullable || value is LiteralExpression
        ? value
        : new CallExpression(NotNullEnforcer.Instance, [value, Word(column)], value.Type);

    /// <summary>The columns' names, with a number where one is taken.</summary>
    public static string[] UniqueNames(IReadOnlyList<BoundColumn> columns)
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        var names = new string[columns.Count];
        for (int i = 0; i < names.Length; i++)
        {
            names[i] = UniqueName(columns[i].Name, used);
        }

        return names;
    }

    /// <summary>The same relation with other column names.</summary>
    private static BoundRelation Rename(BoundRelation relation, IReadOnlyList<string> names)
    {
        BoundColumn[] columns = [.. relation.Columns.Select((c, i) => c with { Name = names[i] })];
        if (relation.Node.Schema.Fields.Select(f => f.Name).SequenceEqual(names))
        {
            return relation with { Columns = columns };
        }

        LogicalNode node = relation.Node is ProjectNode project
            ? new ProjectNode(project.Input, project.Expressions, names)
            : new ProjectNode(relation.Node, [.. columns.Select((_, i) => Column(relation.Node, i))], names);
        return new BoundRelation(node, columns);
    }
}
