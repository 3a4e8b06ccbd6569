using System.Text;
using ActorStream.Checkpoints;
using ActorStream.Connectors;
using ActorStream.Runtime;

namespace ActorStream.Tests.Checkpoints;

public sealed class ManifestBodyTests
{
    /// <summary>Checkpoints outlive programs: this text must mean the same for ever, or its version must change.</summary>
    private const string Golden =
        """{"version":1,"plan":"scan \u0022a\u0022","splits":[{"source":"in","split":"t-1","topic":"t","partition":1,"offset":42},"""
        + """{"source":"f","split":"x.json","offset":7}],"committables":[{"sink":"s","data":"AQI="}]}""";

    private static readonly ManifestBody Body = new(
        "scan \"a\"",
        [
            new SplitPosition("in", new SourceSplit("t-1", new LogPartition("t", 1)), 42, IsEnded: false),
            new SplitPosition("f", new SourceSplit("x.json"), 7, IsEnded: false),
        ],
        [("s", [1, 2])]);

    [Fact]
    public void TheLayoutDoesNotChange() => Assert.Equal(Golden, Encoding.UTF8.GetString(Body.Encode()));

    [Fact]
    public void ABodyComesBack()
    {
        ManifestBody back = ManifestBody.Decode(Encoding.UTF8.GetBytes(Golden));
        Assert.Equal(Body.Plan, back.Plan);
        Assert.Equal(Body.Positions, back.Positions);
        (string sink, byte[] data) = Assert.Single(back.Committables);
        Assert.Equal(("s", "0102"), (sink, Convert.ToHexString(data)));
    }

    [Fact]
    public void PiecesOfAStateComeBackAndHaveAVersionOfTheirOwn()
    {
        ManifestBody body = Body with
        {
            Positions = [new SplitPosition("f", new SourceSplit("files"), 7, IsEnded: false) { State = static () => [9] }],
            Pieces = new Dictionary<(string, string), IReadOnlyList<string>> { [("f", "files")] = ["j/0/1/0/0", "j/0/1/0/1"] },
        };
        const string Expected = """{"version":2,"plan":"scan \u0022a\u0022","splits":[{"source":"f","split":"files","offset":7,"""
            + "\"pieces\":[\"j/0/1/0/0\",\"j/0/1/0/1\"],\"state\":\"CQ==\"}],"
            + "\"committables\":[{\"sink\":\"s\",\"data\":\"AQI=\"}]}";
        Assert.Equal(Expected, Encoding.UTF8.GetString(body.Encode()));
        ManifestBody back = ManifestBody.Decode(body.Encode());
        Assert.Equal(["j/0/1/0/0", "j/0/1/0/1"], back.Pieces[("f", "files")]);
        Assert.Equal([9], Assert.Single(back.Positions).State!());
    }

    [Theory]
    [InlineData("", "does not read back")]
    [InlineData("[]", "does not read back")]
    [InlineData("{}", "does not read back")]
    [InlineData("{\"version\":1}", "does not read back")]
    [InlineData("{\"version\":\"1\"}", "does not read back")]
    [InlineData("{\"version\":1,\"plan\":\"p\",\"splits\":[{}],\"committables\":[]}", "does not read back")]
    [InlineData("{\"version\":3}", "has version 3, but this program reads versions 1 to 2")]
    public void WhatIsNoBodyIsRefused(string text, string message) => Assert.Contains(
        message, Assert.Throws<StateException>(() => ManifestBody.Decode(Encoding.UTF8.GetBytes(text))).Message, StringComparison.Ordinal);
}
