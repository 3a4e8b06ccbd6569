using ActorStream.Connectors;

namespace ActorStream.Tests.Connectors;

public sealed class SecretResolverTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("secrets").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void EnvironmentBeatsFile()
    {
        File.WriteAllText(Path.Combine(_folder, "DB"), "from file");
        Assert.Equal("from env", Resolver(("DB", "from env")).Resolve("DB"));
        Assert.Equal("from file", Resolver().Resolve("DB"));
    }

    [Theory]
    [InlineData("pw", "pw")]
    [InlineData("pw\n", "pw")]
    [InlineData("pw\r\n", "pw")]
    [InlineData("p\nw\n\n", "p\nw\n")]
    [InlineData(" pw ", " pw ")]
    public void LastLineBreakOfAFileIsNotPartOfTheSecret(string content, string expected)
    {
        File.WriteAllText(Path.Combine(_folder, "DB"), content);
        Assert.Equal(expected, Resolver().Resolve("DB"));
    }

    [Fact]
    public void MissingSecretSaysWhereItMayBe()
    {
        var e = Assert.Throws<ActorStreamException>(() => Resolver().Resolve("DB"));
        Assert.Equal("Secret \"DB\" was not found.", e.Message);
        Assert.Equal($"Set the environment variable DB or the file {Path.Combine(_folder, "DB")}.", e.Hint);
    }

    [Theory]
    [InlineData("../DB")]
    [InlineData("a/b")]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("a b")]
    public void NameCannotLeaveTheFolder(string name) => Assert.Throws<ActorStreamException>(() => Resolver().Resolve(name));

    [Theory]
    [InlineData("${secret:A}", "1")]
    [InlineData("x${secret:A}y${secret:B}z", "x1y${secret:A}z")]
    [InlineData("plain ${other}", "plain ${other}")]
    public void ReferencesAreReplacedOnce(string text, string expected) =>
        Assert.Equal(expected, Resolver(("A", "1"), ("B", "${secret:A}")).Expand(text));

    [Fact]
    public void OpenReferenceIsRefused() => Assert.Throws<ActorStreamException>(() => Resolver(("A", "1")).Expand("${secret:A"));

    [Fact]
    public void ErrorNamesTheOption()
    {
        var options = new Dictionary<string, string> { ["url"] = "u", ["password"] = "${secret:NOPE}" };
        var e = Assert.Throws<ActorStreamException>(() => Resolver().ExpandAll(options));
        Assert.Equal("Option 'password': Secret \"NOPE\" was not found.", e.Message);
    }

    private SecretResolver Resolver(params (string Name, string Value)[] environment) =>
        new([_folder], name => environment.FirstOrDefault(v => v.Name == name).Value);

    [Fact]
    public void SecretPutForAReferenceIsHiddenAgain()
    {
        var resolver = new SecretResolver([], static name => name == "TOPIC" ? "hidden-topic" : name == "SHORT" ? "abc" : null);
        Assert.Equal("hidden-topic", resolver.Hide("hidden-topic"));
        Assert.Equal("p-hidden-topic", resolver.Expand("p-${secret:TOPIC}"));
        Assert.Equal("abc", resolver.Expand("${secret:SHORT}"));
        Assert.Equal("Topic p-${secret:TOPIC} is not in abc.", resolver.Hide("Topic p-hidden-topic is not in abc."));
    }
}
