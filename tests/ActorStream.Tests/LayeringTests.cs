using System.Text.RegularExpressions;
using ActorStream.Tests.Support;

namespace ActorStream.Tests;

/// <summary>Who may know whom, by the using directives of the sources.</summary>
public sealed partial class LayeringTests
{
    private static readonly string[] All =
        ["Types", "Actors", "Connectors", "Expressions", "State", "Plan", "Sql", "Operators", "Runtime", "Checkpoints", "Jobs"];

    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Types"] = [],
        ["Actors"] = [],
        ["Connectors"] = ["Types"],
        ["Expressions"] = ["Types"],
        ["State"] = ["Types"],
        ["Plan"] = ["Types", "Expressions", "Connectors", "Operators"],
        ["Sql"] = ["Types", "Expressions", "Connectors", "Plan"],
        ["Operators"] = ["Types", "Expressions", "Connectors", "State"],
        ["Runtime"] = ["Types", "Actors", "Connectors", "Expressions", "State", "Operators"],
        ["Checkpoints"] = ["Types", "Actors", "Connectors", "State", "Runtime"],
        ["Jobs"] = [.. All.Except(["Sql"])],
        ["Diagnostics"] = [],
    };

    [Fact]
    public void EngineFoldersUseOnlyWhatTheTableAllows()
    {
        var found = new List<string>();
        foreach (string file in SourceTree.Files("src/ActorStream", ".cs"))
        {
            string[] parts = file.Split('/');
            if (parts.Length < 4) continue;
            string folder = parts[2];
            if (!Allowed.TryGetValue(folder, out string[]? allowed))
            {
                found.Add($"{file}: folder {folder} is not in the table of layers");
                continue;
            }
            foreach (string used in UsedFolders(SourceTree.Text(file)))
            {
                if (used != folder && used != "Diagnostics" && !allowed.Contains(used)) found.Add($"{file}: {folder} may not use {used}");
            }
        }
        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    [Fact]
    public void ProjectsReferEachOtherInOneDirection()
    {
        string[] order = ["ActorStream", "ActorStream.Connectors", "ActorStream.Node", "ActorStream.Cli"];
        for (int i = 0; i < order.Length; i++)
        {
            string project = SourceTree.Text($"src/{order[i]}/{order[i]}.csproj");
            foreach (string reference in ProjectReference().Matches(project).Select(static m => m.Groups[1].Value))
            {
                Assert.True(Array.IndexOf(order, reference) is var j && j >= 0 && j < i, $"{order[i]} refers to {reference}");
            }
            foreach (string friend in Friend().Matches(project).Select(static m => m.Groups[1].Value))
            {
                Assert.False(order.Contains(friend), $"{order[i]} opens its internals to {friend}");
            }
        }
    }

    [Fact]
    public void TheEngineHasNoClientLibraries()
    {
        MatchCollection packages = Package().Matches(SourceTree.Text("src/ActorStream/ActorStream.csproj"));
        string[] libraries = ["Akka", "Akka.Streams", "NodaTime", "System.IO.Hashing"];
        Assert.All(packages.Select(static m => m.Groups[1].Value).Except(libraries),
            static name => Assert.StartsWith("Microsoft.Extensions.", name, StringComparison.Ordinal));
    }

    private static IEnumerable<string> UsedFolders(string text) =>
        UsingDirective().Matches(CSharpText.Mask(text)).Select(static m => m.Groups[1].Value).Where(All.Append("Diagnostics").Contains);

    [GeneratedRegex(@"^\s*(?:global\s+)?using\s+(?:static\s+)?(?:\w+\s*=\s*)?ActorStream\.(\w+)", RegexOptions.Multiline)]
    private static partial Regex UsingDirective();

    [GeneratedRegex("""<ProjectReference Include="[^"]*?([\w.]+)\.csproj" """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex ProjectReference();

    [GeneratedRegex("""<InternalsVisibleTo\s+Include="([^"]+)" """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Friend();

    [GeneratedRegex("""<PackageReference\s+Include="([^"]+)" """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Package();
}
