using ActorStream.Expressions;
using ActorStream.Plan;
using ActorStream.Sql.Syntax;

namespace ActorStream.Sql;

/// <summary><c>CROSS JOIN UNNEST(array) AS u (element)</c>: its operand sees what stands left of it.</summary>
internal sealed partial class Binder
{
    private (LogicalNode Node, IReadOnlyList<ScopeRelation> Relations) BindUnnest(
        SqlJoin? join, SqlUnnest unnest, IReadOnlyList<SqlHint> hints)
    {
        if (join is { Kind: SqlJoinKind.Right or SqlJoinKind.Full } or { IsNatural: true } or { Using.Count: > 0 })
        {
            throw SqlException.NotSupported(join.Position, "A join of this kind with UNNEST",
                "CROSS, INNER and LEFT JOIN UNNEST(...) are.");
        }

        if (unnest.Operands.Count > 1)
        {
            throw SqlException.NotSupported(unnest.Operands[1].Position, "UNNEST of several collections");
        }

        (LogicalNode input, IReadOnlyList<ScopeRelation> left) = join is null
            ? (new ValuesNode(new Schema([]), [[]]), [])
            : BindRelation(join.Left, hints);
        Expression collection = Bind(unnest.Operands[0], new Scope(left));
        bool isLeft = join?.Kind == SqlJoinKind.Left;
        if (isLeft && join!.On is not SqlBoolean { Value: true })
        {
            throw SqlException.NotSupported(join.On?.Position ?? join.Position, "LEFT JOIN UNNEST with a condition", "Write ON TRUE.");
        }

        BoundColumn[] columns = [.. Elements(unnest, collection).Select(c => isLeft ? c with { Type = c.Type.Nullable() } : c)];
        var schema = new Schema([.. input.Schema.Fields, .. columns.Select(c => new Field(c.Name, c.Type))]);
        LogicalNode node = new UnnestNode(input, collection, unnest.HasOrdinality, isLeft, schema);
        BoundRelation bound = ApplyAliases(unnest, new BoundRelation(node, columns));
        List<ScopeRelation> relations = [.. left, new ScopeRelation(unnest.Alias, [], bound.Columns, input.Schema.Count)];
        if (!isLeft && join?.On is not null)
        {
            node = new FilterNode(node, BindCondition(join.On, new Scope(relations), "ON"));
        }

        return (node, relations);
    }

    /// <summary>The fields of a ROW, key and value of a map, or the element under the alias's name.</summary>
    private static IEnumerable<BoundColumn> Elements(SqlUnnest unnest, Expression collection)
    {
        DataType type = collection.Type;
        if (type.Root is not (TypeRoot.Array or TypeRoot.Map))
        {
            throw SqlException.Validation(unnest.Operands[0].Position, $"UNNEST needs an ARRAY or a MAP, but got {type}.", null);
        }

        DataType element = type.Children[0];
        IEnumerable<BoundColumn> columns = type.Root == TypeRoot.Map
            ? [new BoundColumn("KEY", element), new BoundColumn("VALUE", type.Children[1])]
            : element.Root == TypeRoot.Row
                ? element.Children.Select((t, i) => new BoundColumn(element.FieldNames[i], element.IsNullable ? t.Nullable() : t))
                : [new BoundColumn(unnest.Alias ?? "EXPR$0", element)];
        return unnest.HasOrdinality ? columns.Append(new BoundColumn("ORDINALITY", DataType.Int.NotNull())) : columns;
    }
}
