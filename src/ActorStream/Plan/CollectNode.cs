using ActorStream.Connectors;

namespace ActorStream.Plan;

/// <summary>Hands rows to whoever ran the SELECT.</summary>
internal sealed class CollectNode(LogicalNode input) : OutputNode(input)
{
    public override string Name => "collect";

    public override bool DropsOnFailure => true;

    public override string? StageLine => "sink of the client";

    public override LogicalNode WithInputs(IReadOnlyList<LogicalNode> inputs) => new CollectNode(inputs[0]);

    public override string Describe() => "Collect()";

    public override ISink CreateSink(TableFactory tables) => tables.CreateCollectSink();
}
