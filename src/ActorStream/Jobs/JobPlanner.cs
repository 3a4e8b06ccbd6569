using ActorStream.Connectors;
using ActorStream.Plan;

namespace ActorStream.Jobs;

/// <summary>Turns a logical plan into a job graph: asks the connectors for sources, sinks and lookups, and gives each node a stable
/// id.</summary>
internal static class JobPlanner
{
    /// <summary>Makes the graph; nothing is opened.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="environment">What connectors share.</param>
    /// <param name="collect">Gives the sink of a SELECT; null where the plan has none.</param>
    /// <exception cref="ActorStreamException">A connector refuses an option.</exception>
    public static JobGraph Plan(LogicalPlan plan, ConnectorEnvironment environment, Func<ISink>? collect)
    {
        var tables = new TableFactory(environment, collect);
        var ids = new Dictionary<LogicalNode, string>(ReferenceEqualityComparer.Instance);
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var sources = new List<GraphSource>();
        var sinks = new List<GraphSink>();
        var lookups = new List<GraphLookup>();
        foreach (LogicalNode node in plan.Nodes())
        {
            string id = node.OperatorId(numbers[node.Kind] = numbers.GetValueOrDefault(node.Kind) + 1);
            ids.Add(node, id);
            if (node is SourceNode source) sources.Add(new GraphSource(id, source, source.CreateSource(tables)));
            else if (node is OutputNode output) sinks.Add(new GraphSink(id, output, output.CreateSink(tables)));
            else if (node is LookupJoinNode lookup) lookups.Add(new GraphLookup(id, lookup, tables.CreateLookup(lookup)));
        }
        return new JobGraph(plan, ids, sources, sinks, lookups);
    }
}
