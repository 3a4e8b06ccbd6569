using ActorStream.Connectors;
using ActorStream.Expressions;

namespace ActorStream.Plan;

/// <summary>A node of the logical plan: a relation. Immutable; a node that two parents share is computed once for both.</summary>
internal abstract class LogicalNode
{
    protected LogicalNode(Schema schema, IReadOnlyList<LogicalNode> inputs)
    {
        Schema = schema;
        Inputs = inputs;
    }

    /// <summary>The fields of its rows.</summary>
    public Schema Schema { get; }

    public IReadOnlyList<LogicalNode> Inputs { get; }

    /// <summary>What kinds its rows have.</summary>
    public virtual ChangelogMode ChangelogMode => Inputs.Count == 0 ? ChangelogMode.InsertOnly : Inputs.Max(i => i.ChangelogMode);

    /// <summary>The same node over other inputs of the same schemas.</summary>
    public abstract LogicalNode WithInputs(IReadOnlyList<LogicalNode> inputs);

    /// <summary>Its line in EXPLAIN, without its inputs.</summary>
    public abstract string Describe();
}

/// <summary>Reads a table. Its schema is <see cref="Columns"/>.</summary>
internal sealed class ScanNode(
    TableDefinition table, IReadOnlyList<ConnectorColumn> columns, IReadOnlyDictionary<string, string> options, ChangelogMode changelogMode)
    : LogicalNode(new Schema([.. columns.Select(c => new Field(c.Name, c.Type))]), [])
{
    public TableDefinition Table { get; } = table;

    /// <summary>The columns to read: physical ones and metadata; computed ones are projected above.</summary>
    public IReadOnlyList<ConnectorColumn> Columns { get; } = columns;

    /// <summary>The table's options with those of an OPTIONS hint over them.</summary>
    public IReadOnlyDictionary<string, string> Options { get; } = options;

    public override ChangelogMode ChangelogMode { get; } = changelogMode;

    public override LogicalNode WithInputs(IReadOnlyList<LogicalNode> inputs) => this;

    public override string Describe() =>
        $"TableSourceScan(table=[{Table.QualifiedName}], fields=[{string.Join(", ", Columns.Select(c => c.Name))}])";
}

/// <summary>Constant rows. Each expression is over no columns.</summary>
internal sealed class ValuesNode(Schema schema, IReadOnlyList<IReadOnlyList<Expression>> rows) : LogicalNode(schema, [])
{
    public IReadOnlyList<IReadOnlyList<Expression>> Rows { get; } = rows;

    public override LogicalNode WithInputs(IReadOnlyList<LogicalNode> inputs) => this;

    public override string Describe() => $"Values(tuples=[{string.Join(", ", Rows.Select(r => $"{{ {string.Join(", ", r)} }}"))}])";
}

/// <summary>Computes new columns from the input's.</summary>
internal sealed class ProjectNode(LogicalNode input, IReadOnlyList<Expression> expressions, IReadOnlyList<string> names)
    : LogicalNode(new Schema([.. expressions.Select((e, i) => new Field(names[i], e.Type))]), [input])
{
    public LogicalNode Input => Inputs[0];

    public IReadOnlyList<Expression> Expressions { get; } = expressions;

    public IReadOnlyList<string> Names { get; } = names;

    public override LogicalNode WithInputs(IReadOnlyList<LogicalNode> inputs) => new ProjectNode(inputs[0], Expressions, Names);

    public override string Describe() =>
        $"Project(select=[{string.Join(", ", Expressions.Select((e, i) => e.ToString() == Names[i] ? Names[i] : $"{e} AS {Names[i]}"))}])";
}

/// <summary>Keeps the rows for which the condition is TRUE.</summary>
internal sealed class FilterNode(LogicalNode input, Expression condition) : LogicalNode(input.Schema, [input])
{
    public LogicalNode Input => Inputs[0];

    public Expression Condition { get; } = condition;

    public override LogicalNode WithInputs(IReadOnlyList<LogicalNode> inputs) => new FilterNode(inputs[0], Condition);

    public override string Describe() => $"Filter(condition=[{Condition}])";
}

/// <summary>One key of a lookup: a dimension column equals an expression over the probe row (a column or a constant).</summary>
internal sealed record LookupKey(string Column, Expression Probe);

/// <summary>Joins each row with the rows of a dimension table as they are at that moment. Its schema: the input's fields, then the
/// dimension's <see cref="Columns"/>, nullable for a left join.</summary>
internal sealed class LookupJoinNode(
    LogicalNode input,
    TableDefinition table,
    IReadOnlyDictionary<string, string> options,
    IReadOnlyList<ConnectorColumn> columns,
    IReadOnlyList<LookupKey> keys,
    Expression? condition,
    bool isLeft,
    Schema schema)
    : LogicalNode(schema, [input])
{
    public LogicalNode Input => Inputs[0];

    public TableDefinition Table { get; } = table;

    public IReadOnlyDictionary<string, string> Options { get; } = options;

    /// <summary>The dimension columns that come back from the lookup.</summary>
    public IReadOnlyList<ConnectorColumn> Columns { get; } = columns;

    public IReadOnlyList<LookupKey> Keys { get; } = keys;

    /// <summary>What beside the keys a pair of rows must fulfil, over the joined schema; or null.</summary>
    public Expression? Condition { get; } = condition;

    /// <summary>LEFT JOIN: a row without a match is padded with NULL.</summary>
    public bool IsLeft { get; } = isLeft;

    public override LogicalNode WithInputs(IReadOnlyList<LogicalNode> inputs) =>
        new LookupJoinNode(inputs[0], Table, Options, Columns, Keys, Condition, IsLeft, Schema);

    public override string Describe() =>
        $"LookupJoin(table=[{Table.QualifiedName}], joinType=[{(IsLeft ? "LeftOuterJoin" : "InnerJoin")}], "
        + $"lookup=[{string.Join(", ", Keys.Select(k => $"{k.Column}={k.Probe}"))}]"
        + (Condition is null ? "" : $", condition=[{Condition}]")
        + $", select=[{string.Join(", ", Schema.Fields.Select(f => f.Name))}])";
}

/// <summary>Joins each row with the elements of an array or the entries of a map. Its schema: the input's fields, then the elements'
/// fields (a ROW's own, else one; key and value of a map), then the ordinal where there is one.</summary>
internal sealed class UnnestNode(LogicalNode input, Expression collection, bool hasOrdinality, bool isLeft, Schema schema)
    : LogicalNode(schema, [input])
{
    public LogicalNode Input => Inputs[0];

    /// <summary>The array or map, over the input's fields.</summary>
    public Expression Collection { get; } = collection;

    /// <summary>WITH ORDINALITY: the last field counts the elements from 1.</summary>
    public bool HasOrdinality { get; } = hasOrdinality;

    /// <summary>LEFT JOIN: a row without elements is padded with NULL.</summary>
    public bool IsLeft { get; } = isLeft;

    public override LogicalNode WithInputs(IReadOnlyList<LogicalNode> inputs) =>
        new UnnestNode(inputs[0], Collection, HasOrdinality, IsLeft, Schema);

    public override string Describe() =>
        $"Unnest(collection=[{Collection}], joinType=[{(IsLeft ? "LeftOuterJoin" : "InnerJoin")}], "
        + $"select=[{string.Join(", ", Schema.Fields.Select(f => f.Name))}])";
}

/// <summary>All rows of all inputs, in any order between them.</summary>
internal sealed class UnionNode(IReadOnlyList<LogicalNode> inputs, Schema schema) : LogicalNode(schema, inputs)
{
    public override LogicalNode WithInputs(IReadOnlyList<LogicalNode> inputs) => new UnionNode(inputs, Schema);

    public override string Describe() => $"Union(all=[true], union=[{string.Join(", ", Schema.Fields.Select(f => f.Name))}])";
}

/// <summary>The first rows that come, and no more.</summary>
internal sealed class LimitNode(LogicalNode input, long offset, long? fetch) : LogicalNode(input.Schema, [input])
{
    public LogicalNode Input => Inputs[0];

    public long Offset { get; } = offset;

    public long? Fetch { get; } = fetch;

    public override LogicalNode WithInputs(IReadOnlyList<LogicalNode> inputs) => new LimitNode(inputs[0], Offset, Fetch);

    public override string Describe() => $"Limit(offset=[{Offset}], fetch=[{Fetch?.ToString() ?? "unlimited"}])";
}

/// <summary>Writes a table. The input has exactly <see cref="Columns"/>, cast to their types.</summary>
internal sealed class SinkNode(
    LogicalNode input, TableDefinition table, IReadOnlyList<ConnectorColumn> columns, IReadOnlyDictionary<string, string> options)
    : LogicalNode(input.Schema, [input])
{
    public LogicalNode Input => Inputs[0];

    public TableDefinition Table { get; } = table;

    public IReadOnlyList<ConnectorColumn> Columns { get; } = columns;

    public IReadOnlyDictionary<string, string> Options { get; } = options;

    public override LogicalNode WithInputs(IReadOnlyList<LogicalNode> inputs) => new SinkNode(inputs[0], Table, Columns, Options);

    public override string Describe() => $"Sink(table=[{Table.QualifiedName}], fields=[{string.Join(", ", Columns.Select(c => c.Name))}])";
}

/// <summary>Hands rows to whoever ran the SELECT.</summary>
internal sealed class CollectNode(LogicalNode input) : LogicalNode(input.Schema, [input])
{
    public LogicalNode Input => Inputs[0];

    public override LogicalNode WithInputs(IReadOnlyList<LogicalNode> inputs) => new CollectNode(inputs[0]);

    public override string Describe() => "Collect()";
}
