using System.Collections.Immutable;
using ActorStream.Connectors;
using ActorStream.Expressions;
using ActorStream.Plan;
using ActorStream.Sql.Syntax;

namespace ActorStream.Sql;

/// <summary><c>JOIN d FOR SYSTEM_TIME AS OF t.proctime AS a ON t.k = a.k</c>.</summary>
internal sealed partial class Binder
{
    /// <summary>A lookup join whose condition stands in WHERE: <c>FROM t, d FOR SYSTEM_TIME AS OF … WHERE …</c>.</summary>
    private static bool IsLookupByWhere(SqlJoin join) =>
        join is { Kind: SqlJoinKind.Comma or SqlJoinKind.Cross, Right: SqlTableReference { SystemTime: not null } };

    private (LogicalNode Node, IReadOnlyList<ScopeRelation> Relations) BindLookupJoin(SqlJoin join, IReadOnlyList<SqlHint> hints)
    {
        var reference = (SqlTableReference)join.Right;
        if (join.Kind is SqlJoinKind.Right or SqlJoinKind.Full)
        {
            throw SqlException.NotSupported(join.Position, $"A {join.Kind.ToString().ToUpperInvariant()} lookup join",
                "INNER and LEFT are.");
        }

        (LogicalNode input, IReadOnlyList<ScopeRelation> left) = BindRelation(join.Left, hints);
        CheckTime(reference, new Scope(left));
        CatalogTable table = Dimension(reference);
        IReadOnlyDictionary<string, string> options = OptionsOf(table, reference.Hints);
        LookupHint? hint = HintFor(reference, table.Definition, hints);
        LookupOutputMode outputMode = OutputMode(hint, reference, options, table.Definition);
        var binder = new TableBinder(this, table, options, reference.Position, registry);
        IReadOnlyList<ConnectorColumn> columns = binder.LookupColumns();
        int offset = input.Schema.Count;
        IReadOnlyList<BoundColumn> dimension = RenameColumns(reference, binder.Columns(columns, offset));
        var right = new ScopeRelation(
            reference.Alias ?? reference.Name.Last, reference.Alias is null ? FullPath(reference.Name) : [], dimension, offset);

        List<Expression> conjuncts = Conditions(join, left, ref right);
        bool isLeft = join.Kind == SqlJoinKind.Left;
        var keys = new List<LookupKey>();
        var rest = new List<Expression>();
        var before = new List<Expression>();
        foreach (Expression conjunct in conjuncts)
        {
            if (KeyOf(conjunct, offset, columns, keys) is { } key)
            {
                keys.Add(key);
            }
            else
            {
                (!isLeft && Columns(conjunct).All(c => c.Index < offset) ? before : rest).Add(conjunct);
            }
        }

        if (keys.Count == 0 || keys.All(k => !Columns(k.Probe).Any()))
        {
            throw SqlException.Validation(
                join.On?.Position ?? join.Position,
                $"A lookup join needs an equality of a column of {table.QualifiedName} with the other side.",
                "Types must agree without a cast of the dimension's column: CAST the other side.");
        }

        if (before.Count > 0)
        {
            input = new FilterNode(input, And(before));
        }

        return Join(input, left, right, table, options, columns, keys, rest, isLeft, outputMode, hint?.Retry);
    }

    private static (LogicalNode Node, IReadOnlyList<ScopeRelation> Relations) Join(
        LogicalNode input, IReadOnlyList<ScopeRelation> left, ScopeRelation right, CatalogTable table,
        IReadOnlyDictionary<string, string> options, IReadOnlyList<ConnectorColumn> columns, List<LookupKey> keys, List<Expression> rest,
            bool isLeft, LookupOutputMode outputMode, MissRetry? retry)
    {
        int offset = right.Offset;
        Field[] fields =
        [
            .. input.Schema.Fields,
            .. columns.Select(c => new Field(c.Name, isLeft ? c.Type.Nullable() : c.Type)),
        ];
        LogicalNode node = new LookupJoinNode(
            input, table.Definition, options, columns, keys, rest.Count == 0 ? null : And(rest), isLeft, outputMode, retry,
            new Schema(fields));
        if (right.Columns.All(c => c.Inline is null))
        {
            BoundColumn[] plain = [.. right.Columns.Select(c => isLeft ? c with { Type = c.Type.Nullable() } : c)];
            return (node, [.. left, right with { Columns = plain }]);
        }

        // Computed columns of the dimension: NULL, as the rest of the row, where there is no match.
        int keyIndex = offset + columns.Select((c, i) => (c, i)).First(p => p.c.Name == keys[0].Column).i;
        var matched = new ColumnExpression(keyIndex, keys[0].Column, node.Schema[keyIndex].Type);
        List<Expression> expressions = [.. input.Schema.Fields.Select((_, i) => Column(node, i))];
        var bound = new List<BoundColumn>();
        int next = offset;
        foreach (BoundColumn column in right.Columns)
        {
            Expression expression = column.Inline is null ? Column(node, next++) : column.Inline;
            if (column.Inline is not null && isLeft)
            {
                Expression condition = FunctionRegistry.Find("IS NOT NULL")!.Bind([matched])!;
                DataType type = expression.Type.Nullable();
                expression = new CaseExpression([condition, expression, new LiteralExpression(null, type)], type);
            }

            expressions.Add(expression);
            bound.Add(column with { Inline = null, Type = expression.Type });
        }

        string[] names = [.. input.Schema.Fields.Select(f => f.Name), .. bound.Select(c => c.Name)];
        return (new ProjectNode(node, expressions, names), [.. left, right with { Columns = bound }]);
    }

    private void CheckTime(SqlTableReference reference, Scope left)
    {
        SqlExpression time = reference.SystemTime!;
        if (time is not SqlIdentifier)
        {
            throw SqlException.NotSupported(
                time.Position, "FOR SYSTEM_TIME AS OF an expression",
                "Name a processing-time column of the other side: proc_time AS PROCTIME().");
        }

        Expression bound = Bind(time, left);
        TimeAttribute attribute = TimeOf(bound, left);
        if (attribute == TimeAttribute.ProcessingTime)
        {
            return;
        }

        throw attribute == TimeAttribute.EventTime
            ? SqlException.NotSupported(time.Position, "A temporal join on event time",
                "Use a processing-time column: proc_time AS PROCTIME().")
            : SqlException.Validation(
                time.Position,
                $"FOR SYSTEM_TIME AS OF needs a time attribute, but column \"{((SqlIdentifier)time).Last}\" is a plain {bound.Type}.",
                "Declare a processing-time column: proc_time AS PROCTIME().");
    }

    private CatalogTable Dimension(SqlTableReference reference)
    {
        bool common = reference.Name.Parts.Count == 1 && _commonTables.TryPeek(out ImmutableDictionary<string, CommonTable>? visible)
            && visible.ContainsKey(reference.Name.Last);
        return !common && catalog.Get(reference.Name, _defaultDatabase) is CatalogTable table
            ? table
            : throw SqlException.NotSupported(
                reference.Position, "FOR SYSTEM_TIME AS OF on a view", "Join the dimension table itself.");
    }

    private static IReadOnlyList<BoundColumn> RenameColumns(SqlTableReference reference, IReadOnlyList<BoundColumn> columns)
    {
        // Inline expressions are over the joined row already, so only the names change.
        foreach (SqlHint hint in reference.Hints)
        {
            CheckHint(hint, isTable: true);
        }

        if (reference.Columns.Count == 0)
        {
            return columns;
        }

        return reference.Columns.Count == columns.Count
            ? [.. columns.Select((c, i) => c with { Name = reference.Columns[i].Last })]
            : throw SqlException.Validation(
                reference.Columns[0].Position,
                $"The alias \"{reference.Alias}\" names {reference.Columns.Count} columns, but its table has {columns.Count}.",
                null);
    }

    /// <summary>The conjuncts of ON, or the equalities of USING and NATURAL; those hide the right column.</summary>
    private List<Expression> Conditions(SqlJoin join, IReadOnlyList<ScopeRelation> left, ref ScopeRelation right)
    {
        var scope = new Scope([.. left, right]);
        var conjuncts = new List<Expression>();
        if (join.On is not null)
        {
            Flatten(BindCondition(join.On, scope, "ON"), conjuncts);
        }

        IReadOnlyList<SqlIdentifier> names = join.Using;
        if (join.IsNatural)
        {
            var leftScope = new Scope(left);
            names = [.. right.Columns.Where(c => leftScope.Contains(c.Name)).Select(c => new SqlIdentifier(join.Position, [c.Name]))];
        }

        foreach (SqlIdentifier name in names)
        {
            Expression own = new Scope(left).Resolve(name).Column;
            Expression other = new Scope([right]).Resolve(name).Column;
            conjuncts.Add(Call(join, "=", own, other));
        }

        right = right with { Columns = [.. right.Columns.Select(c => c with { IsHidden = names.Any(n => n.Last == c.Name) })] };
        return conjuncts;
    }

    private static void Flatten(Expression condition, List<Expression> conjuncts)
    {
        if (condition is CallExpression { Function.Name: "AND" })
        {
            foreach (Expression child in condition.Children)
            {
                Flatten(child, conjuncts);
            }
        }
        else if (condition is not LiteralExpression { Value: true })
        {
            conjuncts.Add(condition);
        }
    }

    private static Expression And(List<Expression> conjuncts) =>
        conjuncts.Count == 1 ? conjuncts[0] : FunctionRegistry.Find("AND")!.Bind(conjuncts)!;

    /// <summary>A key, where the conjunct is an equality of a bare dimension column with something of the other side.</summary>
    private static LookupKey? KeyOf(Expression conjunct, int offset, IReadOnlyList<ConnectorColumn> columns, List<LookupKey> keys)
    {
        if (conjunct is not CallExpression { Function.Name: "=", Children: [var first, var second] })
        {
            return null;
        }

        foreach ((Expression dimension, Expression probe) in (ReadOnlySpan<(Expression, Expression)>)[(second, first), (first, second)])
        {
            if (dimension is ColumnExpression column && column.Index >= offset && probe.IsDeterministic
                && Columns(probe).All(c => c.Index < offset) && keys.All(k => k.Column != columns[column.Index - offset].Name))
            {
                ConnectorColumn key = columns[column.Index - offset];
                return probe.Type.EqualsIgnoringNullability(key.Type) || (probe.Type.IsText && key.Type.IsText)
                    ? new LookupKey(key.Name, probe)
                    : null;
            }
        }

        return null;
    }

    private static IEnumerable<ColumnExpression> Columns(Expression expression) =>
        expression is ColumnExpression column ? [column] : expression.Children.SelectMany(Columns);
}
