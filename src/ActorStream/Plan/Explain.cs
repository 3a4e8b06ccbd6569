using System.Text;
using ActorStream.Connectors;
using ActorStream.Plan.Rules;

namespace ActorStream.Plan;

/// <summary>The text of EXPLAIN.</summary>
internal sealed class Explain
{
    private readonly StringBuilder _text = new();
    private readonly Dictionary<LogicalNode, int> _shared = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<LogicalNode> _written = new(ReferenceEqualityComparer.Instance);
    private readonly IReadOnlyDictionary<LogicalNode, string> _notes;
    private readonly LogicalPlan _plan;
    private int _ids;

    private Explain(LogicalPlan plan, IReadOnlyDictionary<LogicalNode, string> notes)
    {
        _plan = plan;
        _notes = notes;
        foreach ((LogicalNode node, int readers) in PlanRule.Readers(plan))
        {
            if (readers > 1)
            {
                _shared.Add(node, 0);
            }
        }
    }

    /// <summary>Writes both plans, the stages and what each sink promises.</summary>
    /// <param name="bound">The plan as bound.</param>
    /// <param name="optimized">The plan that runs.</param>
    /// <param name="notes">What connectors say of sources, lookups and sinks of the optimized plan, without secrets.</param>
    public static string Write(LogicalPlan bound, LogicalPlan optimized, IReadOnlyDictionary<LogicalNode, string> notes)
    {
        var none = new Dictionary<LogicalNode, string>();
        return $"== Logical Plan ==\n{new Explain(bound, none).Trees(withMode: false)}\n"
            + $"== Optimized Plan ==\n{new Explain(optimized, none).Trees(withMode: true)}\n"
            + $"== Stages ==\n{new Explain(optimized, notes).Stages()}";
    }

    private string Trees(bool withMode)
    {
        foreach (LogicalNode sink in _plan.Sinks)
        {
            Write(sink, "", "", withMode);
            _text.Append('\n');
        }

        return _text.ToString();
    }

    private void Write(LogicalNode node, string first, string rest, bool withMode)
    {
        _text.Append(first);
        if (_shared.TryGetValue(node, out int id) && !_written.Add(node))
        {
            _text.Append($"Reused(reference_id=[{id}])\n");
            return;
        }

        string line = node.Describe();
        if (withMode)
        {
            line = $"{line[..^1]}{(line.EndsWith("()", StringComparison.Ordinal) ? "" : ", ")}changelogMode=[{Mode(node.ChangelogMode)}])";
        }

        if (_shared.ContainsKey(node))
        {
            _shared[node] = id = ++_ids;
            line += $"(reuse_id=[{id}])";
        }

        _text.Append(line).Append('\n');
        for (int i = 0; i < node.Inputs.Count; i++)
        {
            bool last = i == node.Inputs.Count - 1;
            Write(node.Inputs[i], rest + (last ? "+- " : ":- "), rest + (last ? "   " : ":  "), withMode);
        }
    }

    private static string Mode(ChangelogMode mode) => mode switch
    {
        ChangelogMode.InsertOnly => "I",
        ChangelogMode.Upsert => "I,UA,D",
        _ => "I,UB,UA,D",
    };

    /// <summary>Without an exchange by key there is one stage: a shard for each split of its sources, which does everything.</summary>
    private string Stages()
    {
        _text.Append("Stage 1: one shard for each split of its sources\n");
        foreach (LogicalNode node in _plan.Nodes())
        {
            if (node.StageLine is { } line)
            {
                _text.Append("  ").Append(line);
                _text.Append(_notes.TryGetValue(node, out string? note) ? $": {note}\n" : "\n");
            }
        }

        return _text.ToString();
    }
}
