using ActorStream.Connectors;
using ActorStream.Expressions;
using ActorStream.Operators;
using ActorStream.Plan.Rules;

namespace ActorStream.Plan;

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
    LookupOutputMode outputMode,
    MissRetry? retry,
    Schema schema)
    : UnaryNode(schema, input)
{
    public TableDefinition Table { get; } = table;

    public IReadOnlyDictionary<string, string> Options { get; } = options;

    /// <summary>The dimension columns that come back from the lookup.</summary>
    public IReadOnlyList<ConnectorColumn> Columns { get; } = columns;

    public IReadOnlyList<LookupKey> Keys { get; } = keys;

    /// <summary>What beside the keys a pair of rows must fulfil, over the joined schema; or null.</summary>
    public Expression? Condition { get; } = condition;

    /// <summary>LEFT JOIN: a row without a match is padded with NULL.</summary>
    public bool IsLeft { get; } = isLeft;

    /// <summary>The order that was asked for.</summary>
    public LookupOutputMode OutputMode { get; } = outputMode;

    /// <summary>Whether a key without a row is looked up again; null: it is not.</summary>
    public MissRetry? Retry { get; } = retry;

    /// <summary>Whether rows leave in the order in which they came. Changes of a row must, whatever was asked for: they may have other
    /// keys here than the row that they change.</summary>
    private bool KeepsOrder => OutputMode == LookupOutputMode.Ordered || Input.ChangelogMode != ChangelogMode.InsertOnly;

    public override string Kind => $"lookup-join:{Table.Name}";

    public override string? Digest =>
        $"{Table.QualifiedName}[{NodeText.Columns(Columns)}]{NodeText.Options(Options)}{IsLeft}{OutputMode}{Retry}"
        + string.Join('|', Keys.Select(k => $"{k.Column}={ExpressionTree.Digest(k.Probe)}"))
        + (Condition is null ? "" : "?" + ExpressionTree.Digest(Condition));

    public override string? StageLine => $"lookup {Table.QualifiedName} by {string.Join(", ", Keys.Select(k => k.Column))}";

    public override string? StateLayout => $"({string.Join(", ", Columns.Select(c => $"{c.Name} {c.Type}"))})";

    public override StateParts? StateParts => new(
        [new("input columns", string.Join(',', Input.Schema.Fields.Select(f => $"{f.Name.Length}{f.Name} {f.Type}")))],
        [
            new("join key", string.Join(',', Keys.Select(k => $"{k.Column.Length}{k.Column} {k.Probe.Type}"))),
            new("columns", NodeText.Columns(Columns)),
            .. Options.Where(o => DecidesRows(o.Key)).Select(o => new StatePart(o.Key, Redaction.Text(o.Value))),
        ]);

    public override string StateText =>
        $"{Describe()}[{NodeText.Columns(Columns)}]{NodeText.Options(Redaction.Options(Options))}";

    public override LogicalNode WithInputs(IReadOnlyList<LogicalNode> inputs) =>
        new LookupJoinNode(inputs[0], Table, Options, Columns, Keys, Condition, IsLeft, OutputMode, Retry, Schema);

    public override string Describe() =>
        $"LookupJoin(table=[{Table.QualifiedName}], joinType=[{(IsLeft ? "LeftOuterJoin" : "InnerJoin")}], "
        + $"lookup=[{string.Join(", ", Keys.Select(k => $"{k.Column}={k.Probe}"))}]"
        + (Condition is null ? "" : $", condition=[{Condition}]")
        + (KeepsOrder ? "" : ", outputMode=[ALLOW_UNORDERED]")
        + $", select=[{FieldNames()}]"
        + (Retry is null ? "" : $", retry=[lookup_miss, FIXED_DELAY, {(long)Retry.Delay.TotalMilliseconds}ms, {Retry.MaxAttempts}]")
        + ")";

    public override LogicalNode Fold(Func<Expression, Expression> fold)
    {
        if (Condition is null) return this;
        List<Expression> conjuncts = ExpressionTree.Conjuncts(fold(Condition));
        return new LookupJoinNode(
            Input, Table, Options, Columns, Keys, conjuncts.Count == 0 ? null : ExpressionTree.And(conjuncts), IsLeft, OutputMode,
            Retry, Schema);
    }

    /// <summary>Rows that nobody wants are not looked up.</summary>
    public override LogicalNode TakeFilter(List<Expression> conjuncts, PushDownFilter rule) => rule.BelowProbe(this, conjuncts);

    public override void MarkInputs(bool[] needed, PruneColumns rule)
    {
        if (Condition is not null) ExpressionTree.ForEachColumn(Condition, index => needed[index] = true);
        int probe = Input.Schema.Count;
        if (!needed.AsSpan(probe).Contains(true)) needed[probe + KeyColumn()] = true;
        rule.NeedSame(Input, needed.AsSpan(0, probe));
        foreach (LookupKey key in Keys) rule.Need(Input, key.Probe);
    }

    public override PrunedNode Prune(bool[] needed, PruneColumns rule)
    {
        (LogicalNode input, int[] probe) = rule.Prune(Input);
        bool[] own = needed.AsSpan(probe.Length).ToArray();
        int[] indexes = [.. probe, .. PruneColumns.Indexes(own).Select(i => i < 0 ? -1 : i + input.Schema.Count)];
        Field[] fields = [.. input.Schema.Fields, .. PruneColumns.Keep([.. Schema.Fields.Skip(probe.Length)], own)];
        var pruned = new LookupJoinNode(
            input,
            Table,
            Options,
            PruneColumns.Keep(Columns, own),
            [.. Keys.Select(k => new LookupKey(k.Column, ExpressionTree.Shift(k.Probe, probe)))],
            Condition is null ? null : ExpressionTree.Shift(Condition, indexes),
            IsLeft,
            OutputMode,
            Retry,
            new Schema(fields));
        return new PrunedNode(pruned, indexes);
    }

    public override Operator MakeOperator(OperatorParts parts)
    {
        LookupParts lookup = parts.LookupOf(this);
        long? share = lookup.Table.Options.MaxRows is { } most ? Math.Max(1, most / parts.ShardCount) : null;
        var plan = new LookupJoinPlan
        {
            Table = Table.Name,
            Keys = [.. Keys.Select(k => k.Probe)],
            InputTypes = [.. Input.Schema.Fields.Select(f => f.Type)],
            Columns = [.. Columns.Select(c => new Field(c.Name, c.Type))],
            Condition = Condition,
            IsLeft = IsLeft,
            KeepsOrder = KeepsOrder,
            Options = lookup.Table.Options,
            MaxKeys = share,
        };
        return new LookupJoin(plan, parts.Context, lookup.Request) { Id = parts.IdOf(this) };
    }

    /// <summary>Whether an option has a say in which rows a key finds: not how they are cached or asked for, and no secret.</summary>
    private static bool DecidesRows(string option) =>
        !Redaction.IsSecret(option) && !option.StartsWith("lookup.", StringComparison.Ordinal);

    private int KeyColumn()
    {
        for (int i = 0; i < Columns.Count; i++)
        {
            if (Columns[i].Name == Keys[0].Column) return i;
        }
        return 0;
    }
}
