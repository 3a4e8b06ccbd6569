namespace ActorStream.Plan.Rules;

/// <summary>A node without the columns that nobody reads.</summary>
/// <param name="Node">The node.</param>
/// <param name="Indexes">Where each column of the node that it stands for is now; −1: it is gone.</param>
internal readonly record struct PrunedNode(LogicalNode Node, int[] Indexes);
