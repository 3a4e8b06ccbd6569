using System.Text.RegularExpressions;
using ActorStream.Connectors;
using ActorStream.Expressions;
using ActorStream.Tests.Connectors;
using ActorStream.Tests.Support;

namespace ActorStream.Tests;

/// <summary>The pages say what the code knows: every option and every function.</summary>
public sealed partial class DocumentationTests
{
    /// <summary>Names of the registry that are operators and constructors.</summary>
    private static readonly HashSet<string> Operators =
        ["and", "array", "between", "field", "in", "item", "like", "map", "not", "or", "overlaps", "row"];

    [Fact]
    public void TheFunctionsAreThoseOfTheRegistry()
    {
        string page = SourceTree.Text("docs/sql.md");
        int start = page.IndexOf("| about | functions |", StringComparison.Ordinal);
        string table = page[start..page.IndexOf("\n\n", start, StringComparison.Ordinal)];
        string[] named = [.. Name().Matches(table).Select(m => m.Groups[1].Value.ToLowerInvariant())];
        Assert.Equal(FunctionRegistry.Names.Where(n => !Operators.Contains(n)), named.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("kafka", "topic=t~properties.bootstrap.servers=h:1~properties.group.id=g~format=json")]
    [InlineData("kafka", "topic=t~properties.bootstrap.servers=h:1~properties.group.id=g~format=raw")]
    [InlineData("jdbc", "url=jdbc:mysql://h/d~table-name=t")]
    [InlineData("filesystem", "path=/tmp~format=csv")]
    [InlineData("print", "")]
    [InlineData("datagen", "fields.a.kind=random")]
    [InlineData("datagen", "fields.a.kind=sequence~fields.a.start=1~fields.a.end=2")]
    [InlineData("blackhole", "")]
    public void EveryOptionIsOnThePage(string connector, string options)
    {
        string page = SourceTree.Text("docs/connectors.md");
        foreach (DataType type in (DataType[])[DataType.String, DataType.Int, DataType.Timestamp(3)])
        {
            bool isOnlyFor = options.Contains("sequence", StringComparison.Ordinal) || options.Contains("raw", StringComparison.Ordinal);
            if (isOnlyFor && type.Root != TypeRoot.Int) continue;
            foreach (string key in Accepted(connector, options, type))
            {
                string shown = key.Replace("fields.a.", "fields.NAME.", StringComparison.Ordinal);
                Assert.True(
                    key == "connector" || page.Contains($"`{shown}`", StringComparison.Ordinal)
                        || page.Contains($"'{shown}'", StringComparison.Ordinal), $"'{shown}' of {connector} is not on the page.");
            }
        }
    }

    /// <summary>What the error of an option that nobody knows lists.</summary>
    private static string[] Accepted(string connector, string options, DataType type)
    {
        TableContext context = Connected.Table([new Field("a", type)], $"connector={connector}~{options}~zzz=1");
        var registry = new ConnectorRegistry();
        ActorStreamException error = Assert.Throws<ActorStreamException>(() =>
        {
            if (registry.FindConnector(connector) is ISourceConnector) Connected.Source(context);
            else Connected.Sink(context);
        });
        Assert.Contains("'zzz'", error.Message, StringComparison.Ordinal);
        return error.Hint!["Accepted are: ".Length..].TrimEnd('.').Split(", ");
    }

    [GeneratedRegex("`([A-Z0-9_]+)`")]
    private static partial Regex Name();
}
