using ActorStream.Connectors;
using ActorStream.Node;
using ActorStream.Tests.Support;

namespace ActorStream.Tests;

/// <summary>What users of the libraries can build on changes on purpose only: <c>UPDATE_EXPECTED=1</c> rewrites the approved text.
/// </summary>
public sealed class PublicApiTests
{
    private const string Approved = "tests/ActorStream.Tests/PublicApi.approved.txt";

    [Fact]
    public void ThePublicApiIsWhatWasApproved()
    {
        string[] actual =
        [
            .. PublicApi.Describe(typeof(StreamEnvironment).Assembly), "",
            .. PublicApi.Describe(typeof(ConnectorRegistry).Assembly), "",
            .. PublicApi.Describe(typeof(RestServer).Assembly),
        ];
        if (Environment.GetEnvironmentVariable("UPDATE_EXPECTED") == "1")
        {
            File.WriteAllText(Path.Combine(SourceTree.Root, Approved), string.Join('\n', actual) + "\n");
            return;
        }
        string[] approved = SourceTree.Lines(Approved);
        string[] changes =
        [
            .. approved.Except(actual).Select(l => "- " + l), .. actual.Except(approved).Select(l => "+ " + l),
        ];
        Assert.True(changes.Length == 0 && approved.SequenceEqual(actual),
            "The public API differs from " + Approved + " (UPDATE_EXPECTED=1 rewrites it):\n" + string.Join('\n', changes));
    }
}
