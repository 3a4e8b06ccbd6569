using ActorStream.Expressions;
using ActorStream.Plan;
using ActorStream.Sql.Syntax;

namespace ActorStream.Sql;

/// <summary>Inner and cross joins with constant rows: each row of the other side once for every constant row.</summary>
internal sealed partial class Binder
{
    private const int MaxConstantRows = 1000;

    private (LogicalNode Node, IReadOnlyList<ScopeRelation> Relations)? BindConstantJoin(SqlJoin join, IReadOnlyList<SqlHint> hints)
    {
        bool inner = join.Kind is SqlJoinKind.Inner or SqlJoinKind.Cross or SqlJoinKind.Comma && !join.IsNatural && join.Using.Count == 0;
        if (!inner || !(IsConstant(join.Left) || IsConstant(join.Right)))
        {
            return null;
        }

        (LogicalNode left, IReadOnlyList<ScopeRelation> leftRelations) = BindRelation(join.Left, hints);
        (LogicalNode right, IReadOnlyList<ScopeRelation> rightRelations) = BindRelation(join.Right, hints);
        LogicalNode? product = right is ValuesNode constants ? Product(left, constants, constantsFirst: false)
            : left is ValuesNode first ? Product(right, first, constantsFirst: true)
            : null;
        if (product is null)
        {
            return null;
        }

        int offset = left.Schema.Count;
        List<ScopeRelation> relations = [.. leftRelations, .. rightRelations.Select(r => r with { Offset = r.Offset + offset })];
        if (join.On is not null)
        {
            product = new FilterNode(product, BindCondition(join.On, new Scope(relations), "ON"));
        }

        return (product, relations);
    }

    private static bool IsConstant(SqlRelation relation) => relation is SqlDerivedTable
    {
        IsLateral: false,
        Query: { With.Count: 0, Fetch: null, Offset: null, OrderBy.Count: 0, Body: SqlValues or SqlSelect { From: null } },
    };

    private static LogicalNode? Product(LogicalNode node, ValuesNode constants, bool constantsFirst)
    {
        if (constants.Rows.Count > MaxConstantRows || (node is ValuesNode other && other.Rows.Count > MaxConstantRows))
        {
            return null;
        }

        IReadOnlyList<Field> fields = constantsFirst
            ? [.. constants.Schema.Fields, .. node.Schema.Fields]
            : [.. node.Schema.Fields, .. constants.Schema.Fields];
        var schema = new Schema(fields);
        if (node is ValuesNode values)
        {
            (ValuesNode first, ValuesNode second) = constantsFirst ? (constants, values) : (values, constants);
            return new ValuesNode(schema,
                [.. first.Rows.SelectMany(a => second.Rows.Select(b => (IReadOnlyList<Expression>)[.. a, .. b]))]);
        }

        Expression[] columns = [.. node.Schema.Fields.Select((_, i) => Column(node, i))];
        string[] names = [.. fields.Select(f => f.Name)];
        LogicalNode[] copies =
        [
            .. constants.Rows.Select(row => new ProjectNode(node, constantsFirst ? [.. row, .. columns] : [.. columns, .. row], names)),
        ];
        return copies.Length == 1 ? copies[0] : new UnionNode(copies, schema);
    }
}
