using ActorStream.Connectors;

namespace ActorStream.Plan;

/// <summary>Writes a table. The input has exactly <see cref="Columns"/>, cast to their types.</summary>
internal sealed class SinkNode(
    LogicalNode input, TableDefinition table, IReadOnlyList<ConnectorColumn> columns, IReadOnlyDictionary<string, string> options)
    : OutputNode(input)
{
    public TableDefinition Table { get; } = table;

    public IReadOnlyList<ConnectorColumn> Columns { get; } = columns;

    public IReadOnlyDictionary<string, string> Options { get; } = options;

    public override string Name => Table.Name;

    public override string? StageLine => $"sink {Table.QualifiedName}";

    public override LogicalNode WithInputs(IReadOnlyList<LogicalNode> inputs) => new SinkNode(inputs[0], Table, Columns, Options);

    public override string Describe() => $"Sink(table=[{Table.QualifiedName}], fields=[{string.Join(", ", Columns.Select(c => c.Name))}])";

    public override ISink CreateSink(TableFactory tables) => tables.CreateSink(this);
}
