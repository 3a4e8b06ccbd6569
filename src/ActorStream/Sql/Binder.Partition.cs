using ActorStream.Connectors;
using ActorStream.Expressions;
using ActorStream.Plan;
using ActorStream.Sql.Syntax;
using ActorStream.Types;

namespace ActorStream.Sql;

/// <summary><c>INSERT INTO t PARTITION (key = literal)</c>.</summary>
internal sealed partial class Binder
{
    /// <summary>The INSERT as if the query gave the partition's values as its last columns.</summary>
    private (SqlInsert Insert, BoundRelation Query) WithPartition(
        SqlInsert insert, CatalogTable table, IReadOnlyList<TableColumn> columns, BoundRelation query)
    {
        if (insert.Partition.Count == 0)
        {
            return (insert, query);
        }

        var expressions = new List<Expression>(Enumerable.Range(0, query.Columns.Count).Select(i => Column(query.Node, i)));
        var bound = new List<BoundColumn>(query.Columns);
        var keys = new List<SqlIdentifier>();
        foreach (SqlPartitionValue partition in insert.Partition)
        {
            if (!table.Definition.PartitionKeys.Contains(partition.Key))
            {
                throw SqlException.Validation(
                    partition.Position,
                    $"Column \"{partition.Key}\" is no partition column of table {table.QualifiedName}.",
                    table.Definition.PartitionKeys.Count == 0
                        ? "The table is not PARTITIONED BY anything."
                        : $"There are: {string.Join(", ", table.Definition.PartitionKeys)}.");
            }

            Expression value = PartitionValue(partition, columns.First(c => c.Name == partition.Key).Type);
            expressions.Add(value);
            bound.Add(new BoundColumn(partition.Key, value.Type));
            keys.Add(new SqlIdentifier(partition.Position, [partition.Key]));
        }

        IEnumerable<SqlIdentifier> others = insert.Columns ?? columns
            .Where(c => insert.Partition.All(p => p.Key != c.Name)).Select(c => new SqlIdentifier(insert.Table.Position, [c.Name]));
        var node = new ProjectNode(query.Node, expressions, [.. bound.Select((c, i) => $"{c.Name}${i}")]);
        return (insert with { Columns = [.. others, .. keys], Partition = [] }, new BoundRelation(node, bound));
    }

    private Expression PartitionValue(SqlPartitionValue partition, DataType type)
    {
        Expression value = Bind(partition.Value, Scope.Empty);
        if (value is not LiteralExpression { Value: not null } literal)
        {
            throw SqlException.Validation(
                partition.Position, $"The value of partition column \"{partition.Key}\" is not a literal.", "Select the column's value.");
        }

        if (literal.Type.EqualsIgnoringNullability(type))
        {
            return literal;
        }

        return Casts.CanCast(literal.Type, type)
            ? new CastExpression(literal, type.NotNull(), isTry: false)
            : throw SqlException.Validation(
                partition.Position, $"Partition column \"{partition.Key}\" is {type}, but its value is {literal.Type.Nullable()}.", null);
    }
}
