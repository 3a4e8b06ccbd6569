using System.Text;
using ActorStream.Connectors;
using ActorStream.Expressions;

namespace ActorStream.Plan;

/// <summary>Parts of nodes' digests.</summary>
internal static class NodeText
{
    /// <summary>Whether two readers of an expression may be given the same value: it is the same for the same row, or is the
    /// moment.</summary>
    public static bool IsRepeatable(Expression expression) =>
        expression.IsDeterministic || ExpressionTree.IsMoment(expression)
        || (expression is not CallExpression { Function.IsDeterministic: false } && expression.Children.All(IsRepeatable));

    /// <summary>Columns with their types.</summary>
    public static string Columns(IReadOnlyList<ConnectorColumn> columns) =>
        string.Join(',', columns.Select(c => $"{c.Name} {c.Type} {c.MetadataKey}"));

    /// <summary>Options, each with its length, so that no two sets share a text.</summary>
    public static string Options(IReadOnlyDictionary<string, string> options)
    {
        var text = new StringBuilder();
        foreach ((string key, string value) in options.OrderBy(o => o.Key, StringComparer.Ordinal))
            text.Append(key.Length).Append(key).Append(value.Length).Append(value);
        return text.ToString();
    }
}
