using ActorStream.Connectors;
using ActorStream.Plan.Rules;

namespace ActorStream.Plan;

/// <summary>Reads a table. Its schema is <see cref="Columns"/>.</summary>
internal sealed class ScanNode(
    TableDefinition table, IReadOnlyList<ConnectorColumn> columns, IReadOnlyDictionary<string, string> options, ChangelogMode changelogMode)
    : SourceNode(new Schema([.. columns.Select(c => new Field(c.Name, c.Type))]))
{
    public TableDefinition Table { get; } = table;

    /// <summary>The columns to read: physical ones and metadata; computed ones are projected above.</summary>
    public IReadOnlyList<ConnectorColumn> Columns { get; } = columns;

    /// <summary>The table's options with those of an OPTIONS hint over them.</summary>
    public IReadOnlyDictionary<string, string> Options { get; } = options;

    protected override ChangelogMode InferChangelogMode() => changelogMode;

    public override string Name => Table.Name;

    public override string? Digest =>
        $"{Table.QualifiedName}[{NodeText.Columns(Columns)}]{NodeText.Options(Options)}";

    public override string StateText => Describe() + NodeText.Options(Redaction.Options(Options));

    public override string? StageLine => $"source {Table.QualifiedName}";

    public override string Describe() => $"TableSourceScan(table=[{Table.QualifiedName}], fields=[{FieldNames()}])";

    public override PrunedNode Prune(bool[] needed, PruneColumns rule) => new(
        new ScanNode(Table, PruneColumns.Keep(Columns, needed), Options, ChangelogMode), PruneColumns.Indexes(needed));

    public override ISource CreateSource(TableFactory tables) => tables.CreateSource(this);
}
