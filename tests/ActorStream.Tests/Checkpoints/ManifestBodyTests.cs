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

    [Theory]
    [InlineData("", "does not read back")]
    [InlineData("[]", "does not read back")]
    [InlineData("{}", "does not read back")]
    [InlineData("{\"version\":1}", "does not read back")]
    [InlineData("{\"version\":\"1\"}", "does not read back")]
    [InlineData("{\"version\":1,\"plan\":\"p\",\"splits\":[{}],\"committables\":[]}", "does not read back")]
    [InlineData("{\"version\":2}", "has version 2, but this program reads version 1")]
    public void WhatIsNoBodyIsRefused(string text, string message) => Assert.Contains(
        message, Assert.Throws<StateException>(() => ManifestBody.Decode(Encoding.UTF8.GetBytes(text))).Message, StringComparison.Ordinal);
}
