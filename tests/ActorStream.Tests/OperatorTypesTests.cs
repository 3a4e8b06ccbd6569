using System.Text.RegularExpressions;
using ActorStream.Operators;
using ActorStream.Plan;
using ActorStream.Tests.Support;

namespace ActorStream.Tests;

/// <summary>A new operator is its node and its operator: whoever runs jobs asks members of both, never for their types.</summary>
public sealed class OperatorTypesTests
{
    /// <summary>A lookup join is what asks a database: the planner and the lookup actors know it by its type.</summary>
    private static readonly string[] Known = [nameof(LookupJoinNode), nameof(SourceNode), nameof(OutputNode)];

    [Theory]
    [InlineData("Jobs")]
    [InlineData("Runtime")]
    [InlineData("Checkpoints")]
    public void WhoRunsThemDoesNotAskForTheirTypes(string folder)
    {
        string[] names = [.. typeof(Operator).Assembly.GetTypes()
            .Where(t => t.IsSubclassOf(typeof(Operator)) || t.IsSubclassOf(typeof(LogicalNode)))
            .Select(t => t.Name).Except(Known)];
        Assert.True(names.Length > 12);
        var asks = new Regex($@"(?:\b(?:is|as|case|or|and|not)\s+|OfType<|=>\s*)(?:{string.Join('|', names)})\b");
        foreach (string file in SourceTree.Files($"src/ActorStream/{folder}", ".cs"))
        {
            Match found = asks.Match(CSharpText.Mask(SourceTree.Text(file)));
            Assert.False(found.Success, $"{file} asks for a type: {found.Value}");
        }
    }

    [Fact]
    public void EveryNodeSaysOfItselfWhatIsNeeded()
    {
        Type[] nodes = [.. typeof(LogicalNode).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(LogicalNode)) && !t.IsAbstract)];
        Assert.All(nodes, node =>
        {
            Assert.NotEqual(typeof(LogicalNode), node.GetMethod(nameof(LogicalNode.MakeOperator))!.DeclaringType);
            Assert.Equal("ActorStream.Plan", node.Namespace);
        });
    }
}
