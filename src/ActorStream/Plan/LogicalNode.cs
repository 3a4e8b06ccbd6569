using ActorStream.Connectors;
using ActorStream.Expressions;
using ActorStream.Operators;
using ActorStream.Plan.Rules;

namespace ActorStream.Plan;

/// <summary>
/// A node of the logical plan: a relation. Immutable; a node that two parents share is computed once for both. All that the rules,
/// EXPLAIN, recovery and the making of operators must know of a kind of node are its members, so that a new kind is one file here and
/// one operator.
/// </summary>
internal abstract class LogicalNode
{
    private ChangelogMode? _changelogMode;

    protected LogicalNode(Schema schema, IReadOnlyList<LogicalNode> inputs)
    {
        Schema = schema;
        Inputs = inputs;
        foreach (LogicalNode input in inputs) Height = Math.Max(Height, input.Height + 1);
    }

    /// <summary>The fields of its rows.</summary>
    public Schema Schema { get; }

    public IReadOnlyList<LogicalNode> Inputs { get; }

    /// <summary>Nodes below it on the longest way to a source: how far a walk over the plan recurses.</summary>
    public int Height { get; }

    /// <summary>What kinds its rows have; inferred once, because inputs are shared and may be met by many ways.</summary>
    public ChangelogMode ChangelogMode => _changelogMode ??= InferChangelogMode();

    /// <summary>The word for its operator in ids.</summary>
    public abstract string Kind { get; }

    /// <summary>What it does beside reading its inputs, as a text that two nodes of its kind share only where they compute the same; null
    /// where it is never made one with another.</summary>
    public virtual string? Digest => null;

    /// <summary>Its line among the stages of EXPLAIN; null: it is not shown.</summary>
    public virtual string? StageLine => null;

    /// <summary>Whether its operator must see all rows of the job: then one shard runs it.</summary>
    public virtual bool NeedsAllRows => false;

    /// <summary>What its operator's state consists of, where it keeps any: state of another layout cannot be read.</summary>
    public virtual string? StateLayout => null;

    /// <summary>What its operator's state depends on, where it keeps any.</summary>
    public virtual StateParts? StateParts => null;

    /// <summary>What tells it from other nodes of its kind when a job goes on from a checkpoint, without secrets.</summary>
    public virtual string StateText => Describe();

    /// <summary>The same node over other inputs of the same schemas.</summary>
    public abstract LogicalNode WithInputs(IReadOnlyList<LogicalNode> inputs);

    /// <summary>Its line in EXPLAIN, without its inputs.</summary>
    public abstract string Describe();

    /// <summary>The id of the operator of the n-th node of this kind: the same after a restart with the same script.</summary>
    public virtual string OperatorId(int number) => number == 1 ? Kind : $"{Kind}:{number}";

    /// <summary>The node with its expressions folded, or what takes its place.</summary>
    public virtual LogicalNode Fold(Func<Expression, Expression> fold) => this;

    /// <summary>Takes conditions over its rows: those that may act on its inputs go there, the rest is filtered above it.</summary>
    public virtual LogicalNode TakeFilter(List<Expression> conjuncts, PushDownFilter rule) => PushDownFilter.Filter(this, conjuncts);

    /// <summary>Tells the rule which columns of the inputs it needs, where so many of its own are; may ask for more of its own.</summary>
    public virtual void MarkInputs(bool[] needed, PruneColumns rule)
    {
        foreach (LogicalNode input in Inputs) rule.NeedSame(input, needed);
    }

    /// <summary>The node with the columns that are needed and no others, if it can.</summary>
    public abstract PrunedNode Prune(bool[] needed, PruneColumns rule);

    /// <summary>The nodes whose rows its operator takes: its inputs, but where it does the work of an input too.</summary>
    public virtual IReadOnlyList<LogicalNode> OperatorInputs(OperatorParts parts) => Inputs;

    /// <summary>Makes its operator for a shard.</summary>
    public virtual Operator MakeOperator(OperatorParts parts) =>
        throw new System.Diagnostics.UnreachableException($"No operator stands for {Describe()}.");

    /// <summary>The names of its fields, as EXPLAIN lists them.</summary>
    protected string FieldNames() => string.Join(", ", Schema.Fields.Select(f => f.Name));

    protected virtual ChangelogMode InferChangelogMode() =>
        Inputs.Count == 0 ? ChangelogMode.InsertOnly : Inputs.Max(i => i.ChangelogMode);
}

/// <summary>What an operator's state depends on.</summary>
/// <param name="Required">Where one of these changes, the job does not go on with the state.</param>
/// <param name="Cache">Where one of these changes, what is cached is dropped.</param>
internal sealed record StateParts(IReadOnlyList<StatePart> Required, IReadOnlyList<StatePart> Cache);

/// <summary>A node with one input.</summary>
internal abstract class UnaryNode(Schema schema, LogicalNode input) : LogicalNode(schema, [input])
{
    public LogicalNode Input => Inputs[0];
}

/// <summary>Where rows come from the outside.</summary>
internal abstract class SourceNode(Schema schema) : LogicalNode(schema, [])
{
    /// <summary>What it is called in ids.</summary>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public override string Kind => $"source:{Name}";

    public override LogicalNode WithInputs(IReadOnlyList<LogicalNode> inputs) => this;

    /// <summary>Makes the source; nothing is opened.</summary>
    public abstract ISource CreateSource(TableFactory tables);

    /// <summary>Rows enter the shard here and are handed on.</summary>
    public override Operator MakeOperator(OperatorParts parts) => new PassThrough { Id = parts.IdOf(this) };
}

/// <summary>Where rows leave: a root of the plan.</summary>
internal abstract class OutputNode(LogicalNode input) : UnaryNode(input.Schema, input)
{
    /// <summary>What it is called in ids and to its users.</summary>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public override string Kind => $"sink:{Name}";

    /// <summary>Whether rows that came before one that fails stay unwritten.</summary>
    public virtual bool DropsOnFailure => false;

    /// <summary>Makes the sink; nothing is opened.</summary>
    public abstract ISink CreateSink(TableFactory tables);

    public override void MarkInputs(bool[] needed, PruneColumns rule) => Array.Fill(rule.NeededOf(Input), true);

    public override PrunedNode Prune(bool[] needed, PruneColumns rule) =>
        new(WithInputs([rule.Prune(Input).Node]), [.. Enumerable.Range(0, Schema.Count)]);

    public override Operator MakeOperator(OperatorParts parts) => new SinkInput { Id = parts.IdOf(this) };
}
