using System.Text;
using ActorStream.Connectors;
using ActorStream.Expressions;

namespace ActorStream.Plan.Rules;

/// <summary>Makes one node of nodes that compute the same: one read of a source and one lookup feed several sinks.</summary>
internal sealed class ShareSubplans : PlanRule
{
    private readonly Dictionary<string, LogicalNode> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<LogicalNode, int> _ids = new(ReferenceEqualityComparer.Instance);

    protected override LogicalNode Apply(LogicalNode node)
    {
        if (Own(node) is not { } own)
        {
            return node;
        }

        string digest = $"{node.GetType().Name}({string.Join(',', node.Inputs.Select(Id))}){own}";
        if (_known.TryGetValue(digest, out LogicalNode? known))
        {
            return known;
        }

        _known.Add(digest, node);
        return node;
    }

    private int Id(LogicalNode node)
    {
        if (!_ids.TryGetValue(node, out int id))
        {
            id = _ids.Count;
            _ids.Add(node, id);
        }

        return id;
    }

    /// <summary>What a node does beside reading its inputs, or null where it stays alone.</summary>
    private static string? Own(LogicalNode node) => node switch
    {
        ScanNode scan => $"{scan.Table.QualifiedName}[{Columns(scan.Columns)}]{Options(scan.Options)}",
        ProjectNode project => project.Expressions.All(IsRepeatable)
            ? string.Join('|', project.Expressions.Select((e, i) => $"{ExpressionTree.Digest(e)} AS {project.Names[i]}"))
            : null,
        FilterNode filter => IsRepeatable(filter.Condition) ? ExpressionTree.Digest(filter.Condition) : null,
        LookupJoinNode join =>
            $"{join.Table.QualifiedName}[{Columns(join.Columns)}]{Options(join.Options)}{join.IsLeft}"
            + string.Join('|', join.Keys.Select(k => $"{k.Column}={ExpressionTree.Digest(k.Probe)}"))
            + (join.Condition is null ? "" : "?" + ExpressionTree.Digest(join.Condition)),
        UnnestNode unnest => IsRepeatable(unnest.Collection)
            ? $"{ExpressionTree.Digest(unnest.Collection)},{unnest.HasOrdinality},{unnest.IsLeft},{unnest.Schema}"
            : null,
        UnionNode union => union.Schema.ToString(),
        LimitNode limit => $"{limit.Offset},{limit.Fetch}",
        _ => null,
    };

    private static bool IsRepeatable(Expression expression) =>
        expression.IsDeterministic || ExpressionTree.IsMoment(expression)
        || (expression is not CallExpression { Function.IsDeterministic: false } && expression.Children.All(IsRepeatable));

    private static string Columns(IReadOnlyList<ConnectorColumn> columns) =>
        string.Join(',', columns.Select(c => $"{c.Name} {c.Type} {c.MetadataKey}"));

    private static string Options(IReadOnlyDictionary<string, string> options)
    {
        var text = new StringBuilder();
        foreach ((string key, string value) in options.OrderBy(o => o.Key, StringComparer.Ordinal))
        {
            text.Append(key.Length).Append(key).Append(value.Length).Append(value);
        }

        return text.ToString();
    }
}
