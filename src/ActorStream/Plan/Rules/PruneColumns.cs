using ActorStream.Expressions;

namespace ActorStream.Plan.Rules;

/// <summary>Leaves out what nobody reads, down to the columns that scans and lookups ask of their connectors. A shared node keeps
/// what any of its readers needs.</summary>
internal sealed class PruneColumns
{
    private readonly Dictionary<LogicalNode, bool[]> _needed = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<LogicalNode, (LogicalNode Node, int[] Indexes)> _pruned = new(ReferenceEqualityComparer.Instance);

    public LogicalPlan Rewrite(LogicalPlan plan)
    {
        foreach (LogicalNode node in ReadersFirst(plan))
        {
            Mark(node);
        }

        return new LogicalPlan([.. plan.Sinks.Select(sink => sink.WithInputs([Prune(sink.Inputs[0]).Node]))]);
    }

    /// <summary>All nodes, each behind all that read it.</summary>
    private static IEnumerable<LogicalNode> ReadersFirst(LogicalPlan plan)
    {
        Dictionary<LogicalNode, int> readers = PlanRule.Readers(plan);
        var ready = new Queue<LogicalNode>(plan.Sinks);
        while (ready.TryDequeue(out LogicalNode? node))
        {
            yield return node;
            foreach (LogicalNode input in node.Inputs)
            {
                if (--readers[input] == 0)
                {
                    ready.Enqueue(input);
                }
            }
        }
    }

    private bool[] NeededOf(LogicalNode node)
    {
        if (!_needed.TryGetValue(node, out bool[]? needed))
        {
            needed = new bool[node.Schema.Count];
            _needed.Add(node, needed);
        }

        return needed;
    }

    private void Mark(LogicalNode node)
    {
        bool[] needed = NeededOf(node);
        if (needed.Length > 0 && !needed.Contains(true))
        {
            needed[0] = true;
        }

        switch (node)
        {
            case SinkNode or CollectNode:
                Array.Fill(NeededOf(node.Inputs[0]), true);
                break;
            case ProjectNode project:
                for (int i = 0; i < needed.Length; i++)
                {
                    if (needed[i])
                    {
                        Need(project.Input, project.Expressions[i]);
                    }
                }

                break;
            case FilterNode filter:
                NeedSame(filter.Input, needed);
                Need(filter.Input, filter.Condition);
                break;
            case LookupJoinNode join:
                MarkJoin(join, needed);
                break;
            case UnnestNode unnest:
                needed.AsSpan(unnest.Input.Schema.Count).Fill(true);
                NeedSame(unnest.Input, needed.AsSpan(0, unnest.Input.Schema.Count));
                Need(unnest.Input, unnest.Collection);
                break;
            default:
                foreach (LogicalNode input in node.Inputs)
                {
                    NeedSame(input, needed);
                }

                break;
        }
    }

    private void MarkJoin(LookupJoinNode join, bool[] needed)
    {
        if (join.Condition is not null)
        {
            ExpressionTree.ForEachColumn(join.Condition, index => needed[index] = true);
        }

        int probe = join.Input.Schema.Count;
        if (!needed.AsSpan(probe).Contains(true))
        {
            needed[probe + KeyColumn(join)] = true;
        }

        NeedSame(join.Input, needed.AsSpan(0, probe));
        foreach (LookupKey key in join.Keys)
        {
            Need(join.Input, key.Probe);
        }
    }

    private static int KeyColumn(LookupJoinNode join)
    {
        for (int i = 0; i < join.Columns.Count; i++)
        {
            if (join.Columns[i].Name == join.Keys[0].Column)
            {
                return i;
            }
        }

        return 0;
    }

    private void Need(LogicalNode node, Expression expression)
    {
        bool[] needed = NeededOf(node);
        ExpressionTree.ForEachColumn(expression, index => needed[index] = true);
    }

    private void NeedSame(LogicalNode node, ReadOnlySpan<bool> columns)
    {
        bool[] needed = NeededOf(node);
        for (int i = 0; i < columns.Length; i++)
        {
            needed[i] |= columns[i];
        }
    }

    /// <summary>The node with the columns that are needed, and where each old column stands now.</summary>
    private (LogicalNode Node, int[] Indexes) Prune(LogicalNode node)
    {
        if (_pruned.TryGetValue(node, out (LogicalNode, int[]) done))
        {
            return done;
        }

        (LogicalNode, int[]) pruned = node switch
        {
            ScanNode scan => (new ScanNode(scan.Table, Keep(scan.Columns, NeededOf(scan)), scan.Options, scan.ChangelogMode),
                Indexes(NeededOf(scan))),
            ValuesNode values => (
                new ValuesNode(Keep(values.Schema, NeededOf(values)), [.. values.Rows.Select(r => Keep(r, NeededOf(values)))]),
                Indexes(NeededOf(values))),
            ProjectNode project => PruneProject(project),
            FilterNode filter => PruneFilter(filter),
            LookupJoinNode join => PruneJoin(join),
            UnionNode union => (
                new UnionNode([.. union.Inputs.Select(i => Exactly(i, NeededOf(union)))], Keep(union.Schema, NeededOf(union))),
                Indexes(NeededOf(union))),
            UnnestNode unnest => PruneUnnest(unnest),
            LimitNode limit => PruneLimit(limit),
            _ => throw new System.Diagnostics.UnreachableException($"No pruning of {node.Describe()}."),
        };
        _pruned.Add(node, pruned);
        return pruned;
    }

    private (LogicalNode Node, int[] Indexes) PruneProject(ProjectNode project)
    {
        bool[] needed = NeededOf(project);
        (LogicalNode input, int[] indexes) = Prune(project.Input);
        Expression[] expressions = [.. Keep(project.Expressions, needed).Select(e => ExpressionTree.Shift(e, indexes))];
        return (new ProjectNode(input, expressions, Keep(project.Names, needed)), Indexes(needed));
    }

    private (LogicalNode Node, int[] Indexes) PruneFilter(FilterNode filter)
    {
        (LogicalNode input, int[] indexes) = Prune(filter.Input);
        return (new FilterNode(input, ExpressionTree.Shift(filter.Condition, indexes)), indexes);
    }

    private (LogicalNode Node, int[] Indexes) PruneUnnest(UnnestNode unnest)
    {
        (LogicalNode input, int[] indexes) = Prune(unnest.Input);
        Field[] produced = [.. unnest.Schema.Fields.Skip(indexes.Length)];
        var node = new UnnestNode(
            input,
            ExpressionTree.Shift(unnest.Collection, indexes),
            unnest.HasOrdinality,
            unnest.IsLeft,
            new Schema([.. input.Schema.Fields, .. produced]));
        return (node, [.. indexes, .. Enumerable.Range(input.Schema.Count, produced.Length)]);
    }

    private (LogicalNode Node, int[] Indexes) PruneLimit(LimitNode limit)
    {
        (LogicalNode input, int[] indexes) = Prune(limit.Input);
        return (limit.WithInputs([input]), indexes);
    }

    private (LogicalNode Node, int[] Indexes) PruneJoin(LookupJoinNode join)
    {
        (LogicalNode input, int[] probe) = Prune(join.Input);
        bool[] needed = NeededOf(join).AsSpan(probe.Length).ToArray();
        int[] dimension = Indexes(needed);
        int[] indexes = [.. probe, .. dimension.Select(i => i < 0 ? -1 : i + input.Schema.Count)];
        Field[] fields = [.. input.Schema.Fields, .. Keep([.. join.Schema.Fields.Skip(probe.Length)], needed)];
        var pruned = new LookupJoinNode(
            input,
            join.Table,
            join.Options,
            Keep(join.Columns, needed),
            [.. join.Keys.Select(k => new LookupKey(k.Column, ExpressionTree.Shift(k.Probe, probe)))],
            join.Condition is null ? null : ExpressionTree.Shift(join.Condition, indexes),
            join.IsLeft,
            new Schema(fields));
        return (pruned, indexes);
    }

    /// <summary>The node with these columns and no others.</summary>
    private LogicalNode Exactly(LogicalNode node, bool[] needed)
    {
        (LogicalNode pruned, int[] indexes) = Prune(node);
        if (pruned.Schema.Count == needed.Count(n => n))
        {
            return pruned;
        }

        int[] kept = [.. indexes.Where((_, i) => needed[i])];
        return new ProjectNode(
            pruned,
            [.. kept.Select(i => new ColumnExpression(i, pruned.Schema[i].Name, pruned.Schema[i].Type))],
            [.. kept.Select(i => pruned.Schema[i].Name)]);
    }

    private static int[] Indexes(bool[] needed)
    {
        int next = 0;
        return [.. needed.Select(n => n ? next++ : -1)];
    }

    private static T[] Keep<T>(IReadOnlyList<T> items, bool[] needed) => [.. items.Where((_, i) => needed[i])];

    private static Schema Keep(Schema schema, bool[] needed) => new(Keep(schema.Fields, needed));
}
