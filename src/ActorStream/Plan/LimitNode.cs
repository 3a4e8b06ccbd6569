using ActorStream.Operators;
using ActorStream.Plan.Rules;

namespace ActorStream.Plan;

/// <summary>The first rows that come, and no more.</summary>
internal sealed class LimitNode(LogicalNode input, long offset, long? fetch) : UnaryNode(input.Schema, input)
{
    public long Offset { get; } = offset;

    public long? Fetch { get; } = fetch;

    public override string Kind => "limit";

    public override string? Digest => $"{Offset},{Fetch}";

    public override bool NeedsAllRows => true;

    public override StateParts? StateParts => new([new("OFFSET", $"{Offset}"), new("FETCH", $"{Fetch}")], []);

    public override LogicalNode WithInputs(IReadOnlyList<LogicalNode> inputs) => new LimitNode(inputs[0], Offset, Fetch);

    public override string Describe() => $"Limit(offset=[{Offset}], fetch=[{Fetch?.ToString() ?? "unlimited"}])";

    public override string OperatorId(int number) => $"{Kind}:{number}";

    public override PrunedNode Prune(bool[] needed, PruneColumns rule)
    {
        PrunedNode pruned = rule.Prune(Input);
        return pruned with { Node = WithInputs([pruned.Node]) };
    }

    public override Operator MakeOperator(OperatorParts parts) => new Limit(Offset, Fetch) { Id = parts.IdOf(this) };
}
