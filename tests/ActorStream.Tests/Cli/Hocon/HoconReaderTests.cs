using ActorStream.Cli.Hocon;
using Microsoft.Extensions.Configuration;

namespace ActorStream.Tests.Cli.Hocon;

public sealed class HoconReaderTests
{
    [Fact]
    public void KeysAreReadByType()
    {
        const string Text = "a { d = 10 s, s = 2MiB, i = -3, n = 0.5, b = on, t = x, l = [p, q], c = full-stop }";
        var reader = new HoconReader(Read.Configuration(Text));
        Assert.Equal(TimeSpan.FromSeconds(10), reader.Duration("a.d"));
        Assert.Equal(2 << 20, reader.Size("a.s"));
        Assert.Equal(-3, reader.Integer("a.i"));
        Assert.Equal(0.5, reader.Number("a.n"));
        Assert.True(reader.Boolean("a.b"));
        Assert.Equal("x", reader.Text("a.t"));
        Assert.Equal(["p", "q"], reader.Texts("a.l"));
        Assert.Equal(Choice.FullStop, reader.Choice("a.c", typeof(Choice)));
        Assert.Null(reader.Duration("a.none"));
        Assert.True(reader.Has("a"));
        Assert.False(reader.Has("b"));
    }

    [Fact]
    public void AValueOfAnotherFormIsReportedWithItsPlace()
    {
        var reader = new HoconReader(Read.Configuration("a {\n  d = banana\n  c = semi\n}"));
        HoconException error = Assert.Throws<HoconException>(() => reader.Duration("a.d"));
        Assert.Equal(
            "t.conf:2:7: Expected a duration such as 10s, in ns, us, ms, s, m, h or d for key \"a.d\" but got \"banana\".", error.Message);
        error = Assert.Throws<HoconException>(() => reader.Choice("a.c", typeof(Choice)));
        Assert.Equal("Expected one of comma, full-stop for key \"a.c\" but got \"semi\".", error.Problem);
    }

    [Fact]
    public void LaterInputsOverrideAndSubstitutionsSeeAllOfThem()
    {
        var source = new HoconConfigurationSource();
        source.AddText("reference.conf", "a { x = 1, y = ${a.x} }").AddText("mine.conf", "a.x = 2");
        IConfigurationRoot configuration = new ConfigurationBuilder().Add(source).Build();
        Assert.Equal("2", configuration["a:y"]);
    }

    private enum Choice
    {
        Comma,
        FullStop,
    }
}
